"""Forms of mapping rules."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..domain.mapping import Match
from ..domain.taxonomy import Cause, ServiceClass
from ..models.labels import CAUSE_LABELS, CLASS_LABELS, SYSTEM_LABELS, TYPE_LABELS, choices
from ..models.mappings import MATCH_LABELS
from .fields import date_input

_TICKET_CLASSES = [(code, label) for code, label in choices(CLASS_LABELS) if code not in (ServiceClass.UNMAPPED, ServiceClass.TOTAL)]
_CAUSES = [(code, label) for code, label in choices(CAUSE_LABELS) if code not in (Cause.UNMAPPED, Cause.UNSTATED)]
_EITHER = ("", _("Any"))


class _RuleForm(forms.Form):
    text = forms.CharField(label=_("Text"), max_length=500, help_text=_("A path such as 网络质量→话音, or a word of it."))
    match = forms.ChoiceField(label=_("Rule"), choices=choices(MATCH_LABELS), initial=Match.PREFIX)
    system = forms.ChoiceField(label=_("Source system"), choices=[_EITHER, *choices(SYSTEM_LABELS)], required=False)
    valid_from = forms.DateField(label=_("Valid from"), required=False, widget=date_input(), help_text=_("Empty: always."))
    valid_to = forms.DateField(
        label=_("Valid to"), required=False, widget=date_input(), help_text=_("The first day on which it no longer holds.")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("valid_from"), cleaned.get("valid_to")
        if first and last and last <= first:
            self.add_error("valid_to", _("The end lies before the start."))
        return cleaned


class CategoryRuleForm(_RuleForm):
    service_class = forms.ChoiceField(label=_("Class"), choices=_TICKET_CLASSES)
    complaint_type = forms.ChoiceField(label=_("Type"), choices=[pair for pair in choices(TYPE_LABELS) if pair[0] != "unmapped"])


class CauseRuleForm(_RuleForm):
    cause = forms.ChoiceField(label=_("Cause"), choices=_CAUSES)


class EndRuleForm(forms.Form):
    on = forms.DateField(label=_("Holds until"), widget=date_input())

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"on": today})
