"""The form of a hall."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portalkit.regions.models import Region

from .domain.opening import OpeningUnreadable
from .models import Hall
from .services.halls import HallValues, canonical_opening

_CODE = RegexValidator(r"^[A-Za-z0-9_.\-]+\Z", _("Letters, digits and . _ - only."))
_LONGEST_OPENING = 200


class _Place(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Region) -> str:
        return "\u3000" * (obj.path.count("/") - 2) + obj.display_name


class HallForm(forms.Form):
    """`is_new`: asks for the code too, which stays afterwards."""

    code = forms.CharField(
        label=_("Hall code"), max_length=40, validators=[_CODE], help_text=_("It stays for ever; grants and imports name it.")
    )
    name = forms.CharField(label=_("Name"), max_length=80)
    name_en = forms.CharField(label=_("English name"), max_length=80, required=False)
    parent = _Place(label=_("Belongs to"), queryset=Region.objects.none(), empty_label=_("Choose a region"))
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    opening = forms.CharField(
        label=_("Opening hours"),
        max_length=400,
        required=False,
        help_text=_("Like 周一至周五 08:30-18:00; 周六、周日 09:00-17:00 or Mo-Fr 08:30-18:00; Sa-Su 09:00-17:00."),
    )
    hall_class = forms.ChoiceField(
        label=_("Hall class"), choices=Hall.Class.choices, help_text=_("Ordinary halls keep footage 30 days by law, key halls 90.")
    )
    longitude = forms.FloatField(label=_("Longitude"), required=False, min_value=-180, max_value=180)
    latitude = forms.FloatField(label=_("Latitude"), required=False, min_value=-90, max_value=90)

    def __init__(self, *args: Any, places: QuerySet[Region], is_new: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["parent"].queryset = places  # type: ignore[attr-defined]
        if not is_new:
            del self.fields["code"]

    def clean_opening(self) -> str:
        try:
            found = canonical_opening(self.cleaned_data["opening"])
        except OpeningUnreadable as unreadable:
            raise forms.ValidationError(_("“%(part)s” cannot be read."), params={"part": unreadable.part}) from None
        if len(found) > _LONGEST_OPENING:
            raise forms.ValidationError(_("These are too many different days."))
        return found

    @property
    def values(self) -> HallValues:
        """What a valid form says."""
        return HallValues(**{name: value for name, value in self.cleaned_data.items() if name != "code"})


def initial_of_hall(hall: Hall, *, opening: str) -> dict[str, Any]:
    region = hall.region
    from_region = {name: getattr(region, name) for name in ("name", "name_en", "longitude", "latitude", "parent")}
    return {**from_region, "address": hall.address, "opening": opening, "hall_class": hall.hall_class}
