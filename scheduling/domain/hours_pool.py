"""The hours pool: a work-time bank per agent. Peaks are worked on credit, valleys give the hours back.

Only a comprehensive-hours cycle makes hours of one week count for another; without one nothing may be booked. A booking is the
difference between planned minutes and the contract's minutes of a week; the balance must stay within the bank's limits.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .rules.book import RuleBook
from .rules.codes import RuleCode
from .rules.hours import contract_minutes
from .rules.plan import Person, Plan, Stretch


class NoCycle(Exception):
    """There is no comprehensive-hours cycle on this day, so the pool must not run."""


@dataclass(frozen=True)
class BankLimits:
    """How far a balance may go, minutes: `most` is owed to the agent, `least` (negative) owed by the agent; None where nothing limits."""

    most: int | None = None
    least: int | None = None

    def beyond(self, minutes: int) -> int:
        """Minutes by which a balance leaves the limits: positive beyond `most`, negative beyond `least`, 0 within."""
        if self.most is not None and minutes > self.most:
            return minutes - self.most
        return min(0, minutes - self.least) if self.least is not None else 0


@dataclass(frozen=True)
class Booking:
    """Minutes beyond the contract (positive) or given back (negative) of the week that ends on `day`."""

    who: str
    day: date
    minutes: int


@dataclass(frozen=True)
class Statement:
    """An agent's bank: `before` the bookings, what peaks `took`, what valleys `gave` back (not negative), and `after` them."""

    who: str
    before: int
    took: int
    gave: int

    @property
    def after(self) -> int:
        return self.before + self.took - self.gave


@dataclass(frozen=True)
class Overrun:
    """A balance outside the limits by so many minutes: positive beyond `most`, negative beyond `least`."""

    who: str
    minutes: int


def bookings(
    plan: Plan, *, people: Sequence[Person], book: RuleBook, stretch: Stretch, is_workday: Callable[[date], bool]
) -> tuple[Booking, ...]:
    """One booking per agent and week (cut at the ends of the stretch), none where the plan meets the contract. Raises NoCycle."""
    if any(book.rule(RuleCode.HOURS_CYCLE, day) is None for day in (stretch.first_day, stretch.last_day)):
        raise NoCycle
    found = []
    for first, last in weeks(stretch):
        for person in people:
            worked = sum(shift.minutes for day, shift in plan.get(person.key, {}).items() if first <= day <= last)
            minutes = worked - contract_minutes(person, first, last, is_workday)
            if minutes:
                found.append(Booking(person.key, last, minutes))
    return tuple(found)


def statements(booked: Iterable[Booking], *, before: Mapping[str, int]) -> dict[str, Statement]:
    """The bank of every agent that had a balance or a booking."""
    took: dict[str, int] = {}
    gave: dict[str, int] = {}
    for one in booked:
        side = took if one.minutes > 0 else gave
        side[one.who] = side.get(one.who, 0) + abs(one.minutes)
    keys = sorted({*before, *took, *gave})
    return {key: Statement(key, before.get(key, 0), took.get(key, 0), gave.get(key, 0)) for key in keys}


def overruns(found: Mapping[str, Statement], limits: BankLimits) -> tuple[Overrun, ...]:
    """The agents whose balance leaves the limits."""
    return tuple(Overrun(key, beyond) for key, one in found.items() if (beyond := limits.beyond(one.after)))


def limits_on(book: RuleBook, day: date) -> BankLimits:
    """The limits of a day; the rules BANK_MOST and BANK_LEAST say them in hours."""
    limits = book.on(day)
    return BankLimits(
        None if limits.bank_most is None else round(limits.bank_most * 60),
        None if limits.bank_least is None else -round(limits.bank_least * 60),
    )


def by_week(booked: Iterable[Booking]) -> dict[date, tuple[int, int]]:
    """Week (its last day) → minutes that its peaks took and that its valleys gave back, over all agents."""
    sums: dict[date, tuple[int, int]] = {}
    for one in sorted(booked, key=lambda one: one.day):
        took, gave = sums.get(one.day, (0, 0))
        sums[one.day] = (took + max(0, one.minutes), gave + max(0, -one.minutes))
    return sums


def weeks(stretch: Stretch) -> tuple[tuple[date, date], ...]:
    """The weeks from Monday of a stretch, cut at its ends."""
    found = []
    first = stretch.first_day
    while first <= stretch.last_day:
        last = min(first + timedelta(days=6 - first.weekday()), stretch.last_day)
        found.append((first, last))
        first = last + timedelta(days=1)
    return tuple(found)
