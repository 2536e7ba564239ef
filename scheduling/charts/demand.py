"""The charts of demand analysis. What stands on an axis is text; NaN of the grids becomes unknown."""

from collections.abc import Callable, Sequence
from datetime import date
from math import isnan

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from portalkit.charts.domain import bars, lines, matrices
from portalkit.charts.domain.chart import Chart
from portalkit.charts.domain.marks import Annotation, Series, Style, Value
from portalkit.sheets.domain.columns import Kind, SheetColumn

from ..domain.demand.totals import Total
from ..domain.history.outliers import scatter
from ..models import Campaign
from ..selectors.demand import Demand

Link = Callable[[date, date], str]
BAND = 2.0


def charts_of(found: Demand, *, link: Link) -> tuple[Chart, ...]:
    """In the order of the page; `link` leads to the page of a stretch of days."""
    return (
        months(found, link=link),
        weeks(found, link=link),
        days(found),
        weekday_bars(found),
        heat(found),
        profiles(found),
        handling(found),
        holidays(found),
        campaigns(found),
    )


def months(found: Demand, *, link: Link) -> Chart:
    """Calls a day by month: months of different length, and with holes, stay comparable."""
    return _totals(found, found.months, key="months", title=_("Calls a day by month"), label=_month, link=link, kind=Kind.MONTH)


def weeks(found: Demand, *, link: Link) -> Chart:
    return _totals(found, found.weeks, key="weeks", title=_("Calls a day by week"), label=_day, link=link, kind=Kind.DATE)


def days(found: Demand) -> Chart:
    """Each day with what its weekday usually has around it, two standard deviations either side."""
    names = [_day(day) for day in found.series.days]
    calls, expected = list(found.series.calls), list(found.expected.values)
    sigma = found.expected.sigma or 0.0
    low = [None if value is None else value * (1 - BAND * scatter(sigma, value)) for value in expected]
    high = [None if value is None else value * (1 + BAND * scatter(sigma, value)) for value in expected]
    outliers = {one.day: one for one in found.history.outliers}
    marked = found.history.marked_outliers
    notes = [
        _("outlier") if day in outliers or day in marked else found.history.calendar.holidays.get(day, "") for day in found.series.days
    ]
    figure = lines.line(
        x=names,
        series=[
            Series(_("Calls"), calls, notes=notes),
            Series(_("Usual for the weekday"), expected, band=(low, high), colour="series-3"),
        ],
        annotations=[
            Annotation(_day(campaign.first_day), campaign.name)
            for campaign in found.history.campaigns
            if found.series.days and found.series.days[0] <= campaign.first_day <= found.series.days[-1]
        ],
        style=Style(kind=Kind.NUMBER, digits=0),
    )
    rows = zip(found.series.days, calls, expected, notes, strict=True)
    return Chart(
        key="days",
        title=_("Calls by day"),
        figure=figure,
        columns=(
            SheetColumn("day", _("Day"), Kind.DATE),
            SheetColumn("calls", _("Calls"), Kind.NUMBER, 0),
            SheetColumn("usual", _("Usual for the weekday"), Kind.NUMBER, 0),
            SheetColumn("note", _("Note")),
        ),
        rows=[list(row) for row in rows],
        note=_("The band is two standard deviations about the median of the weekday, six weeks either side. Days with holes are unknown."),
    )


def weekday_bars(found: Demand) -> Chart:
    names = [str(WEEKDAYS_ABBR[one.weekday]) for one in found.weekdays]
    return Chart(
        key="weekdays",
        title=_("Calls by weekday"),
        figure=bars.bar(x=names, series=[Series(_("Mean calls a day"), [one.mean for one in found.weekdays])], style=Style(digits=0)),
        columns=(
            SheetColumn("weekday", _("Weekday")),
            SheetColumn("days", _("Number of days"), Kind.NUMBER),
            SheetColumn("mean", _("Mean calls a day"), Kind.NUMBER, 0),
            SheetColumn("median", _("Median"), Kind.NUMBER, 0),
            SheetColumn("index", _("Index"), Kind.NUMBER, 3),
        ),
        rows=[[name, one.days, one.mean, one.median, one.index] for name, one in zip(names, found.weekdays, strict=True)],
    )


def heat(found: Demand) -> Chart:
    names = [str(WEEKDAYS_ABBR[weekday]) for weekday in range(7)]
    values = [[_known(cell) for cell in row] for row in found.week.tolist()]
    return Chart(
        key="heat",
        title=_("Weekday and time of day"),
        figure=matrices.heatmap(rows=names, columns=found.slot_labels, values=values, style=Style(digits=0), shows_values=False),
        columns=(SheetColumn("weekday", _("Weekday")), *(SheetColumn(label, label, Kind.NUMBER, 1) for label in found.slot_labels)),
        rows=[[name, *row] for name, row in zip(names, values, strict=True)],
        note=_("Mean calls of an interval."),
    )


def profiles(found: Demand) -> Chart:
    """The share of a day's calls in each interval: working days against days off."""
    worked, off = _column(found.workday_profile.tolist()), _column(found.weekend_profile.tolist())
    return Chart(
        key="profiles",
        title=_("Course of the day"),
        figure=lines.line(
            x=found.slot_labels,
            series=[Series(_("Working days"), worked), Series(_("Days off"), off)],
            style=Style(kind=Kind.PERCENT, axis_title=_("Share of the day")),
        ),
        columns=(
            SheetColumn("slot", _("Time of day")),
            SheetColumn("worked", _("Working days"), Kind.PERCENT, 2),
            SheetColumn("off", _("Days off"), Kind.PERCENT, 2),
        ),
        rows=[list(row) for row in zip(found.slot_labels, worked, off, strict=True)],
    )


