"""Figures of two dimensions: matrix and flow."""

from collections.abc import Sequence
from dataclasses import dataclass

from .marks import PLAIN, Figure, Style, Value, addresses, category_axis, colour, known, layout, safe, soft

ROW_HEIGHT = 30
SCALE = [[step / 5, f"var(--heat-{step})"] for step in range(6)]


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
) -> Figure:
    """A matrix with the first row on top. Unknown cells stay empty; every cell can carry its value and its link."""
    cells = [known(line) for line in values]
    lines = links or [()] * len(rows)
    trace = {
        "type": "heatmap", "x": [safe(column) for column in columns], "y": [safe(row) for row in rows], "z": cells,
        "colorscale": SCALE, "xgap": 2, "ygap": 2, "hoverongaps": False,
        "customdata": [addresses(line, len(columns)) for line in lines],
        "hovertext": [
            [f"{safe(row)}<br>{safe(column)}: {style.text(value)}" for column, value in zip(columns, line, strict=True)]
            for row, line in zip(rows, cells, strict=True)
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "showscale": not shows_values, "colorbar": {"thickness": 10, "outlinewidth": 0, "tickformat": style.tick_format},
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
    return {"data": [trace], "layout": lay | {"height": tall}}


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
