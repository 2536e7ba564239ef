"""Forms of alarms."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portalkit.regions.models import Region

from .domain.identity import Severity
from .filters import kind_choices
from .models import SEVERITY_LABELS


class CommentForm(forms.Form):
    comment = forms.CharField(
        label=_("Comment"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What is being done. It stands in the history of the alarm."),
    )  # fmt: skip


class SubscriptionForm(forms.Form):
    region = forms.ModelChoiceField(label=_("Region"), queryset=Region.objects.none(), help_text=_("With everything below it."))
    severity = forms.ChoiceField(
        label=_("From severity"), choices=[(str(code), label) for code, label in SEVERITY_LABELS.items()], initial=Severity.MAJOR.value
    )
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of alarm"), choices=kind_choices, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: every kind."),
    )  # fmt: skip

    def __init__(self, *args: Any, regions: QuerySet[Region], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["region"]
        field.queryset = regions
        field.label_from_instance = lambda region: region.long_name
