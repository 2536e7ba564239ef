"""A chart as simple shapes on a sheet, for PDF: lengths in points, origin at the top left."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from portalkit.sheets.domain.columns import Kind
from portalkit.sheets.domain.safety import display_width

from .document import Chart, ChartKind, Column, Exhibit
from .palette import GRID, HEAT, LINE_STRONG, SURFACE, TEXT, TEXT_2, TEXT_3, heat_step, series_colour
from .scales import Scale, every_nth, scale_of

SMALL = 7.0
HEIGHT = 188.0
BAR_ROW = 15.0
HEAT_ROW = 17.0
MOST_LABELS = 14
MOST_LINES = 3
LINE_HEIGHT = 8.5
Number = int | float | None


@dataclass(frozen=True)
class Rect:
    x: float
    y: float
    width: float
    height: float
    fill: str


@dataclass(frozen=True)
class Line:
    """An unbroken line through the points."""

    points: tuple[tuple[float, float], ...]
    colour: str
    width: float = 1.0
    is_dashed: bool = False


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    colour: str
    is_hollow: bool = False


@dataclass(frozen=True)
class Text:
    """`x` is the text's start, middle or end, as `anchor` says; `y` the middle of its height."""

    x: float
    y: float
    text: str
    colour: str = TEXT_2
    anchor: str = "start"
    size: float = SMALL


Shape = Rect | Line | Dot | Text


@dataclass(frozen=True)
class Drawing:
    width: float
    height: float
    shapes: tuple[Shape, ...]


@dataclass(frozen=True)
class _Plot:
    """The field in which values are drawn: `left` to `right`, `top` to `bottom`, and the scale from bottom to top."""

    left: float
    right: float
    top: float
    bottom: float
    scale: Scale
    count: int

    @property
    def step(self) -> float:
        return (self.right - self.left) / max(self.count, 1)

    def x(self, place: int) -> float:
        return self.left + (place + 0.5) * self.step

    def y(self, value: float) -> float:
        return self.bottom - self.scale.share(value) * (self.bottom - self.top)


def draw(exhibit: Exhibit, chart: Chart, *, width: float) -> Drawing:
    """The chart over the exhibit's rows, totals apart. Unknown values are gaps."""
    rows = exhibit.drawn
    if chart.kind is ChartKind.RANKING:
        return _ranking(rows, chart, width)
    if chart.kind is ChartKind.HEATMAP:
        return _heatmap(rows, chart, width)
    return _upright(rows, chart, width)


def text_width(text: str, *, size: float = SMALL) -> float:
    """About how wide a text is: a Chinese character is as wide as it is high, others a little over half."""
    return display_width(text) * size * 0.53


def _upright(rows: Exhibit, chart: Chart, width: float) -> Drawing:
    columns = [rows.column(key) for key in chart.series]
    values = [rows.numbers(key) for key in chart.series]
    total = rows.numbers(chart.total) if chart.total else ()
    scale = scale_of([*_heights(chart, values), *total, chart.target])
    labels = [_tick(columns[0], tick) for tick in scale.ticks]
    left = max(text_width(label) for label in labels) + 6
    right = width - (26 if chart.share else 4)
    names = _wrapped(rows, room=(right - left) / max(len(rows.rows), 1), is_wrapped=chart.kind in (ChartKind.PARETO, ChartKind.BAR))
    bottom = HEIGHT - 8 - LINE_HEIGHT * max((len(lines) for lines in names), default=1)
    plot = _Plot(left=left, right=right, top=34 if chart.events else 22, bottom=bottom, scale=scale, count=len(rows.rows))
    shapes = [*_grid(plot, labels), *_names(plot, names), *_legend(rows, chart, width), *_events(plot, rows, chart), *_target(plot, chart)]
    shapes += _lines(plot, rows, chart, values) if chart.kind is ChartKind.LINE else _bars(plot, rows, chart, columns, values)
    if chart.total:
        shapes += _line(plot, total, TEXT_2, _partial(rows))
        shapes += _values(plot, total, rows.column(chart.total), lift=6)
    if chart.share:
        shapes += _shares(plot, rows, chart)
    return Drawing(width=width, height=HEIGHT, shapes=tuple(shapes))


def _heights(chart: Chart, values: Sequence[Sequence[Number]]) -> list[Number]:
    if chart.kind is not ChartKind.STACKED:
        return [value for one in values for value in one]
    return [sum(value or 0 for value in stack) for stack in zip(*values, strict=True)]


def _grid(plot: _Plot, labels: Sequence[str]) -> list[Shape]:
    found: list[Shape] = []
    for tick, label in zip(plot.scale.ticks, labels, strict=True):
        y = plot.y(tick)
        found.append(Line(((plot.left, y), (plot.right, y)), LINE_STRONG if tick == 0 else GRID, 0.6))
        found.append(Text(plot.left - 4, y, label, TEXT_3, "end", SMALL))
    return found


