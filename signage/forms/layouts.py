"""The form of a layout. Its zones come as JSON out of the drawing, and as text where no script runs."""

import json
import unicodedata
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portalkit.regions.models import Region

from ..domain.layouts import LARGEST_GRID, TEMPLATES, BadLayout, Rectangle, check_layout
from ..models import Layout
from ..services.programme.layouts import LayoutValues
from .choices import RegionChoice

TEMPLATE_LABELS = {
    "whole": _("Whole screen"),
    "side": _("Main and side column"),
    "strip": _("Main and strip below"),
    "corner": _("Main, side column and corner"),
    "four": _("Four fields"),
    "upright": _("Upright: main and lower part"),
}
ZONE_TITLES = {
    "main": _("Main"),
    "side": _("Side"),
    "strip": _("Strip"),
    "corner": _("Corner"),
    "second": _("Second"),
    "third": _("Third"),
    "fourth": _("Fourth"),
    "lower": _("Lower part"),
}
_WHAT = {
    "none": _("A layout has at least one zone."),
    "too_many": _("More zones than a screen can show well: twelve at most."),
    "name": _("The name of a zone is made of small letters, digits and hyphens: {zone}"),
    "twice": _("Two zones are called {zone}."),
    "outside": _("The zone {zone} does not lie inside the grid."),
    "overlap": _("The zone {zone} lies over another one."),
    "no_main": _("One zone is called “main”: programmes that name no zone go there."),
    "grid": _("The grid has 1 to 48 columns and rows."),
}
_UNSEEN = frozenset({"Cc", "Cs", "Zl", "Zp"})
_KEYS = ("name", "title", "left", "top", "width", "height")


class LayoutForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    region = RegionChoice(
        label=_("Region"), queryset=Region.objects.none(), help_text=_("Whose layout it is; the regions below may use it.")
    )
    columns = forms.IntegerField(label=pgettext_lazy("grid", "Columns"), min_value=1, max_value=LARGEST_GRID, initial=12)
    rows = forms.IntegerField(label=pgettext_lazy("grid", "Rows"), min_value=1, max_value=LARGEST_GRID, initial=12)
    zones = forms.CharField(
        label=_("Zones"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "data-zones": ""}),
        help_text=_("Name, title, left, top, width and height in grid cells."),
    )

    def __init__(self, *args: Any, regions: QuerySet[Region], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]

    def clean_zones(self) -> list[Rectangle]:
        try:
            told = json.loads(self.cleaned_data["zones"])
            return [_rectangle(one) for one in told]
        except (ValueError, TypeError, KeyError, RecursionError):
            raise forms.ValidationError(_("The zones cannot be read.")) from None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if {"zones", "columns", "rows"} <= cleaned.keys():
            try:
                check_layout(cleaned["zones"], columns=cleaned["columns"], rows=cleaned["rows"])
            except BadLayout as bad:
                self.add_error("zones", str(_WHAT[bad.code]).format(zone=bad.zone))
        return cleaned

    @property
    def values(self) -> LayoutValues:
        return LayoutValues(**self.cleaned_data)


def initial_of_layout(layout: Layout) -> dict[str, Any]:
    zones = [{key: getattr(zone, key) for key in _KEYS} for zone in layout.zones.all()]
    return {"name": layout.name, "region": layout.region, "columns": layout.columns, "rows": layout.rows, "zones": _plain(zones)}


def initial_of_template(code: str) -> dict[str, Any]:
    """The first template where nothing is called so."""
    template = next((one for one in TEMPLATES if one.code == code), TEMPLATES[0])
    zones = [vars(zone) | {"title": str(ZONE_TITLES[zone.name])} for zone in template.zones]
    return {"name": str(TEMPLATE_LABELS[template.code]), "columns": template.columns, "rows": template.rows, "zones": _plain(zones)}


def _plain(zones: list[dict[str, Any]]) -> str:
    return "[\n" + ",\n".join(json.dumps(zone, ensure_ascii=False) for zone in zones) + "\n]"


def _rectangle(told: Any) -> Rectangle:
    numbers = {key: told[key] for key in _KEYS[2:]}
    if not all(isinstance(value, int) and not isinstance(value, bool) and -1000 < value < 1000 for value in numbers.values()):
        raise ValueError("numbers")
    name = str(told["name"]).strip()
    title = str(told.get("title") or name).strip()[:40]
    if any(unicodedata.category(character) in _UNSEEN for character in name + title):
        raise ValueError("characters")
    return Rectangle(name=name, title=title, **numbers)
