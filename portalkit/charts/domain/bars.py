"""Figures that compare amounts."""

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from portalkit.sheets.domain.columns import Kind, shown
from portalkit.sheets.domain.safety import display_width

from .marks import (
    PLAIN,
    Annotation,
    Figure,
    Series,
    Style,
    Target,
    addresses,
    category_axis,
    colour,
    colour_of,
    events,
    hover,
    known,
    layout,
    safe,
    value_axis,
)

BAR_HEIGHT = 26
LONGEST_NAME = 24  # half-width characters; longer ones would leave no room for bars on a telephone
GAP, FEW = 0.28, 8  # fewer columns than so are as wide as if there were so many


def bar(
    *,
    x: Sequence[str],
    series: Sequence[Series],
    style: Style = PLAIN,
    annotations: Sequence[Annotation] = (),
    target: Target | None = None,
) -> Figure:
    """Bars side by side; incomplete periods are hatched."""
    return _bars(x, series, style, annotations, target, mode="group")


def stacked_bar(
    *,
    x: Sequence[str],
    series: Sequence[Series],
    style: Style = PLAIN,
    annotations: Sequence[Annotation] = (),
    total: Series | None = None,
) -> Figure:
    """Bars on top of one another. `total` is its own figure and drawn as a line: it need not be the sum of the parts."""
    figure = _bars(x, series, style, annotations, None, mode="stack")
    if total is not None:
        figure["data"].append(_total(x, total, style))
        figure["layout"]["showlegend"] = True
    return figure


def horizontal_bar(*, names: Sequence[str], series: Series, style: Style = PLAIN, target: Target | None = None) -> Figure:
    """A ranking from top to bottom in the given order, each bar with its value. Long names are cut on the axis, and whole in the hover."""
    values = known(series.values)
    places = [safe(name) for name in names]
    trace = _trace(names, series, style, 0) | {
        "orientation": "h",
        "x": values,
        "y": places,
        "text": [style.text(value) for value in values],
        "textposition": "outside",
        "cliponaxis": False,
    }
    lines = [] if target is None else [_upright(target)]
    tall = style.height or max(len(names) * BAR_HEIGHT + 60, 160)
    lay = layout(
        style=style,
        legend=False,
        margin={"r": 56},
        bargap=0.25,
        xaxis=value_axis(style),
        yaxis=category_axis(
            names, autorange="reversed", ticksuffix="  ", tickmode="array", tickvals=places, ticktext=[safe(_cut(name)) for name in names]
        ),
        shapes=[shape for shape, _label in lines],
        annotations=[label for _shape, label in lines],
    ) | {"height": tall}
    return {"data": [trace], "layout": lay}


def pareto(*, names: Sequence[str], series: Series, style: Style = PLAIN, share_name: str = "%") -> Figure:
    """Bars from large to small with the cumulative share; the order is made here. Unknown values take no part."""
    ranked = sorted(
        ((value, position) for position, value in enumerate(known(series.values)) if value is not None), key=lambda pair: -pair[0]
    )
    order = [position for _value, position in ranked]
    amounts = [value for value, _position in ranked]
    whole = sum(amounts)
    shares = known([running / whole if whole else None for running in accumulate(amounts)])
    links = addresses(series.links, len(series.values))
    sorted_names = [names[position] for position in order]
    sorted_series = Series(series.name, amounts, [links[position] for position in order], colour=series.colour)
    cumulative = Series(share_name, shares, sorted_series.links, colour="series-2")
    line = {
        "type": "scatter", "mode": "lines+markers", "name": safe(share_name), "x": [safe(name) for name in sorted_names], "y": shares,
        "yaxis": "y2", "line": {"color": "var(--series-2)", "width": 2}, "customdata": addresses(cumulative.links, len(shares)),
        "hovertext": hover(sorted_names, cumulative, Style(kind=Kind.PERCENT)), "hovertemplate": "%{hovertext}<extra></extra>",
    }  # fmt: skip
    second = {
        "overlaying": "y", "side": "right", "range": [0, 1.05], "tickformat": ".0%", "showgrid": False, "automargin": True,
    }  # fmt: skip
    lay = layout(style=style, xaxis=category_axis(sorted_names), yaxis=value_axis(style), yaxis2=second)
    return {"data": [_trace(sorted_names, sorted_series, style, 0), line], "layout": lay}