def _tick(column: Column, tick: float) -> str:
    """Rates with their decimals, numbers without any that are nought."""
    return column.text(tick) if column.kind is not Kind.NUMBER else f"{tick:,g}"


def _wrapped(rows: Exhibit, *, room: float, is_wrapped: bool) -> list[list[str]]:
    """The names below the axis, an incomplete period marked, each in as many lines as it needs."""
    names = [f"{name}*" if row.is_partial else name for name, row in zip(rows.names, rows.rows, strict=True)]
    if not is_wrapped:
        return [[name] for name in names]
    return [_in_lines(name, room=room) for name in names]


def _in_lines(name: str, *, room: float) -> list[str]:
    """As few lines as the room asks for, about equally long: Chinese breaks anywhere, other text between words."""
    count = min(MOST_LINES, max(1, -(-int(text_width(name)) // max(int(room) - 2, 1))))
    parts, joint = (name.split(" "), " ") if name.isascii() else (list(name), "")
    most = text_width(name) / count
    lines = [parts[0]]
    for part in parts[1:]:
        longer = f"{lines[-1]}{joint}{part}"
        if len(lines) < count and text_width(longer) > most + 1:
            lines.append(part)
        else:
            lines[-1] = longer
    return lines


def _names(plot: _Plot, names: Sequence[Sequence[str]]) -> list[Shape]:
    widest = max((text_width(line) for lines in names for line in lines), default=1.0) + 4
    is_wrapped = any(len(lines) > 1 for lines in names)
    nth = 1 if is_wrapped else every_nth(len(names), most=max(1, int((plot.right - plot.left) / widest)))
    last = len(names) - 1
    return [
        Text(plot.x(place), plot.bottom + 8 + number * LINE_HEIGHT, line, TEXT_3, "middle")
        for place, lines in enumerate(names)
        if (last - place) % nth == 0
        for number, line in enumerate(lines)
    ]


def _legend(rows: Exhibit, chart: Chart, width: float) -> list[Shape]:
    keys = [*chart.series, *filter(None, (chart.total, chart.share))]
    if len(keys) < 2:
        return []
    found: list[Shape] = []
    x = 0.0
    for number, key in enumerate(keys):
        label = rows.column(key).label
        if x + text_width(label) + 24 > width:
            break
        colour = TEXT_2 if key == chart.total else series_colour(1 if key == chart.share else number)
        found.append(Rect(x, 4, 7, 7, colour))
        found.append(Text(x + 10, 7.5, label))
        x += 10 + text_width(label) + 12
    return found


def _events(plot: _Plot, rows: Exhibit, chart: Chart) -> list[Shape]:
    places = {row.key: place for place, row in enumerate(rows.rows)}
    found: list[Shape] = []
    for event in chart.events:
        if event.at in places:
            x = plot.x(places[event.at])
            is_right_half = x > (plot.left + plot.right) / 2
            found.append(Line(((x, plot.top - 8), (x, plot.bottom)), TEXT_3, 0.6, is_dashed=True))
            found.append(Text(x - 3 if is_right_half else x + 3, plot.top - 6, event.label, TEXT_3, "end" if is_right_half else "start"))
    return found


def _target(plot: _Plot, chart: Chart) -> list[Shape]:
    if chart.target is None:
        return []
    y = plot.y(chart.target)
    return [
        Line(((plot.left, y), (plot.right, y)), TEXT_3, 0.8, is_dashed=True),
        Text(plot.right, y - 5, chart.target_label, TEXT_3, "end"),
    ]


def _lines(plot: _Plot, rows: Exhibit, chart: Chart, values: Sequence[Sequence[Number]]) -> list[Shape]:
    found: list[Shape] = []
    for number, one in enumerate(values):
        found += _line(plot, one, series_colour(number), _partial(rows))
    if len(values) == 1 and len(rows.rows) <= MOST_LABELS:
        found += _values(plot, values[0], rows.column(chart.series[0]), lift=7)
    return found


def _line(plot: _Plot, values: Sequence[Number], colour: str, partial: frozenset[int]) -> list[Shape]:
    found: list[Shape] = []
    for place, (before, value) in enumerate(pairwise(values), start=1):
        if before is not None and value is not None:
            ends = ((plot.x(place - 1), plot.y(before)), (plot.x(place), plot.y(value)))
            found.append(Line(ends, colour, 1.4, is_dashed=bool({place - 1, place} & partial)))
    found += [Dot(plot.x(place), plot.y(value), colour, place in partial) for place, value in enumerate(values) if value is not None]
    return found


def _values(plot: _Plot, values: Sequence[Number], column: Column, *, lift: float) -> list[Shape]:
    """What the points read, on a pale ground, so that lines do not run through it."""
    if len(values) > MOST_LABELS:
        return []
    found: list[Shape] = []
    for place, value in enumerate(values):
        if value is not None:
            x, y, text = plot.x(place), plot.y(value) - lift, column.text(value)
            wide = text_width(text, size=6.5) + 1
            found.append(Rect(x - wide / 2, y - 3.5, wide, 7, SURFACE))
            found.append(Text(x, y, text, TEXT, "middle", 6.5))
    return found


def _bars(plot: _Plot, rows: Exhibit, chart: Chart, columns: Sequence[Column], values: Sequence[Sequence[Number]]) -> list[Shape]:
    found: list[Shape] = []
    is_stacked = chart.kind is ChartKind.STACKED
    each = plot.step * 0.68 / (1 if is_stacked else len(values))
    for place in range(len(rows.rows)):
        base = 0.0
        for number, one in enumerate(values):
            value = one[place]
            if value is None:
                continue
            x = plot.x(place) - plot.step * 0.34 + (0 if is_stacked else number * each)
            top = plot.y(base + value)
            found.append(Rect(x, top, each * (1 if is_stacked else 0.94), plot.y(base) - top, series_colour(number)))
            if is_stacked:
                base += value
            else:
                found.append(Text(x + each / 2, top - 5, columns[number].text(value), TEXT, "middle", 6.5))
    return found


def _shares(plot: _Plot, rows: Exhibit, chart: Chart) -> list[Shape]:
    """The cumulative line against an axis of its own, 0 to 100 %."""
    own = _Plot(plot.left, plot.right, plot.top, plot.bottom, Scale(top=1.0, ticks=(0, 0.5, 1.0)), plot.count)
    values = rows.numbers(chart.share)
    axis: list[Shape] = [Text(plot.right + 24, own.y(tick), f"{tick:.0%}", TEXT_3, "end") for tick in own.scale.ticks]
    column = rows.column(chart.share)
    labels = [
        Text(own.x(place), own.y(value) - 6, column.text(value), series_colour(1), "middle", 6)
        for place, value in enumerate(values)
        if value is not None and 0 < place < len(values) - 1
    ]
    return [*axis, *_line(own, values, series_colour(1), frozenset()), *labels]


def _ranking(rows: Exhibit, chart: Chart, width: float) -> Drawing:
    column, values = rows.column(chart.series[0]), rows.numbers(chart.series[0])
    names = rows.names
    left = max((text_width(name, size=7.5) for name in names), default=40.0) + 8
    scale = scale_of(values)
    room = width - left - 44
    found: list[Shape] = []
    for place, (name, value) in enumerate(zip(names, values, strict=True)):
        y = place * BAR_ROW
        found.append(Text(left - 6, y + BAR_ROW / 2, name, TEXT, "end", 7.5))
        length = room * scale.share(value or 0)
        if value is not None:
            found.append(Rect(left, y + 2.5, max(length, 0.5), BAR_ROW - 5, series_colour(0)))
        found.append(Text(left + length + 4, y + BAR_ROW / 2, column.text(value), TEXT_2, "start", 7.5))
    return Drawing(width=width, height=len(names) * BAR_ROW + 2, shapes=tuple(found))


def _heatmap(rows: Exhibit, chart: Chart, width: float) -> Drawing:
    columns = [rows.column(key) for key in chart.series]
    cells = [rows.numbers(key) for key in chart.series]
    largest = max((value for one in cells for value in one if value is not None), default=0)
    left = max((text_width(name, size=7.5) for name in rows.names), default=40.0) + 8
    each = (width - left) / max(len(columns), 1)
    found: list[Shape] = [
        Text(left + (place + 0.5) * each, HEAT_ROW / 2, column.label, TEXT_2, "middle", 7.5) for place, column in enumerate(columns)
    ]
    for line, name in enumerate(rows.names):
        y = (line + 1) * HEAT_ROW
        found.append(Text(left - 6, y + HEAT_ROW / 2, name, TEXT, "end", 7.5))
        for place, column in enumerate(columns):
            value = cells[place][line]
            step = heat_step(value or 0, largest=largest)
            found.append(Rect(left + place * each + 1, y + 1, each - 2, HEAT_ROW - 2, HEAT[step]))
            colour = SURFACE if step >= 4 else TEXT
            found.append(Text(left + (place + 0.5) * each, y + HEAT_ROW / 2, column.text(value), colour, "middle", 7.5))
    return Drawing(width=width, height=(len(rows.rows) + 1) * HEAT_ROW, shapes=tuple(found))


def _partial(rows: Exhibit) -> frozenset[int]:
    return frozenset(place for place, row in enumerate(rows.rows) if row.is_partial)
