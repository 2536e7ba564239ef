"""Figures of development over time."""

from collections.abc import Iterator, Sequence
from typing import Any

from .marks import (
    PLAIN,
    SYMBOLS,
    Annotation,
    Figure,
    Series,
    Style,
    Target,
    Value,
    addresses,
    category_axis,
    colour_of,
    events,
    hover,
    known,
    layout,
    safe,
    soft,
    value_axis,
)


def line(
    *,
    x: Sequence[str],
    series: Sequence[Series],
    style: Style = PLAIN,
    annotations: Sequence[Annotation] = (),
    target: Target | None = None,
) -> Figure:
    """Lines with gaps where nothing is known; incomplete periods are reached by a dashed line and drawn hollow; bands behind."""
    data: list[dict[str, Any]] = []
    for number, one in enumerate(series):
        data.extend(_bands(x, one, colour_of(one, number)))
    for number, one in enumerate(series):
        data.extend(_line(x, one, style, number))
    lay = layout(style=style, legend=len(series) > 1, xaxis=category_axis(x), yaxis=value_axis(style), **events(x, annotations, target))
    return {"data": data, "layout": lay}


def sparkline(*, x: Sequence[str], values: Sequence[Value], style: Style = PLAIN) -> Figure:
    """A small line without axes."""
    trace = _line(x, Series(name="", values=values), style, 0)[0] | {"mode": "lines"}
    axis = {"visible": False, "fixedrange": True}
    lay = layout(style=style, legend=False, margin={"l": 0, "r": 0, "t": 2, "b": 2}, xaxis=category_axis(x) | axis, yaxis=axis)
    return {"data": [trace], "layout": lay}


def control(
    *,
    x: Sequence[str],
    series: Series,
    centre: Sequence[Value],
    lower: Sequence[Value],
    upper: Sequence[Value],
    style: Style = PLAIN,
    annotations: Sequence[Annotation] = (),
    flagged: frozenset[int] = frozenset(),
) -> Figure:
    """A control chart: the values, their centre line and limits that may change along the axis; points outside stand out.

    `flagged` are positions that stand out for another reason, such as the end of a long run on one side.
    """
    places = [safe(place) for place in x]
    limits = [
        _limit(places, known(lower), dash="dash"),
        _limit(places, known(upper), dash="dash"),
        _limit(places, known(centre), dash="solid"),
    ]
    trace, *incomplete = _line(x, series, style, 0)
    outside = [_is_outside(value, low, high) for value, low, high in zip(known(series.values), known(lower), known(upper), strict=True)]
    trace["marker"] = {
        "color": [_shade(out, position in flagged, colour_of(series, 0)) for position, out in enumerate(outside)],
        "symbol": ["diamond" if out else "square" if position in flagged else "circle" for position, out in enumerate(outside)],
        "size": [11 if out or position in flagged else 6 for position, out in enumerate(outside)],
    }
    axis = value_axis(style, rangemode="normal")
    lay = layout(style=style, legend=False, xaxis=category_axis(x), yaxis=axis, **events(x, annotations, None))
    return {"data": [*limits, trace, *incomplete], "layout": lay}


def _line(x: Sequence[str], one: Series, style: Style, number: int) -> list[dict[str, Any]]:
    values, shade = known(one.values), colour_of(one, number)
    complete = [None if position in one.partial else value for position, value in enumerate(values)]
    trace = {
        "type": "scatter",
        "mode": "lines+markers",
        "name": safe(one.name),
        "legendgroup": str(number),
        "x": [safe(place) for place in x],
        "y": complete,
        "connectgaps": False,
        "line": {"color": shade, "width": 2},
        "marker": {"color": shade, "size": 6, "symbol": SYMBOLS[number % len(SYMBOLS)]},
        "customdata": addresses(one.links, len(values)),
        "hovertext": hover(x, one, style),
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    return [trace, *_partial(trace, values, one, shade, number)] if one.partial else [trace]


def _partial(whole: dict[str, Any], values: list[Value], one: Series, shade: str, number: int) -> list[dict[str, Any]]:
    touching = {near for position in one.partial for near in (position - 1, position, position + 1)}
    dashed = whole | {
        "mode": "lines",
        "y": [value if position in touching else None for position, value in enumerate(values)],
        "line": {"color": shade, "width": 2, "dash": "dot"},
        "hoverinfo": "skip",
        "showlegend": False,
    }
    del dashed["hovertemplate"]
    hollow = whole | {
        "mode": "markers",
        "y": [value if position in one.partial else None for position, value in enumerate(values)],
        "marker": {"color": shade, "size": 8, "symbol": f"{SYMBOLS[number % len(SYMBOLS)]}-open", "line": {"width": 2}},
        "showlegend": False,
    }
    return [dashed, hollow]


def _bands(x: Sequence[str], one: Series, shade: str) -> Iterator[dict[str, Any]]:
    """One polygon for every unbroken run, since a fill across a gap would claim knowledge."""
    if one.band is None:
        return
    run: list[tuple[str, Value, Value]] = []
    for place, low, high in [*zip(x, known(one.band[0]), known(one.band[1]), strict=True), ("", None, None)]:
        if low is not None and high is not None:
            run.append((safe(place), low, high))
            continue
        if len(run) > 1:
            yield _polygon(run, shade)
        run = []


def _polygon(run: list[tuple[str, Value, Value]], shade: str) -> dict[str, Any]:
    places = [place for place, _low, _high in run]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": places + places[::-1],
        "y": [high for _place, _low, high in run] + [low for _place, low, _high in reversed(run)],
        "fill": "toself",
        "fillcolor": soft(shade),
        "line": {"width": 0, "color": shade},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _shade(is_outside: bool, is_flagged: bool, usual: str) -> str:  # noqa: FBT001
    if is_outside:
        return "var(--bad-solid)"
    return "var(--warn-solid)" if is_flagged else usual


def _limit(places: list[str], values: list[Value], *, dash: str) -> dict[str, Any]:
    stroke = {"color": "var(--text-3)", "width": 1, "dash": dash, "shape": "hvh"}
    return {"type": "scatter", "mode": "lines", "x": places, "y": values, "line": stroke, "hoverinfo": "skip", "showlegend": False}


def _is_outside(value: Value, low: Value, high: Value) -> bool:
    return value is not None and ((low is not None and value < low) or (high is not None and value > high))
