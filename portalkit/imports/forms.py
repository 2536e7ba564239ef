"""Reads what the wizard's forms send."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from .domain.layouts import DAY_FIRST, MONTH_FIRST, UNAMBIGUOUS
from .domain.spec import ImportSpec, Repeats
from .services.mapping import Choice

_ORDERS = {"day": DAY_FIRST, "month": MONTH_FIRST}
FIELD, WORD, CODE, ORDER = "field-", "word-", "code-", "order-"


class KindForm(forms.Form):
    """Which kind the uploaded files are."""

    kind = forms.ChoiceField(label=_("Kind of file"))

    def __init__(self, *args: Any, kinds: list[ImportSpec], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = [(spec.code, spec.label) for spec in kinds]  # type: ignore[attr-defined]


def choice_from(data: QueryDict, spec: ImportSpec) -> Choice:
    """The mapping form as a choice: column places by field, words and codes in pairs, the order of day and month, repeats."""
    places = {field.name: data.get(f"{FIELD}{field.name}", "") for field in spec.fields}
    options: dict[str, Any] = {
        "vocabulary": {field.name: words for field in spec.fields if (words := _words(data, field.name))},
        "layouts": {field.name: layouts for field in spec.fields if (layouts := _layouts(data, field.name))},
        "repeats": str(Repeats.LAST if data.get("repeats") == Repeats.LAST else Repeats.REJECT),
        "create_regions": data.get("create_regions") == "on",
    }
    return Choice(
        mapping={name: int(place) for name, place in places.items() if place.isascii() and place.isdigit()},
        options=options,
        sheet=data.get("sheet", "")[:100],
        header_line=header_line(data),
    )


def header_line(data: Mapping[str, Any]) -> int | None:
    """The line chosen as header; None leaves finding it to the reader."""
    text = str(data.get("header_line", ""))
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text) < 1000 else None


def _words(data: QueryDict, name: str) -> dict[str, str]:
    pairs = zip(data.getlist(f"{WORD}{name}"), data.getlist(f"{CODE}{name}"), strict=False)
    return {word: code for word, code in pairs if code}


def _layouts(data: QueryDict, name: str) -> list[str]:
    order = _ORDERS.get(data.get(f"{ORDER}{name}", ""))
    return [*UNAMBIGUOUS, *order] if order else []
