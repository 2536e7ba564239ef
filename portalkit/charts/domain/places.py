"""Places on a plain sheet: where things are, how large, how dark. No map tiles, so it works on an intranet."""

from collections.abc import Sequence
from dataclasses import dataclass

from .matrices import SCALE
from .marks import PLAIN, Figure, Style, Value, addresses, layout, safe

SMALLEST, LARGEST = 16, 58


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
    trace = {
        "type": "scatter",
        "mode": "markers+text",
        "x": [point.longitude for point in points],
        "y": [point.latitude for point in points],
        "text": [f"{safe(point.name)}<br>{style.text(point.value)}" for point in points],
        "textposition": "bottom center",
        "textfont": {"size": 11},
        "marker": {
            "size": [SMALLEST + (LARGEST - SMALLEST) * (point.size / most) ** 0.5 for point in points],
            "color": [point.value for point in points],
            "colorscale": SCALE,
            "line": {"width": 1, "color": "var(--line-strong)"},
            "showscale": True,
            "colorbar": {"thickness": 10, "outlinewidth": 0, "tickformat": style.tick_format},
        },
        "customdata": addresses([point.link for point in points], len(points)),
        "hovertext": [_hover(point, style) for point in points],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
    }
    axis = {"visible": False, "fixedrange": True}
    lay = layout(style=style, legend=False, margin={"b": 40, "l": 40}, xaxis=axis, yaxis=axis | {"scaleanchor": "x", "scaleratio": 1.08})
    return {"data": [trace], "layout": lay | {"height": style.height or 520}}


def _hover(point: Place, style: Style) -> str:
    lines = [f"<b>{safe(point.name)}</b>", style.text(point.value)]
    return "<br>".join([*lines, safe(point.note)] if point.note else lines)
