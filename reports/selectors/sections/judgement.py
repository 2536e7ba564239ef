"""What stands out beyond chance: signals, regions in the funnel, the monthly chart, and what changed against the period before."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils.translation import gettext as _

from complaints.selectors.warning import Compared, Placed, RateChange, rate_change, region_funnel, signals_in
from complaints.selectors.warning_series import monthly_charts, warning_rules
from portalkit.periods.domain.calendar import Day, Month
from portalkit.sheets.domain.columns import Kind

from ...domain.document import Block, Chart, ChartKind, Column, Event, Exhibit, Paragraph, Row, Section, Tone, Value
from ...domain.kinds import ReportKind, ReportPeriod
from ..scope import Scope

PER = 10_000
MOST_SIGNALS = 15
TOTAL = "total"
_TIMES = 2
_MIX = 3


def build(scope: Scope) -> Section | None:
    signals, signals_finding = _signals(scope)
    funnel, funnel_finding = _funnel(scope)
    blocks: list[Block] = [*signals, *_control(scope), *funnel, *_change(scope)]
    if not blocks:
        return None
    finding = " · ".join(filter(None, (signals_finding, funnel_finding))) or _(
        "No region and no class departs from the usual beyond chance"
    )
    return Section(key="judgement", title=_("Early warning and judgement"), finding=finding, blocks=tuple(blocks))


def _signals(scope: Scope) -> tuple[tuple[Exhibit, ...], str]:
    found = list(signals_in(scope.access, period=scope.period, region=scope.region))
    if not found:
        return (), ""
    rows = tuple(
        Row(
            f"{one.region.code}.{one.service_class}.{one.method}.{one.on}",
            (
                one.region.display_name, one.get_service_class_display(), one.get_method_display(), one.since.isoformat(),
                one.complaints, one.ratio, one.get_severity_display() if one.severity else _("better"),
                one.ended_on.isoformat() if one.ended_on else _("goes on"),
            ),
        )
        for one in found[:MOST_SIGNALS]
    )  # fmt: skip
    rises = sum(bool(one.severity) for one in found)
    left_out = (
        _("{count} of {all} are shown, the largest rises first.").format(count=len(rows), all=len(found)) if found[MOST_SIGNALS:] else ""
    )
    exhibit = Exhibit(
        key="signals",
        title=_("Signals of early warning"),
        columns=(
            Column("region", _("Region")),
            Column("class", _("Class")),
            Column("method", _("Found by")),
            Column("since", _("Since")),
            Column("complaints", _("Complaints"), Kind.NUMBER),
            Column("ratio", _("Times the usual"), Kind.NUMBER, digits=_TIMES),
            Column("severity", _("Severity")),
            Column("until", _("Until")),
        ),
        rows=rows,
        note=left_out,
    )
    return (exhibit,), _("{count} signals of a rise, {better} of a fall").format(count=rises, better=len(found) - rises)


def _control(scope: Scope) -> tuple[Exhibit, ...]:
    """The region's monthly chart, where it has limits."""
    if not isinstance(scope.period, Month):
        return ()
    found = monthly_charts(scope.access, region=scope.region, today=scope.today, rules=warning_rules(), last=scope.period)[TOTAL]
    if not found.is_judged:
        return ()
    shown = list(zip(found.rows, found.chart.points, strict=True))[-len(scope.periods) :]
    rows = tuple(
        Row(
            str(row.month),
            (str(row.month), row.complaints, *map(_per, (point.rate, point.lower, point.centre, point.upper)), _flag_word(point.flag)),
            scope.tickets(row.month),
            row.is_partial,
        )
        for row, point in shown
    )
    rates = {"rate": _("Rate"), "lower": _("Lower limit"), "centre": _("Centre"), "upper": _("Upper limit")}
    title = _("Rate by month with control limits")
    events = tuple(Event(str(Month(event.day.year, event.day.month)), event.label_here) for event in found.events)
    return (
        Exhibit(
            key="control",
            title=title,
            columns=(
                Column("month", _("Month")),
                Column("complaints", _("Complaints"), Kind.NUMBER),
                *(Column(key, label, Kind.RATE) for key, label in rates.items()),
                Column("flag", _("Signal")),
            ),
            rows=rows,
            charts=(Chart(key="control", title=title, kind=ChartKind.LINE, series=tuple(rates), events=events),),
            note=_("Limits by Laney's u′ chart: three times the usual unrest of this series, as wide as its subscribers make it."),
        ),
    )


