"""Places on a plain sheet: where things are, how large, how dark. No map tiles, so it works on an intranet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .marks import PLAIN, Figure, Style, Value, addresses, layout, safe
from .matrices import SCALE

SMALLEST, LARGEST = 12, 42
# Where a name's middle lies from its disc's, as shares of the sheet, best side first; and the squared distance that is enough.
_SIDES = {"bottom center": (0.0, -0.07), "top center": (0.0, 0.07), "middle right": (0.1, 0.0), "middle left": (-0.1, 0.0)}
_ENOUGH = 0.012


@dataclass(frozen=True)
class Place:
    """A point in degrees; `size` sets the area of its disc, `value` its shade and text."""

    name: str
    longitude: float
    latitude: float
    size: float
    value: Value
    link: str | None = None
    note: str = ""


def places(points: Sequence[Place], *, style: Style = PLAIN) -> Figure:
    """Discs at their positions, each with its name and value; unknown values are drawn without shade."""
    most = max((point.size for point in points), default=0) or 1
    known = [point for point in points if point.value is not None]
    unknown = [point for point in points if point.value is None]
    shade = {"color": [point.value for point in known], "colorscale": SCALE, "showscale": False}
    sides = dict(zip((id(point) for point in points), label_sides(points), strict=True))
    traces = [_discs(known, most, style, shade, sides), _discs(unknown, most, style, {"color": "var(--surface-2)"}, sides)]
    axis = {"visible": False, "fixedrange": True}
    lay = layout(style=style, legend=False, margin={"b": 40, "l": 40}, xaxis=axis, yaxis=axis | {"scaleanchor": "x", "scaleratio": 1.08})
    return {"data": [trace for trace in traces if trace["x"]] or traces[:1], "layout": lay | {"height": style.height or 520}}


def label_sides(points: Sequence[Place]) -> list[str]:
    """Where each name stands so that it keeps away from discs and from names already placed; below where there is room."""
    longitudes, latitudes = [point.longitude for point in points], [point.latitude for point in points]
    width = max(longitudes, default=0) - min(longitudes, default=0) or 1
    height = max(latitudes, default=0) - min(latitudes, default=0) or 1
    centres = [(point.longitude / width, point.latitude / height) for point in points]
    taken: list[tuple[float, float]] = []
    sides = []
    for number, (x, y) in enumerate(centres):
        others = [*centres[:number], *centres[number + 1 :], *taken]
        rooms = {side: _room((x + right, y + up), others) for side, (right, up) in _SIDES.items()}
        side = next((name for name, room in rooms.items() if room >= _ENOUGH), max(rooms, key=lambda name: rooms[name]))
        taken.append((x + _SIDES[side][0], y + _SIDES[side][1]))
        sides.append(side)
    return sides


def _room(spot: tuple[float, float], others: Sequence[tuple[float, float]]) -> float:
    return min(((spot[0] - x) ** 2 + (spot[1] - y) ** 2 for x, y in others), default=1.0)


def _discs(points: Sequence[Place], most: float, style: Style, shade: dict[str, Any], sides: Mapping[int, str]) -> dict[str, Any]:
    sizes = [SMALLEST + (LARGEST - SMALLEST) * (point.size / most) ** 0.5 for point in points]
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [point.longitude for point in points],
        "y": [point.latitude for point in points],
        "text": [f"{safe(point.name)}<br>{style.text(point.value)}" for point in points],
        "textposition": [sides[id(point)] for point in points],
        "textfont": {"size": 11},
        "marker": {"size": sizes, "line": {"width": 1, "color": "var(--line-strong)"}, **shade},
        "customdata": addresses([point.link for point in points], len(points)),
        "hovertext": [_hover(point, style) for point in points],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
    }


def _hover(point: Place, style: Style) -> str:
    lines = [safe(point.name), style.text(point.value)]
    return "<br>".join([*lines, safe(point.note)] if point.note else lines)
