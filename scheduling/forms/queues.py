"""Forms of queues, campaigns and marks of days."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portalkit.regions.models import Region

from ..models import Campaign, DayMark, Queue
from ..services.queues import CampaignValues, QueueValues
from .fields import QueueChoice, RegionChoice, date_input


class QueueForm(forms.Form):
    """`is_new`: asks for the code too, which stays afterwards."""

    code = forms.SlugField(label=_("Code"), max_length=40, help_text=_("Letters, digits and hyphens; files name the queue by it."))
    name = forms.CharField(label=_("Name"), max_length=80)
    name_en = forms.CharField(label=_("English name"), max_length=80, required=False)
    region = RegionChoice(label=_("Region"), queryset=Region.objects.none(), help_text=_("Where the hotline stands."))
    channel = forms.ChoiceField(label=_("Channel of the queue"), choices=Queue.Channel.choices)
    is_active = forms.BooleanField(label=_("Active"), required=False, initial=True)

    def __init__(self, *args: Any, regions: QuerySet[Region], is_new: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]
        if not is_new:
            del self.fields["code"]

    @property
    def values(self) -> QueueValues:
        """What a valid form says."""
        return QueueValues(**{name: value for name, value in self.cleaned_data.items() if name != "code"})


class CampaignForm(forms.Form):
    code = forms.CharField(label=_("Code"), max_length=40)
    name = forms.CharField(label=_("Name"), max_length=120)
    queue = QueueChoice(label=_("Queue"), queryset=Queue.objects.none())
    first_day = forms.DateField(label=_("From day"), widget=date_input())
    last_day = forms.DateField(label=_("To day"), widget=date_input())
    targets = forms.IntegerField(label=_("Target customers"), min_value=0, max_value=2_000_000_000)
    rate_percent = forms.FloatField(
        label=_("Call-back rate, %"),
        min_value=0,
        max_value=100,
        required=False,
        help_text=_("Of 100 target customers so many call. Empty: learned from past campaigns."),
    )
    half_life_days = forms.FloatField(
        label=_("Half-life, days"),
        min_value=0.1,
        max_value=365,
        required=False,
        help_text=_("After so many days a customer group calls half as often. Empty: learned from past campaigns."),
    )
    is_paid = forms.BooleanField(label=_("Costs the customer money"), required=False)

    def __init__(self, *args: Any, queues: QuerySet[Queue], is_new: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["queue"].queryset = queues  # type: ignore[attr-defined]
        if not is_new:
            del self.fields["code"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The end lies before the start."))
        return cleaned

    @property
    def values(self) -> CampaignValues:
        """What a valid form says."""
        data = {name: value for name, value in self.cleaned_data.items() if name not in {"code", "rate_percent"}}
        percent = self.cleaned_data["rate_percent"]
        return CampaignValues(**data, call_back_rate=None if percent is None else percent / 100)


def initial_of_campaign(campaign: Campaign) -> dict[str, Any]:
    rate = campaign.call_back_rate
    names = ("name", "queue", "first_day", "last_day", "targets", "half_life_days", "is_paid")
    return {**{name: getattr(campaign, name) for name in names}, "rate_percent": None if rate is None else round(rate * 100, 6)}


class DayMarkForm(forms.Form):
    day = forms.DateField(label=_("Day"), widget=date_input())
    kind = forms.ChoiceField(label=_("This day is"), choices=DayMark.Kind.choices, initial=DayMark.Kind.OUTLIER)
    note = forms.CharField(label=_("Why"), max_length=200, help_text=_("What happened, or why it is usual after all."))
