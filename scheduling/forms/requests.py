"""What agents ask for."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ..models import Absence, Agent


class _Days(forms.DateInput):
    input_type = "date"


class LeaveForm(forms.Form):
    first_day = forms.DateField(label=_("From day"), widget=_Days())
    last_day = forms.DateField(label=_("To day"), widget=_Days())
    absence_kind = forms.ChoiceField(
        label=_("Kind of leave"), choices=Absence.Kind.choices, initial=Absence.Kind.ANNUAL.value, required=False
    )
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)

    def clean_absence_kind(self) -> str:
        return str(self.cleaned_data["absence_kind"] or Absence.Kind.ANNUAL)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, last = values.get("first_day"), values.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day lies before the first."))
        return values


class SwapForm(forms.Form):
    day = forms.DateField(label=_("Your day"), widget=_Days())
    colleague = forms.ModelChoiceField(label=_("Colleague"), queryset=Agent.objects.none())
    colleague_day = forms.DateField(
        label=_("Colleague's day"),
        widget=_Days(),
        help_text=_("The same day to exchange shifts of one day; on two days both are exchanged."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)

    def __init__(self, data: Any = None, *, colleagues: QuerySet[Agent], **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["colleague"].queryset = colleagues  # type: ignore[attr-defined]
