"""Adding, changing, moving and closing regions."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .models import Level, Region

_CODE = RegexValidator(r"^[A-Za-z0-9_.\-]+\Z", _("Letters, digits and . _ - only."))


if TYPE_CHECKING:
    _Choice = forms.ModelChoiceField[Region]
else:
    _Choice = forms.ModelChoiceField


class RegionChoice(_Choice):
    """A region out of those given, indented by its depth, named in the reader's language."""

    def label_from_instance(self, obj: Region) -> str:
        name = obj.name if (get_language() or "").startswith("zh") else obj.name_en or obj.name
        return "\u3000" * (obj.path.count("/") - 2) + name


def _day(**options: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


class RegionForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    name_en = forms.CharField(label=_("English name"), max_length=80, required=False)
    longitude = forms.FloatField(label=_("Longitude"), required=False, min_value=-180, max_value=180)
    latitude = forms.FloatField(label=_("Latitude"), required=False, min_value=-90, max_value=90)
    valid_from = _day(label=_("First day"), required=False)


class NewRegionForm(RegionForm):
    code = forms.CharField(
        label=_("Region code"), max_length=40, validators=[_CODE], help_text=_("It stays for ever; grants and imports name it.")
    )
    level = forms.ChoiceField(label=_("Level"), choices=Level.choices)
    parent = RegionChoice(label=_("Belongs to"), queryset=Region.objects.none(), empty_label=_("Choose a region"))
    field_order = ("code", "name", "name_en", "level", "parent", "valid_from", "longitude", "latitude")

    def __init__(self, *args: Any, parents: QuerySet[Region], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = parents  # type: ignore[attr-defined]


class MoveForm(forms.Form):
    parent = RegionChoice(label=_("Belongs to"), queryset=Region.objects.none(), empty_label=_("Choose a region"))

    def __init__(self, *args: Any, parents: QuerySet[Region], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = parents  # type: ignore[attr-defined]


class CloseForm(forms.Form):
    on = _day(label=_("Closed from"), help_text=_("The first day on which the region is no more."))
