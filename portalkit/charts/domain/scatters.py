"""Figures of points in a plane, with curves behind them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .marks import PLAIN, Figure, Style, Value, addresses, known, layout, safe, value_axis


@dataclass(frozen=True)
class Dot:
    """A named point. `colour` names a CSS variable; a named dot with `is_labelled` shows its name beside it."""

    name: str
    x: float
    y: float
    colour: str = "series-1"
    link: str | None = None
    note: str = ""
    is_labelled: bool = False


@dataclass(frozen=True)
class Curve:
    """A line behind the dots; `dash` as plotly names it (solid, dash, dot)."""

    name: str
    x: Sequence[float]
    y: Sequence[Value]
    dash: str = "dash"
    colour: str = "text-3"


def scatter(*, dots: Sequence[Dot], curves: Sequence[Curve] = (), style: Style = PLAIN, x_style: Style = PLAIN) -> Figure:
    """Dots over curves, each dot with its tooltip and its link. `style` is that of the upright axis."""
    data: list[dict[str, Any]] = [_line(curve) for curve in curves]
    data.append(
        {
            "type": "scatter", "mode": "markers+text", "name": "", "showlegend": False,
            "x": [dot.x for dot in dots], "y": [dot.y for dot in dots],
            "text": [safe(dot.name) if dot.is_labelled else "" for dot in dots], "textposition": "top center", "textfont": {"size": 11},
            "marker": {"color": [f"var(--{dot.colour})" for dot in dots], "size": 10, "line": {"width": 1, "color": "var(--surface)"}},
            "customdata": addresses([dot.link for dot in dots], len(dots)),
            "hovertext": ["<br>".join(filter(None, (safe(dot.name), style.text(dot.y), safe(dot.note)))) for dot in dots],
            "hovertemplate": "%{hovertext}<extra></extra>", "cliponaxis": False,
        }
    )  # fmt: skip
    axis = value_axis(x_style, linecolor="var(--line-strong)")
    return {"data": data, "layout": layout(style=style, legend=bool(curves), xaxis=axis, yaxis=value_axis(style))}


def _line(curve: Curve) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "lines", "name": safe(curve.name), "x": list(curve.x), "y": known(curve.y),
        "line": {"color": f"var(--{curve.colour})", "width": 1, "dash": curve.dash}, "hoverinfo": "skip", "showlegend": bool(curve.name),
        "legendgroup": safe(curve.name),
    }  # fmt: skip
