"""Fields that several forms share."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portalkit.periods.domain.calendar import Month, NotAPeriod, parse
from portalkit.regions.models import Region


def date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class MonthField(forms.CharField):
    """A month as `2026-11`; its value is a `Month`."""

    widget = forms.TextInput(attrs={"type": "month", "placeholder": "2026-11"})

    def clean(self, value: Any) -> Month | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            month = parse(text)
        except NotAPeriod:
            month = None
        if not isinstance(month, Month):
            raise forms.ValidationError(_("Write the month as 2026-11."))
        return month


class RegionChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Region) -> str:
        return f"{obj.display_name} ({obj.code})"
