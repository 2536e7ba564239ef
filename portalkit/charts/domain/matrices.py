"""Figures of two dimensions: matrix and flow."""

from collections.abc import Sequence
from dataclasses import dataclass

from .marks import PLAIN, Figure, Style, Value, addresses, category_axis, colour, known, layout, safe, soft

ROW_HEIGHT = 30
SCALE = [[step / 5, f"var(--heat-{step})"] for step in range(6)]
TWO_SIDED = [[0, "var(--bad-solid)"], [0.5, "var(--surface-2)"], [1, "var(--info-solid)"]]
KEY_STEPS = 40


@dataclass(frozen=True)
class Flow:
    """An amount from one node to another, both by name."""

    source: str
    target: str
    value: float
    link: str | None = None


def heatmap(
    *,
    rows: Sequence[str],
    columns: Sequence[str],
    values: Sequence[Sequence[Value]],
    links: Sequence[Sequence[str | None]] = (),
    style: Style = PLAIN,
    shows_values: bool = True,
    around_zero: bool = False,
) -> Figure:
    """A matrix with the first row on top. Unknown cells stay empty; every cell can carry its value and its link.

    Without values in the cells a key of the colours stands beside it. `around_zero`: one colour below nought, another above.
    """
    cells = [known(line) for line in values]
    lines = links or [()] * len(rows)
    trace = {
        "type": "heatmap", "x": [safe(column) for column in columns], "y": [safe(row) for row in rows], "z": cells,
        "colorscale": TWO_SIDED if around_zero else SCALE, "xgap": 2, "ygap": 2, "hoverongaps": False,
        "customdata": [addresses(line, len(columns)) for line in lines],
        "hovertext": [
            [f"{safe(row)}<br>{safe(column)}: {style.text(value)}" for column, value in zip(columns, line, strict=True)]
            for row, line in zip(rows, cells, strict=True)
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "showscale": False,
    }  # fmt: skip
    if shows_values:
        trace["text"] = [["" if value is None else style.text(value) for value in line] for line in cells]
        trace["texttemplate"] = "%{text}"
    tall = style.height or max(len(rows) * ROW_HEIGHT + 80, 200)
    lay = layout(
        style=style,
        legend=False,
        xaxis=category_axis(columns, side="bottom"),
        yaxis=category_axis(rows, autorange="reversed", ticksuffix="  "),
    )
    figure = {"data": [trace], "layout": lay | {"height": tall}}
    return figure if shows_values else _with_key(figure, cells, style, around_zero=around_zero)


def _with_key(figure: Figure, cells: Sequence[Sequence[Value]], style: Style, *, around_zero: bool) -> Figure:
    """The same with a strip of the colours on axes of its own: plotly's own colour bar writes styles that the page's policy forbids."""
    low, high = _limits([value for line in cells for value in line if value is not None], around_zero=around_zero)
    shares = [step / KEY_STEPS for step in range(KEY_STEPS + 1)]
    steps = [low * (1 - share) + high * share for share in shares]
    trace = figure["data"][0] | {"zmin": low, "zmax": high}
    key = {
        "type": "heatmap", "x": [0], "y": steps, "z": [[step] for step in steps], "zmin": low, "zmax": high,
        "colorscale": trace["colorscale"], "showscale": False, "hoverinfo": "skip", "xaxis": "x2", "yaxis": "y2",
        "xgap": 1,  # without a gap plotly draws an image with a style of its own
    }  # fmt: skip
    axes = {
        "xaxis": figure["layout"]["xaxis"] | {"domain": [0, 0.93]},
        "xaxis2": {"domain": [0.96, 0.975], "visible": False, "fixedrange": True},
        "yaxis2": {
            "anchor": "x2", "side": "right", "range": [low, high], "fixedrange": True, "showgrid": False, "zeroline": False,
            "tickformat": style.tick_format, "automargin": True, "nticks": 6,
        },
    }  # fmt: skip
    return {"data": [trace, key], "layout": figure["layout"] | axes}


def _limits(found: Sequence[float], *, around_zero: bool) -> tuple[float, float]:
    low, high = min(found, default=0), max(found, default=0)
    if around_zero:
        most = max(abs(low), abs(high)) or 1
        return -most, most
    return (low, high) if low < high else (low, low + 1)


def sankey(*, flows: Sequence[Flow], style: Style = PLAIN) -> Figure:
    """Flows between nodes, in order of first appearance. Needs the full plotly bundle: `{% chart_assets "full" %}`."""
    names = list(dict.fromkeys(name for flow in flows for name in (flow.source, flow.target)))
    place = {name: number for number, name in enumerate(names)}
    shades = [colour(number) for number in range(len(names))]
    trace = {
        "type": "sankey", "arrangement": "snap",
        "node": {
            "label": [safe(name) for name in names], "color": shades, "pad": 16, "thickness": 14, "line": {"width": 0},
            "hoverinfo": "none", "customdata": [""] * len(names),
        },
        "link": {
            "source": [place[flow.source] for flow in flows], "target": [place[flow.target] for flow in flows],
            "value": [flow.value for flow in flows], "color": [soft(shades[place[flow.source]]) for flow in flows],
            "customdata": addresses([flow.link for flow in flows], len(flows)),
            "label": [f"{safe(flow.source)} → {safe(flow.target)}: {style.text(flow.value)}" for flow in flows],
            "hovertemplate": "%{label}<extra></extra>",
        },
    }  # fmt: skip
    return {"data": [trace], "layout": layout(style=style, legend=False)}
