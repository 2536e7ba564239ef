"""Overtime: by weeks and days under standard hours, by the balance of the cycle under comprehensive hours."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta

from ..shifts import Shift
from .book import Limits, RuleBook
from .codes import RuleCode
from .plan import Person, Stretch, Violation

IsWorkday = Callable[[date], bool]


def overtime(
    person: Person, worked: Mapping[date, Shift], book: RuleBook, stretch: Stretch, is_workday: IsWorkday, known_from: date
) -> Iterator[Violation]:
    """Months (or cycles) that end in the stretch or are cut by its end, with more overtime than allowed."""
    for first, last in _months(stretch):
        limits = book.on(last)
        if limits.overtime_a_month is None:
            continue
        if limits.hours_cycle is not None:
            allowed, spent = _of_cycle(person, worked, limits, last, is_workday, known_from)
        else:
            allowed, spent = limits.overtime_a_month, standard_overtime(worked, limits, first, last) / 60
        if spent > allowed + 1e-9:
            yield Violation(RuleCode.OVERTIME_A_MONTH, min(last, stretch.last_day), person.key, spent - allowed, allowed)


def standard_overtime(worked: Mapping[date, Shift], limits: Limits, first: date, last: date) -> int:
    """Minutes beyond the day's hours, and beyond the week's within them. A week belongs to the month of its Sunday."""
    a_day = None if limits.hours_a_day is None else round(limits.hours_a_day * 60)
    total = 0
    sunday = first + timedelta(days=6 - first.weekday())
    while sunday <= last:
        shifts = [shift for number in range(7) if (shift := worked.get(sunday - timedelta(days=number))) is not None]
        within = [shift.minutes if a_day is None else min(shift.minutes, a_day) for shift in shifts]
        total += sum(shift.minutes for shift in shifts) - sum(within)
        if limits.hours_a_week is not None:
            total += max(0, sum(within) - round(limits.hours_a_week * 60))
        sunday += timedelta(days=7)
    return total


def contract_minutes(person: Person, first: date, last: date, is_workday: IsWorkday) -> int:
    """What the contract asks for from `first` to `last`: a fifth of the week for each workday that is no leave."""
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return sum(is_workday(day) and day not in person.absent and person.is_employed(day) for day in days) * person.week_minutes // 5


def cycle_of(day: date, months: float) -> date:
    """The first day of the cycle of that many months a day lies in; cycles are cut from January on."""
    length = max(1, int(months))
    return date(day.year, (day.month - 1) // length * length + 1, 1)


def _of_cycle(
    person: Person,
    worked: Mapping[date, Shift],
    limits: Limits,
    last: date,
    is_workday: IsWorkday,
    known_from: date,
) -> tuple[float, float]:
    begins = max(cycle_of(last, limits.hours_cycle or 1), known_from)
    spent = sum(shift.minutes for day, shift in worked.items() if begins <= day <= last)
    normal = contract_minutes(person, begins, last, is_workday)
    months = (last.year - begins.year) * 12 + last.month - begins.month + 1
    return (limits.overtime_a_month or 0) * months, (spent - normal) / 60


def _months(stretch: Stretch) -> Iterator[tuple[date, date]]:
    first = stretch.first_day.replace(day=1)
    while first <= stretch.last_day:
        following = (first + timedelta(days=32)).replace(day=1)
        yield first, min(following - timedelta(days=1), stretch.last_day)
        first = following
