"""Forms of rotation patterns, and of filling a roster in by one."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import validate_slug
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portalkit.regions.models import Region

from ..models import Roster
from ..services.rosters.building import MOST_DAYS
from .fields import RegionChoice, date_input


class RotationForm(forms.Form):
    code = forms.CharField(label=_("Code"), max_length=20, validators=[validate_slug])
    name = forms.CharField(label=_("Name"), max_length=80)
    codes = forms.CharField(
        label=_("Days of the rotation"), max_length=400, help_text=_("Codes of shifts in order, a dash for a day off: A2 A2 N1 N1 - -")
    )
    is_active = forms.BooleanField(label=_("Active"), required=False, initial=True)


class NewRotationForm(RotationForm):
    region = RegionChoice(label=_("Region"), queryset=Region.objects.none(), empty_label=None)
    field_order = ("region", "code", "name", "codes", "is_active")

    def __init__(self, data: Any = None, *, regions: QuerySet[Region], **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]


class _RosterChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Roster) -> str:
        return f"{obj} · {obj.region.display_name}"


class ApplyRotationForm(forms.Form):
    """Either a roster to put the rotation on top of, or the days of a new one."""

    groups = forms.MultipleChoiceField(
        label=_("Rotation groups"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Several groups begin evenly spread over the rotation."),
    )
    anchor = forms.DateField(label=_("The rotation begins on"), widget=date_input())
    base = _RosterChoice(
        label=_("On top of"), queryset=Roster.objects.none(), required=False, empty_label=_("A new roster"),
        help_text=_("The others keep their shifts; a new version is made of it."),
    )  # fmt: skip
    region = RegionChoice(label=_("Region"), queryset=Region.objects.none(), required=False)
    first_day = forms.DateField(label=_("From day"), widget=date_input(), required=False)
    last_day = forms.DateField(label=_("To day"), widget=date_input(), required=False)

    def __init__(
        self, data: Any = None, *, groups: Sequence[tuple[str, int]], rosters: QuerySet[Roster], regions: QuerySet[Region], **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.fields["groups"].choices = [(name, f"{name} ({count})") for name, count in groups]  # type: ignore[attr-defined]
        self.fields["base"].queryset = rosters  # type: ignore[attr-defined]
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        base = cleaned.get("base")
        if base is not None:
            return cleaned | {"region": base.region, "first_day": base.first_day, "last_day": base.last_day}
        for name in ("region", "first_day", "last_day"):
            if name not in self.errors and cleaned.get(name) is None:
                self.add_error(name, _("A new roster needs this."))
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The end lies before the start."))
        elif first and last and (last - first).days >= MOST_DAYS:
            self.add_error("last_day", _("62 days at most."))
        return cleaned
