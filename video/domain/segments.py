"""When a segment ends and what its file is called. Times are microseconds since 1970 in UTC, ticks are 1/90000 s since then.

docs/algorithms/segment-time-and-crash-repair.md has the reasons.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from .boxes import MovieFragment, Track
from .fragments import Fragment, pack

TIMESCALE = 90_000
SEGMENT_SECONDS = 300
SECOND = 1_000_000
_GOLDEN = 0.6180339887498949
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NAME = re.compile(r"^(?P<camera>\d{20})/(?P<day>\d{4}/\d{2}/\d{2})/(?P<at>\d{8}T\d{6})\.(?P<fraction>\d{6})Z-e(?P<epoch>\d{1,18})\.mp4\Z")


class NotASegment(ValueError):
    """The path is not one that `path_for` makes."""


def ticks_of(utc_us: int) -> int:
    return utc_us * 9 // 100


def utc_of(ticks: int) -> int:
    """The first microsecond at or after it; `ticks_of(utc_of(t)) == t` for every tick."""
    return -(-ticks * 100 // 9)


def moment(utc_us: int) -> datetime:
    return _EPOCH + timedelta(microseconds=utc_us)


def microseconds(at: datetime) -> int:
    return (at - _EPOCH) // timedelta(microseconds=1)


def stagger(number: int) -> int:
    """Seconds by which a camera's cuts are shifted, so that the files of a node do not all close at once; evenly spread for any count."""
    return int(number * _GOLDEN % 1 * SEGMENT_SECONDS)


def next_cut(start_us: int, *, shift: int) -> int:
    """The first planned cut after a moment: whole 300 s of the clock, shifted. A segment ends at the first key frame from there on."""
    length, offset = SEGMENT_SECONDS * SECOND, shift * SECOND
    return (start_us - offset) // length * length + length + offset


@dataclass(frozen=True, slots=True)
class SegmentName:
    """What a path tells about its file. `start_us` is that of the first packet when the file was opened."""

    gb_id: str
    start_us: int
    epoch: int


def path_for(name: SegmentName) -> str:
    at = moment(name.start_us)
    return f"{name.gb_id}/{at:%Y/%m/%d}/{at:%Y%m%dT%H%M%S.%f}Z-e{name.epoch}.mp4"


def name_of(path: str) -> SegmentName:
    """Raises NotASegment."""
    found = _NAME.match(path)
    if found is None:
        raise NotASegment(path)
    try:
        at = datetime.strptime(f"{found['at']}.{found['fraction']}", "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC)
    except ValueError:
        raise NotASegment(path) from None
    name = SegmentName(found["camera"], microseconds(at), int(found["epoch"]))
    if path_for(name) != path:
        raise NotASegment(path)
    return name


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file of whole fragments holds; read from the file alone. `fragments` is the packed table."""

    start_us: int
    end_us: int
    init_bytes: int
    size: int
    fragments: bytes
    codec: str
    width: int
    height: int
    packets: int


def contents_of(*, track: Track, init_bytes: int, fragments: Sequence[MovieFragment]) -> Contents | None:
    """None without a whole fragment."""
    if not fragments:
        return None
    first, last = fragments[0], fragments[-1]
    per_ms = track.timescale / 1000
    rows = [Fragment(each.offset, each.size, round((each.start - first.start) / per_ms)) for each in fragments]
    return Contents(
        start_us=_microseconds_of(first.start, track.timescale),
        end_us=_microseconds_of(last.start + last.duration, track.timescale),
        init_bytes=init_bytes,
        size=last.offset + last.size,
        fragments=pack(rows),
        codec=track.codec,
        width=track.width,
        height=track.height,
        packets=sum(each.samples for each in fragments),
    )


def _microseconds_of(ticks: int, timescale: int) -> int:
    return -(-ticks * SECOND // timescale)
