"""The charts of early warning. Every mark leads to the tickets behind it."""

from collections.abc import Callable, Sequence
from datetime import date

from django.utils.translation import gettext as _

from portalkit.charts.domain import bars, lines, scatters
from portalkit.charts.domain.chart import Chart
from portalkit.charts.domain.marks import Annotation, Series, Style, Target
from portalkit.periods.domain.calendar import Month
from portalkit.sheets.domain.columns import Kind, SheetColumn

from ..domain.control_chart import ChartPoint, Flag
from ..domain.funnel import Funnel, Verdict, bands_at
from ..domain.pareto import Pareto
from ..domain.watch import WatchedDay
from ..models.labels import CAUSE_LABELS
from ..models.warning import METHOD_LABELS
from ..selectors.rates import Rate
from ..selectors.warning import Placed, RateChange, RegionFunnel
from ..selectors.warning_series import MonthlyChart

SHIFTS = frozenset({Flag.SHIFT_UP, Flag.SHIFT_DOWN})
CURVE_POINTS = 60
_FLAG_WORDS = {flag: METHOD_LABELS[str(flag)] for flag in Flag}
_DOT_COLOURS = {
    Verdict.FAR_ABOVE: "bad-solid",
    Verdict.ABOVE: "warn-solid",
    Verdict.INSIDE: "series-1",
    Verdict.BELOW: "good-solid",
    Verdict.FAR_BELOW: "good-solid",
}


def control(found: MonthlyChart, *, link: Callable[[Rate], str], per: int, digits: int, newest: date | None) -> Chart:
    """The months with their limits, phase by phase."""
    points = found.chart.points
    style = Style(kind=Kind.RATE, digits=digits, partial_word=_("Part of the month only"))
    series = Series(
        _("Computed rate"),
        [_times(point.rate, per) for point in points],
        [link(row) for row in found.rows],
        frozenset(position for position, row in enumerate(found.rows) if row.is_partial),
        notes=[_flag_word(point) for point in points],
    )
    figure = lines.control(
        x=[str(row.month) for row in found.rows],
        series=series,
        centre=[_times(point.centre, per) for point in points],
        lower=[_times(point.lower, per) for point in points],
        upper=[_times(point.upper, per) for point in points],
        style=style,
        annotations=[Annotation(str(Month(event.day.year, event.day.month)), event.label_here) for event in found.events],
        flagged=frozenset(position for position, point in enumerate(points) if point.flag in SHIFTS),
    )
    columns = [
        SheetColumn("month", _("Month"), Kind.MONTH),
        SheetColumn("complaints", _("Complaints"), Kind.NUMBER),
        SheetColumn("subscribers", _("Subscribers"), Kind.NUMBER),
        *(
            SheetColumn(key, label, Kind.RATE, digits)
            for key, label in (("rate", _("Rate")), ("lower", _("Lower limit")), ("centre", _("Centre")), ("upper", _("Upper limit")))
        ),
        SheetColumn("deviation", _("σ from the centre"), Kind.NUMBER, 1),
        SheetColumn("flag", _("Signal")),
    ]
    shown = [(row, point) for row, point in zip(found.rows, points, strict=True) if row.has_data]
    return Chart(
        key="control",
        title=_("Rate by month with control limits"),
        figure=figure,
        columns=columns,
        rows=[_control_row(row, point, per) for row, point in shown],
        row_links=[link(row) for row, _point in shown],
        note=_("Limits by Laney's u′ chart: three times the usual unrest of this series, as wide as its subscribers make it."),
        empty_reason=_("This region has no subscriber counts for this class."),
        source_date=newest,
    )


