"""Whether agents were there when the roster wanted them: planned work without breaks against the time signed in.

Minutes are absolute: `Span`s of one agent share a zero of the caller's choice. docs/algorithms/fit.md holds the definitions.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from .shifts import Shift, Span


@dataclass(frozen=True)
class PlannedDay:
    """A rostered shift: `work` are its spans without the breaks, ordered and apart; `pauses` the breaks."""

    day: date
    work: tuple[Span, ...]
    pauses: tuple[Span, ...] = ()

    @property
    def minutes(self) -> int:
        return sum(span.minutes for span in self.work)


@dataclass(frozen=True)
class DayAdherence:
    """Minutes of a shift: `planned` to work, `kept` of them present, `present` in all but the breaks.

    `late`: from the planned start to the first planned minute present; `left_early`: from the last one to the planned end. Both are 0
    when `is_absent`: no planned minute was present.
    """

    day: date
    planned: int
    kept: int
    present: int
    late: int
    left_early: int
    is_absent: bool


@dataclass(frozen=True)
class Adherence:
    """Several shifts together; minutes and numbers of shifts."""

    shifts: int
    planned: int
    kept: int
    present: int
    late: int
    late_shifts: int
    left_early: int
    left_early_shifts: int
    absent: int

    @property
    def adherence(self) -> float | None:
        """Share of the planned time that was present, from 0 to 1."""
        return self.kept / self.planned if self.planned else None

    @property
    def conformance(self) -> float | None:
        """Time present, whenever it was, ÷ time planned: above 1 where more was worked than planned."""
        return self.present / self.planned if self.planned else None


def planned_day(day: date, shift: Shift, pauses: Iterable[Span] = (), *, at: int = 0) -> PlannedDay:
    """A shift as planned work. `at`: minute of the midnight that begins the day."""
    rests = tuple(_moved(pause, at) for pause in sorted(pauses))
    return PlannedDay(day, _without([_moved(span, at) for span in shift.spans], rests), rests)


def day_adherence(planned: PlannedDay, present: Iterable[Span]) -> DayAdherence:
    """One shift against the time signed in. Stretches may touch or overlap: a minute counts once."""
    there = merged(present)
    kept = _common(planned.work, there)
    known = DayAdherence(
        day=planned.day,
        planned=planned.minutes,
        kept=sum(span.minutes for span in kept),
        present=sum(span.minutes for span in _without(there, planned.pauses)),
        late=0,
        left_early=0,
        is_absent=not kept,
    )
    if not kept:
        return known
    first, last = kept[0].start, kept[-1].end
    late = sum(max(0, min(span.end, first) - span.start) for span in planned.work)
    early = sum(max(0, span.end - max(span.start, last)) for span in planned.work)
    return DayAdherence(known.day, known.planned, known.kept, known.present, late, early, is_absent=False)


def matched(planned: Sequence[PlannedDay], present: Sequence[tuple[date, Span]]) -> dict[date, list[Span]]:
    """The stretches of one agent by the day of the shift they belong to: the one they lie in most, else the one of their own day."""
    found: dict[date, list[Span]] = {}
    days = {one.day for one in planned}
    for day, span in present:
        within = [(_overlap(one, span), one.day) for one in planned]
        most, of_shift = max(within, default=(0, day), key=lambda one: one[0])
        belongs = of_shift if most > 0 else day
        if belongs in days:
            found.setdefault(belongs, []).append(span)
    return found


def summed(days: Iterable[DayAdherence]) -> Adherence:
    rows = list(days)
    return Adherence(
        shifts=len(rows),
        planned=sum(one.planned for one in rows),
        kept=sum(one.kept for one in rows),
        present=sum(one.present for one in rows),
        late=sum(one.late for one in rows),
        late_shifts=sum(one.late > 0 for one in rows),
        left_early=sum(one.left_early for one in rows),
        left_early_shifts=sum(one.left_early > 0 for one in rows),
        absent=sum(one.is_absent for one in rows),
    )


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same minutes in stretches that are ordered and apart."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        elif span.minutes > 0:
            found.append(span)
    return tuple(found)


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _common(one: Sequence[Span], other: Sequence[Span]) -> tuple[Span, ...]:
    pairs = (Span(max(a.start, b.start), min(a.end, b.end)) for a in one for b in other)
    return tuple(sorted(span for span in pairs if span.minutes > 0))


def _without(spans: Iterable[Span], taken: Sequence[Span]) -> tuple[Span, ...]:
    left = list(spans)
    for gone in taken:
        left = [
            part
            for span in left
            for part in (Span(span.start, min(span.end, gone.start)), Span(max(span.start, gone.end), span.end))
            if part.minutes > 0
        ]
    return tuple(left)


def _overlap(planned: PlannedDay, span: Span) -> int:
    return min(planned.work[-1].end, span.end) - max(planned.work[0].start, span.start) if planned.work else 0