def _funnel(scope: Scope) -> tuple[tuple[Exhibit, ...], str]:
    """The parts of the region against their common rate; of a single day there are too few complaints for it."""
    if scope.kind is ReportKind.DAILY:
        return (), ""
    found = region_funnel(scope.access, period=scope.period, region=scope.region)
    if found.funnel is None:
        return (), ""
    title = _("Regions against their common rate")
    exhibit = Exhibit(
        key="funnel",
        title=title,
        columns=(
            Column("region", _("Region")),
            Column("complaints", _("Complaints"), Kind.NUMBER),
            Column("subscribers", _("Subscribers"), Kind.NUMBER),
            Column("ratio", _("Times the common rate"), Kind.NUMBER, digits=_TIMES),
            Column("low", _("From"), Kind.NUMBER, digits=_TIMES),
            Column("high", _("To"), Kind.NUMBER, digits=_TIMES),
            Column("verdict", _("Verdict")),
        ),
        rows=tuple(
            Row(one.region.code, _placed_cells(one, found.funnel.rate), scope.tickets(region=one.region.code)) for one in found.placed
        ),
        charts=(Chart(key="funnel", title=title, kind=ChartKind.RANKING, series=("ratio",)),),
        note=_(
            "From – to: what 95 % of regions of this size have that do not differ. Inside it a region is not distinguishable, "
            "whatever its place."
        ),
    )
    return (exhibit,), _funnel_finding(found.placed)


def _placed_cells(one: Placed, common: float) -> tuple[Value, ...]:
    judged = one.judged
    known = (None, None, None, _("no subscribers"))
    if judged is not None:
        band = judged.bands[0]
        known = (judged.ratio, band.low / common, band.high / common, verdict_word(str(judged.verdict)))  # type: ignore[assignment]
    return (one.region.display_name, one.pair.complaints, one.pair.subscribers, *known)


def verdict_word(verdict: str) -> str:
    words = {
        "far_above": _("far above"),
        "above": _("above"),
        "inside": _("not distinguishable"),
        "below": _("below"),
        "far_below": _("far below"),
    }
    return words[verdict]


def _funnel_finding(placed: Iterable[Placed]) -> str:
    judged = [str(one.judged.verdict) for one in placed if one.judged]
    above, below = sum("above" in verdict for verdict in judged), sum("below" in verdict for verdict in judged)
    if not above + below:
        return _("the {all} regions cannot be told apart").format(all=len(judged))
    return _("of {all} regions {above} lie above the common rate, {below} below").format(all=len(judged), above=above, below=below)


def _change(scope: Scope) -> tuple[Block, ...]:
    before = _comparable(scope)
    if before is None:
        return ()
    found = rate_change(scope.access, now=scope.period, before=before, region=scope.region)
    lines = [(one.key, str(one.label), one) for one in found.classes]
    compared = [(TOTAL, scope.region_label, found.whole), *lines]
    if all(one.ratio is None for _key, _label, one in compared):
        return ()
    exhibit = Exhibit(
        key="change",
        title=_("Against the {period}: what differs beyond chance").format(period=_before_word(scope)),
        columns=(
            Column("what", _("Class")),
            Column("before", _("Before"), Kind.NUMBER),
            Column("now", _("Now"), Kind.NUMBER),
            Column("ratio", _("Ratio of the rates"), Kind.NUMBER, digits=_TIMES),
            Column("low", _("From"), Kind.NUMBER, digits=_TIMES),
            Column("high", _("To"), Kind.NUMBER, digits=_TIMES),
            Column("verdict", _("Verdict")),
        ),
        rows=tuple(
            Row(key, (label, *_compared_cells(one)), scope.tickets() if key == TOTAL else f"{scope.tickets()}&class={key}")
            for key, label, one in compared
        ),
        note=_("Complaints, and the rate now ÷ the rate before with its exact 95 % interval. An interval around 1 is no difference."),
    )
    return (exhibit, *_parts(scope, found))


