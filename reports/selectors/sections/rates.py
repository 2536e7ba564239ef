"""Rates by month: the total with its interval and the published figure, and the classes."""

from django.utils.translation import gettext as _

from complaints.selectors import Overview, Rate
from portalkit.periods.domain.calendar import month_of
from portalkit.sheets.domain.columns import Kind

from ...domain.document import Chart, ChartKind, Column, Event, Exhibit, Row, Section
from ..scope import Scope
from ..wording import moved, rate

TOTAL = "total"


def build(scope: Scope) -> Section | None:
    if not scope.is_monthly:
        return None
    found = scope.month
    return Section(
        key="rates",
        title=_("Rates by class and month"),
        finding=_finding(found),
        blocks=(_by_month(scope, found), _by_class(scope, found), *_official(scope, found)),
    )


def _finding(found: Overview) -> str:
    known = [row for row in found.series.of(TOTAL) if row.rate is not None and not row.is_partial]
    now = found.total.now
    if now.rate is None or now.is_partial or len(known) < 2:
        return _("Rates of the months up to this one")
    rates = [row.rate for row in known if row.rate is not None]
    if now.rate >= max(rates):
        return _("{rate} per 10,000 is the highest rate of {months} months").format(rate=rate(now.rate), months=len(known))
    if now.rate <= min(rates):
        return _("{rate} per 10,000 is the lowest rate of {months} months").format(rate=rate(now.rate), months=len(known))
    text = _("{rate} per 10,000, between {low} and {high} in {months} months")
    return text.format(rate=rate(now.rate), low=rate(min(rates)), high=rate(max(rates)), months=len(known))


def _by_month(scope: Scope, found: Overview) -> Exhibit:
    rows = found.series.of(TOTAL)
    has_published = any(row.published for row in rows)
    series = ("rate", "published") if has_published else ("rate",)
    total = found.total
    chart = Chart(
        key="rates-by-month",
        title=_("Complaint rate by month"),
        kind=ChartKind.LINE,
        series=series,
        events=tuple(Event(str(month_of(event.day)), event.label_here) for event in found.annotations),
        target=total.target,
        target_label=_("Target {target}").format(target=rate(total.target)) if total.target is not None else "",
    )
    columns = (
        Column("month", _("Month")),
        Column("complaints", _("Complaints"), Kind.NUMBER),
        Column("subscribers", _("Subscribers"), Kind.NUMBER),
        Column("rate", _("Rate"), Kind.RATE),
        Column("low", _("Interval from"), Kind.RATE),
        Column("high", _("Interval to"), Kind.RATE),
        Column("published", _("Published rate"), Kind.RATE),
    )
    return Exhibit(
        key="months",
        title=_("Complaint rate by month"),
        columns=columns,
        rows=tuple(Row(str(row.month), _total_cells(row), scope.tickets(row.month), row.is_partial) for row in rows),
        charts=(chart,),
        note=_("Complaints per 10,000 subscribers. The interval is the exact 95% interval of the computed rate."),
    )


def _by_class(scope: Scope, found: Overview) -> Exhibit:
    keys = [key for key in found.series.keys if key != TOTAL]
    total = found.series.of(TOTAL)
    columns = [Column("month", _("Month")), Column(TOTAL, str(total[0].label), Kind.RATE)]
    columns += [Column(key, str(found.series.of(key)[0].label), Kind.RATE, query=f"class={key}") for key in keys]
    rows = []
    for row in total:
        cells = [found.series.at(row.month, key) for key in (TOTAL, *keys)]
        values = tuple(cell.rate if cell else None for cell in cells)
        rows.append(Row(str(row.month), (str(row.month), *values), scope.tickets(row.month), row.is_partial))
    chart = Chart(
        key="classes-by-month", title=_("Complaint rate by class"), kind=ChartKind.STACKED, series=tuple(keys), total=TOTAL
    )  # fmt: skip
    return Exhibit(
        key="classes",
        title=_class_title(found),
        columns=tuple(columns),
        rows=tuple(rows),
        charts=(chart,),
        note=_("The total is a figure of its own; the classes sum to it only up to rounding."),
    )


def _official(scope: Scope, found: Overview) -> tuple[Exhibit, ...]:
    """The month's computed rates with what was published of them; nothing while nothing was."""
    rates = [one.now for one in (found.total, *found.classes)]
    if not any(rate.published for rate in rates):
        return ()
    columns = (
        Column("class", _("Class")),
        Column("rate", _("Computed rate"), Kind.RATE),
        Column("low", _("Interval from"), Kind.RATE),
        Column("high", _("Interval to"), Kind.RATE),
        Column("published", _("Published rate"), Kind.RATE),
    )
    rows = tuple(
        Row(rate.key, _official_cells(rate), f"{scope.tickets()}&class={rate.key}" if rate.key != TOTAL else scope.tickets())
        for rate in rates
    )
    sources = sorted({rate.published.source for rate in rates if rate.published and rate.published.source})
    note = _("Source: {source}").format(source=" · ".join(sources)) if sources else ""
    return (Exhibit(key="official", title=_("Computed and published rates of the month"), columns=columns, rows=rows, note=note),)


def _official_cells(row: Rate) -> tuple[str | int | float | None, ...]:
    low, high = (row.interval.low, row.interval.high) if row.interval else (None, None)
    return (str(row.label), row.rate, low, high, float(row.published.value) if row.published else None)


def _class_title(found: Overview) -> str:
    grown = [one for one in found.classes if one.change is not None]
    if not grown:
        return _("Complaint rate by class")
    most = max(grown, key=lambda one: one.now.rate or 0)
    text = _("Complaint rate by class: {name} is the largest ({rate}), {change}")
    return text.format(name=most.now.label, rate=rate(most.now.rate), change=moved(most.change))


def _total_cells(row: Rate) -> tuple[str | int | float | None, ...]:
    low, high = (row.interval.low, row.interval.high) if row.interval else (None, None)
    published = float(row.published.value) if row.published else None
    return (str(row.month), row.complaints, row.subscribers, row.rate, low, high, published)
