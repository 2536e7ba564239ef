"""Choices by the thousand: as Django's widgets, but written without a template for each of them. What varies is escaped one by one."""

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_SELECTED, _CHECKED = " selected", " checked"


class LongSelect(forms.Select):
    """Without groups."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:  # noqa: ARG002
        chosen = set(self.format_value(value))
        options = (
            f'<option value="{escape(key)}"{_SELECTED if str(key) in chosen else ""}>{escape(label)}</option>'
            for key, label in self.choices
        )
        return mark_safe(f"<select{flatatt({**self.build_attrs(self.attrs, attrs), 'name': name})}>{''.join(options)}</select>")  # noqa: S308


class LongBoxes(forms.CheckboxSelectMultiple):
    """Boxes to tick, without groups."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:  # noqa: ARG002
        chosen = set(self.format_value(value))
        given = self.build_attrs(self.attrs, attrs)
        group = given.pop("id", None) or f"id_{name}"
        outer = {"id": group} | ({"class": given["class"]} if "class" in given else {})
        begin, more = escape(group), f'{flatatt(given)} name="{escape(name)}"'
        boxes = "\n".join(
            f'<div><label for="{begin}_{number}"><input type="checkbox" value="{escape(key)}" id="{begin}_{number}"'
            f"{_CHECKED if str(key) in chosen else ''}{more}> {escape(label)}</label></div>"
            for number, (key, label) in enumerate(self.choices)
        )
        return mark_safe(f"<div{flatatt(outer)}>{boxes}</div>")  # noqa: S308
