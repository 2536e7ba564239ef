"""Places on a plain sheet: where things are, how large, how dark. No map tiles, so it works on an intranet."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .marks import PLAIN, Figure, Style, Value, addresses, layout, safe
from .matrices import SCALE

SMALLEST, LARGEST = 12, 42


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
    traces = [_discs(known, most, style, shade), _discs(unknown, most, style, {"color": "var(--surface-2)"})]
    axis = {"visible": False, "fixedrange": True}
    lay = layout(style=style, legend=False, margin={"b": 40, "l": 40}, xaxis=axis, yaxis=axis | {"scaleanchor": "x", "scaleratio": 1.08})
    return {"data": [trace for trace in traces if trace["x"]] or traces[:1], "layout": lay | {"height": style.height or 520}}


def _discs(points: Sequence[Place], most: float, style: Style, shade: dict[str, Any]) -> dict[str, Any]:
    sizes = [SMALLEST + (LARGEST - SMALLEST) * (point.size / most) ** 0.5 for point in points]
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [point.longitude for point in points],
        "y": [point.latitude for point in points],
        "text": [f"{safe(point.name)}<br>{style.text(point.value)}" for point in points],
        "textposition": "bottom center",
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
