"""The charts of quality analysis. Every mark leads to the findings behind it."""

from collections.abc import Callable, Sequence
from datetime import date

from django.utils.translation import gettext as _

from portalkit.charts.domain import bars, lines, matrices
from portalkit.charts.domain.chart import Chart
from portalkit.charts.domain.marks import Series, Style
from portalkit.periods.domain.calendar import Month
from portalkit.sheets.domain.columns import Kind, SheetColumn

from ..models.inspection import RULE_LABELS
from ..selectors.inspection import QualityAnalysis, RuleCount, Tally

Link = Callable[..., str]
MOST_DEPARTMENTS = 15
_NUMBER = Style(kind=Kind.NUMBER)
_PERCENT = Style(kind=Kind.PERCENT)


def rules_pareto(rules: Sequence[RuleCount], *, link: Link, newest: date | None) -> Chart:
    """What is wrong most."""
    links = [link(rule=one.rule) for one in rules]
    series = Series(_("Findings"), [one.findings for one in rules], links)
    return Chart(
        key="rules",
        title=_("Findings by rule"),
        figure=bars.pareto(names=[one.label for one in rules], series=series, style=_NUMBER, share_name=_("Cumulative share")),
        columns=[
            SheetColumn("rule", _("Rule")),
            SheetColumn("findings", _("Findings"), Kind.NUMBER),
            SheetColumn("share", _("Share"), Kind.PERCENT),
            SheetColumn("tickets", _("Tickets"), Kind.NUMBER),
            SheetColumn("confirmed", _("Confirmed"), Kind.NUMBER),
            SheetColumn("rejected", _("Turned down"), Kind.NUMBER),
            SheetColumn("by_hand", _("Found by hand"), Kind.NUMBER),
        ],
        rows=[[one.label, one.findings, one.share, one.tickets, one.confirmed, one.rejected, one.by_hand] for one in rules],
        row_links=links,
        empty_reason=_("No rule has found anything in this month."),
        source_date=newest,
    )


def departments_heat(found: QualityAnalysis, *, link: Link, newest: date | None) -> Chart:
    """Findings per 100 inspected tickets of each department, the worst on top."""
    shown = found.summary.departments[:MOST_DEPARTMENTS]
    return _heat(
        "departments",
        _("Findings by department, per 100 tickets"),
        shown,
        found,
        values=lambda key, rule: found.by_department.get((key, rule), 0),
        link=lambda key, **more: link(department=f"={key}", **more),
        head=_("Department"),
        newest=newest,
    )


def regions_heat(found: QualityAnalysis, *, link: Link, newest: date | None) -> Chart:
    """The same for the parts of the region in view."""
    return _heat(
        "quality-regions",
        _("Findings by region, per 100 tickets"),
        found.regions,
        found,
        values=lambda key, rule: found.by_region.get((key, rule), 0),
        link=lambda key, **more: link(region=key, **more),
        head=_("Region"),
        newest=newest,
    )


def quality_trend(trend: Sequence[tuple[Month, Tally]], *, link: Link, newest: date | None) -> Chart:
    """The mean score by month."""
    links = [link(month=month) for month, _one in trend]
    series = Series(_("Mean score"), [one.mean_score for _month, one in trend], links)
    return Chart(
        key="score-by-month",
        title=_("Mean score by month"),
        figure=lines.line(x=[str(month) for month, _one in trend], series=[series], style=Style(kind=Kind.NUMBER, digits=1)),
        columns=[
            SheetColumn("month", _("Month"), Kind.MONTH),
            SheetColumn("tickets", _("Tickets inspected"), Kind.NUMBER),
            SheetColumn("score", _("Mean score"), Kind.NUMBER, 1),
        ],
        rows=[[month.first_day, one.tickets or None, one.mean_score] for month, one in trend],
        row_links=links,
        source_date=newest,
    )


def shares_trend(trend: Sequence[tuple[Month, Tally]], *, link: Link, newest: date | None) -> Chart:
    """Faulty tickets, cause "other", solved: each a share of the tickets that tell."""
    links = [link(month=month) for month, _one in trend]
    faulty, other, solved = ([getattr(one, name) for _month, one in trend] for name in ("faulty_share", "other_share", "solved_share"))
    return Chart(
        key="shares-by-month",
        title=_("Shares by month"),
        figure=lines.line(
            x=[str(month) for month, _one in trend],
            series=[
                Series(_("Tickets with findings"), faulty, links),
                Series(_("Cause “other”"), other, [link(month=month, rule="cause_other") for month, _one in trend]),
                Series(_("Solved"), solved, links),
            ],
            style=_PERCENT,
        ),
        columns=[
            SheetColumn("month", _("Month"), Kind.MONTH),
            SheetColumn("faulty", _("Tickets with findings"), Kind.PERCENT),
            SheetColumn("other", _("Cause “other”"), Kind.PERCENT),
            SheetColumn("solved", _("Solved"), Kind.PERCENT),
        ],
        rows=[[month.first_day, *values] for (month, _one), *values in zip(trend, faulty, other, solved, strict=True)],
        row_links=links,
        source_date=newest,
    )


def _heat(
    key: str,
    title: str,
    rows: Sequence[Tally],
    found: QualityAnalysis,
    *,
    values: Callable[[str, str], int],
    link: Link,
    head: str,
    newest: date | None,
) -> Chart:
    rules = [one.rule for one in found.summary.rules]
    names = [one.label or _("Not stated") for one in rows]
    cells = [[100 * values(one.key, rule) / one.tickets if one.tickets else None for rule in rules] for one in rows]
    labels = [str(RULE_LABELS[rule]) for rule in rules]
    figure = matrices.heatmap(
        rows=names,
        columns=labels,
        values=cells,
        links=[[link(one.key, rule=rule) for rule in rules] for one in rows],
        style=Style(kind=Kind.NUMBER, digits=1),
    )
    columns = [
        SheetColumn("name", head),
        SheetColumn("tickets", _("Tickets inspected"), Kind.NUMBER),
        SheetColumn("score", _("Mean score"), Kind.NUMBER, 1),
        *(SheetColumn(rule, label, Kind.NUMBER, 1) for rule, label in zip(rules, labels, strict=True)),
    ]
    return Chart(
        key=key,
        title=title,
        figure=figure,
        columns=columns,
        rows=[[name, one.tickets, one.mean_score, *line] for name, one, line in zip(names, rows, cells, strict=True)],
        row_links=[link(one.key) for one in rows],
        empty_reason=_("There is nothing to compare in this month."),
        source_date=newest,
    )
