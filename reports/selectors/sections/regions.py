"""The parts of the region: by rate in a monthly report, by number in a daily or weekly one."""

from django.utils.translation import gettext as _

from complaints.selectors import By, Ranked
from portalkit.sheets.domain.columns import Kind

from ...domain.document import Chart, ChartKind, Column, Exhibit, Row, Section
from ...domain.kinds import ReportKind
from ..scope import Scope
from ..wording import count, moved, rate
from .counts_summary import change_from, usual


def build(scope: Scope) -> Section | None:
    return _by_rate(scope) if scope.is_monthly else _by_number(scope)


def _by_rate(scope: Scope) -> Section | None:
    ranked = scope.month.ranking
    if not ranked:
        return None
    columns = (
        Column("region", _("Region")),
        Column("place", _("Rank"), Kind.NUMBER),
        Column("complaints", _("Complaints"), Kind.NUMBER),
        Column("subscribers", _("Subscribers"), Kind.NUMBER),
        Column("rate", _("Rate"), Kind.RATE),
        Column("before", _("Month before"), Kind.RATE),
        Column("change", _("Against month before"), Kind.PERCENT, is_signed=True),
    )
    total = scope.month.total
    whole = (
        scope.region_label, None, total.now.complaints, total.now.subscribers, total.now.rate,
        total.before.rate if total.before else None, total.change,
    )  # fmt: skip
    rows = [Row(one.region.code, _rate_cells(one), scope.tickets(region=one.region.code), one.now.is_partial) for one in ranked]
    rows.append(Row("total", whole, scope.tickets(), total.now.is_partial, is_total=True))
    chart = Chart(key="ranking", title=_("Regions by complaint rate"), kind=ChartKind.RANKING, series=("rate",))
    exhibit = Exhibit(
        key="ranking",
        title=_("Regions by complaint rate"),
        columns=columns,
        rows=tuple(rows),
        charts=(chart,) if any(one.now.rate is not None for one in ranked) else (),
        note=_("Highest rate first. The order of small regions depends on chance: see the intervals in the portal."),
    )
    return Section(key="regions", title=_("Regions"), finding=_rate_finding(ranked), blocks=(exhibit,))


def _rate_cells(one: Ranked) -> tuple[str | int | float | None, ...]:
    before = one.before.rate if one.before else None
    return (one.region.display_name, one.place, one.now.complaints, one.now.subscribers, one.now.rate, before, one.change)


def _rate_finding(ranked: tuple[Ranked, ...]) -> str:
    first = ranked[0]
    if first.now.rate is None:
        return _("Regions without rates: their subscribers are not known")
    text = _("{region} has the highest rate: {rate} per 10,000")
    if first.change is not None:
        text = _("{region} has the highest rate: {rate} per 10,000, {change} against the month before")
    return text.format(region=first.region.display_name, rate=rate(first.now.rate), change=moved(first.change))


def _by_number(scope: Scope) -> Section | None:
    counts = scope.counts(By.REGION)
    if not counts.keys:
        return None
    days, previous = scope.period.days(), scope.period.previous()
    rows = []
    for key in counts.keys:
        now = counts.during(days, key)
        before = counts.during(previous.days(), key) if scope.is_whole(previous) else None
        normal = usual(scope, counts, key)
        name = counts.regions[key].display_name if key in counts.regions else key
        cells = (name, now, before, normal, change_from(scope, now, normal))
        rows.append(Row(key, cells, scope.tickets(region=key)))
    rows.sort(key=lambda row: (-int(row.cells[1] or 0), row.key))
    weekly = scope.kind is ReportKind.WEEKLY
    columns = (
        Column("region", _("Region")),
        Column("complaints", _("Complaints"), Kind.NUMBER),
        Column("before", _("Week before") if weekly else _("Day before"), Kind.NUMBER),
        Column("usual", _("Mean of four weeks"), Kind.NUMBER, digits=1),
        Column("change", _("Against the mean"), Kind.PERCENT, is_signed=True),
    )
    exhibit = Exhibit(
        key="ranking",
        title=_("Regions by number of complaints"),
        columns=columns,
        rows=tuple(rows),
        charts=(Chart(key="ranking", title=_("Regions by number of complaints"), kind=ChartKind.RANKING, series=("complaints",)),),
    )
    top = rows[0]
    finding = _("{region} has most complaints: {count}").format(region=top.cells[0], count=count(top.cells[1]))
    return Section(key="regions", title=_("Regions"), finding=finding, blocks=(exhibit,))
