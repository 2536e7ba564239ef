"""Low-latency HLS over files that still grow: which fragments make a segment, what the playlist says, who has to wait.

A part is a fragment, that is a group of pictures; a media segment is some parts of one file. Each has an address of its own and no byte
range: Chromium's own player takes no range from another origin than the page's, and a node is one. Source: RFC 8216bis, 4.4.3 and 4.4.4 for
the tags, 6.2.5.2 for blocking. docs/algorithms/live-playlists.md has the reasons and the figures.
"""

import math
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum

SHORTEST_TARGET = 4
SEGMENTS_KEPT = 6
SEGMENTS_WITH_PARTS = 3
CONTIGUOUS_US = 200_000
_SPREAD = 1.1
_ROUNDS_UP = 0.49
_SECOND = 1_000_000
_NUMBERS_EACH = 2 * _SECOND


@dataclass(frozen=True, slots=True)
class Part:
    """A whole fragment. `file` names its file, `init_bytes` is the length of that file's header, `look` what its decoder must know.

    Times in microseconds since 1970, places in bytes.
    """

    file: str
    init_bytes: int
    look: tuple[object, ...]
    offset: int
    size: int
    start_us: int
    duration_us: int

    @property
    def end(self) -> int:
        return self.offset + self.size

    @property
    def end_us(self) -> int:
        return self.start_us + self.duration_us


@dataclass(slots=True)
class _Segment:
    number: int
    breaks: bool
    parts: list[Part] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        return sum(part.duration_us for part in self.parts) / _SECOND


class Answer(Enum):
    """What a playlist request gets. NEVER: it asks for what is too far ahead (400)."""

    NOW = "now"
    WAIT = "wait"
    NEVER = "never"


