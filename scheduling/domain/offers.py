"""Offers from the hours pool: who may work more where heads are missing, or less where there are heads to spare, and who is asked first.

An offer names a window of a day. Overtime adds the window to what an agent works; early leave takes away the end of a shift, a free
shift the whole of it, as far as they lie in the window. Formulas and order: docs/algorithms/hours-pool.md.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from .hours_pool import NoCycle, limits_on
from .rules import Person, Plan, RuleBook, RuleCode, Stretch, Violation, audit
from .shifts import DAY, MOST_SPANS, Shift, Span, clock

LONGEST = 180
"""Minutes of the stretches that `imbalances` names: three hours, the overtime that a day allows."""


class OfferKind(StrEnum):
    OVERTIME = "overtime"
    EARLY_LEAVE = "early_leave"
    FREE_SHIFT = "free_shift"


class Obstacle(StrEnum):
    """Why an agent gets no offer: no shift that the window can change, not the skill, a rule, the limits of the bank."""

    NO_FIT = "no_fit"
    NO_SKILL = "no_skill"
    RULES = "rules"
    BANK = "bank"


@dataclass(frozen=True)
class Window:
    """`span` in minutes from midnight of `day`. `skill` empty: any agent."""

    kind: OfferKind
    day: date
    span: Span
    skill: str = ""


@dataclass(frozen=True)
class Changed:
    """An agent's day after an offer is taken: `shift` None is a day off, `pauses` are the breaks that stay. `minutes` are worked more
    (positive) or less."""

    shift: Shift | None
    pauses: tuple[Span, ...]
    minutes: int


@dataclass(frozen=True)
class Candidate:
    """`balance`: minutes in the agent's bank before the offer."""

    who: str
    balance: int
    changed: Changed

    @property
    def balance_after(self) -> int:
        return self.balance + self.changed.minutes


@dataclass(frozen=True)
class Passed:
    """An agent who gets no offer; `violations` are the rules that it would break."""

    who: str
    why: Obstacle
    violations: tuple[Violation, ...] = ()


@dataclass(frozen=True)
class Ground:
    """What agents are judged on: their plan with its history and placed breaks, the rules, the days of the roster, balances in minutes."""

    plan: Plan
    pauses: Mapping[tuple[str, date], tuple[Span, ...]]
    book: RuleBook
    stretch: Stretch
    is_workday: Callable[[date], bool]
    known_from: date
    balances: Mapping[str, int]


@dataclass(frozen=True)
class Choice:
    """`candidates` in the order in which they are asked."""

    candidates: tuple[Candidate, ...]
    passed: tuple[Passed, ...]


@dataclass(frozen=True)
class Imbalance:
    """Slots in a row in which heads are missing (positive) or to spare (negative): at least and at most so many, without the sign."""

    span: Span
    is_missing: bool
    least: float
    most: float


def choose(window: Window, *, people: Sequence[Person], ground: Ground) -> Choice:
    """Who may be asked, and in which order: for overtime whoever owes the most hours first, for less work whoever has saved the most.

    Raises NoCycle on a day without a comprehensive-hours cycle.
    """
    found = [judge(window, person=person, ground=ground) for person in people]
    candidates = [one for one in found if isinstance(one, Candidate)]
    sign = 1 if window.kind is OfferKind.OVERTIME else -1
    return Choice(
        tuple(sorted(candidates, key=lambda one: (sign * one.balance, one.who))), tuple(one for one in found if isinstance(one, Passed))
    )


def judge(window: Window, *, person: Person, ground: Ground) -> Candidate | Passed:
    """Whether one agent may take the offer, by the plan as it stands. Raises NoCycle."""
    if ground.book.rule(RuleCode.HOURS_CYCLE, window.day) is None:
        raise NoCycle
    if window.skill and window.skill not in person.skills:
        return Passed(person.key, Obstacle.NO_SKILL)
    days = ground.plan.get(person.key, {})
    changed = change(window, days.get(window.day), ground.pauses.get((person.key, window.day), ()))
    if changed is None or not changed.minutes:
        return Passed(person.key, Obstacle.NO_FIT)
    if broken := _worse(window, person, ground, changed):
        return Passed(person.key, Obstacle.RULES, broken)
    balance = ground.balances.get(person.key, 0)
    if _leaves_limits(window, balance, changed.minutes, ground.book):
        return Passed(person.key, Obstacle.BANK)
    return Candidate(person.key, balance, changed)


def change(window: Window, shift: Shift | None, pauses: Sequence[Span]) -> Changed | None:
    """What the offer makes of an agent's day; None where it does not fit. `pauses` are the placed breaks of the shift."""
    if window.kind is OfferKind.OVERTIME:
        return _longer(window.span, shift, tuple(pauses))
    if shift is None:
        return None
    if window.kind is OfferKind.FREE_SHIFT:
        is_inside = window.span.start <= shift.start and shift.end <= window.span.end
        return Changed(None, (), -shift.minutes) if is_inside else None
    return _shorter(window.span, shift, tuple(pauses))


