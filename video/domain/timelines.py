"""What a day looks like for a camera: where footage is, and why it is not where it is not. Times are microseconds since 1970 in UTC."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .causes import Cause
from .playlists import TOLERANCE

UNEXPLAINED_BELOW = 2_000_000


@dataclass(frozen=True, slots=True, order=True)
class Span:
    start_us: int
    end_us: int

    @property
    def seconds(self) -> float:
        return (self.end_us - self.start_us) / 1_000_000


@dataclass(frozen=True, slots=True, order=True)
class Absence:
    """A time without footage. `cause` is empty where nobody wrote a gap: before the first recording, after deletion, or a lost file."""

    start_us: int
    end_us: int
    cause: str = ""

    @property
    def seconds(self) -> float:
        return (self.end_us - self.start_us) / 1_000_000


def united(spans: Iterable[tuple[int, int]], *, within: Span, apart: int = TOLERANCE) -> list[Span]:
    """The spans inside `within`, in order, those joined that overlap or lie no farther `apart`."""
    found: list[Span] = []
    for start, end in sorted(spans):
        start, end = max(start, within.start_us), min(end, within.end_us)
        if start >= end:
            continue
        if found and start - found[-1].end_us <= apart:
            found[-1] = Span(found[-1].start_us, max(found[-1].end_us, end))
        else:
            found.append(Span(start, end))
    return found


def absences(recorded: Sequence[Span], *, gaps: Iterable[Absence], within: Span) -> list[Absence]:
    """What lies between the recorded spans, each piece with the cause of the gap that was written for it.

    `recorded` as `united` gives it. Pieces under two seconds that no gap explains belong to their neighbour: gaps are exact to two seconds.
    """
    known = sorted(gaps)
    return [piece for hole in _between(recorded, within) for piece in _smoothed(list(_explained(hole, known)))]


def _between(recorded: Sequence[Span], within: Span) -> Iterator[Span]:
    at = within.start_us
    for span in recorded:
        if span.start_us > at:
            yield Span(at, span.start_us)
        at = max(at, span.end_us)
    if at < within.end_us:
        yield Span(at, within.end_us)


def _explained(hole: Span, gaps: Sequence[Absence]) -> Iterator[Absence]:
    at = hole.start_us
    for gap in gaps:
        start, end = max(gap.start_us, at), min(gap.end_us, hole.end_us)
        if start >= end:
            continue
        if start > at:
            yield Absence(at, start)
        yield Absence(start, end, gap.cause)
        at = end
    if at < hole.end_us:
        yield Absence(at, hole.end_us)


def _smoothed(pieces: list[Absence]) -> list[Absence]:
    kept: list[Absence] = []
    for piece in pieces:
        is_crumb = piece.cause == Cause.NONE and piece.end_us - piece.start_us < UNEXPLAINED_BELOW
        if kept and (is_crumb or kept[-1].cause == piece.cause):
            kept[-1] = Absence(kept[-1].start_us, piece.end_us, kept[-1].cause)
        elif kept and kept[-1].cause == Cause.NONE and kept[-1].end_us - kept[-1].start_us < UNEXPLAINED_BELOW:
            kept[-1] = Absence(kept[-1].start_us, piece.end_us, piece.cause)
        else:
            kept.append(piece)
    return kept