def handling(found: Demand) -> Chart:
    seconds = _column(found.aht.tolist())
    return Chart(
        key="handling",
        title=_("Handling time in the course of the day"),
        figure=lines.line(x=found.slot_labels, series=[Series(_("Handling time, s"), seconds)], style=Style(digits=0)),
        columns=(SheetColumn("slot", _("Time of day")), SheetColumn("seconds", _("Handling time, s"), Kind.NUMBER, 1)),
        rows=[list(row) for row in zip(found.slot_labels, seconds, strict=True)],
    )


def holidays(found: Demand) -> Chart:
    effects = sorted(found.holidays, key=lambda one: one.ratio)
    return Chart(
        key="holidays",
        title=_("Holidays against usual days"),
        figure=bars.horizontal_bar(
            names=[one.name for one in effects],
            series=Series(
                _("Calls ÷ usual"),
                [one.ratio for one in effects],
                notes=[_("{low} to {high}").format(low=f"{one.low:.2f}", high=f"{one.high:.2f}") for one in effects],
            ),
            style=Style(digits=2),
        ),
        columns=(
            SheetColumn("name", _("Public holiday")),
            SheetColumn("days", _("Number of days"), Kind.NUMBER),
            SheetColumn("ratio", _("Calls ÷ usual"), Kind.NUMBER, 3),
            SheetColumn("low", _("Interval from"), Kind.NUMBER, 3),
            SheetColumn("high", _("Interval to"), Kind.NUMBER, 3),
        ),
        rows=[[one.name, one.days, one.ratio, one.low, one.high] for one in effects],
        note=_("Over the whole history, with a 95% interval. Below 1: fewer calls than on the same weekdays around."),
        empty_reason=_("No public holiday lies in the history with enough days around it."),
    )


def campaigns(found: Demand) -> Chart:
    rows = [
        [
            one.name, one.first_day, one.last_day, effect.extra, effect.low, effect.high, planned_calls(one), one.call_back_rate,
            effect.rate, "、".join(effect.overlaps),
        ]
        for one, effect in found.campaigns
    ]  # fmt: skip
    return Chart(
        key="campaigns",
        title=_("What campaigns brought"),
        figure=bars.bar(
            x=[one.name for one, _effect in found.campaigns],
            series=[
                Series(_("Calls planned"), [planned_calls(one) for one, _effect in found.campaigns]),
                Series(_("Calls beyond usual"), [effect.extra for _one, effect in found.campaigns]),
            ],
            style=Style(digits=0),
        ),
        columns=(
            SheetColumn("name", _("Campaign")),
            SheetColumn("first", _("From day"), Kind.DATE),
            SheetColumn("last", _("To day"), Kind.DATE),
            SheetColumn("extra", _("Calls beyond usual"), Kind.NUMBER, 0),
            SheetColumn("low", _("Interval from"), Kind.NUMBER, 0),
            SheetColumn("high", _("Interval to"), Kind.NUMBER, 0),
            SheetColumn("planned", _("Calls planned"), Kind.NUMBER, 0),
            SheetColumn("rate", _("Call-back rate"), Kind.PERCENT, 2),
            SheetColumn("found", _("Call-back rate found"), Kind.PERCENT, 2),
            SheetColumn("overlaps", _("At the same time")),
        ),
        rows=rows,
        note=_("From its first day until two weeks after its last, against usual days, with a 95% interval."),
        empty_reason=_("No campaign of this queue lies in the history."),
    )


def planned_calls(campaign: Campaign) -> float | None:
    return None if campaign.call_back_rate is None else campaign.targets * campaign.call_back_rate


def _totals(found: Demand, totals: Sequence[Total], *, key: str, title: str, label: Callable[[date], str], link: Link, kind: Kind) -> Chart:
    known = [total for total in totals if total.days]
    ends = [_end(total, found) for total in known]
    links = [link(total.first_day, end) for total, end in zip(known, ends, strict=True)]
    partial = frozenset(number for number, total in enumerate(known) if not total.is_whole)
    series = Series(_("Calls a day"), [total.a_day for total in known], links, partial)
    return Chart(
        key=key,
        title=title,
        figure=bars.bar(
            x=[label(total.first_day) for total in known], series=[series], style=Style(digits=0, partial_word=_("with holes"))
        ),
        columns=(
            SheetColumn("first", _("Period"), kind),
            SheetColumn("a_day", _("Calls a day"), Kind.NUMBER, 0),
            SheetColumn("calls", _("Calls"), Kind.NUMBER, 0),
            SheetColumn("known", _("Days known"), Kind.NUMBER),
            SheetColumn("days", _("Number of days"), Kind.NUMBER),
        ),
        rows=[[total.first_day, total.a_day, total.calls, total.known, total.days] for total in known],
        row_links=links,
    )


def _end(total: Total, found: Demand) -> date:
    inside = [day for day in found.series.days if day >= total.first_day]
    return inside[total.days - 1]


def _known(value: float) -> Value:
    return None if isnan(value) else value


def _column(values: Sequence[float]) -> list[Value]:
    return [_known(value) for value in values]


def _month(day: date) -> str:
    return f"{day:%Y-%m}"


def _day(day: date) -> str:
    return f"{day:%Y-%m-%d}"
