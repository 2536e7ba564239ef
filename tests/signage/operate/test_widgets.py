"""Widgets of long choices say just what Django's say."""

from html.parser import HTMLParser
from typing import Any

import pytest
from django import forms

from signage.forms.widgets import LongBoxes, LongSelect

CHOICES = [("", "—"), (1, "a <b> & 'c'"), (2, "东门营业厅"), ("x", "y")]


class _Read(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[Any] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, sorted(attrs, key=str)))

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.found.append(data.strip())


@pytest.mark.parametrize(("long", "plain"), [(LongSelect, forms.Select), (LongBoxes, forms.CheckboxSelectMultiple)])
@pytest.mark.parametrize("value", [None, "", 2, [1, "x"], "unknown"])
@pytest.mark.parametrize("attrs", [{"id": "id_f"}, {"id": "id_f", "aria-describedby": "help", "required": True, "disabled": False}])
def test_a_long_widget_is_read_as_the_plain_one(long: Any, plain: Any, value: Any, attrs: dict[str, Any]) -> None:
    if long is LongSelect and isinstance(value, list):
        value = value[0]
    written, expected = (kind(choices=CHOICES, attrs={"class": "wide"}).render("f", value, attrs) for kind in (long, plain))
    assert _Read(written).found == _Read(expected).found
