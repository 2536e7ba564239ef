"""Fields that several forms share."""

from django import forms

from portalkit.regions.models import Region

from ..models import Queue


def date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class RegionChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Region) -> str:
        return f"{obj.display_name} ({obj.code})"


class QueueChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Queue) -> str:
        return f"{obj.display_name} ({obj.code})"
