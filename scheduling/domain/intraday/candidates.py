"""The changes of one agent's day that are tried: another place for a break, a later end, an earlier start, an earlier end."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ..roster.geometry import break_places
from ..roster.problem import ShiftType
from ..rules import Person, Plan, RuleBook, RuleCode, Stretch, audit
from ..shifts import DAY, Shift, Span, presence
from .scatter import Array

STEP = 30
LONGEST_OVERTIME = 120
LONGEST_LEAVE = 240
NOTICE = 60


@dataclass(frozen=True)
class Law:
    """What the audit needs beside plan and people."""

    book: RuleBook
    stretch: Stretch
    is_workday: Callable[[date], bool]
    known_from: date


@dataclass(frozen=True)
class Candidate:
    """`delta`: heads (1, slots) more or fewer on the day. `shift` is what would be worked; `kind` the value of a MoveKind."""

    kind: str
    person: Person
    shift: Shift
    span: Span
    delta: Array
    was: Span | None = None

    @property
    def skills(self) -> frozenset[str]:
        return self.person.skills


def is_allowed(plan: Plan, day: date, one: Candidate, law: Law) -> bool:
    """Whether the change breaks no hard rule that the agent's plan does not break already, nor breaks one further."""
    days = plan.get(one.person.key, {})
    before, after = _broken(one.person, days, law), _broken(one.person, {**days, day: one.shift}, law)
    return all(by <= before.get(where, 0.0) + 1e-9 for where, by in after.items())


def breaks(person: Person, shift: Shift, pauses: Sequence[Span], *, now: int, slot_minutes: int) -> Iterator[Candidate]:
    """Other places of breaks that have not begun, within the stretch of the shift that is each one's own."""
    if len(pauses) != len(shift.breaks):
        return
    kind = ShiftType(shift.code, tuple((span.start, span.end) for span in shift.spans), shift.breaks)
    planned = presence(shift, slot_minutes, pauses)
    for number, (was, places) in enumerate(zip(pauses, break_places(kind, slot_minutes), strict=True)):
        others = [pause for other, pause in enumerate(pauses) if other != number]
        for place in places:
            span = Span(place.start, place.start + was.minutes)
            if min(was.start, span.start) < now or span == was or any(span.start < one.end and one.start < span.end for one in others):
                continue
            moved = presence(shift, slot_minutes, sorted([*others, span]))
            yield Candidate("break", person, shift, span, _today(moved - planned, slot_minutes), was)


def longer(person: Person, shift: Shift, pauses: Sequence[Span], *, now: int, slot_minutes: int) -> Iterator[Candidate]:
    """A later end on the same day for whoever has not gone yet."""
    *rest, last = shift.spans
    if last.end <= now:
        return
    for minutes in range(STEP, LONGEST_OVERTIME + 1, STEP):
        if last.end + minutes > DAY:
            return
        changed = replace(shift, spans=(*rest, Span(last.start, last.end + minutes)))
        yield _changed("longer", person, shift, changed, pauses, Span(last.end, last.end + minutes), slot_minutes)


def earlier(person: Person, shift: Shift, pauses: Sequence[Span], *, now: int, slot_minutes: int) -> Iterator[Candidate]:
    """An earlier start, an hour from now at the soonest."""
    first, *rest = shift.spans
    for minutes in range(STEP, LONGEST_OVERTIME + 1, STEP):
        if first.start - minutes < now + NOTICE:
            return
        changed = replace(shift, spans=(Span(first.start - minutes, first.end), *rest))
        yield _changed("earlier", person, shift, changed, pauses, Span(first.start - minutes, first.start), slot_minutes)


def sooner_home(person: Person, shift: Shift, pauses: Sequence[Span], *, now: int, slot_minutes: int) -> Iterator[Candidate]:
    """Earlier ends on the same day, the earliest first; never inside a break, nor of a shift that has not begun."""
    *rest, last = shift.spans
    if last.end > DAY or shift.start > now:
        return
    for minutes in range(LONGEST_LEAVE, 0, -STEP):
        end = last.end - minutes
        if end <= max(now, last.start) or any(pause.end > end for pause in pauses):
            continue
        changed = replace(shift, spans=(*rest, Span(last.start, end)))
        yield _changed("leave", person, shift, changed, pauses, Span(end, last.end), slot_minutes)


def _changed(kind: str, person: Person, shift: Shift, changed: Shift, pauses: Sequence[Span], span: Span, slot_minutes: int) -> Candidate:
    delta = presence(changed, slot_minutes, pauses) - presence(shift, slot_minutes, pauses)
    return Candidate(kind, person, changed, span, _today(delta, slot_minutes))


def _today(line: Array, slot_minutes: int) -> Array:
    return line[: DAY // slot_minutes].reshape(1, -1)


def _broken(person: Person, days: Mapping[date, Shift], law: Law) -> dict[tuple[RuleCode, date], float]:
    found = audit(
        {person.key: days}, people=[person], book=law.book, stretch=law.stretch, is_workday=law.is_workday, known_from=law.known_from
    )
    return {(one.rule, one.day): one.by for one in found if one.is_hard}
