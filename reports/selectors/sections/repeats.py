"""Tickets that should not have been dispatched: the same matter again, and no matter at all."""

from urllib.parse import urlencode

from django.utils.translation import gettext as _

from complaints.selectors.repeats import DepartmentRepeats, RepeatsSummary, latest_pass, repeats_summary
from portalkit.sheets.domain.columns import Kind

from ...domain.document import Chart, ChartKind, Column, Exhibit, Row, Section, Stat, Stats
from ..scope import UNSTATED, Scope
from ..wording import count, department, left_out, share, tickets

MOST_DEPARTMENTS = 12


def build(scope: Scope) -> Section | None:
    """None before the first search: what nobody looked for is unknown, not nought."""
    found = repeats_summary(scope.access, period=scope.period, region=scope.region)
    if not found.tickets or latest_pass() is None:
        return None
    return Section(
        key="repeats",
        title=_("Repeated and invalid dispatch"),
        finding=_finding(found),
        blocks=(_stats(found), *_departments(scope, found.departments), *_mass(found)),
    )


def _finding(found: RepeatsSummary) -> str:
    text = _("{share} of {count} dispatched tickets repeat a matter that was dispatched before; {invalid} are invalid")
    return text.format(share=share(found.repeated_share), count=count(found.tickets), invalid=share(found.invalid_share))


def _stats(found: RepeatsSummary) -> Stats:
    return Stats(
        "repeats",
        (
            Stat("dispatched", _("Dispatched tickets"), found.tickets),
            Stat("repeated", _("Share of repeats"), found.repeated_share, Kind.PERCENT, note=tickets(found.repeated_dispatches)),
            Stat("again", _("Complained again"), found.repeated_complaints),
            Stat(
                "mass", _("Mass complaints"), found.mass_groups, note=_("{count} further tickets").format(count=count(found.mass_tickets))
            ),
            Stat("invalid", _("Share of invalid tickets"), found.invalid_share, Kind.PERCENT, note=tickets(found.invalid)),
        ),
    )


def _departments(scope: Scope, found: tuple[DepartmentRepeats, ...]) -> tuple[Exhibit, ...]:
    shown = [one for one in found if one.figures.dispatches or one.figures.invalid]
    if not shown:
        return ()
    title = _("Repeats by department")
    return (
        Exhibit(
            key="repeats-departments",
            title=title,
            columns=(
                Column("department", _("Department")),
                Column("tickets", _("Dispatched"), Kind.NUMBER),
                Column("repeated", _("Repeats"), Kind.NUMBER, query="repeat=dispatch"),
                Column("share", _("Share of repeats"), Kind.PERCENT),
                Column("invalid", _("Invalid"), Kind.NUMBER),
                Column("invalid_share", _("Share invalid"), Kind.PERCENT),
            ),
            rows=tuple(_department_row(scope, one) for one in shown[:MOST_DEPARTMENTS]),
            charts=(Chart(key="repeats", title=title, kind=ChartKind.RANKING, series=("repeated",)),),
            note=left_out(len(shown), shown=MOST_DEPARTMENTS),
        ),
    )


def _department_row(scope: Scope, one: DepartmentRepeats) -> Row:
    figures, name = one.figures, one.department
    cells = (department(name), figures.tickets, figures.dispatches, figures.dispatch_share, figures.invalid, figures.invalid_share)
    query = f"{scope.tickets(counted=False)}&{urlencode({'department': f'={name}'})}" if name else ""
    return Row(name or UNSTATED, cells, query)


def _mass(found: RepeatsSummary) -> tuple[Exhibit, ...]:
    if not found.largest:
        return ()
    return (
        Exhibit(
            key="mass",
            title=_("Largest mass complaints"),
            columns=(
                Column("place", _("Region")),
                Column("class", _("Class")),
                Column("first", _("First complaint")),
                Column("last", _("Last complaint")),
                Column("customers", _("Customers"), Kind.NUMBER),
                Column("tickets", _("Tickets"), Kind.NUMBER),
            ),
            rows=tuple(
                Row(
                    f"group.{one.pk}",
                    (
                        one.region.display_name,
                        one.get_service_class_display(),
                        one.first_on.isoformat(),
                        one.last_on.isoformat(),
                        one.customers,
                        one.tickets,
                    ),
                )
                for one in found.largest
            ),
        ),
    )
