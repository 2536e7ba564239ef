"""Over and under by day and hour, the fit by day and by half hour, forecast errors by queue, the teams."""

from datetime import date

from django.utils.translation import gettext as _

from portalkit.charts.domain import bars, figures, lines
from portalkit.charts.domain.chart import Chart
from portalkit.charts.domain.marks import Series, Style
from portalkit.sheets.domain.columns import Kind, SheetColumn

from ..selectors.evaluation import Evaluation, QueueFigures


def evaluation_charts(found: Evaluation) -> list[Chart]:
    return [_gap(found), _fit(found), _hours(found), _intervals(found), _queues(found), _teams(found)]


def _gap(found: Evaluation) -> Chart:
    days = [one.day for one in found.days]
    hours = [f"{hour:02}:00" for hour in range(24)]
    return Chart(
        key="over-under",
        title=_("Heads over and under the requirement"),
        figure=figures.heatmap(
            rows=[_label(day) for day in days], columns=hours, values=found.gap, style=Style(digits=1), shows_values=False, around_zero=True
        ),
        columns=[SheetColumn("day", _("Day"), Kind.DATE), *(SheetColumn(f"h{hour}", hour, Kind.NUMBER, 1) for hour in hours)],
        rows=[[day, *line] for day, line in zip(days, found.gap, strict=True)],
        note=_("Mean of the hour: heads on the published roster less heads needed; below nought heads were missing."),
        empty_reason=_("There is no requirement to compare the roster with."),
    )


def _fit(found: Evaluation) -> Chart:
    days = [one.day for one in found.days]
    series = (
        Series(_("Roster/calls fit"), [one.figures.shape.overlap for one in found.days]),
        Series(_("Staffing fit"), [one.figures.cover.staffing_fit for one in found.days]),
        Series(_("Service level"), [one.figures.service_level for one in found.days]),
    )
    return Chart(
        key="fit-by-day",
        title=_("Fit by day"),
        figure=lines.line(x=[_label(day) for day in days], series=series, style=Style(kind=Kind.PERCENT, digits=0)),
        columns=[
            SheetColumn("day", _("Day"), Kind.DATE),
            *(SheetColumn(f"s{n}", one.name, Kind.PERCENT, 1) for n, one in enumerate(series)),
        ],
        rows=[[day, *(one.values[number] for one in series)] for number, day in enumerate(days)],
        empty_reason=_("No day of this month has both a roster and calls."),
    )


def _hours(found: Evaluation) -> Chart:
    days = [one.day for one in found.days]
    known = [one.figures.cover if one.figures.cover.cover is not None else None for one in found.days]
    over = [one.over_hours if one else None for one in known]
    under = [one.under_hours if one else None for one in known]
    return Chart(
        key="hours-by-day",
        title=_("Hours over and under by day"),
        figure=bars.bar(
            x=[_label(day) for day in days],
            series=[
                Series(_("Hours over"), over, colour="info-solid"),
                Series(_("Hours under"), [None if one is None else -one for one in under], colour="bad-solid"),
            ],
            style=Style(kind=Kind.NUMBER, digits=1),
        ),
        columns=[
            SheetColumn("day", _("Day"), Kind.DATE),
            SheetColumn("over", _("Hours over"), Kind.NUMBER, 1),
            SheetColumn("under", _("Hours under"), Kind.NUMBER, 1),
        ],
        rows=[[day, up, down] for day, up, down in zip(days, over, under, strict=True)],
        empty_reason=_("There is no requirement to compare the roster with."),
    )