def daily(days: Sequence[WatchedDay], *, link: Callable[[date], str], newest: date | None) -> Chart:
    """Complaints of each day beside what is usual for the weekday."""
    style = Style(kind=Kind.NUMBER)
    counts = Series(_("Complaints"), [day.complaints for day in days], [link(day.day) for day in days])
    usual = Series(_("Usual"), [_rounded(day.expected) for day in days], colour="series-3")
    return Chart(
        key="daily",
        title=_("Complaints by day and what is usual"),
        figure=lines.line(x=_days(days), series=[counts, usual], style=style, annotations=_alarms(days)),
        columns=[
            SheetColumn("day", _("Day"), Kind.DATE),
            SheetColumn("complaints", _("Complaints"), Kind.NUMBER),
            SheetColumn("usual", _("Usual"), Kind.NUMBER, 1),
        ],
        rows=[[day.day, day.complaints, day.expected] for day in days],
        row_links=[link(day.day) for day in days],
        note=_("Usual: the weekday's share of the level of the last 39 weeks, the newest two left out."),
        source_date=newest,
    )


def cusum(days: Sequence[WatchedDay], *, link: Callable[[date], str], newest: date | None) -> Chart:
    """The path of the CUSUM as a share of the decision line."""
    style = Style(kind=Kind.PERCENT, digits=0)
    path = Series(_("CUSUM"), [day.sum for day in days], [link(day.day) for day in days], colour="series-2")
    return Chart(
        key="cusum",
        title=_("CUSUM: what has gathered above the usual"),
        figure=lines.line(x=_days(days), series=[path], style=style, annotations=_alarms(days), target=Target(1.0, _("Decision line"))),
        columns=[
            SheetColumn("day", _("Day"), Kind.DATE),
            SheetColumn("sum", _("Share of the decision line"), Kind.PERCENT, 0),
            SheetColumn("alarm", _("Alarm")),
        ],
        rows=[[day.day, day.sum, _("Alarm") if day.is_alarm else ""] for day in days],
        row_links=[link(day.day) for day in days],
        note=_("At 100 % an alarm is raised and the sum starts again at nought."),
        empty_reason=_("There are too few complaints a day here, or too few weeks of them, to watch days."),
        source_date=newest,
    )


def funnel(found: RegionFunnel, *, link: Callable[[Placed], str], per: int, digits: int, newest: date | None) -> Chart:
    """Regions by size and rate; what lies inside the curves is not distinguishable."""
    known = [one for one in found.placed if one.judged is not None]
    dots = [
        scatters.Dot(
            name=one.region.display_name,
            x=float(one.pair.subscribers or 0),
            y=(one.judged.rate if one.judged else 0.0) * per,
            colour=_DOT_COLOURS[one.judged.verdict] if one.judged else "series-1",
            link=link(one),
            note=_("{count} complaints").format(count=f"{one.pair.complaints:,}"),
            is_labelled=one.judged is not None and one.judged.verdict is not Verdict.INSIDE,
        )
        for one in known
    ]
    figure = scatters.scatter(
        dots=dots,
        curves=_curves(found.funnel, known, per) if found.funnel else (),
        style=Style(kind=Kind.RATE, digits=digits, axis_title=_("Rate"), height=460),
        x_style=Style(kind=Kind.NUMBER, axis_title=_("Subscribers")),
    )
    return Chart(
        key="funnel",
        title=_("Regions in the funnel"),
        figure=figure,
        columns=[
            SheetColumn("region", _("Region")),
            SheetColumn("complaints", _("Complaints"), Kind.NUMBER),
            SheetColumn("subscribers", _("Subscribers"), Kind.NUMBER),
            SheetColumn("rate", _("Rate"), Kind.RATE, digits),
            SheetColumn("ratio", _("Times the common rate"), Kind.NUMBER, 2),
        ],
        rows=[
            [one.region.display_name, one.pair.complaints, one.pair.subscribers, _times(one.judged.rate, per), one.judged.ratio]
            for one in known
            if one.judged
        ],
        row_links=[link(one) for one in known],
        note=_("Curves: 95 % and 99.8 % of regions that do not differ. Dotted: what counting alone would leave."),
        empty_reason=_("No region below this one has both complaints and subscriber counts in this period."),
        source_date=newest,
    )


