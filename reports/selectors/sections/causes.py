"""What the complaints came from, and how much of it was within control."""

from itertools import accumulate

from django.utils.translation import gettext as _

from complaints.selectors import CAUSES, By, Share
from portalkit.sheets.domain.columns import Kind

from ...domain.document import Chart, ChartKind, Column, Exhibit, Paragraph, Row, Section, Tone
from ..scope import Scope
from ..wording import share

MAIN = 0.8
STATED = CAUSES - {"unstated", "unmapped"}
WORTH_SAYING = 0.05


def build(scope: Scope) -> Section | None:
    found = scope.matrix(By.CAUSE, By.SIDE)
    if not found.total:
        return None
    side_of = {cause: side for (cause, side), counted in sorted(found.cells.items(), key=lambda cell: cell[1])}
    labels = {side.key: str(side.label) for side in found.columns}
    running = list(accumulate(one.complaints for one in found.rows))
    rows = tuple(
        Row(
            one.key,
            (str(one.label), labels[side_of[one.key]], one.complaints, one.share, so_far / found.total),
            f"{scope.tickets()}&cause={one.key}",
        )
        for one, so_far in zip(found.rows, running, strict=True)
    )
    return Section(
        key="causes",
        title=_("Causes"),
        finding=_finding(found.rows, running, found.total),
        blocks=(*_unstated(found.rows), _pareto(rows), _sides(scope, found.columns)),
    )


def _unstated(causes: tuple[Share, ...]) -> tuple[Paragraph, ...]:
    """A warning where many complaints have no cause: the others' shares will still move."""
    part = next((cause.share for cause in causes if cause.key == "unstated"), 0.0)
    if part < WORTH_SAYING:
        return ()
    return (Paragraph(_("{share} of the complaints have no stated cause yet.").format(share=share(part)), Tone.WARNING),)


def _finding(causes: tuple[Share, ...], running: list[int], total: int) -> str:
    main = next(place for place, so_far in enumerate(running, start=1) if so_far >= MAIN * total)
    if main == 1:
        return _("{cause} alone makes {share} of all complaints").format(cause=causes[0].label, share=share(running[0] / total))
    first = next((cause.label for cause in causes if cause.key in STATED), causes[0].label)
    text = _("{count} of {all} causes make {share} of all complaints; first {cause}")
    return text.format(count=main, all=len(causes), share=share(running[main - 1] / total), cause=first)


def _pareto(rows: tuple[Row, ...]) -> Exhibit:
    return Exhibit(
        key="causes",
        title=_("Causes by number"),
        columns=(
            Column("cause", _("Cause")),
            Column("side", _("Control")),
            Column("complaints", _("Complaints"), Kind.NUMBER),
            Column("share", _("Share"), Kind.PERCENT),
            Column("cumulative", _("Cumulative share"), Kind.PERCENT),
        ),
        rows=rows,
        charts=(Chart(key="causes", title=_("Causes by number"), kind=ChartKind.PARETO, series=("complaints",), share="cumulative"),),
    )


def _sides(scope: Scope, sides: tuple[Share, ...]) -> Exhibit:
    return Exhibit(
        key="sides",
        title=_("Within and beyond control"),
        columns=(
            Column("side", _("Control")),
            Column("complaints", _("Complaints"), Kind.NUMBER),
            Column("share", _("Share"), Kind.PERCENT),
        ),
        rows=tuple(Row(one.key, (str(one.label), one.complaints, one.share), f"{scope.tickets()}&side={one.key}") for one in sides),
        note=_(
            "Beyond control: weak coverage, too few resources, planning takes too long. Within control: network faults, cutovers, defects."
        ),
    )
