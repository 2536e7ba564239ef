"""The tag library `ui`; every tag stands with an example at /styleguide/."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from portalkit.ui.domain import formats
from portalkit.ui.domain.tones import tone_of
from portalkit.ui.panels import figures, shell

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A drawing of the sprite; decorative unless `label` says what it means."""
    return figures.icon(name, label)


@register.simple_tag
def badge(text: object, tone: str = "neutral") -> SafeString:
    return format_html('<span class="badge tone-{}">{}</span>', tone_of(tone), text)


@register.simple_tag
def number(value: formats.Number | None, digits: int | None = None, unit: str = "") -> str:
    """`1,234.56`; `unit="wan"` counts in 万 (Chinese) and in plain figures elsewhere; None is a dash."""
    if unit == "wan" and (get_language() or "").startswith("zh"):
        text = formats.in_ten_thousands(value, digits=1 if digits is None else digits)
        return text if value is None else f"{text} 万"
    return formats.number_text(value, digits=digits)


@register.simple_tag
def rate(value: formats.Number | None) -> str:
    """A complaint rate, two decimals."""
    return formats.number_text(value, digits=2)


@register.simple_tag
def percent(fraction: formats.Number | None, digits: int = 1) -> str:
    return formats.percent_text(fraction, digits=digits)


@register.simple_tag
def file_size(size: int | None) -> str:
    return formats.bytes_text(size)


@register.simple_tag
def datetime_short(value: datetime | None) -> str:
    """`2026-11-23 09:30` in Shanghai, as a <time> element."""
    if value is None:
        return formats.DASH
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return format_html('<time datetime="{}">{}</time>', value.isoformat(timespec="seconds"), formats.datetime_text(local))


@register.simple_tag
def date_short(value: date | None) -> str:
    return formats.DASH if value is None else format_html('<time datetime="{0}">{0}</time>', value.strftime("%Y-%m-%d"))


@register.simple_tag
def region_name(region: Any) -> str:
    """The name in the reader's language; a dash for None."""
    if region is None:
        return formats.DASH
    is_chinese = (get_language() or "").startswith("zh")
    return str(region.name if is_chinese else region.name_en or region.name)


@register.inclusion_tag("ui/stat.html")
def stat(label: str, value: formats.Number | str | None, trend: Sequence[float | None] = (), **options: Any) -> dict[str, object]:
    """Options: unit, before, before_label, better (up, down, neither), digits, kind (number, percent), url, note."""
    return {"stat": figures.stat(label=label, value=value, **options), "trend": trend}


@register.simple_tag
def sparkline(values: Sequence[float | None], label: str = "") -> SafeString:
    lines = format_html_join("", '<polyline points="{}"></polyline>', ((points,) for points in formats.sparkline_points(values)))
    described = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html('<svg class="sparkline" viewBox="0 0 96 28" preserveAspectRatio="none" {}>{}</svg>', described, lines)


@register.inclusion_tag("ui/progress.html")
def progress(done: int, total: int | None = None, label: str = "", tone: str = "info") -> dict[str, object]:
    """A bar with its share; without `total` it shows that work goes on."""
    share = min(done / total, 1) if total else None
    return {"done": done, "total": total, "share": share, "label": label, "tone": tone_of(tone)}


@register.simple_tag
def bar(value: formats.Number | None, largest: formats.Number, tone: str = "info") -> SafeString:
    """A thin bar in a table cell, as long as value ÷ largest; nothing for an unknown value."""
    if value is None or not largest:
        return SafeString("")
    return figures.bar(float(value) / float(largest), tone)


@register.inclusion_tag("ui/form_fields.html")
def form_fields(form: BaseForm) -> dict[str, object]:
    """The error summary and every field with label, help and errors."""
    return {"form": form}


@register.inclusion_tag("ui/form_errors.html")
def form_errors(*forms: BaseForm) -> dict[str, object]:
    """The error summary alone, of forms that are sent together; it stands above all their fields."""
    return {"forms": forms, "count": sum(len(form.errors) for form in forms)}


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField) -> dict[str, object]:
    widget = bound.field.widget
    kind = getattr(widget, "input_type", "") or type(widget).__name__.lower()
    is_group = bound.use_fieldset
    return {"field": bound, "kind": kind, "is_check": kind == "checkbox" and not is_group, "is_group": is_group}


@register.inclusion_tag("ui/steps.html")
def steps(labels: Sequence[str], current: int) -> dict[str, object]:
    """A stepper; `current` counts from 1."""
    state = ["done" if number < current else "current" if number == current else "coming" for number in range(1, len(labels) + 1)]
    return {"steps": [{"label": label, "state": one} for label, one in zip(labels, state, strict=True)]}


@register.inclusion_tag("ui/tabs.html")
def tabs(items: Sequence[Mapping[str, object] | Sequence[object]], label: str = "") -> dict[str, object]:
    """Links as tabs: (label, url, is_current) or (label, url, is_current, count)."""
    return {"label": label, "tabs": [dict(zip(("label", "url", "is_current", "count"), item, strict=False)) for item in items]}


@register.simple_tag
def url_or_none(name: str) -> str:
    """The address of a page when it exists in this installation, else empty."""
    return shell.address(name)


@register.simple_tag(takes_context=True)
def shell_data(context: template.Context) -> shell.Shell | None:
    request = context.get("request")
    return shell.shell_of(request) if isinstance(request, HttpRequest) else None


@register.simple_tag(takes_context=True)
def theme(context: template.Context) -> str:
    return shell.theme_of(context.get("request"))