def _intervals(found: Evaluation) -> Chart:
    names = [_clock(one.minute) for one in found.intervals]
    judged = [one.figures.cover if one.figures.cover.cover is not None else None for one in found.intervals]
    return Chart(
        key="heads-by-interval",
        title=_("Heads and requirement by half hour"),
        figure=lines.line(
            x=names,
            series=[
                Series(_("Heads on the roster"), [one.heads for one in found.intervals]),
                Series(_("Heads needed"), [one.needed for one in found.intervals]),
            ],
            style=Style(digits=1),
        ),
        columns=[
            SheetColumn("interval", _("Half hour")),
            SheetColumn("heads", _("Heads on the roster"), Kind.NUMBER, 1),
            SheetColumn("needed", _("Heads needed"), Kind.NUMBER, 1),
            SheetColumn("over", _("Hours over"), Kind.NUMBER, 1),
            SheetColumn("under", _("Hours under"), Kind.NUMBER, 1),
            SheetColumn("offered", _("Calls offered"), Kind.NUMBER, 0),
            SheetColumn("service_level", _("Service level"), Kind.PERCENT, 1),
            SheetColumn("wape", _("Forecast error by interval"), Kind.PERCENT, 1),
        ],
        rows=[
            [
                name,
                one.heads,
                one.needed,
                cover.over_hours if cover else None,
                cover.under_hours if cover else None,
                one.figures.offered,
                one.figures.service_level,
                one.figures.error.wape,
            ]
            for name, one, cover in zip(names, found.intervals, judged, strict=True)
        ],
        note=_("Heads are means of the days; hours, calls and shares are of all days together."),
        empty_reason=_("Nobody is rostered in this month."),
    )


def _queues(found: Evaluation) -> Chart:
    names = [_queue_name(one) for one in found.queues]
    return Chart(
        key="errors-by-queue",
        title=_("Forecast error by queue"),
        figure=bars.bar(
            x=names,
            series=[
                Series(_("Error by day"), [one.by_day.wape for one in found.queues]),
                Series(_("Error by half hour"), [one.by_interval.wape for one in found.queues]),
            ],
            style=Style(kind=Kind.PERCENT, digits=1),
        ),
        columns=[
            SheetColumn("queue", _("Queue")),
            SheetColumn("offered", _("Calls offered"), Kind.NUMBER, 0),
            SheetColumn("forecast", _("Calls forecast"), Kind.NUMBER, 0),
            SheetColumn("by_day", _("Error by day"), Kind.PERCENT, 1),
            SheetColumn("by_interval", _("Error by half hour"), Kind.PERCENT, 1),
            SheetColumn("mase", _("MASE by day"), Kind.NUMBER, 2),
            SheetColumn("bias", _("Forecast bias"), Kind.PERCENT, 1),
            SheetColumn("answered", _("Calls answered, share"), Kind.PERCENT, 1),
            SheetColumn("service_level", _("Service level"), Kind.PERCENT, 1),
        ],
        rows=[
            [
                name,
                one.offered,
                one.forecast,
                one.by_day.wape,
                one.by_interval.wape,
                one.by_day.mase,
                one.by_day.bias,
                one.answered,
                one.service_level,
            ]
            for name, one in zip(names, found.queues, strict=True)
        ],
        note=_(
            "MASE: the error in units of last week's day repeated; below 1 the forecast beat it. The weeks before the month set the unit."
        ),
        empty_reason=_("No calls and no forecast of this month are there."),
    )


def _clock(minute: int) -> str:
    """A minute of the day as 09:30."""
    return f"{minute // 60:02}:{minute % 60:02}"


def _queue_name(one: QueueFigures) -> str:
    return one.queue.display_name if one.queue else _("All queues")


def _teams(found: Evaluation) -> Chart:
    names = [one.team or _("Without a team") for one in found.teams]
    nights, weekends = [one.nights for one in found.teams], [one.weekends for one in found.teams]
    return Chart(
        key="teams",
        title=_("Nights and weekends by team"),
        figure=bars.bar(
            x=names, series=[Series(_("Nights an agent"), nights), Series(_("Weekend shifts an agent"), weekends)], style=Style(digits=1)
        ),
        columns=[
            SheetColumn("team", _("Team")),
            SheetColumn("agents", _("Agents"), Kind.NUMBER),
            SheetColumn("hours", _("Planned hours"), Kind.NUMBER, 0),
            SheetColumn("nights", _("Nights an agent"), Kind.NUMBER, 1),
            SheetColumn("weekends", _("Weekend shifts an agent"), Kind.NUMBER, 1),
            SheetColumn("overtime", _("Overtime, h"), Kind.NUMBER, 1),
            SheetColumn("balance", _("Balance, h"), Kind.NUMBER, 1),
        ],
        rows=[
            [name, one.agents, one.hours, one.nights, one.weekends, one.overtime_hours, one.pool_hours]
            for name, one in zip(names, found.teams, strict=True)
        ],
        empty_reason=_("Nobody is rostered in this month."),
    )


def _label(day: date) -> str:
    return f"{day:%m-%d}"
