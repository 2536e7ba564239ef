"""Complaints by day or week and class, for daily and weekly reports."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from complaints.selectors import By
from portalkit.periods.domain.calendar import Day
from portalkit.sheets.domain.columns import Kind

from ...domain.document import Chart, ChartKind, Column, Exhibit, Row, Section
from ...domain.kinds import ReportKind, ReportPeriod
from ..scope import Scope
from ..wording import count

TOTAL = "total"


def build(scope: Scope) -> Section | None:
    if scope.is_monthly:
        return None
    is_weekly = scope.kind is ReportKind.WEEKLY
    exhibits = [_exhibit(scope, "earlier", _("Complaints by week") if is_weekly else _("Complaints by day"), scope.periods)]
    if is_weekly:
        days = [Day(day) for day in scope.period.days()]
        exhibits.insert(0, _exhibit(scope, "days", _("Complaints by day of this week"), days))
    return Section(key="counts", title=_("Complaints over time"), finding=_finding(scope), blocks=tuple(exhibits))


def _finding(scope: Scope) -> str:
    counts = scope.counts(By.CLASS)
    known = [counted for period in scope.periods if scope.is_whole(period) and (counted := counts.during(period.days())) is not None]
    now = scope.total
    if now is None or len(known) < 2:
        return _("Complaints up to this period")
    if scope.kind is ReportKind.WEEKLY:
        text = _("{count} complaints this week, between {low} and {high} in {weeks} weeks")
        return text.format(count=count(now), low=count(min(known)), high=count(max(known)), weeks=len(known))
    text = _("{count} complaints on this day, between {low} and {high} in {days} days")
    return text.format(count=count(now), low=count(min(known)), high=count(max(known)), days=len(known))


def _exhibit(scope: Scope, key: str, title: str, periods: Sequence[ReportPeriod]) -> Exhibit:
    counts = scope.counts(By.CLASS)
    columns = [Column("period", _("Period")), Column(TOTAL, _("Total"), Kind.NUMBER)]
    columns += [Column(one, str(counts.labels[one]), Kind.NUMBER, query=f"class={one}") for one in counts.keys]
    rows = []
    for period in periods:
        days = period.days()
        values = tuple(counts.during(days, one) for one in ("", *counts.keys))
        is_partial = values[0] is not None and not scope.is_whole(period)
        rows.append(Row(str(period), (_name(period), *values), scope.tickets(period), is_partial))
    chart = Chart(key=f"{key}-by-class", title=title, kind=ChartKind.STACKED, series=counts.keys, total=TOTAL)
    note = _("A period marked * is not complete; a dash stands where nothing is known.")
    return Exhibit(key=key, title=title, columns=tuple(columns), rows=tuple(rows), charts=(chart,), note=note)


def _name(period: ReportPeriod) -> str:
    """Month and day of a day, the written form of a week."""
    return f"{period.day:%m-%d}" if isinstance(period, Day) else str(period)
