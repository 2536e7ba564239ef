"""Figures as plain dicts: everything plotly.js needs, with colours as CSS variables and a link behind each mark.

One entry for the builders and the values they take; they live in `lines`, `bars`, `matrices`, `scatters` and `places`.
"""

from .bars import bar, donut, horizontal_bar, pareto, stacked_bar
from .lines import control, line, sparkline
from .marks import Annotation, Figure, Series, Style, Target
from .matrices import Flow, heatmap, sankey
from .places import Place, places
from .scatters import Curve, Dot, scatter

__all__ = [
    "Annotation",
    "Curve",
    "Dot",
    "Figure",
    "Flow",
    "Place",
    "Series",
    "Style",
    "Target",
    "bar",
    "control",
    "donut",
    "heatmap",
    "horizontal_bar",
    "line",
    "pareto",
    "places",
    "sankey",
    "scatter",
    "sparkline",
    "stacked_bar",
]
