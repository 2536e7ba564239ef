"""The charts of repeats: shares by month, by region and by department. Every mark leads to its tickets."""

from collections.abc import Callable, Sequence
from datetime import date

from django.utils.translation import gettext as _

from portalkit.charts.domain import bars, lines
from portalkit.charts.domain.chart import Chart
from portalkit.charts.domain.marks import Series, Style
from portalkit.periods.domain.calendar import Month
from portalkit.sheets.domain.columns import Kind, SheetColumn

from ..selectors.repeats import DepartmentRepeats, MonthRepeats, Needless, RegionRepeats

_SHOWN = 15
_PERCENT = Style(kind=Kind.PERCENT, digits=1)


def shares_by_month(found: Sequence[MonthRepeats], *, link: Callable[[Month, str], str], newest: date | None) -> Chart:
    """Shares of repeated dispatches, repeated complaints and invalid tickets; a month without tickets is a gap."""
    wanted = (
        (_("Repeated dispatches"), "dispatches", "dispatch", "series-1"),
        (_("Repeated complaints"), "complaints", "complaint", "series-2"),
        (_("Invalid tickets"), "invalid", "invalid", "series-3"),
    )
    series = [
        Series(
            name,
            [_share(row.figures, column) for row in found],
            [link(row.month, kind) for row in found],
            colour=colour,
            notes=[_count(row.figures, column) for row in found],
        )
        for name, column, kind, colour in wanted
    ]
    return Chart(
        key="repeat-shares-by-month",
        title=_("Repeats and invalid tickets by month"),
        figure=lines.line(x=[str(row.month) for row in found], series=series, style=_PERCENT),
        columns=[SheetColumn("month", _("Month"), Kind.MONTH), *_columns()],
        rows=[[row.month.first_day, *_row(row.figures)] for row in found],
        row_links=[link(row.month, "dispatch") for row in found],
        note=_("Shares of the tickets that were dispatched."),
        source_date=newest,
    )


def shares_by_region(found: Sequence[RegionRepeats], *, link: Callable[[str], str], newest: date | None) -> Chart:
    """Regions from the highest share of repeated dispatches down."""
    ranked = sorted(found, key=lambda row: -(row.figures.dispatch_share or 0))
    return _ranking(
        "repeat-shares-by-region",
        _("Repeated dispatches by region"),
        _("Region"),
        [(row.region.display_name, row.figures, link(row.region.code)) for row in ranked],
        newest,
        _("There is nothing below this region, or nothing was dispatched in this month."),
    )


def shares_by_department(found: Sequence[DepartmentRepeats], *, link: Callable[[str], str], newest: date | None) -> Chart:
    """The departments with the most repeated dispatches."""
    rows = [(row.department or _("Not stated"), row.figures, link(row.department)) for row in found]
    return _ranking(
        "repeat-shares-by-department",
        _("Repeated dispatches by department"),
        _("Department"),
        rows,
        newest,
        _("Nothing was dispatched in this month."),
    )


def _ranking(key: str, title: str, name: str, rows: Sequence[tuple[str, Needless, str]], newest: date | None, empty_reason: str) -> Chart:
    shown = rows[:_SHOWN]
    series = Series(
        _("Share of repeated dispatches"),
        [figures.dispatch_share for _name, figures, _link in shown],
        [link for _name, _figures, link in shown],
        notes=[_count(figures, "dispatches") for _name, figures, _link in shown],
    )
    return Chart(
        key=key,
        title=title,
        figure=bars.horizontal_bar(names=[label for label, _figures, _link in shown], series=series, style=_PERCENT),
        columns=[SheetColumn("name", name), *_columns()],
        rows=[[label, *_row(figures)] for label, figures, _link in rows],
        row_links=[link for _name, _figures, link in rows],
        empty_reason=empty_reason,
        source_date=newest,
    )


def _share(figures: Needless, column: str) -> float | None:
    return getattr(figures, column) / figures.tickets if figures.tickets else None


def _count(figures: Needless, column: str) -> str:
    return _("{part} of {count} tickets").format(part=f"{getattr(figures, column):,}", count=f"{figures.tickets:,}")


def _columns() -> list[SheetColumn]:
    return [
        SheetColumn("tickets", _("Dispatched tickets"), Kind.NUMBER),
        SheetColumn("dispatches", _("Repeated dispatches"), Kind.NUMBER),
        SheetColumn("dispatch_share", _("Share of repeated dispatches"), Kind.PERCENT, 1),
        SheetColumn("complaints", _("Repeated complaints"), Kind.NUMBER),
        SheetColumn("faults", _("Further tickets of mass complaints"), Kind.NUMBER),
        SheetColumn("invalid", _("Invalid tickets"), Kind.NUMBER),
        SheetColumn("invalid_share", _("Share of invalid tickets"), Kind.PERCENT, 1),
    ]


def _row(figures: Needless) -> list[object]:
    return [
        figures.tickets, figures.dispatches, figures.dispatch_share, figures.complaints, figures.faults, figures.invalid,
        figures.invalid_share,
    ]  # fmt: skip
