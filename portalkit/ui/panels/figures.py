"""Small drawings, and a key figure with its change against an earlier one."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portalkit.ui.domain.formats import Number, number_text, percent_text, relative_change, sparkline_points
from portalkit.ui.domain.tones import Better, Tone, tone_of, tone_of_change


@dataclass(frozen=True)
class Stat:
    """Text of a stat card. `arrow` is an icon name, empty where nothing is known to compare with."""

    label: str
    value: str
    unit: str = ""
    change: str = ""
    arrow: str = ""
    tone: Tone = Tone.NEUTRAL
    before: str = ""
    before_label: str = ""
    url: str = ""
    note: str = ""
    is_known: bool = True


def icon(name: str, label: str = "") -> SafeString:
    """A drawing of the sprite; decorative unless `label` says what it means."""
    described = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html('<svg class="icon" {}><use href="{}#{}"></use></svg>', described, static("ui/icons.svg"), name)


def stat(
    *,
    label: str,
    value: Number | str | None,
    before: Number | None = None,
    before_label: str = "",
    better: str = "neither",
    digits: int | None = None,
    kind: str = "number",
    unit: str = "",
    url: str = "",
    note: str = "",
) -> Stat:
    """`value` as number (`digits` decimals), as fraction (`kind="percent"`) or as ready text; `better` is a `Better`."""
    if isinstance(value, str):
        return Stat(label=label, value=value, unit=unit, url=url, note=note)
    change = relative_change(value, before)
    return Stat(
        label=label,
        value=_text(value, kind=kind, digits=digits),
        unit=unit,
        change=percent_text(abs(change)) if change is not None else "",
        arrow=_arrow(change),
        tone=tone_of_change(change, better=Better(better)),
        before=_text(before, kind=kind, digits=digits) if before is not None else "",
        before_label=before_label,
        url=url,
        note=note,
        is_known=value is not None,
    )


def bar(share: float, tone: str = "info") -> SafeString:
    """A thin bar in a table cell, filled to `share` of its length."""
    return format_html(
        '<svg class="bar tone-{}" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="bar-track" width="100" height="6" rx="1"></rect><rect class="bar-value" width="{}" height="6" rx="1"></rect></svg>',
        tone_of(tone),
        f"{max(0.0, min(share, 1.0)) * 100:.1f}",
    )


def sparkline(values: Sequence[float | None]) -> tuple[str, ...]:
    return sparkline_points(values)


def _text(value: Number | None, *, kind: str, digits: int | None) -> str:
    return percent_text(value, digits=1 if digits is None else digits) if kind == "percent" else number_text(value, digits=digits)


def _arrow(change: float | None) -> str:
    if change is None:
        return ""
    if change == 0:
        return "equal"
    return "arrow-up" if change > 0 else "arrow-down"
