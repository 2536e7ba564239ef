"""A day under way: calls, heads, service level and handling time through it; the moves as a download."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from portalkit.charts.domain import lines
from portalkit.charts.domain.chart import Chart
from portalkit.charts.domain.marks import Annotation, Series, Style
from portalkit.sheets.domain.columns import Kind, SheetColumn

from ..domain.shifts import clock
from ..panels.intraday import IntervalLine, MoveLine
from ..selectors.intraday import Intraday


def intraday_charts(found: Intraday, rows: Sequence[IntervalLine]) -> list[Chart]:
    return [_calls(found, rows), _heads(found, rows), _level(found, rows), _handling(found, rows)]


def intervals_sheet(rows: Sequence[IntervalLine]) -> Chart:
    """The page draws this table itself; this is its download."""
    return Chart(
        key="intervals",
        title=_("Intervals"),
        figure={},
        columns=[
            SheetColumn("time", _("Time")),
            SheetColumn("forecast", _("Forecast calls"), Kind.NUMBER, 1),
            SheetColumn("offered", _("Calls offered"), Kind.NUMBER, 0),
            SheetColumn("expected", _("Expected now"), Kind.NUMBER, 1),
            SheetColumn("answered", _("Calls answered"), Kind.NUMBER, 0),
            SheetColumn("level", _("Service level"), Kind.PERCENT, 1),
            SheetColumn("aht_forecast", _("Handling time forecast, s"), Kind.NUMBER, 0),
            SheetColumn("aht", _("Handling time, s"), Kind.NUMBER, 0),
            SheetColumn("planned", _("Heads needed by forecast"), Kind.NUMBER, 0),
            SheetColumn("needed", _("Heads needed now"), Kind.NUMBER, 0),
            SheetColumn("staffed", _("Heads on the roster"), Kind.NUMBER, 1),
            SheetColumn("gap", _("Over or under"), Kind.NUMBER, 1),
        ],
        rows=[
            [
                one.time, one.forecast, one.offered, one.expected, one.answered, one.level, one.aht_forecast, one.aht, one.planned,
                one.needed, one.staffed, one.gap,
            ]
            for one in rows
        ],
    )  # fmt: skip


def moves_sheet(moves: Sequence[MoveLine]) -> Chart:
    """The list of moves as a download."""
    return Chart(
        key="moves",
        title=_("Suggested moves"),
        figure={},
        columns=[
            SheetColumn("what", _("What to do")),
            SheetColumn("who", _("Agent")),
            SheetColumn("team", _("Team")),
            SheetColumn("from", _("From")),
            SheetColumn("to", _("To")),
            SheetColumn("effect", _("Effect, head-hours"), Kind.NUMBER, 2),
        ],
        rows=[[one.text, one.name, one.team, one.start, one.end, one.hours] for one in moves],
    )


def _calls(found: Intraday, rows: Sequence[IntervalLine]) -> Chart:
    band = ([one.low for one in rows], [one.high for one in rows])
    return Chart(
        key="calls",
        title=_("Calls: forecast, what came, and what is expected now"),
        figure=lines.line(
            x=[one.time for one in rows],
            series=[
                Series(_("Forecast calls"), [one.forecast for one in rows]),
                Series(_("Calls offered"), [one.offered for one in rows]),
                Series(_("Expected now"), [one.expected for one in rows], band=band),
            ],
            style=Style(kind=Kind.NUMBER, digits=0),
            annotations=_now(found, rows),
        ),
        columns=[
            SheetColumn("time", _("Time")),
            SheetColumn("forecast", _("Forecast calls"), Kind.NUMBER, 1),
            SheetColumn("offered", _("Calls offered"), Kind.NUMBER, 0),
            SheetColumn("expected", _("Expected now"), Kind.NUMBER, 1),
            SheetColumn("low", _("Low"), Kind.NUMBER, 0),
            SheetColumn("high", _("High"), Kind.NUMBER, 0),
        ],
        rows=[[one.time, one.forecast, one.offered, one.expected, one.low, one.high] for one in rows],
        note=_("The band holds the calls of an interval in four of five cases."),
    )


def _heads(found: Intraday, rows: Sequence[IntervalLine]) -> Chart:
    return Chart(
        key="heads",
        title=_("Heads: on the roster and needed"),
        figure=lines.line(
            x=[one.time for one in rows],
            series=[
                Series(_("Heads needed by forecast"), [one.planned for one in rows]),
                Series(_("Heads needed now"), [one.needed for one in rows]),
                Series(_("Heads on the roster"), [one.staffed for one in rows]),
            ],
            style=Style(kind=Kind.NUMBER, digits=1),
            annotations=_now(found, rows),
        ),
        columns=[
            SheetColumn("time", _("Time")),
            SheetColumn("planned", _("Heads needed by forecast"), Kind.NUMBER, 0),
            SheetColumn("needed", _("Heads needed now"), Kind.NUMBER, 0),
            SheetColumn("staffed", _("Heads on the roster"), Kind.NUMBER, 1),
            SheetColumn("gap", _("Over or under"), Kind.NUMBER, 1),
        ],
        rows=[[one.time, one.planned, one.needed, one.staffed, one.gap] for one in rows],
        note=_("Agents with several skills are counted where the forecast needs them most; breaks are taken off."),
    )


def _level(found: Intraday, rows: Sequence[IntervalLine]) -> Chart:
    is_past = [one.offered is not None for one in rows]
    return Chart(
        key="level",
        title=_("Service level: reached, and expected with the heads of the roster"),
        figure=lines.line(
            x=[one.time for one in rows],
            series=[
                Series(_("Reached"), [one.level if past else None for one, past in zip(rows, is_past, strict=True)]),
                Series(_("Expected now"), [None if past else one.level for one, past in zip(rows, is_past, strict=True)]),
            ],
            style=Style(kind=Kind.PERCENT, digits=0),
            annotations=_now(found, rows),
        ),
        columns=[
            SheetColumn("time", _("Time")),
            SheetColumn("level", _("Service level"), Kind.PERCENT, 1),
            SheetColumn("answered", _("Share answered"), Kind.PERCENT, 1),
        ],
        rows=[[one.time, one.level, one.answered_share] for one in rows],
    )


def _handling(found: Intraday, rows: Sequence[IntervalLine]) -> Chart:
    return Chart(
        key="handling",
        title=_("Handling time: forecast, measured, and expected now"),
        figure=lines.line(
            x=[one.time for one in rows],
            series=[
                Series(_("Handling time forecast, s"), [one.aht_forecast for one in rows]),
                Series(_("Handling time, s"), [one.aht for one in rows]),
            ],
            style=Style(kind=Kind.NUMBER, digits=0),
            annotations=_now(found, rows),
        ),
        columns=[
            SheetColumn("time", _("Time")),
            SheetColumn("forecast", _("Handling time forecast, s"), Kind.NUMBER, 0),
            SheetColumn("aht", _("Handling time, s"), Kind.NUMBER, 0),
        ],
        rows=[[one.time, one.aht_forecast, one.aht] for one in rows],
    )


def _now(found: Intraday, rows: Sequence[IntervalLine]) -> list[Annotation]:
    """Where the known calls end."""
    at = clock(found.line.seen_until) if found.line.seen_until else ""
    return [Annotation(at, _("from here on expected"))] if any(one.time == at and one.is_open for one in rows) else []