def donut(*, names: Sequence[str], series: Series, style: Style = PLAIN) -> Figure:
    """Shares of one whole, for at most five parts; more parts read better as `horizontal_bar`."""
    values = known(series.values)
    whole = sum(value for value in values if value is not None)
    shares = [shown(value / whole if value is not None and whole else None, kind=Kind.PERCENT) for value in values]
    trace = {
        "type": "pie", "hole": 0.62, "sort": False, "direction": "clockwise", "labels": [safe(name) for name in names], "values": values,
        "marker": {"colors": [colour(number) for number in range(len(values))], "line": {"color": "var(--surface)", "width": 2}},
        "text": shares, "textinfo": "label+text", "textposition": "outside", "automargin": True,
        "customdata": addresses(series.links, len(values)), "hovertext": hover(names, series, style), "hoverinfo": "text",
    }  # fmt: skip
    return {"data": [trace], "layout": layout(style=style, legend=False, margin={"t": 24, "b": 24})}


def _bars(
    x: Sequence[str], series: Sequence[Series], style: Style, annotations: Sequence[Annotation], target: Target | None, *, mode: str
) -> Figure:
    lay = layout(
        style=style,
        legend=len(series) > 1,
        barmode=mode,
        bargap=max(GAP, 1 - len(x) / FEW),
        xaxis=category_axis(x),
        yaxis=value_axis(style),
        **events(x, annotations, target),
    )
    return {"data": [_trace(x, one, style, number) for number, one in enumerate(series)], "layout": lay}


def _trace(x: Sequence[str], one: Series, style: Style, number: int) -> dict[str, Any]:
    shade = colour_of(one, number)
    values = known(one.values)
    trace: dict[str, Any] = {
        "type": "bar",
        "name": safe(one.name),
        "x": [safe(place) for place in x],
        "y": values,
        "marker": {"color": shade, "line": {"width": 0}},
        "customdata": addresses(one.links, len(values)),
        "hovertext": hover(x, one, style),
        "hovertemplate": "%{hovertext}<extra></extra>",
        "textfont": {"size": 11},
    }
    if one.partial:
        shapes = ["/" if position in one.partial else "" for position in range(len(values))]
        trace["marker"]["pattern"] = {"shape": shapes, "fgcolor": "var(--surface)", "bgcolor": shade, "size": 6, "solidity": 0.35}
    return trace


def _total(x: Sequence[str], total: Series, style: Style) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "lines+markers", "name": safe(total.name), "x": [safe(place) for place in x], "y": known(total.values),
        "line": {"color": "var(--text-2)", "width": 2}, "marker": {"color": "var(--text-2)", "size": 6},
        "customdata": addresses(total.links, len(total.values)), "hovertext": hover(x, total, style),
        "hovertemplate": "%{hovertext}<extra></extra>",
    }  # fmt: skip


def _cut(name: str) -> str:
    if display_width(name) <= LONGEST_NAME:
        return name
    found = name[:LONGEST_NAME]
    while display_width(found) >= LONGEST_NAME:
        found = found[:-1]
    return f"{found}…"


def _upright(target: Target) -> tuple[dict[str, Any], dict[str, Any]]:
    stroke = {"color": "var(--text-3)", "width": 1, "dash": "dot"}
    shape = {"type": "line", "x0": target.value, "x1": target.value, "y0": 0, "y1": 1, "yref": "paper", "line": stroke}
    label = {
        "x": target.value, "y": 1, "yref": "paper", "yanchor": "bottom", "text": safe(target.label), "showarrow": False,
        "font": {"size": 11, "color": "var(--text-3)"},
    }  # fmt: skip
    return shape, label