class LiveWindow:
    """The last half minute of a camera as a playlist. `add` parts in order of time; `answer` and `text` tell what a request gets.

    Numbers of segments begin with half the seconds since 1970, so that they rise over a restart too: no segment is shorter than two
    seconds on average.
    """

    def __init__(self) -> None:
        self._closed: deque[_Segment] = deque()
        self._open: _Segment | None = None
        self._breaks_gone = 0
        self._longest = 0.0
        self._target = SHORTEST_TARGET
        self.newest: Part | None = None

    @property
    def is_empty(self) -> bool:
        return self.newest is None

    @property
    def target_seconds(self) -> int:
        """The longest a segment may be. It rises when the camera's groups of pictures turn out longer, and never falls."""
        return self._target

    @property
    def part_target(self) -> float:
        """A part may last so long: a tenth more than the longest seen, for cameras do not count exactly."""
        return math.ceil(self._longest * _SPREAD * 10 - 1e-9) / 10

    @property
    def files(self) -> frozenset[str]:
        """Those that the playlist points into."""
        return frozenset(part.file for segment in self._segments() for part in segment.parts)

    def part_at(self, file: str, offset: int) -> Part | None:
        """The part that begins there; None where none does, or not yet."""
        return next((part for segment in self._segments() for part in segment.parts if (part.file, part.offset) == (file, offset)), None)

    def is_promised(self, file: str, offset: int) -> bool:
        """Whether the playlist says that the next part will begin there."""
        return self.newest is not None and (self.newest.file, self.newest.end) == (file, offset)

    def add(self, part: Part) -> None:
        before, self.newest = self.newest, part
        self._longest = max(self._longest, part.duration_us / _SECOND)
        self._target = max(self._target, math.ceil(self.part_target))
        is_torn = before is not None and (abs(part.start_us - before.end_us) > CONTIGUOUS_US or part.look != before.look)
        if self._open is not None and before is not None and (part.file != before.file or part.offset != before.end or is_torn):
            self._close()
        if self._open is None:
            number = self._closed[-1].number + 1 if self._closed else part.start_us // _NUMBERS_EACH
            self._open = _Segment(number, is_torn)
        self._open.parts.append(part)
        if self._open.seconds + self.part_target > self._target + _ROUNDS_UP:
            self._close()

    def answer(self, number: int | None, part: int | None) -> Answer:
        """For `_HLS_msn` and `_HLS_part`, None where they were left out. Before the first part everybody waits."""
        if number is None:
            return Answer.NEVER if part is not None else Answer.WAIT if self.is_empty else Answer.NOW
        if self.is_empty:
            return Answer.WAIT
        last, there = self._edge()
        if number > last + 2:
            return Answer.NEVER
        if number <= last:
            return Answer.NOW
        if part is None:
            return Answer.WAIT
        # Segment last + 1 is the one that grows; a part behind its end is the first of the one after.
        ahead = part - there if number == last + 1 else part
        if ahead >= self._parts_ahead:
            return Answer.NEVER
        return Answer.NOW if number == last + 1 and ahead < 0 else Answer.WAIT

    def text(self, *, query: str = "") -> str:
        """The playlist; `query` is put behind each address. Not for an empty window."""
        return "\n".join(self._lines(f"?{query}" if query else "")) + "\n"

    def _close(self) -> None:
        assert self._open is not None
        self._target = max(self._target, round(self._open.seconds))
        self._closed.append(self._open)
        self._open = None
        while len(self._closed) > SEGMENTS_KEPT:
            self._breaks_gone += self._closed.popleft().breaks

    def _segments(self) -> Sequence[_Segment]:
        return [*self._closed, *([self._open] if self._open else [])]

    def _edge(self) -> tuple[int, int]:
        """The number of the last whole segment, and how many parts of the next one there are."""
        if self._open is not None:
            return self._open.number - 1, len(self._open.parts)
        return self._closed[-1].number, 0

    @property
    def _parts_ahead(self) -> int:
        """The advance part limit: three, or as many as three seconds hold."""
        return 3 if self.part_target >= 1 else math.ceil(3 / max(self.part_target, 0.1))

    def _lines(self, query: str) -> Iterator[str]:
        segments = self._segments()
        part_target = self.part_target
        yield from ("#EXTM3U", "#EXT-X-VERSION:9", f"#EXT-X-TARGETDURATION:{self._target}", "#EXT-X-INDEPENDENT-SEGMENTS")
        yield f"#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK={2 * part_target:.1f},HOLD-BACK={3 * self._target}"
        yield f"#EXT-X-PART-INF:PART-TARGET={part_target:.1f}"
        yield f"#EXT-X-MEDIA-SEQUENCE:{segments[0].number}"
        yield f"#EXT-X-DISCONTINUITY-SEQUENCE:{self._breaks_gone}"
        file = ""
        with_parts = len(self._closed) - SEGMENTS_WITH_PARTS
        for place, segment in enumerate(segments):
            yield from _segment_lines(segment, query, before=file, parts=place >= with_parts)
            file = segment.parts[-1].file
            if segment is not self._open:
                yield from _whole_lines(segment, query)
        assert self.newest is not None
        yield f'#EXT-X-PRELOAD-HINT:TYPE=PART,URI="{_part_address(self.newest.file, self.newest.end)}{query}"'


def _segment_lines(segment: _Segment, query: str, *, before: str, parts: bool) -> Iterator[str]:
    """What stands before the address of a segment, and all of one that grows."""
    first = segment.parts[0]
    if segment.breaks:
        yield "#EXT-X-DISCONTINUITY"
    if first.file != before:
        yield f'#EXT-X-MAP:URI="{_slice_address(first.file, 0, first.init_bytes)}{query}"'
    yield f"#EXT-X-PROGRAM-DATE-TIME:{_date_time(first.start_us)}"
    for part in segment.parts if parts else ():
        address = f"{_part_address(part.file, part.offset)}{query}"
        yield f'#EXT-X-PART:DURATION={part.duration_us / _SECOND:.5f},URI="{address}",INDEPENDENT=YES'


def _whole_lines(segment: _Segment, query: str) -> Iterator[str]:
    first, last = segment.parts[0], segment.parts[-1]
    yield f"#EXTINF:{segment.seconds:.5f},"
    yield f"{_slice_address(first.file, first.offset, last.end - first.offset)}{query}"


def _part_address(file: str, offset: int) -> str:
    """Known before the part is there, and so the same in the hint and after it."""
    return f"{file}/part-{offset}"


def _slice_address(file: str, offset: int, size: int) -> str:
    return f"{file}/{offset}-{size}"


def _date_time(at_us: int) -> str:
    at = datetime.fromtimestamp(at_us // _SECOND, tz=UTC)
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at_us % _SECOND // 1000:03}Z"
