"""Choices by the thousand: as Django's widgets, but written without a template for each of them."""

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

_SELECTED = mark_safe(" selected")
_CHECKED = mark_safe(" checked")


class LongSelect(forms.Select):
    """Without groups."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:  # noqa: ARG002
        chosen = set(self.format_value(value))
        rows = ((key, _SELECTED if str(key) in chosen else "", label) for key, label in self.choices)
        options = format_html_join("\n", '<option value="{}"{}>{}</option>', rows)
        return format_html("<select{}>{}</select>", flatatt({**self.build_attrs(self.attrs, attrs), "name": name}), options)


class LongBoxes(forms.CheckboxSelectMultiple):
    """Boxes to tick, without groups."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:  # noqa: ARG002
        chosen = set(self.format_value(value))
        given = self.build_attrs(self.attrs, attrs)
        group = given.pop("id", None) or f"id_{name}"
        outer = {"id": group} | ({"class": given["class"]} if "class" in given else {})
        more = flatatt(given)
        rows = (
            (group, number, name, key, _CHECKED if str(key) in chosen else "", more, label)
            for number, (key, label) in enumerate(self.choices)
        )
        box = '<div><label for="{0}_{1}"><input type="checkbox" name="{2}" value="{3}" id="{0}_{1}"{4}{5}> {6}</label></div>'
        return format_html("<div{}>{}</div>", flatatt(outer), format_html_join("\n", box, rows))
