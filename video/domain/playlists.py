"""HLS media playlists that point into the recorded files: nothing is copied, nothing is encoded again.

Source: RFC 8216 (version 7: byte ranges, EXT-X-MAP). docs/algorithms/hls-playlists.md has the reasons. Times are microseconds since 1970 in
UTC.
"""

import struct
import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

TOLERANCE = 200_000
GROUP_SECONDS = 8
_SECOND = 1_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Footage:
    """One segment: `table` is the packed fragment table of `domain.fragments`, `look` what a change of needs a new decoder."""

    uri: str
    epoch: int
    start_us: int
    end_us: int
    init_bytes: int
    table: bytes | memoryview
    look: tuple[str, int, int] = ("", 0, 0)
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """The fragments from `first` up to `past` of a segment, shown from `start_us` to `end_us`. `follows`: without a jump after the last."""

    footage: Footage
    offsets: Sequence[int]
    times: Sequence[int]
    last_size: int
    first: int
    past: int
    start_us: int
    end_us: int
    follows: bool = False


def pieces(footage: Iterable[Footage], *, from_us: int, to_us: int) -> list[Piece]:
    """What of the segments is shown between two moments, in order, every moment once.

    Whole fragments that touch the span. Where segments overlap, the one of the later epoch is shown, of the same epoch the one that
    began later; fragments of the other that reach into it are left out. A segment with a damaged table is left out.
    """
    ordered = sorted((each for each in footage if each.end_us > from_us and each.start_us < to_us), key=lambda each: each.start_us)
    taken = _windows(ordered)
    found = [piece for each, start, end in taken for piece in _cut(each, max(start, from_us), min(end, to_us), start, end)]
    return list(_joined(found))


def playlist(footage: Iterable[Footage], *, from_us: int, to_us: int, is_live: bool = False) -> str:
    """The playlist of a span. `is_live`: the span reaches to now, so that a growing last segment leaves the list open."""
    found = pieces(footage, from_us=from_us, to_us=to_us)
    grows = is_live and bool(found) and found[-1].footage.is_open
    lines: list[str] = []
    longest = 0
    for piece in found:
        longest = max(longest, _write(piece, lines))
    head = [
        "#EXTM3U",
        "#EXT-X-VERSION:7",
        f"#EXT-X-TARGETDURATION:{max(1, -(-longest // _SECOND))}",
        "#EXT-X-MEDIA-SEQUENCE:0",
        f"#EXT-X-PLAYLIST-TYPE:{'EVENT' if grows else 'VOD'}",
        "#EXT-X-INDEPENDENT-SEGMENTS",
    ]
    return "\n".join([*head, *lines, *([] if grows else ["#EXT-X-ENDLIST"]), ""])


def _windows(ordered: Sequence[Footage]) -> list[tuple[Footage, int, int]]:
    """Each segment with the span in which it is shown; one that is overlapped on both sides stands twice."""
    if all(after.start_us >= before.end_us - TOLERANCE for before, after in pairwise(ordered)):
        return [(each, each.start_us, each.end_us) for each in ordered]
    free: list[tuple[Footage, int, int]] = []
    claimed: list[tuple[int, int]] = []
    for each in sorted(ordered, key=lambda each: (each.epoch, each.start_us), reverse=True):
        free += [(each, start, end) for start, end in _outside(each.start_us, each.end_us, claimed)]
        claimed = _united([*claimed, (each.start_us, each.end_us)])
    return sorted(free, key=lambda row: row[1])


