"""Which causes bring which class of complaints."""

from django.utils.translation import gettext as _

from complaints.selectors import By
from portalkit.sheets.domain.columns import Kind

from ...domain.document import Chart, ChartKind, Column, Exhibit, Row, Section
from ..scope import Scope
from ..wording import share
from .causes import STATED


def build(scope: Scope) -> Section | None:
    found = scope.matrix(By.CAUSE, By.CLASS)
    if not found.total:
        return None
    classes = tuple(Column(one.key, str(one.label), Kind.NUMBER, query=f"class={one.key}") for one in found.columns)
    rows = tuple(
        Row(
            cause.key,
            (str(cause.label), *(found.cells.get((cause.key, one.key), 0) for one in found.columns), cause.complaints),
            f"{scope.tickets()}&cause={cause.key}",
        )
        for cause in found.rows
    )
    whole = Row("total", (_("Total"), *(one.complaints for one in found.columns), found.total), scope.tickets(), is_total=True)
    exhibit = Exhibit(
        key="matrix",
        title=_("Complaints by cause and class"),
        columns=(Column("cause", _("Cause")), *classes, Column("total", _("Total"), Kind.NUMBER)),
        rows=(*rows, whole),
        charts=(
            Chart(key="matrix", title=_("Complaints by cause and class"), kind=ChartKind.HEATMAP, series=tuple(one.key for one in classes)),
        ),
    )
    stated = {pair: counted for pair, counted in found.cells.items() if pair[0] in STATED} or found.cells
    (cause, service_class), most = max(stated.items(), key=lambda cell: (cell[1], cell[0]))
    labels = {one.key: one.label for one in (*found.rows, *found.columns)}
    text = _("The largest block is {cause} in {name}: {share} of all complaints")
    finding = text.format(
        cause=next(one.label for one in found.rows if one.key == cause), name=labels[service_class], share=share(most / found.total)
    )
    return Section(key="matrix", title=_("Class and cause"), finding=finding, blocks=(exhibit,))
