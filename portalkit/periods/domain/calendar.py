"""Periods as values: half-open intervals of whole days in Asia/Shanghai."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST_YEAR = 1900
LAST_YEAR = 2199


class NotAPeriod(ValueError):
    """The text or the numbers name no period."""


class Period(ABC):
    """What all periods share. `first_day` and `last_day` both lie inside; `start` and `end` are `[start, end)`."""

    @property
    @abstractmethod
    def first_day(self) -> date: ...

    @property
    @abstractmethod
    def last_day(self) -> date: ...

    @property
    def start(self) -> datetime:
        return datetime.combine(self.first_day, time.min, tzinfo=SHANGHAI)

    @property
    def end(self) -> datetime:
        return datetime.combine(self.last_day + timedelta(days=1), time.min, tzinfo=SHANGHAI)

    def days(self) -> tuple[date, ...]:
        """Every day of the period, in order."""
        return tuple(self.first_day + timedelta(days=offset) for offset in range(len(self)))

    def __len__(self) -> int:
        return (self.last_day - self.first_day).days + 1

    def __contains__(self, when: datetime | date) -> bool:
        return self.first_day <= local_day(when) <= self.last_day


@dataclass(frozen=True, order=True)
class Day(Period):
    day: date

    @property
    def first_day(self) -> date:
        return self.day

    @property
    def last_day(self) -> date:
        return self.day

    def previous(self) -> "Day":
        return Day(self.day - timedelta(days=1))

    def next(self) -> "Day":
        return Day(self.day + timedelta(days=1))

    def same_last_year(self) -> "Day":
        return Day(_year_before(self.day))

    def __str__(self) -> str:
        return self.day.isoformat()


@dataclass(frozen=True, order=True)
class IsoWeek(Period):
    """A week from Monday to Sunday; `year` is the ISO year, which holds the week's Thursday."""

    year: int
    week: int

    def __post_init__(self) -> None:
        if not 1 <= self.week <= weeks_in(self.year):
            raise NotAPeriod(f"{self.year} has no week {self.week}")

    @property
    def monday(self) -> date:
        return date.fromisocalendar(self.year, self.week, 1)

    @property
    def first_day(self) -> date:
        return self.monday

    @property
    def last_day(self) -> date:
        return date.fromisocalendar(self.year, self.week, 7)

    def previous(self) -> "IsoWeek":
        return week_of(self.monday - timedelta(days=7))

    def next(self) -> "IsoWeek":
        return week_of(self.monday + timedelta(days=7))

    def same_last_year(self) -> "IsoWeek":
        return IsoWeek(self.year - 1, min(self.week, weeks_in(self.year - 1)))

    def __str__(self) -> str:
        return f"{self.year:04d}-W{self.week:02d}"


@dataclass(frozen=True, order=True)
class Month(Period):
    year: int
    month: int

    def __post_init__(self) -> None:
        if not 1 <= self.month <= 12:
            raise NotAPeriod(f"there is no month {self.month}")

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        return self.next().first_day - timedelta(days=1)

    def plus(self, months: int) -> "Month":
        """The month so many months later; earlier for a negative number."""
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Month(year, month + 1)

    def previous(self) -> "Month":
        return self.plus(-1)

    def next(self) -> "Month":
        return self.plus(1)

    def same_last_year(self) -> "Month":
        return Month(self.year - 1, self.month)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


@dataclass(frozen=True, order=True)
class Quarter(Period):
    year: int
    quarter: int

    def __post_init__(self) -> None:
        if not 1 <= self.quarter <= 4:
            raise NotAPeriod(f"there is no quarter {self.quarter}")

    @property
    def first_month(self) -> Month:
        return Month(self.year, self.quarter * 3 - 2)

    @property
    def first_day(self) -> date:
        return self.first_month.first_day

    @property
    def last_day(self) -> date:
        return self.first_month.plus(2).last_day

    def previous(self) -> "Quarter":
        return quarter_of(self.first_month.plus(-3).first_day)

    def next(self) -> "Quarter":
        return quarter_of(self.first_month.plus(3).first_day)

    def same_last_year(self) -> "Quarter":
        return Quarter(self.year - 1, self.quarter)

    def __str__(self) -> str:
        return f"{self.year:04d}-Q{self.quarter}"


