"""The charts of regular analysis, and its tables as downloads."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from portalkit.charts.domain import bars
from portalkit.charts.domain.chart import Chart
from portalkit.charts.domain.marks import Series, Style
from portalkit.periods.panels import label as period_label
from portalkit.sheets.domain.columns import Kind, SheetColumn

from ..domain.regular import DayWeekMonth, digits_of
from ..selectors import By
from ..selectors.regular import Line, Point, RegularSummary


def titles() -> Mapping[By, str]:
    return {
        By.REGION: _("Region"),
        By.CLASS: _("Class"),
        By.TYPE: _("Type"),
        By.CHANNEL: _("Channel"),
        By.CAUSE: _("Cause"),
        By.SIDE: _("Control"),
    }


def course(found: RegularSummary, *, link: Callable[[DayWeekMonth], str]) -> Chart:
    """Complaints of the periods up to this one as bars; the rate stands in the table and beside the pointer."""
    points = found.course
    series = Series(
        _("Complaints"),
        [point.complaints for point in points],
        [link(point.period) for point in points],
        frozenset(number for number, point in enumerate(points) if point.is_partial),
        notes=[_rate_note(point, digits_of(found.period)) for point in points],
    )
    return Chart(
        key="course",
        title=_("Complaints up to this period"),
        figure=bars.bar(
            x=[str(point.period) for point in points],
            series=[series],
            style=Style(kind=Kind.NUMBER, partial_word=_("Part of the period only")),
        ),
        columns=[
            SheetColumn("period", _("Period")),
            SheetColumn("complaints", _("Complaints"), Kind.NUMBER),
            SheetColumn("rate", _("Rate"), Kind.RATE, digits_of(found.period)),
            SheetColumn("partial", _("Part of the period only")),
        ],
        rows=[[period_label(point.period), point.complaints, point.rate, _("yes") if point.is_partial else ""] for point in points],
        row_links=[link(point.period) for point in points],
        source_date=found.newest_day,
    )


def ranking(found: RegularSummary, *, link: Callable[[Line], str], newest: date | None) -> Chart:
    """The parts of the region by rate."""
    ranked = [line for line in found.lines[By.REGION] if line.rate is not None]
    series = Series(
        _("Rate"),
        [line.rate for line in ranked],
        [link(line) for line in ranked],
        notes=[_("{count} complaints").format(count=f"{line.complaints or 0:,}") for line in ranked],
    )
    style = Style(kind=Kind.RATE, digits=digits_of(found.period))
    return Chart(
        key="ranking",
        title=_("Regions by complaint rate"),
        figure=bars.horizontal_bar(names=[name_of(line) for line in ranked], series=series, style=style),
        columns=_columns(By.REGION, digits_of(found.period)),
        rows=[_row(line) for line in found.lines[By.REGION]],
        row_links=[link(line) for line in found.lines[By.REGION]],
        empty_reason=_("No region below this one has both complaints and subscriber counts in this period."),
        source_date=newest,
    )


def sheet(by: By, lines: Sequence[Line], *, digits: int) -> Chart:
    """A table of the page as a download; it is drawn by the page itself."""
    return Chart(
        key=f"by-{by}",
        title=_("Complaints by {dimension}").format(dimension=titles()[by]),
        figure={},
        columns=_columns(by, digits),
        rows=[_row(line) for line in lines],
    )


def name_of(line: Line) -> str:
    """What the line is called on screen."""
    if line.region is not None:
        return str(line.region.display_name)
    if line.by is By.REGION:
        return _("Without a part of the region")
    return str(line.label) or _("Not stated")


def _rate_note(point: Point, digits: int) -> str:
    return "" if point.rate is None else _("{rate} per 10,000").format(rate=f"{point.rate:.{digits}f}")


def _columns(by: By, digits: int) -> list[SheetColumn]:
    return [
        SheetColumn("key", titles()[by]),
        SheetColumn("complaints", _("Complaints"), Kind.NUMBER),
        SheetColumn("share", _("Share"), Kind.PERCENT),
        SheetColumn("before", _("Period before"), Kind.NUMBER),
        SheetColumn("change", _("Against period before"), Kind.PERCENT),
        SheetColumn("last_year", _("Last year"), Kind.NUMBER),
        SheetColumn("change_on_year", _("Against last year"), Kind.PERCENT),
        SheetColumn("subscribers", _("Subscribers"), Kind.NUMBER),
        SheetColumn("rate", _("Rate"), Kind.RATE, digits),
        SheetColumn("low", _("Interval from"), Kind.RATE, digits),
        SheetColumn("high", _("Interval to"), Kind.RATE, digits),
        SheetColumn("place", _("Rank"), Kind.NUMBER),
        SheetColumn("place_before", _("Rank before"), Kind.NUMBER),
    ]


def _row(line: Line) -> list[object]:
    low, high = (line.interval.low, line.interval.high) if line.interval else (None, None)
    return [
        name_of(line), line.complaints, line.share, line.before, line.change, line.last_year, line.change_on_year, line.subscribers,
        line.rate, low, high, line.place, line.place_before,
    ]  # fmt: skip
