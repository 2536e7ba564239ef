"""Periods in the reader's language."""

from datetime import date
from functools import singledispatch

from django.utils.dates import MONTHS_3, WEEKDAYS_ABBR
from django.utils.translation import pgettext

from .domain.calendar import Day, IsoWeek, Month, Period, Quarter, Span, Year


@singledispatch
def label(period: Period) -> str:
    """The full name of a period, such as `2026年第47周 (11-16 – 11-22)` or `Nov 2026`."""
    raise TypeError(f"{type(period).__name__} is no period")


def short_label(period: Period) -> str:
    """For axes and narrow columns: the written form, which sorts and reads the same in every language."""
    return str(period)


@label.register
def _(period: Day) -> str:
    return pgettext("period: day", "%(weekday)s, %(day)s %(month)s %(year)s") % _parts(period.day)


@label.register
def _(period: IsoWeek) -> str:
    values = {"year": period.year, "week": period.week, "first": _day_and_month(period.first_day), "last": _day_and_month(period.last_day)}
    return pgettext("period: week", "Week %(week)s, %(year)s (%(first)s – %(last)s)") % values


@label.register
def _(period: Month) -> str:
    return pgettext("period: month", "%(month)s %(year)s") % _parts(period.first_day)


@label.register
def _(period: Quarter) -> str:
    return pgettext("period: quarter", "Q%(quarter)s %(year)s") % {"quarter": period.quarter, "year": period.year}


@label.register
def _(period: Year) -> str:
    return pgettext("period: year", "%(year)s") % {"year": period.year}


@label.register
def _(period: Span) -> str:
    return f"{_date(period.first_day)} – {_date(period.last_day)}"


def _date(day: date) -> str:
    return pgettext("period: date", "%(day)s %(month)s %(year)s") % _parts(day)


def _day_and_month(day: date) -> str:
    return pgettext("period: day and month", "%(day)s %(month)s") % _parts(day)


def _parts(day: date) -> dict[str, str]:
    """`month` and `weekday` are names; `mm` and `dd` are two digits."""
    return {
        "year": str(day.year),
        "month": str(MONTHS_3[day.month]).title(),
        "mm": f"{day.month:02d}",
        "number": str(day.month),
        "day": str(day.day),
        "dd": f"{day.day:02d}",
        "weekday": str(WEEKDAYS_ABBR[day.weekday()]),
    }
