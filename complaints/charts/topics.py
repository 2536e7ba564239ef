"""The charts of a special topic."""

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _

from portalkit.charts.domain import bars, lines
from portalkit.charts.domain.chart import Chart
from portalkit.charts.domain.marks import Annotation, Series, Style
from portalkit.charts.domain.places import Place as Disc
from portalkit.charts.domain.places import places as discs
from portalkit.periods.domain.calendar import AnyPeriod, Period
from portalkit.periods.panels import label as period_label
from portalkit.sheets.domain.columns import Kind, SheetColumn

from ..selectors.topics import CellSpot, Place, TopicPoint, TopicSummary

DIGITS = 2


def volume(found: TopicSummary, *, link: Callable[[Period], str]) -> Chart:
    """Complaints of the topic over time, with its measures."""
    series = Series(
        _("Complaints"), [point.tickets for point in found.points], [link(point.period) for point in found.points], _partial(found)
    )
    return Chart(
        key="volume",
        title=_("Complaints of the topic"),
        figure=bars.bar(x=_axis(found), series=[series], style=_style(Kind.NUMBER), annotations=_events(found)),
        columns=_point_columns(),
        rows=[_point_row(point) for point in found.points],
        row_links=[link(point.period) for point in found.points],
        source_date=found.days.last_day,
    )


def share(found: TopicSummary, *, link: Callable[[Period], str]) -> Chart:
    """The topic's part of all complaints of its region."""
    series = Series(
        _("Share of all complaints"),
        [point.share for point in found.points],
        [link(point.period) for point in found.points],
        _partial(found),
        notes=[_("{count} of {all}").format(count=f"{point.tickets:,}", all=f"{point.background:,}") for point in found.points],
    )
    return Chart(
        key="share",
        title=_("Share of all complaints"),
        figure=lines.line(x=_axis(found), series=[series], style=_style(Kind.PERCENT), annotations=_events(found)),
        columns=_point_columns(),
        rows=[_point_row(point) for point in found.points],
        row_links=[link(point.period) for point in found.points],
        source_date=found.days.last_day,
    )


def where(found: TopicSummary, *, link: Callable[[Place], str]) -> Chart:
    """Where the topic gathers: area is the number of complaints, shade how many times as many as expected."""
    shown = [place for place in found.places if place.region.longitude is not None and place.region.latitude is not None]
    points = [
        Disc(
            name=place.region.display_name,
            longitude=place.region.longitude or 0,
            latitude=place.region.latitude or 0,
            size=place.spot.observed,
            value=place.spot.ratio,
            link=link(place),
            note=_("{count} of {all}").format(count=f"{place.spot.observed:,}", all=f"{place.spot.background:,}"),
        )
        for place in shown
    ]
    return Chart(
        key="where",
        title=_("Where the topic gathers"),
        figure=discs(points, style=Style(kind=Kind.RATE, digits=DIGITS)),
        columns=place_columns(_("Region")),
        rows=[place_row(place) for place in found.places],
        row_links=[link(place) for place in found.places],
        note=_("Area: complaints of the topic. Shade: how many times as many as all complaints there lead to expect."),
        empty_reason=_("The regions below this one have no coordinates. They can be given in the region register."),
        source_date=found.days.last_day,
    )


def cells(found: TopicSummary, *, newest: date) -> Chart:
    """The ranking of cells as a download; the page draws it itself."""
    return Chart(
        key="cells",
        title=_("Cells"),
        figure={},
        columns=[SheetColumn("cell", _("Cell")), *place_columns(_("Region"))],
        rows=[[cell.cell, *_cell_row(cell)] for cell in found.cells],
        source_date=newest,
    )


def phrases(found: TopicSummary, *, newest: date) -> Chart:
    """The key phrases as a download; the page draws them itself."""
    return Chart(
        key="phrases",
        title=_("Key phrases"),
        figure={},
        columns=[
            SheetColumn("phrase", _("Phrase")),
            SheetColumn("tickets", _("Tickets"), Kind.NUMBER),
            SheetColumn("share", _("Share"), Kind.PERCENT),
            SheetColumn("elsewhere", _("Share in all complaints"), Kind.PERCENT),
            SheetColumn("score", _("TF-IDF"), Kind.RATE, 4),
        ],
        rows=[[one.text, one.tickets, one.share, one.elsewhere, one.score] for one in found.phrases],
        source_date=newest,
    )


def place_columns(label: str) -> list[SheetColumn]:
    return [
        SheetColumn("region", label),
        SheetColumn("complaints", _("Complaints"), Kind.NUMBER),
        SheetColumn("all", _("All complaints"), Kind.NUMBER),
        SheetColumn("expected", _("Expected"), Kind.RATE, 1),
        SheetColumn("ratio", _("Times expected"), Kind.RATE, DIGITS),
        SheetColumn("low", _("Interval from"), Kind.RATE, DIGITS),
        SheetColumn("high", _("Interval to"), Kind.RATE, DIGITS),
        SheetColumn("rate", _("Per 10,000"), Kind.RATE, DIGITS),
    ]


def place_row(place: Place) -> list[object]:
    spot = place.spot
    numbers = [spot.observed, spot.background, spot.expected, spot.ratio, spot.low, spot.high]
    return [place.region.display_name, *numbers, place.rate]


def _cell_row(cell: CellSpot) -> list[object]:
    spot = cell.spot
    name = cell.region.display_name if cell.region else ""
    return [name, spot.observed, spot.background, spot.expected, spot.ratio, spot.low, spot.high, None]


def _axis(found: TopicSummary) -> list[str]:
    return [str(point.period) for point in found.points]


def _partial(found: TopicSummary) -> frozenset[int]:
    return frozenset(number for number, point in enumerate(found.points) if point.is_partial)


def _events(found: TopicSummary) -> list[Annotation]:
    """Each measure at the point that holds its day."""
    marks = []
    for one in found.effects:
        period: AnyPeriod | None = next((point.period for point in found.points if one.measure.day in point.period), None)
        if period is not None:
            marks.append(Annotation(str(period), one.measure.text))
    return marks


def _style(kind: Kind) -> Style:
    return Style(kind=kind, partial_word=_("Part of the period only"))


def _point_columns() -> list[SheetColumn]:
    return [
        SheetColumn("period", _("Period")),
        SheetColumn("complaints", _("Complaints"), Kind.NUMBER),
        SheetColumn("all", _("All complaints"), Kind.NUMBER),
        SheetColumn("share", _("Share"), Kind.PERCENT),
        SheetColumn("partial", _("Part of the period only")),
    ]


def _point_row(point: TopicPoint) -> list[object]:
    return [period_label(point.period), point.tickets, point.background, point.share, _("yes") if point.is_partial else ""]
