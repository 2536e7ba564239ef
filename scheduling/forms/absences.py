"""Absences by hand."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ..models import Absence, Agent
from .fields import date_input


class AbsenceForm(forms.Form):
    first_day = forms.DateField(label=_("From day"), widget=date_input())
    last_day = forms.DateField(label=_("To day"), widget=date_input())
    kind = forms.ChoiceField(label=_("Kind"), choices=Absence.Kind.choices)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)
    clears = forms.BooleanField(label=_("Take published shifts of these days off the roster"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day lies before the first."))
        return cleaned


class NewAbsenceForm(AbsenceForm):
    agent = forms.ModelChoiceField(label=_("Agent"), queryset=Agent.objects.none())
    field_order = ("agent", "first_day", "last_day", "kind", "note", "clears")

    def __init__(self, data: Any = None, *, agents: QuerySet[Agent], **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["agent"].queryset = agents  # type: ignore[attr-defined]


class EndAbsenceForm(forms.Form):
    until = forms.DateField(label=_("Last day of the absence"), widget=date_input())
