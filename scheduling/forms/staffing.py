"""The calculator's question, and the standard of a queue. People type percent, the domain takes shares."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ..domain.staffing import Question
from ..models import Queue
from ..services.staffing import StandardValues
from .fields import QueueChoice

SHRINKAGE = (("breaks", _("Breaks, %")), ("absence", _("Absence, %")), ("training", _("Training, %")), ("meetings", _("Meetings, %")))

_USUAL = {"breaks": 10, "absence": 8, "training": 5, "meetings": 3}


def _percent(label: Any, low: float, high: float, **more: Any) -> forms.FloatField:
    return forms.FloatField(label=label, min_value=low, max_value=high, **more)


class CalculatorForm(forms.Form):
    calls = forms.FloatField(label=_("Calls in the interval"), min_value=0, max_value=1e6, initial=100)
    interval = forms.IntegerField(label=_("Interval, min"), min_value=1, max_value=1440, initial=30)
    aht = forms.FloatField(label=_("Handling time, s"), min_value=1, max_value=86400, initial=180)
    target = _percent(_("Service level, %"), 1, 99.9, initial=80, required=False)
    within = forms.FloatField(label=_("Within, s"), min_value=0, max_value=3600, initial=20)
    max_asa = forms.FloatField(
        label=_("Longest mean wait, s"), min_value=1, max_value=3600, required=False, help_text=_("Held besides the service level.")
    )
    agents = forms.IntegerField(
        label=_("Agents on the phone"), min_value=0, max_value=100_000, required=False, help_text=_("Instead of a service level.")
    )
    shrinkage = _percent(_("Shrinkage, %"), 0, 95, initial=30, required=False)
    max_occupancy = _percent(_("Highest occupancy, %"), 10, 100, initial=85, required=False)
    patience = forms.FloatField(
        label=_("Mean patience, s"), min_value=1, max_value=3600, required=False, help_text=_("Empty: callers never leave.")
    )
    concurrency = forms.FloatField(label=_("Contacts at a time"), min_value=1, max_value=10, initial=1, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and cleaned.get("target") is None and cleaned.get("agents") is None:
            self.add_error("target", _("Enter a service level, or the agents there are."))
        return cleaned

    def question(self) -> Question:
        data = self.cleaned_data
        agents = data["agents"]
        return Question(
            calls=data["calls"],
            interval_minutes=data["interval"],
            aht_seconds=data["aht"],
            within_seconds=data["within"],
            target_share=None if agents is not None else data["target"] / 100,
            agents=agents,
            shrinkage=(data["shrinkage"] or 0) / 100,
            max_occupancy=(data["max_occupancy"] or 100) / 100,
            max_asa_seconds=data["max_asa"],
            patience_seconds=data["patience"],
            concurrency=data["concurrency"] or 1.0,
        )


class StandardForm(forms.Form):
    queue = QueueChoice(label=_("Queue"), queryset=Queue.objects.none(), empty_label=None)
    first_day = forms.DateField(label=_("From day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    target = _percent(_("Service level, %"), 1, 99.9, initial=80)
    within_seconds = forms.IntegerField(label=_("Within, s"), min_value=0, max_value=3600, initial=20)
    max_occupancy = _percent(_("Highest occupancy, %"), 10, 100, initial=85)
    max_asa_seconds = forms.FloatField(label=_("Longest mean wait, s"), min_value=1, max_value=3600, required=False)
    patience_seconds = forms.FloatField(
        label=_("Mean patience, s"), min_value=1, max_value=3600, required=False, help_text=_("Empty: callers never leave.")
    )
    concurrency = forms.FloatField(
        label=_("Contacts at a time"), min_value=1, max_value=10, initial=1, help_text=_("More than one for chat.")
    )

    def __init__(self, data: Any = None, *, queues: QuerySet[Queue], **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["queue"].queryset = queues  # type: ignore[attr-defined]
        for kind, label in SHRINKAGE:
            self.fields[kind] = _percent(label, 0, 90, required=False, initial=_USUAL[kind])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if sum(cleaned.get(kind) or 0 for kind, _label in SHRINKAGE) >= 95:
            self.add_error("breaks", _("Together the kinds of shrinkage stay below 95 %."))
        return cleaned

    def values(self) -> StandardValues:
        data = self.cleaned_data
        return StandardValues(
            first_day=data["first_day"],
            target_share=data["target"] / 100,
            within_seconds=data["within_seconds"],
            max_occupancy=data["max_occupancy"] / 100,
            max_asa_seconds=data["max_asa_seconds"],
            patience_seconds=data["patience_seconds"],
            concurrency=data["concurrency"],
            shrinkage={kind: data[kind] / 100 for kind, _label in SHRINKAGE if data[kind]},
        )
