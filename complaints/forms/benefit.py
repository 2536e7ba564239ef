"""The form of a benefit estimate."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portalkit.regions.models import Region

from ..domain.benefit import ARPU_DIGITS, MOST_ARPU, MOST_SUBSCRIBERS, SHARE_DIGITS, Inputs
from .fields import MonthField, RegionChoice

_PERCENT = Decimal(100)


class BenefitForm(forms.Form):
    """Region and month stay as they are in a new version: `regions` is None then. `inputs` holds once the form is valid."""

    region = RegionChoice(label=_("Region"), queryset=Region.objects.none())
    month = MonthField(label=_("Month"))
    subscribers = forms.IntegerField(
        label=_("New subscribers"), min_value=0, max_value=MOST_SUBSCRIBERS, help_text=_("Who joined in this month.")
    )
    subscribers_source = forms.CharField(label=_("Source of the new subscribers"), max_length=200)
    arpu = forms.DecimalField(
        label=_("Revenue a subscriber, yuan"),
        min_value=0,
        max_value=MOST_ARPU,
        decimal_places=ARPU_DIGITS,
        help_text=_("Average revenue a subscriber and month (ARPU)."),
    )
    arpu_source = forms.CharField(label=_("Source of the revenue"), max_length=200)
    percent = forms.DecimalField(
        label=_("Share credited, %"),
        min_value=0,
        max_value=100,
        decimal_places=SHARE_DIGITS - 2,
        help_text=_("How much of it better service is credited with."),
    )
    share_source = forms.CharField(label=_("Reason for the share"), max_length=200)
    note = forms.CharField(label=_("Note"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, regions: QuerySet[Region] | None, **options: Any) -> None:
        super().__init__(*args, **options)
        if regions is None:
            del self.fields["region"], self.fields["month"]
            self.fields["note"].required = True
            self.fields["note"].label = _("Why this version differs")
        else:
            self.fields["region"].queryset = regions  # type: ignore[attr-defined]

    @property
    def inputs(self) -> Inputs:
        data = self.cleaned_data
        return Inputs(subscribers=data["subscribers"], arpu=data["arpu"], share=data["percent"] / _PERCENT)
