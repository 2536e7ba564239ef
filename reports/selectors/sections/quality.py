"""What inspection found on the period's tickets: by rule, by department, and how right the rules were."""

from django.utils.translation import gettext as _

from complaints.selectors.inspection import QualitySummary, RuleCount, Tally, quality_summary
from portalkit.sheets.domain.columns import Kind

from ...domain.document import Chart, ChartKind, Column, Exhibit, Row, Section, Stat, Stats, Value
from ..scope import UNSTATED, Scope
from ..wording import count, department, left_out, share, tickets

MOST_DEPARTMENTS = 12


def build(scope: Scope) -> Section | None:
    found = quality_summary(scope.access, period=scope.period, region=scope.region)
    if not found.tickets:
        return None
    return Section(
        key="quality",
        title=_("Ticket quality"),
        finding=_finding(found),
        blocks=(_stats(found), *_rules(scope, found.rules), *_departments(found.departments)),
    )


def _finding(found: QualitySummary) -> str:
    part = share(found.total.faulty_share)
    if not found.rules:
        return _("{count} tickets inspected, nothing found").format(count=count(found.tickets))
    text = _("{share} of {count} inspected tickets have findings; most often: {rule}")
    return text.format(share=part, count=count(found.tickets), rule=found.rules[0].label)


def _stats(found: QualitySummary) -> Stats:
    total = found.total
    return Stats(
        "quality",
        (
            Stat("inspected", _("Inspected tickets"), total.tickets),
            Stat("faulty", _("Share with findings"), total.faulty_share, Kind.PERCENT, note=tickets(total.with_findings)),
            Stat("score", _("Mean score"), total.mean_score, digits=1, note=_("of 100")),
            Stat("other", _("Share of cause “other”"), total.other_share, Kind.PERCENT, note=_("of stated causes")),
            Stat("returned", _("Returned tickets"), found.returned),
        ),
    )


def _rules(scope: Scope, rules: tuple[RuleCount, ...]) -> tuple[Exhibit, ...]:
    if not rules:
        return ()
    title = _("Findings by rule")
    columns = (
        Column("rule", _("Rule")),
        Column("findings", _("Findings"), Kind.NUMBER),
        Column("share", _("Share"), Kind.PERCENT),
        Column("tickets", _("Tickets"), Kind.NUMBER),
        Column("confirmed", _("Confirmed"), Kind.NUMBER),
        Column("rejected", _("Turned down"), Kind.NUMBER),
        Column("precision", _("Precision"), Kind.PERCENT),
    )
    rows = tuple(Row(one.rule, _rule_cells(one), f"{scope.tickets(counted=False)}&finding={one.rule}") for one in rules)
    chart = Chart(key="rules", title=title, kind=ChartKind.RANKING, series=("findings",))
    note = _("Precision: confirmed ÷ judged by inspectors; a dash while nobody has judged. The list shows the findings that stand.")
    return (Exhibit(key="rules", title=title, columns=columns, rows=rows, charts=(chart,), note=note),)


def _rule_cells(one: RuleCount) -> tuple[Value, ...]:
    return (one.label, one.findings, one.share, one.tickets, one.confirmed, one.rejected, one.precision.share)


def _departments(found: tuple[Tally, ...]) -> tuple[Exhibit, ...]:
    if not found:
        return ()
    return (
        Exhibit(
            key="quality-departments",
            title=_("Quality by department, the lowest score first"),
            columns=(
                Column("department", _("Department")),
                Column("tickets", _("Tickets"), Kind.NUMBER),
                Column("score", _("Mean score"), Kind.NUMBER, digits=1),
                Column("faulty", _("With findings"), Kind.PERCENT),
                Column("findings", _("Findings"), Kind.NUMBER),
                Column("other", _("Cause “other”"), Kind.PERCENT),
            ),
            rows=tuple(
                Row(
                    one.key or UNSTATED, (department(one.key), one.tickets, one.mean_score, one.faulty_share, one.findings, one.other_share)
                )
                for one in found[:MOST_DEPARTMENTS]
            ),
            note=left_out(len(found), shown=MOST_DEPARTMENTS),
        ),
    )
