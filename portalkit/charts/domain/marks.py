"""What the figures share: series, annotations, colours by name, axes, text that is safe and formatted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from portalkit.sheets.domain.columns import Kind, shown

Figure = dict[str, Any]
Value = int | float | None
PALETTE_SIZE = 8
MOST_TICKS = 12
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "x", "star", "hexagon")
TICK_FORMATS = {Kind.PERCENT: ",~%", Kind.BYTES: "~s"}


@dataclass(frozen=True)
class Series:
    """Values, one for each place on the axis; None is unknown and leaves a gap.

    `links`: address behind each mark. `partial`: positions of periods that are not complete. `band`: lower and upper bounds.
    `colour` names a CSS variable without dashes, such as `bad-solid`; empty: the next of the palette.
    """

    name: str
    values: Sequence[Value]
    links: Sequence[str | None] = ()
    partial: frozenset[int] = frozenset()
    band: tuple[Sequence[Value], Sequence[Value]] | None = None
    colour: str = ""
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Annotation:
    """A known event: `at` is a place on the axis, drawn as a vertical line with its label."""

    at: str
    label: str


@dataclass(frozen=True)
class Target:
    """A level to hold, drawn as a horizontal line with its label."""

    value: float
    label: str


@dataclass(frozen=True)
class Style:
    """How values read: their kind and decimals, and the words for an incomplete period and for the axis."""

    kind: Kind = Kind.NUMBER
    digits: int | None = None
    partial_word: str = ""
    axis_title: str = ""
    height: int | None = None

    def text(self, value: Value) -> str:
        return shown(value, kind=self.kind, digits=self.digits)

    @property
    def tick_format(self) -> str:
        return TICK_FORMATS.get(self.kind, ",~f")


PLAIN = Style()


def colour(number: int) -> str:
    """The CSS variable of the palette's colour for the series with this position; starts over after the eighth."""
    return f"var(--series-{number % PALETTE_SIZE + 1})"


def colour_of(series: Series, number: int) -> str:
    return f"var(--{series.colour})" if series.colour else colour(number)


def soft(shade: str) -> str:
    """The pale form of a colour variable, for bands; the browser mixes it."""
    return shade.replace(")", "-pale)")


def safe(text: object) -> str:
    """Plotly reads a little HTML in every label: this text stays text."""
    return str(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def known(values: Sequence[Value]) -> list[Value]:
    """The values with None for everything that is no finite number."""
    return [value if value is not None and isfinite(value) else None for value in values]


def addresses(links: Sequence[str | None], count: int) -> list[str]:
    """One address a mark, "" where there is none. Only paths of this site pass."""
    padded = [*links, *([None] * (count - len(links)))]
    return [link if link and link.startswith(("/", "?")) and not link.startswith("//") else "" for link in padded]


def hover(places: Sequence[str], series: Series, style: Style) -> list[str]:
    """The tooltip of each mark: place, name and value, one below the other."""
    texts = []
    for position, (place, value) in enumerate(zip(places, series.values, strict=True)):
        lines = [safe(place), f"{safe(series.name)}: {style.text(value)}" if series.name else style.text(value)]
        if position in series.partial and style.partial_word:
            lines.append(safe(style.partial_word))
        if position < len(series.notes) and series.notes[position]:
            lines.append(safe(series.notes[position]))
        texts.append("<br>".join(lines))
    return texts


def layout(*, style: Style = PLAIN, legend: bool = True, margin: Mapping[str, int] | None = None, **parts: Any) -> dict[str, Any]:
    """The layout that all figures start from; colours are CSS variables, resolved in the browser."""
    base: dict[str, Any] = {
        "autosize": True,
        "margin": {"l": 8, "r": 12, "t": 12, "b": 8, **(margin or {})},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"size": 12, "color": "var(--text-2)"},
        "showlegend": legend,
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "xanchor": "left", "yanchor": "bottom"},
        "hovermode": "closest",
        "dragmode": False,
        "modebar": {"bgcolor": "rgba(0,0,0,0)", "color": "var(--text-3)", "activecolor": "var(--text)"},
        "hoverlabel": {
            "bgcolor": "var(--surface)",
            "bordercolor": "var(--line-strong)",
            "font": {"color": "var(--text-2)"},
            "align": "left",
        },
    }
    if style.height:
        base["height"] = style.height
    return base | parts


def category_axis(places: Sequence[str], **parts: Any) -> dict[str, Any]:
    """Places in the given order; plotly must not take "2026-11" for a date."""
    return {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": [safe(place) for place in places],
        "automargin": True,
        "nticks": MOST_TICKS if len(places) > MOST_TICKS + 2 and "autorange" not in parts else 0,
        "showgrid": False,
        "linecolor": "var(--line-strong)",
        "tickcolor": "var(--line-strong)",
    } | parts


def value_axis(style: Style, **parts: Any) -> dict[str, Any]:
    return {
        "title": {"text": safe(style.axis_title)},
        "rangemode": "tozero",
        "automargin": True,
        "gridcolor": "var(--chart-grid)",
        "zerolinecolor": "var(--line-strong)",
        "tickformat": style.tick_format,
    } | parts


def events(places: Sequence[str], annotations: Sequence[Annotation], target: Target | None) -> dict[str, Any]:
    """Shapes and labels of the events that lie on the axis, and of the target. Labels of neighbours stand on different lines."""
    positions = {place: position for position, place in enumerate(places)}
    lying = sorted((positions[event.at], event.label) for event in annotations if event.at in positions)
    shapes: list[dict[str, Any]] = []
    labels: list[dict[str, Any]] = []
    for order, (position, label) in enumerate(lying):
        is_right_half = position > len(places) * 0.6
        shapes.append(_rule(x0=position, x1=position, y0=0, y1=1, yref="paper"))
        labels.append(
            {
                "x": position, "y": 1, "yref": "paper", "yanchor": "top", "xanchor": "right" if is_right_half else "left",
                "text": safe(label), "showarrow": False, "yshift": -14 * (order % 3), "xshift": -4 if is_right_half else 4,
                "font": {"size": 11, "color": "var(--text-3)"}, "bgcolor": "var(--surface)",
            }
        )  # fmt: skip
    if target:
        shapes.append(_rule(x0=0, x1=1, xref="paper", y0=target.value, y1=target.value))
        labels.append(
            {
                "x": 1, "xref": "paper", "xanchor": "right", "y": target.value, "yanchor": "bottom", "text": safe(target.label),
                "showarrow": False, "font": {"size": 11, "color": "var(--text-3)"},
            }
        )  # fmt: skip
    return {"shapes": shapes, "annotations": labels}


def _rule(**place: Any) -> dict[str, Any]:
    return {"type": "line", "layer": "below", "line": {"color": "var(--text-3)", "width": 1, "dash": "dot"}, **place}
