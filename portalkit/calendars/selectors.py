"""Special days, working calendars, and both as working time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from .domain.days import Workdays
from .domain.hours import Hours, parse_spans
from .domain.working_time import WorkingTime
from .models import SpecialDay, WorkingCalendar

ALWAYS_CODE = "always"


class NoSuchCalendar(LookupError):
    """No working calendar has this code."""


@dataclass(frozen=True)
class YearDay:
    """A day of the year's sheet; `special` None where the weekday decides."""

    day: date
    is_worked: bool
    special: SpecialDay | None


@dataclass(frozen=True)
class YearMonth:
    """`weeks` are seven days each from Monday, None where the day belongs to another month."""

    first: date
    weeks: tuple[tuple[YearDay | None, ...], ...]
    workdays: int


@dataclass(frozen=True)
class Run:
    """Days in a row that share kind, name and source."""

    first: SpecialDay
    last: SpecialDay
    days: int


@dataclass(frozen=True)
class Year:
    """`is_known`: some special day is listed. `is_provisional`: some of them stand in no notice yet."""

    year: int
    months: tuple[YearMonth, ...]
    special_days: tuple[SpecialDay, ...]
    workdays: int

    @property
    def runs(self) -> tuple[Run, ...]:
        """The special days as a notice lists them: a holiday with its first and last day."""
        found: list[Run] = []
        for one in self.special_days:
            if found and _continues(found[-1].last, one):
                found[-1] = Run(found[-1].first, one, found[-1].days + 1)
            else:
                found.append(Run(one, one, 1))
        return tuple(found)

    @property
    def is_known(self) -> bool:
        return bool(self.special_days)

    @property
    def is_provisional(self) -> bool:
        return any(one.is_provisional for one in self.special_days)


def workdays() -> Workdays:
    """One query."""
    return Workdays(dict(_special()))


def working_times() -> Mapping[str, WorkingTime]:
    """Every working calendar by code. Two queries."""
    special = _special()
    rows = WorkingCalendar.objects.values_list("code", "spans", "only_workdays")
    return {code: _working_time(spans, only, special if only else ()) for code, spans, only in rows}


def working_time(code: str) -> WorkingTime:
    """Raises NoSuchCalendar. Two queries."""
    try:
        return working_times()[code]
    except KeyError:
        raise NoSuchCalendar(code) from None


def calendars() -> tuple[WorkingCalendar, ...]:
    return tuple(WorkingCalendar.objects.all())


def year_sheet(year: int) -> Year:
    """The year as a sheet of months. One query."""
    special = {one.day: one for one in SpecialDay.objects.filter(day__year=year)}
    worked = Workdays({day: one.is_worked for day, one in special.items()})
    months = tuple(_month(date(year, number, 1), worked, special) for number in range(1, 13))
    return Year(year=year, months=months, special_days=tuple(special.values()), workdays=sum(month.workdays for month in months))


def listed_years() -> tuple[int, ...]:
    """The years with any special day. One query."""
    return tuple(day.year for day in SpecialDay.objects.dates("day", "year"))


def _special() -> tuple[tuple[date, bool], ...]:
    return tuple((day, kind == "workday") for day, kind in SpecialDay.objects.values_list("day", "kind"))


@lru_cache(maxsize=32)
def _working_time(spans: str, only_workdays: bool, special: tuple[tuple[date, bool], ...]) -> WorkingTime:  # noqa: FBT001
    return WorkingTime(Hours(parse_spans(spans), only_workdays=only_workdays), dict(special))


def _continues(one: SpecialDay, other: SpecialDay) -> bool:
    facts = ("kind", "name", "is_provisional", "source")
    return other.day - one.day == timedelta(days=1) and all(getattr(one, fact) == getattr(other, fact) for fact in facts)


def _month(first: date, worked: Workdays, special: Mapping[date, SpecialDay]) -> YearMonth:
    following = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    days = [first + timedelta(days=offset) for offset in range((following - first).days)]
    cells: list[YearDay | None] = [None] * first.weekday()
    cells += [YearDay(day, worked.is_workday(day), special.get(day)) for day in days]
    cells += [None] * (-len(cells) % 7)
    weeks = tuple(tuple(cells[start : start + 7]) for start in range(0, len(cells), 7))
    return YearMonth(first=first, weeks=weeks, workdays=sum(worked.is_workday(day) for day in days))
