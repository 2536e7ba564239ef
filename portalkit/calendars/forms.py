"""The forms of special days and working calendars. They word what services and database demand."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .domain.hours import BadHours, Hours, parse_spans
from .models import DayKind


class SpecialDayForm(forms.Form):
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    kind = forms.ChoiceField(label=_("Kind"), choices=DayKind.choices, initial=DayKind.HOLIDAY)
    name = forms.CharField(label=_("Name"), max_length=80)
    name_en = forms.CharField(label=_("English name"), max_length=80, required=False)
    is_provisional = forms.BooleanField(
        label=_("Provisional"), required=False, help_text=_("Expected, but no notice of the State Council names it yet.")
    )
    source = forms.CharField(label=_("Source"), max_length=200, required=False, help_text=_("The notice that names the day."))


class HoursForm(forms.Form):
    code = forms.SlugField(label=_("Code"), max_length=40, help_text=_("How rules refer to it; it does not change later."))
    name = forms.CharField(label=_("Name"), max_length=80)
    name_en = forms.CharField(label=_("English name"), max_length=80, required=False)
    spans = forms.CharField(
        label=_("Hours that count"), max_length=200, help_text=_("For example 09:00-12:00, 14:00-18:00; a whole day is 00:00-24:00.")
    )
    only_workdays = forms.BooleanField(
        label=_("On workdays only"), required=False, help_text=_("Weekends and public holidays do not count, make-up workdays do.")
    )

    def __init__(self, data: Any = None, *, is_known: bool = False, **options: Any) -> None:
        super().__init__(data, **options)
        if is_known:
            del self.fields["code"]

    def clean_spans(self) -> str:
        text: str = self.cleaned_data["spans"]
        try:
            Hours(parse_spans(text))
        except BadHours:
            raise forms.ValidationError(_("Write the hours as 09:00-12:00, 14:00-18:00; they must not overlap.")) from None
        return text