def imbalances(missing: NDArray[np.float64], spare: NDArray[np.float64], slot_minutes: int) -> Iterator[Imbalance]:
    """The stretches of a day, slot by slot, in which heads are missing, or to spare and none missing; of a stretch longer than LONGEST
    the part with most of them, the first of equals."""
    signs = np.where(missing > 0, 1, np.where(spare >= 1, -1, 0))
    start = 0
    for end in range(1, len(signs) + 1):
        if end < len(signs) and signs[end] == signs[start]:
            continue
        if signs[start]:
            first, last = _densest(missing if signs[start] > 0 else spare, start, end, max(1, LONGEST // slot_minutes))
            heads = (missing if signs[start] > 0 else spare)[first:last]
            span = Span(first * slot_minutes, last * slot_minutes)
            yield Imbalance(span, bool(signs[start] > 0), float(heads.min()), float(heads.max()))
        start = end


def _densest(heads: NDArray[np.float64], start: int, end: int, most: int) -> tuple[int, int]:
    size = min(most, end - start)
    sums = np.convolve(heads[start:end], np.ones(size), mode="valid")
    first = start + int(sums.argmax())
    return first, first + size


def _longer(span: Span, shift: Shift | None, pauses: tuple[Span, ...]) -> Changed | None:
    if shift is None:
        made = Shift(f"X{_code(span)}", (span,))
        return Changed(made, (), made.minutes)
    if any(one.start < span.end and span.start < one.end for one in shift.spans):
        return None
    spans = _joined((*shift.spans, span))
    if len(spans) > MOST_SPANS or spans[0].start >= DAY or spans[-1].end - spans[0].start > DAY:
        return None
    made = replace(shift, code=_longer_code(shift, span), spans=spans)
    return Changed(made, pauses, made.minutes - shift.minutes)


def _shorter(span: Span, shift: Shift, pauses: tuple[Span, ...]) -> Changed | None:
    """Breaks after the leaving fall away. An agent whose breaks nobody placed keeps them all, so that nothing is counted twice."""
    if not shift.start < span.start < shift.end <= span.end:
        return None
    spans = tuple(Span(one.start, min(one.end, span.start)) for one in shift.spans if one.start < span.start)
    stays = tuple(one for one in pauses if one.end <= spans[-1].end)
    breaks = tuple(one.minutes for one in stays) if pauses else shift.breaks
    if sum(breaks) >= sum(one.minutes for one in spans):
        return None
    made = replace(shift, code=f"{shift.code}-{_hour(spans[-1].end)}", spans=spans, breaks=breaks)
    return Changed(made, stays, made.minutes - shift.minutes)


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    found: list[Span] = []
    for one in sorted(spans):
        if found and found[-1].end == one.start:
            found[-1] = Span(found[-1].start, one.end)
        else:
            found.append(one)
    return tuple(found)


def _worse(window: Window, person: Person, ground: Ground, changed: Changed) -> tuple[Violation, ...]:
    """Hard rules that the change breaks, or breaks by more than before."""
    days = ground.plan.get(person.key, {})
    after = {day: shift for day, shift in days.items() if day != window.day}
    if changed.shift is not None:
        after[window.day] = changed.shift
    old, new = ({(one.rule, one.day): one for one in _audited(plan, person, ground) if one.is_hard} for plan in (days, after))
    return tuple(one for key, one in new.items() if key not in old or one.by > old[key].by + 1e-9)


def _audited(days: Mapping[date, Shift], person: Person, ground: Ground) -> tuple[Violation, ...]:
    return audit(
        {person.key: days},
        people=[person],
        book=ground.book,
        stretch=ground.stretch,
        is_workday=ground.is_workday,
        known_from=ground.known_from,
    )


def _leaves_limits(window: Window, balance: int, minutes: int, book: RuleBook) -> bool:
    """Only the side to which the offer moves the balance counts: whoever is beyond the other limit comes back by it."""
    beyond = limits_on(book, window.day).beyond(balance + minutes)
    return beyond * minutes > 0


def _longer_code(shift: Shift, span: Span) -> str:
    """`A2-19` until 19:00, `A2_07` from 07:00, `A2_18-20` for a part of its own: short, for it stands in the cells of the roster."""
    if span.start == shift.end:
        return f"{shift.code}-{_hour(span.end)}"
    return f"{shift.code}_{_hour(span.start) if span.end == shift.start else _code(span)}"


def _code(span: Span) -> str:
    return f"{_hour(span.start)}-{_hour(span.end)}"


def _hour(minutes: int) -> str:
    return clock(minutes).replace(":00", "").replace(":", "")
