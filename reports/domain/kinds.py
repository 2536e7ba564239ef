"""Daily, weekly and monthly reports of complaints, the monthly report of the hotline, and the periods that they are about."""

from datetime import date
from enum import StrEnum

from portalkit.periods.domain.calendar import Day, IsoWeek, Month, NotAPeriod, day_of, month_of, parse, week_of

ReportPeriod = Day | IsoWeek | Month


class ReportKind(StrEnum):
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    HOTLINE = "hotline"


class Language(StrEnum):
    """The languages that a report can be written in, as Django names them."""

    CHINESE = "zh-hans"
    ENGLISH = "en"


_TYPES: dict[ReportKind, type[Day] | type[IsoWeek] | type[Month]] = {
    ReportKind.DAILY: Day,
    ReportKind.WEEKLY: IsoWeek,
    ReportKind.MONTHLY: Month,
    ReportKind.HOTLINE: Month,
}


def period_of(kind: str, text: str) -> ReportPeriod:
    """`2026-10-05`, `2026-W41` or `2026-10` as the period of such a report. Raises NotAPeriod for anything else."""
    period = parse(text)
    if not isinstance(period, _TYPES[ReportKind(kind)]):
        raise NotAPeriod(f"{text[:40]!r} is no period of a {kind} report")
    return period


def period_at(kind: str, day: date) -> ReportPeriod:
    """The period of this kind that the day falls into."""
    if kind == ReportKind.DAILY:
        return day_of(day)
    return week_of(day) if kind == ReportKind.WEEKLY else month_of(day)


def last_over(kind: str, today: date) -> ReportPeriod:
    """The newest period of this kind that is over: yesterday, last week, last month."""
    return period_at(kind, today).previous()


def periods_up_to(period: ReportPeriod, *, count: int) -> tuple[ReportPeriod, ...]:
    """So many periods in order, the last of them `period`."""
    found: list[ReportPeriod] = [period]
    while len(found) < count:
        found.append(found[-1].previous())
    return tuple(reversed(found))
