"""Heads, requirement and calls by half hour of the day."""

from django.utils.translation import gettext as _

from portalkit.sheets.domain.columns import Kind
from scheduling.selectors.evaluation import IntervalFigures

from ....domain.document import Chart, ChartKind, Column, Exhibit, Row, Section, Value
from ...hotline_scope import HotlineScope
from ...wording import hours


def build(scope: HotlineScope) -> Section:
    found = scope.found.intervals
    exhibit = Exhibit(
        key="fit-by-interval",
        title=_("Heads, requirement and calls by half hour"),
        columns=(
            Column("interval", _("Half hour")),
            Column("heads", _("Heads on the roster"), Kind.NUMBER, 1),
            Column("needed", _("Heads needed"), Kind.NUMBER, 1),
            Column("over", _("Hours over"), Kind.NUMBER, 1),
            Column("under", _("Hours under"), Kind.NUMBER, 1),
            Column("offered", _("Calls offered"), Kind.NUMBER, 0),
            Column("service_level", _("Service level"), Kind.PERCENT),
            Column("wape", _("Forecast error"), Kind.PERCENT),
        ),
        rows=tuple(Row(clock(one.minute), (clock(one.minute), *_cells(one))) for one in found),
        charts=(
            Chart("heads-by-interval", _("Heads and requirement by half hour"), ChartKind.LINE, ("heads", "needed")),
            Chart("hours-by-interval", _("Hours over and under by half hour"), ChartKind.STACKED, ("over", "under")),
        ),
        note=_("Heads are means of the days; hours, calls and shares are of all days together."),
    )
    return Section(key="hotline-intervals", title=_("Fit by half hour"), finding=_finding(found), blocks=(exhibit,))


def clock(minute: int) -> str:
    """A minute of the day as 09:30."""
    return f"{minute // 60:02}:{minute % 60:02}"


def _cells(one: IntervalFigures) -> tuple[Value, ...]:
    cover = one.figures.cover
    is_judged = cover.cover is not None
    return (
        one.heads,
        one.needed,
        cover.over_hours if is_judged else None,
        cover.under_hours if is_judged else None,
        one.figures.offered,
        one.figures.service_level,
        one.figures.error.wape,
    )


def _finding(found: tuple[IntervalFigures, ...]) -> str:
    judged = [one for one in found if one.figures.cover.cover is not None]
    if not judged:
        return _("There is no requirement to compare the roster with.")
    over = max(judged, key=lambda one: one.figures.cover.over_hours)
    under = max(judged, key=lambda one: one.figures.cover.under_hours)
    text = _("Most hours over at {over} ({over_hours}), most hours under at {under} ({under_hours})")
    return text.format(
        over=clock(over.minute),
        over_hours=hours(over.figures.cover.over_hours),
        under=clock(under.minute),
        under_hours=hours(under.figures.cover.under_hours),
    )
