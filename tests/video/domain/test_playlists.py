"""Playlists say each moment once, in whole fragments, with exact times; read back by a parser that knows only RFC 8216."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from video.domain.fragments import Fragment, pack, unpack
from video.domain.playlists import TOLERANCE, Footage, playlist

DAY = 86_400_000_000
NOON = int(datetime(2026, 11, 2, 4, 0, tzinfo=UTC).timestamp()) * 1_000_000


@dataclass
class Entry:
    uri: str
    offset: int
    length: int
    duration_us: int
    map_uri: str
    map_range: str
    jumps: bool
    at_us: int


def parsed(text: str) -> list[Entry]:
    """An HLS client in small: times run on from the last EXT-X-PROGRAM-DATE-TIME."""
    entries: list[Entry] = []
    at = duration = offset = length = 0
    map_uri = map_range = ""
    jumps = False
    for line in text.splitlines():
        if found := re.fullmatch(r'#EXT-X-MAP:URI="(.+)",BYTERANGE="(\d+@0)"', line):
            map_uri, map_range = found.groups()
        elif found := re.fullmatch(r"#EXT-X-PROGRAM-DATE-TIME:(.+)Z", line):
            at = round(datetime.fromisoformat(found[1]).replace(tzinfo=UTC).timestamp() * 1000) * 1000
        elif found := re.fullmatch(r"#EXTINF:(\d+)\.(\d{6}),", line):
            duration = int(found[1]) * 1_000_000 + int(found[2])
        elif found := re.fullmatch(r"#EXT-X-BYTERANGE:(\d+)@(\d+)", line):
            length, offset = int(found[1]), int(found[2])
        elif line == "#EXT-X-DISCONTINUITY":
            jumps = True
        elif line and not line.startswith("#"):
            entries.append(Entry(line, offset, length, duration, map_uri, map_range, jumps, at))
            at, jumps = at + duration, False
    return entries


def footage(
    name: str, start: float, *, seconds: int = 300, gop: float = 2.0, epoch: int = 1, look: str = "avc1", is_open: bool = False
) -> Footage:
    """Fragments of 1,000 bytes each; `start` in seconds after noon."""
    times = [round(number * gop * 1000) for number in range(int(seconds / gop))]
    table = pack(Fragment(700 + 1000 * number, 1000, at) for number, at in enumerate(times))
    begin = NOON + round(start * 1_000_000)
    return Footage(name, epoch, begin, begin + seconds * 1_000_000, 700, table, (look, 1, 1), is_open)


def listed(*every: Footage, start: float = -3600, end: float = 82_800, is_live: bool = False) -> str:
    return playlist(every, from_us=NOON + round(start * 1_000_000), to_us=NOON + round(end * 1_000_000), is_live=is_live)


def test_files_that_follow_one_another_are_one_run_of_exact_times() -> None:
    text = listed(footage("a", 0), footage("b", 300.04), footage("c", 600.08))
    entries = parsed(text)
    assert "#EXT-X-DISCONTINUITY" not in text
    assert sum(entry.duration_us for entry in entries) == 900_080_000
    assert entries[0].at_us == NOON
    assert {entry.map_range for entry in entries} == {"700@0"}
    assert all(entry.uri == entry.map_uri for entry in entries)
    assert all(6_000_000 <= entry.duration_us <= 10_040_000 for entry in entries)
    assert text.startswith("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:8\n")
    assert "#EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-INDEPENDENT-SEGMENTS\n" in text
    assert text.endswith("\n#EXT-X-ENDLIST\n")


def test_gaps_and_other_decoders_are_discontinuities_with_their_time() -> None:
    entries = parsed(listed(footage("a", 0), footage("b", 307.5), footage("c", 607.5, look="hvc1")))
    jumps = [entry for entry in entries if entry.jumps]
    assert [(entry.uri, entry.at_us - NOON) for entry in jumps] == [("b", 307_500_000), ("c", 607_500_000)]


def test_a_span_takes_whole_fragments_that_touch_it() -> None:
    entries = parsed(listed(footage("a", 0), start=11, end=21.5))
    assert entries[0].at_us == NOON + 10_000_000
    assert sum(entry.duration_us for entry in entries) == 12_000_000
    assert (entries[0].offset, sum(entry.length for entry in entries)) == (5_700, 6_000)
    assert parsed(listed(footage("a", 0), start=400, end=500)) == []


def test_of_two_recorders_the_later_epoch_is_shown() -> None:
    entries = parsed(listed(footage("old", 0), footage("new", 101, seconds=100, epoch=2)))
    shown = [(entry.uri, entry.at_us - NOON, entry.at_us + entry.duration_us - NOON) for entry in entries]
    old = [span for span in shown if span[0] == "old"]
    assert max(end for _, start, end in old if start < 101_000_000) == 100_000_000
    assert min(start for _, start, _end in old if start > 101_000_000) == 202_000_000
    assert sum(end - start for uri, start, end in shown if uri == "new") == 100_000_000


def test_a_growing_last_segment_leaves_a_live_list_open() -> None:
    growing = footage("a", 0, is_open=True)
    assert "ENDLIST" not in listed(growing, is_live=True)
    assert "#EXT-X-PLAYLIST-TYPE:EVENT" in listed(growing, is_live=True)
    assert "ENDLIST" in listed(growing)
    assert "ENDLIST" in listed(footage("a", 0), is_live=True)


def test_a_damaged_table_is_left_out() -> None:
    whole = footage("a", 0)
    damaged = Footage("b", 1, NOON + 300_000_000, NOON + 600_000_000, 700, b"1234567", ("avc1", 1, 1))
    assert {entry.uri for entry in parsed(listed(whole, damaged))} == {"a"}


segments = st.lists(
    st.tuples(
        st.integers(-100_000, 2_000_000),
        st.integers(1, 3),
        st.lists(st.integers(20, 12_000), min_size=1, max_size=40),
        st.sampled_from(["avc1", "hvc1"]),
    ),
    max_size=8,
)


@given(segments, st.integers(-50_000, 1_000_000), st.integers(1, 1_500_000))
def test_every_moment_stands_once_and_every_entry_is_whole_fragments(
    drawn: list[tuple[int, int, list[int], str]], from_ms: int, lasting_ms: int
) -> None:
    every = {}
    for number, (start_ms, epoch, steps, look) in enumerate(drawn):
        times = [sum(steps[:place]) for place in range(len(steps))]
        table = pack(Fragment(700 + 1000 * place, 1000, at) for place, at in enumerate(times))
        begin = NOON + start_ms * 1000
        every[f"s{number}"] = Footage(f"s{number}", epoch, begin, begin + sum(steps) * 1000, 700, table, (look, 1, 1))
    from_us, to_us = NOON + from_ms * 1000, NOON + (from_ms + lasting_ms) * 1000
    text = playlist(every.values(), from_us=from_us, to_us=to_us)
    entries = parsed(text)
    target = int(re.search(r"TARGETDURATION:(\d+)", text)[1])  # type: ignore[index]
    assert all(entry.duration_us <= target * 1_000_000 for entry in entries)
    before = None
    for entry in entries:
        rows = unpack(every[entry.uri].table)
        starts = {row.offset: row.at_ms for row in rows}
        assert (entry.length % 1000, entry.at_us) == (0, every[entry.uri].start_us + starts[entry.offset] * 1000) or not entry.jumps
        assert entry.offset in starts
        assert entry.offset + entry.length <= rows[-1].end
        assert entry.at_us < to_us
        assert entry.at_us + entry.duration_us > from_us - TOLERANCE
        if before is not None:
            assert entry.at_us >= before.at_us + before.duration_us - TOLERANCE
            same_look = every[entry.uri].look == every[before.uri].look
            assert entry.jumps or (same_look and abs(entry.at_us - before.at_us - before.duration_us) <= 1000)
        before = entry


@given(segments)
def test_what_one_recorder_wrote_is_shown_to_the_last_fragment(drawn: list[tuple[int, int, list[int], str]]) -> None:
    at, every = NOON, []
    for number, (_start, epoch, steps, look) in enumerate(drawn):
        times = [sum(steps[:place]) for place in range(len(steps))]
        table = pack(Fragment(700 + 1000 * place, 1000, time) for place, time in enumerate(times))
        every.append(Footage(f"s{number}", epoch, at, at + sum(steps) * 1000, 700, table, (look, 1, 1)))
        at += sum(steps) * 1000
    entries = parsed(playlist(every, from_us=NOON - DAY, to_us=NOON + DAY))
    assert sum(entry.length for entry in entries) == 1000 * sum(len(steps) for _, _, steps, _ in drawn)
    assert sum(entry.duration_us for entry in entries) == at - NOON
