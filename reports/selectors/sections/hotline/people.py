"""The teams, how evenly nights and weekends fell on agents, and the hours pool."""

from django.utils.translation import gettext as _

from portalkit.sheets.domain.columns import Kind
from scheduling.selectors.evaluation import Evaluation

from ....domain.document import Chart, ChartKind, Column, Exhibit, Row, Section
from ...hotline_scope import HotlineScope
from ...wording import hours


def build(scope: HotlineScope) -> Section:
    found = scope.found
    return Section(key="hotline-people", title=_("Teams and fairness"), finding=_finding(found), blocks=(_teams(found), _spreads(found)))


def _finding(found: Evaluation) -> str:
    if found.nights is None:
        return _("Nobody is rostered in this month.")
    text = _("{most} nights at most and {least} at least for one agent; {pool} hours in the pool")
    return text.format(most=f"{found.nights.most:.0f}", least=f"{found.nights.least:.0f}", pool=hours(found.pool_hours))


def _teams(found: Evaluation) -> Exhibit:
    return Exhibit(
        key="teams",
        title=_("Teams"),
        columns=(
            Column("team", _("Team")),
            Column("agents", _("Agents"), Kind.NUMBER),
            Column("hours", _("Planned hours"), Kind.NUMBER, 0),
            Column("nights", _("Nights an agent"), Kind.NUMBER, 1),
            Column("weekends", _("Weekend shifts an agent"), Kind.NUMBER, 1),
            Column("overtime", _("Overtime, h"), Kind.NUMBER, 1),
            Column("balance", _("Balance of the hours pool, h"), Kind.NUMBER, 1, is_signed=True),
        ),
        rows=tuple(
            Row(
                f"team.{one.team}",
                (
                    one.team or _("Without a team"),
                    one.agents,
                    one.hours,
                    one.nights,
                    one.weekends,
                    one.overtime_hours,
                    one.pool_hours,
                ),
            )
            for one in found.teams
        ),
        charts=(Chart("teams", _("Nights and weekends by team"), ChartKind.BAR, ("nights", "weekends")),),
        note=_("The balance is that of the month's last day; above nought agents worked more than their contract so far."),
        empty_reason=_("Nobody is rostered in this month."),
    )


def _spreads(found: Evaluation) -> Exhibit:
    kinds = (("nights", _("Nights"), found.nights), ("weekends", _("Weekend shifts"), found.weekends))
    return Exhibit(
        key="fairness",
        title=_("How evenly nights and weekends fell on agents"),
        columns=(
            Column("kind", _("Shifts")),
            Column("mean", _("Mean an agent"), Kind.NUMBER, 1),
            Column("least", _("Least"), Kind.NUMBER, 0),
            Column("most", _("Most"), Kind.NUMBER, 0),
            Column("gini", _("Unevenness (Gini)"), Kind.NUMBER, 2),
        ),
        rows=tuple(Row(key, (label, one.mean, one.least, one.most, one.gini)) for key, label, one in kinds if one is not None),
        note=_("0: all the same; the nearer to 1, the more falls on few. Counted are agents who worked in the month."),
        empty_reason=_("Nobody is rostered in this month."),
    )
