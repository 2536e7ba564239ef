"""The charts of a forecast; each is also a table and a download."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from portalkit.charts.domain import bars, lines
from portalkit.charts.domain.chart import Chart
from portalkit.charts.domain.marks import Annotation, Series, Style, Target
from portalkit.periods.domain.calendar import SHANGHAI
from portalkit.sheets.domain.columns import Kind, SheetColumn

from ..models import Forecast
from ..panels.forecasts import candidate_rows, method_label
from ..selectors.forecasts import ForecastPage, IntervalView

ONE_DIGIT = 1


def days(page: ForecastPage) -> Chart:
    """Eight weeks of history, then the forecast with its 80 % interval, and what came."""
    before = [day for day, _calls in page.past if day < page.forecast.first_day]
    seen = dict(page.past) | {one.day: one.actual for one in page.days}
    ahead = {one.day: one for one in page.days}
    axis = [*before, *ahead]
    links = [_day_url(page.forecast, day) if day in ahead else None for day in axis]
    rows = [ahead.get(day) for day in axis]
    guess = Series(
        _("Forecast"),
        [row.row.calls if row else None for row in rows],
        links,
        band=([row.row.low if row else None for row in rows], [row.row.high if row else None for row in rows]),
    )
    came = Series(_("Calls offered"), [seen.get(day) for day in axis], links)
    return Chart(
        key="days",
        title=_("Calls a day"),
        figure=lines.line(
            x=[str(day) for day in axis], series=[came, guess], style=Style(digits=0), annotations=_events(page.forecast, axis)
        ),
        columns=_day_columns(),
        rows=[
            [
                day,
                seen.get(day),
                *([row.row.base, row.row.campaign, row.row.low, row.row.high, row.row.calls] if row else [None] * 5),
            ]
            for day, row in zip(axis, rows, strict=True)
        ],
        row_links=links,
        note=_("The band holds a day's calls in four of five cases, judged by earlier forecasts."),
        source_date=page.forecast.history_until,
    )


def campaigns(page: ForecastPage) -> Chart | None:
    """What campaigns add; None when none does."""
    if not any(one.row.campaign > 0 for one in page.days):
        return None
    base = Series(_("Without campaigns"), [one.row.base for one in page.days])
    added = Series(_("By campaigns"), [one.row.campaign for one in page.days])
    return Chart(
        key="campaigns",
        title=_("What campaigns add"),
        figure=bars.stacked_bar(x=[str(one.day) for one in page.days], series=[base, added], style=Style(digits=0)),
        columns=[
            SheetColumn("day", _("Day"), Kind.DATE),
            SheetColumn("base", _("Without campaigns"), Kind.NUMBER, ONE_DIGIT),
            SheetColumn("campaign", _("By campaigns"), Kind.NUMBER, ONE_DIGIT),
        ],
        rows=[[one.day, one.row.base, one.row.campaign] for one in page.days],
        source_date=page.forecast.history_until,
    )


def candidates(forecast: Forecast) -> Chart:
    """The candidates' errors at earlier origins beside the floor that chance sets."""
    rows = candidate_rows(forecast)
    known = [row for row in rows if row.wape is not None]
    floor = (forecast.choice.get("errors") or {}).get("floor")
    return Chart(
        key="candidates",
        title=_("Candidates and their errors"),
        figure=bars.horizontal_bar(
            names=[row.name for row in known],
            series=Series(_("Daily error (WAPE)"), [row.wape for row in known]),
            style=Style(kind=Kind.PERCENT),
            target=None if floor is None else Target(floor, _("Poisson floor")),
        ),
        columns=[
            SheetColumn("method", _("Method")),
            SheetColumn("wape", _("Daily error (WAPE)"), Kind.PERCENT),
            SheetColumn("mase", _("MASE"), Kind.RATE),
            SheetColumn("bias", _("Bias"), Kind.PERCENT),
            SheetColumn("weight", _("Weight"), Kind.PERCENT),
            SheetColumn("runs", _("Origins"), Kind.NUMBER),
            SheetColumn("why", _("Note")),
        ],
        rows=[[row.name, row.wape, row.mase, row.bias, row.weight, row.runs, row.why] for row in rows],
        note=_("No forecast comes below the Poisson floor: single callers decide by themselves when to call."),
        empty_reason=_("The history is too short to try candidates at earlier origins."),
        source_date=forecast.history_until,
    )