def contributions(found: RateChange, *, link: Callable[[str], str], per: int, digits: int, newest: date | None) -> Chart:
    """What each region added to the change of the rate: by its own rate, and by its share of the subscribers."""
    parts = sorted(found.decomposition.parts if found.decomposition else (), key=lambda part: -abs(part.total))
    names = {one.key: one.region.display_name if one.region else str(one.label) for one in found.regions}
    style = Style(kind=Kind.RATE, digits=digits + 1)
    links = [link(part.key) for part in parts]
    labels = [names[part.key] for part in parts]
    figure = bars.bar(
        x=labels,
        series=[
            Series(_("Own rate"), [part.rate * per for part in parts], links),
            Series(_("Mix of subscribers"), [part.mix * per for part in parts], links, colour="series-3"),
        ],
        style=style,
    )
    return Chart(
        key="contributions",
        title=_("What changed the rate"),
        figure=figure,
        columns=[
            SheetColumn("region", _("Region")),
            SheetColumn("rate", _("Own rate"), Kind.RATE, digits + 1),
            SheetColumn("mix", _("Mix of subscribers"), Kind.RATE, digits + 1),
            SheetColumn("total", _("Together"), Kind.RATE, digits + 1),
        ],
        rows=[[names[part.key], part.rate * per, part.mix * per, part.total * per] for part in parts],
        row_links=links,
        note=_("The bars add up to the change of the whole rate."),
        empty_reason=_("The subscribers of a region are unknown in one of the two periods, so the change cannot be divided."),
        source_date=newest,
    )


def pareto(key: str, title: str, found: Pareto, *, link: Callable[[str], str], newest: date | None) -> Chart:
    """Causes from the largest down with their cumulated share."""
    names = [str(CAUSE_LABELS.get(bar.key, bar.key)) for bar in found.bars]
    links = [link(bar.key) for bar in found.bars]
    series = Series(_("Complaints"), [bar.count for bar in found.bars], links)
    return Chart(
        key=key,
        title=title,
        figure=bars.pareto(names=names, series=series, style=Style(kind=Kind.NUMBER), share_name=_("Cumulated share")),
        columns=[
            SheetColumn("cause", _("Cause")),
            SheetColumn("complaints", _("Complaints"), Kind.NUMBER),
            SheetColumn("share", _("Share"), Kind.PERCENT),
            SheetColumn("cumulated", _("Cumulated share"), Kind.PERCENT),
        ],
        rows=[[name, bar.count, bar.share, bar.cumulated] for name, bar in zip(names, found.bars, strict=True)],
        row_links=links,
        empty_reason=_("No complaint of this month has such a cause."),
        source_date=newest,
    )


def _control_row(row: Rate, point: ChartPoint, per: int) -> list[object]:
    bounds = [_times(value, per) for value in (point.rate, point.lower, point.centre, point.upper)]
    return [row.month.first_day, row.complaints, row.subscribers, *bounds, point.deviation, _flag_word(point)]


def _flag_word(point: ChartPoint) -> str:
    return str(_FLAG_WORDS[point.flag]) if point.flag else ""


def _curves(found: Funnel, known: Sequence[Placed], per: int) -> list[scatters.Curve]:
    sizes = [one.pair.subscribers or 1 for one in known]
    low, high = min(sizes) * 0.8, max(sizes) * 1.05
    xs = [low * (high / low) ** (step / CURVE_POINTS) for step in range(CURVE_POINTS + 1)]
    curves = [scatters.Curve(_("Common rate"), [low, high], [found.rate * per] * 2, dash="solid", colour="text-2")]
    for tau, dash, names in ((found.tau, "dash", ("95 %", "99.8 %")), (0.0, "dot", ("", ""))):
        if tau == found.tau and dash == "dot":
            continue
        bands = [bands_at(rate=found.rate, size=x, tau=tau) for x in xs]
        for place, name in enumerate(names):
            colour = "series-3" if place == 0 else "series-8"
            curves.append(scatters.Curve(name, xs, [band[place].high * per for band in bands], dash=dash, colour=colour))
            curves.append(scatters.Curve("", xs, [band[place].low * per for band in bands], dash=dash, colour=colour))
    return curves


def _days(days: Sequence[WatchedDay]) -> list[str]:
    return [day.day.isoformat() for day in days]


def _alarms(days: Sequence[WatchedDay]) -> list[Annotation]:
    return [Annotation(day.day.isoformat(), _("Alarm")) for day in days if day.is_alarm]


def _times(value: float | None, per: int) -> float | None:
    return None if value is None else value * per


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
