"""Rules that look at one agent's days: rest, rows, nights, leave, hours of a day, rest days of a week."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from ..shifts import Shift, rest_minutes
from .book import Limits, RuleBook
from .codes import RuleCode
from .plan import Person, Stretch, Violation

ONE_DAY = timedelta(days=1)


def of_days(person: Person, worked: Mapping[date, Shift], book: RuleBook, stretch: Stretch) -> Iterator[Violation]:
    """What single days of an agent break. `worked` is ordered by day and may begin before the stretch."""
    run = _Run()
    for day, shift in worked.items():
        limits = book.on(day)
        run.add(day, shift)
        if day in stretch:
            yield from _presence(person, day)
            yield from _length(person, day, shift, limits)
            yield from _night(person, day, shift, limits)
            yield from run.violations(person, day, limits)


def of_weeks(person: Person, worked: Mapping[date, Shift], book: RuleBook, stretch: Stretch) -> Iterator[Violation]:
    """Weeks from Monday with too few days off; named by the last day of the week that the stretch holds."""
    monday = stretch.first_day - timedelta(days=stretch.first_day.weekday())
    while monday <= stretch.last_day:
        sunday = monday + 6 * ONE_DAY
        wanted = book.on(sunday).rest_days_a_week
        if wanted is not None:
            off = sum(monday + number * ONE_DAY not in worked for number in range(7))
            if off < wanted:
                yield Violation(RuleCode.REST_DAYS_A_WEEK, min(sunday, stretch.last_day), person.key, wanted - off, wanted)
        monday += 7 * ONE_DAY


def _presence(person: Person, day: date) -> Iterator[Violation]:
    if day in person.absent:
        yield Violation(RuleCode.LEAVE, day, person.key, 1)
    if not person.is_employed(day):
        yield Violation(RuleCode.EMPLOYED, day, person.key, 1)


def _length(person: Person, day: date, shift: Shift, limits: Limits) -> Iterator[Violation]:
    if limits.hours_a_day is None or limits.overtime_a_day is None:
        return
    longest = limits.hours_a_day + limits.overtime_a_day
    if shift.minutes > longest * 60:
        yield Violation(RuleCode.OVERTIME_A_DAY, day, person.key, shift.minutes / 60 - longest, longest)


def _night(person: Person, day: date, shift: Shift, limits: Limits) -> Iterator[Violation]:
    if limits.no_nights and shift.is_night and not person.may_work_nights(day):
        yield Violation(RuleCode.NO_NIGHTS, day, person.key, 1)


class _Run:
    """Days and nights in a row up to the newest day, and the rest before it."""

    def __init__(self) -> None:
        self.days = 0
        self.nights = 0
        self.rest: int | None = None
        self._day: date | None = None
        self._shift: Shift | None = None

    def add(self, day: date, shift: Shift) -> None:
        follows = self._day is not None and day - self._day == ONE_DAY
        self.rest = None if self._day is None or self._shift is None else rest_minutes(self._shift, shift, (day - self._day).days)
        self.days = self.days + 1 if follows else 1
        self.nights = 0 if not shift.is_night else self.nights + 1 if follows else 1
        self._day, self._shift = day, shift

    def violations(self, person: Person, day: date, limits: Limits) -> Iterator[Violation]:
        if limits.min_rest is not None and self.rest is not None and self.rest < limits.min_rest * 60:
            yield Violation(RuleCode.MIN_REST, day, person.key, limits.min_rest - self.rest / 60, limits.min_rest)
        if limits.days_in_row is not None and self.days > limits.days_in_row:
            yield Violation(RuleCode.DAYS_IN_ROW, day, person.key, self.days - limits.days_in_row, limits.days_in_row)
        if limits.nights_in_row is not None and self.nights > limits.nights_in_row:
            yield Violation(RuleCode.NIGHTS_IN_ROW, day, person.key, self.nights - limits.nights_in_row, limits.nights_in_row)
