"""How long solved and closed tickets took."""

from django.utils.translation import gettext as _

from complaints.selectors import ResolutionPoints, resolution_points
from portalkit.periods.domain.calendar import Month
from portalkit.sheets.domain.columns import Kind

from ...domain.document import Chart, ChartKind, Column, Exhibit, Row, Section, text_of
from ..scope import Scope
from ..wording import count

HOUR = 3600


def build(scope: Scope) -> Section | None:
    if not isinstance(scope.period, Month) or not scope.month.resolution.tickets:
        return None
    month = scope.period
    rows = []
    for one in scope.month.classes:
        found = resolution_points(scope.access, first=month, last=month, region=scope.region, service_class=one.now.key)
        if found.tickets:
            rows.append(Row(one.now.key, _cells(str(one.now.label), found), f"{scope.tickets()}&class={one.now.key}"))
    rows.append(Row("total", _cells(_("Total"), scope.month.resolution), scope.tickets(), is_total=True))
    hours = {"half": _("50% within, hours"), "eighty": _("80% within, hours"), "late": _("95% within, hours")}
    exhibit = Exhibit(
        key="resolution",
        title=_("Resolution time by class"),
        columns=(
            Column("class", _("Class")),
            Column("tickets", _("Solved or closed"), Kind.NUMBER),
            *(Column(key, name, Kind.NUMBER, digits=1) for key, name in hours.items()),
        ),
        rows=tuple(rows),
        charts=(Chart(key="resolution", title=_("Resolution time by class, hours"), kind=ChartKind.BAR, series=tuple(hours)),),
        note=_(
            "From complaint to solution, of the tickets complained of in the period. The points are at most 2% away from the exact ones."
        ),
    )
    return Section(key="resolution", title=_("Resolution time"), finding=_finding(scope.month.resolution), blocks=(exhibit,))


def _finding(points: ResolutionPoints) -> str:
    text = _("80% of {count} tickets were done within {eighty} hours")
    return text.format(count=count(points.tickets), eighty=text_of(_hours(points.eighty), kind=Kind.NUMBER, digits=1))


def _cells(name: str, points: ResolutionPoints) -> tuple[str | int | float | None, ...]:
    return (name, points.tickets, _hours(points.half), _hours(points.eighty), _hours(points.ninety_five))


def _hours(seconds: float | None) -> float | None:
    return None if seconds is None else seconds / HOUR