def versions(page: ForecastPage) -> Chart | None:
    """This version beside another; None when none is chosen or they share no day."""
    if page.against is None or not any(one.other is not None for one in page.days):
        return None
    this, that = (_version(one) for one in (page.forecast, page.against))
    return Chart(
        key="versions",
        title=_("Versions compared"),
        figure=lines.line(
            x=[str(one.day) for one in page.days],
            series=[
                Series(this, [one.row.calls for one in page.days]),
                Series(that, [one.other for one in page.days]),
                Series(_("Calls offered"), [one.actual for one in page.days]),
            ],
            style=Style(digits=0),
        ),
        columns=[
            SheetColumn("day", _("Day"), Kind.DATE),
            SheetColumn("this", this, Kind.NUMBER, ONE_DIGIT),
            SheetColumn("that", that, Kind.NUMBER, ONE_DIGIT),
            SheetColumn("actual", _("Calls offered"), Kind.NUMBER),
        ],
        rows=[[one.day, one.row.calls, one.other, one.actual] for one in page.days],
        source_date=page.forecast.history_until,
    )


def intervals(forecast: Forecast, rows: Sequence[IntervalView]) -> Chart:
    """The intervals of a day."""
    axis = [f"{one.row.starts_at.astimezone(SHANGHAI):%H:%M}" for one in rows]
    return Chart(
        key="intervals",
        title=_("Calls by interval"),
        figure=lines.line(
            x=axis,
            series=[
                Series(_("Forecast"), [one.row.calls for one in rows]),
                Series(_("Calls offered"), [one.actual for one in rows]),
            ],
            style=Style(digits=ONE_DIGIT),
        ),
        columns=[
            SheetColumn("interval", _("Interval")),
            SheetColumn("calls", _("Forecast calls"), Kind.NUMBER, ONE_DIGIT),
            SheetColumn("aht", _("Handling time, s"), Kind.NUMBER, ONE_DIGIT),
            SheetColumn("load", _("Offered load, erlang"), Kind.NUMBER, 2),
            SheetColumn("actual", _("Calls offered"), Kind.NUMBER),
        ],
        rows=[
            [place, one.row.calls, one.row.aht_seconds, one.row.calls * one.row.aht_seconds / (60 * forecast.minutes), one.actual]
            for place, one in zip(axis, rows, strict=True)
        ],
        empty_reason=_("The queue is closed on this day."),
        source_date=forecast.history_until,
    )


def _day_columns() -> list[SheetColumn]:
    return [
        SheetColumn("day", _("Day"), Kind.DATE),
        SheetColumn("actual", _("Calls offered"), Kind.NUMBER),
        SheetColumn("base", _("Without campaigns"), Kind.NUMBER, ONE_DIGIT),
        SheetColumn("campaign", _("By campaigns"), Kind.NUMBER, ONE_DIGIT),
        SheetColumn("low", _("Low"), Kind.NUMBER, ONE_DIGIT),
        SheetColumn("high", _("High"), Kind.NUMBER, ONE_DIGIT),
        SheetColumn("calls", _("Forecast calls"), Kind.NUMBER, ONE_DIGIT),
    ]


def _events(forecast: Forecast, axis: Sequence[date]) -> list[Annotation]:
    places = {str(day) for day in axis}
    return [Annotation(one["first_day"], one["name"]) for one in forecast.choice.get("campaigns", ()) if one["first_day"] in places]


def _day_url(forecast: Forecast, day: date) -> str:
    return reverse("scheduling:forecast_day", args=[forecast.pk, day.isoformat()])


def _version(forecast: Forecast) -> str:
    return _("Version {number} ({method})").format(number=forecast.number, method=method_label(forecast.method))