def _comparable(scope: Scope) -> ReportPeriod | None:
    """What this period is compared with: the one before, of a day its weekday a week ago. None where one of the two is not whole."""
    if scope.is_monthly:
        return scope.period.previous() if scope.month.total.change is not None else None
    before = Day(scope.period.first_day - timedelta(days=7)) if scope.kind is ReportKind.DAILY else scope.period.previous()
    return before if scope.is_whole(scope.period) and scope.is_whole(before) else None


def _before_word(scope: Scope) -> str:
    words = {
        ReportKind.DAILY: _("same weekday of the week before"),
        ReportKind.WEEKLY: _("week before"),
        ReportKind.MONTHLY: _("month before"),
    }
    return words[scope.kind]


def _compared_cells(one: Compared) -> tuple[Value, ...]:
    ratio = one.ratio
    if ratio is None:
        return (one.before.complaints, one.now.complaints, None, None, None, _("unknown"))
    verdict = _("not distinguishable")
    if ratio.is_distinguishable:
        verdict = _("higher") if ratio.low > 1 else _("lower")
    return (one.before.complaints, one.now.complaints, ratio.value, ratio.low, ratio.high, verdict)


def _parts(scope: Scope, found: RateChange) -> tuple[Block, ...]:
    """What each region added to the change of the monthly rate: by its own rate, and by its share of the subscribers."""
    divided = found.decomposition
    if divided is None or not divided.parts or not scope.is_monthly:
        return ()
    names = {one.key: one.region.display_name if one.region else str(one.label) for one in found.regions}
    ordered = sorted(divided.parts, key=lambda part: (-abs(part.total), part.key))
    rows = [
        Row(part.key, (names[part.key], *map(_per, (part.rate, part.mix, part.total))), scope.tickets(region=part.key)) for part in ordered
    ]
    if divided.unplaced:
        rows.append(Row("unplaced", (_("No region named"), None, None, _per(divided.unplaced))))
    rows.append(Row(TOTAL, (_("Total"), _per(divided.rate), _per(divided.mix), _per(divided.change)), is_total=True))
    exhibit = Exhibit(
        key="parts",
        title=_("What changed the rate"),
        columns=(
            Column("region", _("Region")),
            Column("rate", _("Own rate"), Kind.RATE, digits=_MIX),
            Column("mix", _("Mix of subscribers"), Kind.RATE, digits=_MIX),
            Column("total", _("Together"), Kind.RATE, digits=_MIX),
        ),
        rows=tuple(rows),
        note=_("Per 10,000 subscribers. The lines add up to the change of the whole rate."),
    )
    if not divided.is_reversed:
        return (exhibit,)
    text = _("Every region moved one way and the whole the other: the mix of subscribers changed, not the regions (Simpson's paradox).")
    return (exhibit, Paragraph(text, Tone.WARNING))


def _per(value: float | None) -> float | None:
    return None if value is None else value * PER


def _flag_word(flag: object) -> str:
    words = {
        "above": _("Month above the limits"),
        "shift_up": _("Lasting shift upwards"),
        "below": _("Month below the limits"),
        "shift_down": _("Lasting shift downwards"),
    }
    return words[str(flag)] if flag else ""