@dataclass(frozen=True, order=True)
class Year(Period):
    year: int

    @property
    def first_day(self) -> date:
        return date(self.year, 1, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, 12, 31)

    def previous(self) -> "Year":
        return Year(self.year - 1)

    def next(self) -> "Year":
        return Year(self.year + 1)

    def same_last_year(self) -> "Year":
        return self.previous()

    def __str__(self) -> str:
        return f"{self.year:04d}"


@dataclass(frozen=True, order=True)
class Span(Period):
    """A free choice of days, both ends included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise NotAPeriod(f"{self.first} comes after {self.last}")

    @property
    def first_day(self) -> date:
        return self.first

    @property
    def last_day(self) -> date:
        return self.last

    def previous(self) -> "Span":
        return Span(self.first - timedelta(days=len(self)), self.first - timedelta(days=1))

    def next(self) -> "Span":
        return Span(self.last + timedelta(days=1), self.last + timedelta(days=len(self)))

    def same_last_year(self) -> "Span":
        return Span(_year_before(self.first), _year_before(self.last))

    def __str__(self) -> str:
        return f"{self.first.isoformat()}..{self.last.isoformat()}"


AnyPeriod = Day | IsoWeek | Month | Quarter | Year | Span


def parse(text: str) -> AnyPeriod:
    """Reads one of the written forms; raises `NotAPeriod` for any other text."""
    for pattern, build in _FORMS:
        if match := pattern.fullmatch(text):
            return _built(text, build, match)
    raise NotAPeriod(f"{text[:40]!r} is no period")


def local_day(when: datetime | date) -> date:
    """The calendar day in Shanghai. A datetime must be aware."""
    if not isinstance(when, datetime):
        return when
    if when.tzinfo is None:
        raise NotAPeriod("a moment without a time zone belongs to no day")
    return when.astimezone(SHANGHAI).date()


def day_of(when: datetime | date) -> Day:
    return Day(local_day(when))


def week_of(when: datetime | date) -> IsoWeek:
    year, week, _ = local_day(when).isocalendar()
    return IsoWeek(year, week)


def month_of(when: datetime | date) -> Month:
    day = local_day(when)
    return Month(day.year, day.month)


def quarter_of(when: datetime | date) -> Quarter:
    day = local_day(when)
    return Quarter(day.year, (day.month + 2) // 3)


def year_of(when: datetime | date) -> Year:
    return Year(local_day(when).year)


def months(first: Month, last: Month) -> tuple[Month, ...]:
    """Both ends included; empty when `last` comes before `first`."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return tuple(first.plus(offset) for offset in range(count))


def weeks(first: IsoWeek, last: IsoWeek) -> tuple[IsoWeek, ...]:
    """Both ends included; empty when `last` comes before `first`."""
    count = (last.monday - first.monday).days // 7 + 1
    return tuple(week_of(first.monday + timedelta(days=7 * offset)) for offset in range(count))


def weeks_in(year: int) -> int:
    """52 or 53: 28 December always lies in the last ISO week of its year."""
    return date(year, 12, 28).isocalendar().week


def _year_before(day: date) -> date:
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 2, 28)
    return day.replace(year=day.year - 1)


def _built(text: str, build: Callable[..., AnyPeriod], match: re.Match[str]) -> AnyPeriod:
    try:
        period = build(*match.groups())
        first, last = period.first_day.year, period.last_day.year
    except ValueError as error:
        raise NotAPeriod(f"{text[:40]!r} is no period") from error
    if not FIRST_YEAR <= first <= LAST_YEAR or last > LAST_YEAR + 1:
        raise NotAPeriod(f"{text[:40]!r} lies outside {FIRST_YEAR} to {LAST_YEAR}")
    return period


_DATE = r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
_FORMS: tuple[tuple[re.Pattern[str], Callable[..., AnyPeriod]], ...] = (
    (re.compile(r"([0-9]{4})-([0-9]{2})"), lambda year, month: Month(int(year), int(month))),
    (re.compile(_DATE), lambda day: Day(date.fromisoformat(day))),
    (re.compile(r"([0-9]{4})-W([0-9]{2})"), lambda year, week: IsoWeek(int(year), int(week))),
    (re.compile(r"([0-9]{4})-Q([1-4])"), lambda year, quarter: Quarter(int(year), int(quarter))),
    (re.compile(r"([0-9]{4})"), lambda year: Year(int(year))),
    (re.compile(rf"{_DATE}\.\.{_DATE}"), lambda first, last: Span(date.fromisoformat(first), date.fromisoformat(last))),
)
