import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from video.domain.live_playlists import SEGMENTS_KEPT, Answer, LiveWindow, Part

SECOND = 1_000_000
NOON = 1_793_592_000 * SECOND
LOOK = ("avc1.42c01e", 640, 360)


def a_part(number: int, *, file: str = "one.mp4", start_us: int = NOON, seconds: float = 1.0, look: tuple[object, ...] = LOOK) -> Part:
    length = round(seconds * SECOND)
    return Part(file, 700, look, 700 + 1000 * number, 1000, start_us + number * length, length)


def a_window(parts: int, **fields: object) -> LiveWindow:
    window = LiveWindow()
    for number in range(parts):
        window.add(a_part(number, **fields))  # type: ignore[arg-type]
    return window


class Read:
    """A playlist as another program would read it."""

    def __init__(self, text: str) -> None:
        self.lines = text.splitlines()
        self.target = int(self.one(r"#EXT-X-TARGETDURATION:(\d+)"))
        self.part_target = float(self.one(r"#EXT-X-PART-INF:PART-TARGET=([\d.]+)"))
        self.first = int(self.one(r"#EXT-X-MEDIA-SEQUENCE:(\d+)"))
        self.breaks_before = int(self.one(r"#EXT-X-DISCONTINUITY-SEQUENCE:(\d+)"))
        self.lengths = [float(one) for one in self.all(r"#EXTINF:([\d.]+),")]
        self.places = [(int(size), int(at)) for at, size in re.findall(r"^[^#].*/(\d+)-(\d+)", text, re.MULTILINE)]
        self.parts = [float(one) for one in self.all(r"#EXT-X-PART:DURATION=([\d.]+),.*INDEPENDENT=YES")]
        self.open_parts = sum(line.startswith("#EXT-X-PART:") for line in self.lines[self._last_address() :])

    def one(self, pattern: str) -> str:
        (found,) = self.all(pattern)
        return found

    def all(self, pattern: str) -> list[str]:
        return [found[1] for line in self.lines if (found := re.fullmatch(pattern, line))]

    def discontinuities(self) -> dict[int, int]:
        """Number of each whole segment → its discontinuity number."""
        found, number, breaks = {}, self.first, self.breaks_before
        for line in self.lines:
            breaks += line == "#EXT-X-DISCONTINUITY"
            if not line.startswith("#"):
                found[number], number = breaks, number + 1
        return found

    def _last_address(self) -> int:
        return max((place for place, line in enumerate(self.lines) if not line.startswith("#")), default=0)


def test_a_key_frame_each_second_makes_segments_of_four_parts_and_two_parts_of_delay() -> None:
    read = Read(a_window(10).text(query="t=x"))
    assert read.lengths == [4.0, 4.0]
    assert (read.target, read.part_target, read.open_parts) == (4, 1.1, 2)
    assert "#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=2.2,HOLD-BACK=12" in read.lines
    assert read.lines[-1] == '#EXT-X-PRELOAD-HINT:TYPE=PART,URI="one.mp4/part-10700?t=x"'
    assert '#EXT-X-MAP:URI="one.mp4/0-700?t=x"' in read.lines
    assert read.all("#EXT-X-PROGRAM-DATE-TIME:(.*)")[1] == "2026-11-02T04:00:04.000Z"


parts = st.lists(st.tuples(st.floats(0.2, 12), st.sampled_from(["same", "file", "jump", "look"])), min_size=1, max_size=80)


@given(parts)
def test_whatever_comes_the_playlist_keeps_its_own_rules(steps: list[tuple[float, str]]) -> None:
    window, at, offset, file, look = LiveWindow(), NOON, 700, 0, LOOK
    broken_at: dict[int, int] = {}
    before: Read | None = None
    for seconds, what in steps:
        file += what != "same"
        offset = offset if what == "same" else 700
        at += 5 * SECOND if what == "jump" else 0
        look = ("avc1.640028", look[1], 1080 + file) if what == "look" else look
        part = Part(f"{file}.mp4", 700, look, offset, 1000, at, round(seconds * SECOND))
        window.add(part)
        at, offset = part.end_us, part.end
        read = Read(window.text())
        assert all(round(length) <= read.target for length in read.lengths)
        assert all(length <= read.part_target + 1e-6 for length in read.parts)
        assert len(read.lengths) <= SEGMENTS_KEPT
        for number, breaks in read.discontinuities().items():
            assert broken_at.setdefault(number, breaks) == breaks, "a segment keeps its discontinuity number for as long as it is listed"
        if before is not None:
            assert read.first >= before.first
            assert (read.target, read.part_target) >= (before.target, before.part_target)
        before = read


@given(st.integers(1, 60), st.integers(-3, 4), st.none() | st.integers(0, 8))
def test_who_waits_gets_what_was_asked_for_and_who_is_answered_has_it(count: int, ahead: int, part: int | None) -> None:
    window = a_window(count)
    read = Read(window.text())
    last = read.first + len(read.lengths) - 1
    asked = last + ahead
    answer = window.answer(asked, part)
    if ahead <= 0:
        assert answer is Answer.NOW
    if ahead > 2:
        assert answer is Answer.NEVER
    if answer is Answer.WAIT:
        came = 0
        while window.answer(asked, part) is Answer.WAIT:
            window.add(a_part(count + came))
            came += 1
            assert came <= 12, "a wait ends"
        now = Read(window.text())
        newest = now.first + len(now.lengths) - 1
        has_part = part is not None and (newest + 1, now.open_parts) >= (asked, part + 1)
        assert newest >= asked or has_part


def test_a_part_behind_the_end_of_a_segment_is_the_first_of_the_next() -> None:
    window = a_window(4)
    number = Read(window.text()).first
    assert window.answer(number, 7) is Answer.NOW
    assert window.answer(number + 1, 0) is Answer.WAIT
    assert window.answer(number + 1, 3) is Answer.NEVER


def test_before_the_first_part_everybody_waits_and_a_part_without_a_segment_is_no_question() -> None:
    window = LiveWindow()
    assert window.answer(None, None) is Answer.WAIT
    assert window.answer(5, 1) is Answer.WAIT
    assert window.answer(None, 1) is Answer.NEVER


@pytest.mark.parametrize(("gap", "breaks"), [(0.0, 0), (0.15, 0), (0.3, 1), (-2.0, 1)])
def test_the_next_file_has_its_own_header_and_a_discontinuity_only_where_time_jumps(gap: float, breaks: int) -> None:
    window = a_window(4)
    for number in range(4):
        window.add(a_part(number, file="two.mp4", start_us=NOON + round((4 + gap) * SECOND)))
    text = window.text()
    assert text.count("#EXT-X-MAP") == 2
    assert text.count("#EXT-X-DISCONTINUITY\n") == breaks


def test_numbers_rise_over_a_restart_of_the_service() -> None:
    before = Read(a_window(600).text())
    after = Read(a_window(4, start_us=NOON + 600 * SECOND).text())
    assert after.first > before.first + len(before.lengths)


def test_the_places_of_segments_lie_end_to_end() -> None:
    places = Read(a_window(20).text()).places
    assert all(at + size == following for (size, at), (_size, following) in pairwise(places))