def _outside(start: int, end: int, claimed: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for begun, over in claimed:
        if begun >= end:
            break
        if begun > start:
            yield start, begun
        start = max(start, over)
    if start < end:
        yield start, end


def _united(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    spans.sort()
    united: list[tuple[int, int]] = []
    for start, end in spans:
        if united and start <= united[-1][1]:
            united[-1] = (united[-1][0], max(united[-1][1], end))
        else:
            united.append((start, end))
    return united


def _cut(footage: Footage, from_us: int, to_us: int, start: int, end: int) -> Iterator[Piece]:
    """The fragments of a segment that touch `from_us` … `to_us` and lie within `start` … `end`, give or take the tolerance."""
    if from_us >= to_us or not footage.table or len(footage.table) % 12:
        return
    columns = _columns(footage.table)
    times = columns[2::3]
    base, count = footage.start_us, len(times)
    first = max(0, bisect_right(times, (from_us - base) // 1000) - 1)
    past = bisect_left(times, -((base - to_us) // 1000))
    if start > footage.start_us:
        first = max(first, bisect_left(times, (start - TOLERANCE - base) // 1000))
    while past > first and _end(footage, times, past) > end + TOLERANCE:
        past -= 1
    if first < past and _end(footage, times, past) > base + times[first] * 1000:
        yield Piece(
            footage=footage, offsets=columns[0::3], times=times, last_size=columns[3 * count - 2], first=first, past=past,
            start_us=base + times[first] * 1000, end_us=_end(footage, times, past),
        )  # fmt: skip


def _columns(table: bytes | memoryview) -> "array[int]":
    columns = array("I")
    if columns.itemsize != 4:
        return array("L", (number for row in struct.iter_unpack("<III", table) for number in row))
    columns.frombytes(table)
    if sys.byteorder == "big":
        columns.byteswap()
    return columns


def _end(footage: Footage, times: Sequence[int], past: int) -> int:
    return footage.start_us + times[past] * 1000 if past < len(times) else footage.end_us


def _joined(found: Sequence[Piece]) -> Iterator[Piece]:
    """Says which pieces follow without a jump; the last picture before such a seam lasts until the first one after it."""
    for place, piece in enumerate(found):
        before = found[place - 1] if place else None
        after = found[place + 1] if place + 1 < len(found) else None
        yield replace(
            piece,
            follows=before is not None and _meet(before, piece),
            end_us=after.start_us if after is not None and _meet(piece, after) else piece.end_us,
        )


def _meet(before: Piece, after: Piece) -> bool:
    last = before.footage.start_us + before.times[before.past - 1] * 1000
    close = last < after.start_us and abs(after.start_us - before.end_us) <= TOLERANCE
    return close and before.footage.look == after.footage.look


def _write(piece: Piece, lines: list[str]) -> int:
    """Appends the lines of a piece; the longest duration among them."""
    footage, times, offsets, past = piece.footage, piece.times, piece.offsets, piece.past
    if lines and not piece.follows:
        lines.append("#EXT-X-DISCONTINUITY")
    lines.append(f'#EXT-X-MAP:URI="{footage.uri}",BYTERANGE="{footage.init_bytes}@0"')
    lines.append(f"#EXT-X-PROGRAM-DATE-TIME:{_written(piece.start_us)}")
    longest, begin = 0, piece.start_us
    at = piece.first
    for following in _seams(piece):
        end = piece.end_us if following == past else footage.start_us + times[following] * 1000
        upto = offsets[following] if following < len(offsets) else offsets[-1] + piece.last_size
        lasting = max(0, end - begin)
        lines.append(
            f"#EXTINF:{lasting // _SECOND}.{lasting % _SECOND:06d},\n#EXT-X-BYTERANGE:{upto - offsets[at]}@{offsets[at]}\n{footage.uri}"
        )
        longest = max(longest, lasting)
        begin, at = end, following
    return longest


def _seams(piece: Piece) -> Iterator[int]:
    """Where groups end: at fragments, as evenly as they allow, so that none is much shorter than the others."""
    times, at = piece.times, piece.first
    length = (piece.end_us - piece.start_us) // 1000
    count = max(1, round(length / (GROUP_SECONDS * 1000)))
    for number in range(1, count):
        following = bisect_left(times, times[piece.first] + length * number // count, at + 1, piece.past)
        if following >= piece.past:
            break
        yield following
        at = following
    yield piece.past


def _written(utc_us: int) -> str:
    return (_EPOCH + timedelta(microseconds=utc_us)).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
