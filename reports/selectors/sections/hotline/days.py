"""The fit day by day."""

from django.utils.translation import gettext as _

from portalkit.sheets.domain.columns import Kind
from scheduling.selectors.evaluation import DayFigures

from ....domain.document import Chart, ChartKind, Column, Exhibit, Row, Section, Value
from ...hotline_scope import HotlineScope
from ...wording import share


def build(scope: HotlineScope) -> Section:
    days = scope.found.days
    exhibit = Exhibit(
        key="fit-by-day",
        title=_("Fit by day"),
        columns=(
            Column("day", _("Day")),
            Column("shape", _("Roster/calls fit"), Kind.PERCENT),
            Column("staffing", _("Staffing fit"), Kind.PERCENT),
            Column("cover", _("Coverage"), Kind.PERCENT),
            Column("service_level", _("Service level"), Kind.PERCENT),
            Column("answered", _("Answering rate"), Kind.PERCENT),
            Column("utilisation", _("Utilisation"), Kind.PERCENT),
            Column("over", _("Hours over"), Kind.NUMBER, 1),
            Column("under", _("Hours under"), Kind.NUMBER, 1),
            Column("offered", _("Calls offered"), Kind.NUMBER, 0),
            Column("wape", _("Forecast error"), Kind.PERCENT),
        ),
        rows=tuple(Row(one.day.isoformat(), (f"{one.day:%m-%d}", *_cells(one))) for one in days),
        charts=(
            Chart("fit-by-day", _("Fit by day"), ChartKind.LINE, ("shape", "cover", "service_level")),
            Chart("hours-by-day", _("Hours over and under by day"), ChartKind.STACKED, ("over", "under")),
        ),
        note=_(
            "A dash stands where nobody is rostered, or nothing is known. The staffing fit is negative when more is misplaced than needed."
        ),
    )
    return Section(key="hotline-days", title=_("Fit by day"), finding=_finding(days), blocks=(exhibit,))


def _cells(one: DayFigures) -> tuple[Value, ...]:
    found = one.figures
    is_judged = found.cover.cover is not None
    return (
        found.shape.overlap,
        found.cover.staffing_fit,
        found.cover.cover,
        found.service_level,
        found.answered,
        found.utilisation,
        found.cover.over_hours if is_judged else None,
        found.cover.under_hours if is_judged else None,
        found.offered,
        found.error.wape,
    )


def _finding(days: tuple[DayFigures, ...]) -> str:
    judged = [(one.figures.shape.overlap, one.day) for one in days if one.figures.shape.overlap is not None]
    if not judged:
        return _("No day of this month has both a roster and calls.")
    worst, day = min(judged)
    text = _("The roster/calls fit is lowest on {day}: {share}")
    return text.format(day=day.isoformat(), share=share(worst))
