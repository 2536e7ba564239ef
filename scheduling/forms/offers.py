"""What a planner offers from the hours pool."""

from datetime import time
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ..domain.offers import OfferKind
from ..domain.shifts import DAY
from ..models import Queue, Roster, ShiftOffer
from ..services.offers import OfferWish
from .fields import QueueChoice, date_input

MOST_PLACES = 50
MOST_ASKED = 200


class _RosterChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Roster) -> str:
        return f"{obj.region.display_name} {obj}"


def _time_input() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class OfferForm(forms.Form):
    roster = _RosterChoice(label=_("Roster"), queryset=Roster.objects.none(), empty_label=None)
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=ShiftOffer.Kind.choices,
        help_text=_("Overtime adds the stretch to a day; early leave gives up the end of a shift, a free shift the whole of it."),
    )
    day = forms.DateField(label=_("Day"), widget=date_input())
    starts = forms.TimeField(label=_("From what time"), widget=_time_input())
    ends = forms.TimeField(label=_("Until what time"), widget=_time_input(), help_text=_("At or before the start: on the next day."))
    queue = QueueChoice(label=_("Queue"), queryset=Queue.objects.none(), required=False, empty_label=_("Any agent"))
    places = forms.IntegerField(label=_("Places offered"), min_value=1, max_value=MOST_PLACES, initial=1)
    asked_at_once = forms.IntegerField(
        label=_("Asked at a time"),
        min_value=1,
        max_value=MOST_ASKED,
        initial=3,
        help_text=_("In the order of fairness; whoever refuses makes room for the next."),
    )
    deadline = forms.DateTimeField(
        label=_("Answer until"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("At the latest when the stretch begins."),
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False, help_text=_("The agents read it."))

    def __init__(self, data: Any = None, *, rosters: QuerySet[Roster], queues: QuerySet[Queue], **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["roster"].queryset = rosters  # type: ignore[attr-defined]
        self.fields["queue"].queryset = queues  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        places, asked = cleaned.get("places"), cleaned.get("asked_at_once")
        if places and asked and asked < places:
            self.add_error("asked_at_once", _("At least as many as there are places."))
        return cleaned

    def wish(self) -> OfferWish:
        data = self.cleaned_data
        starts, ends = _minutes(data["starts"]), _minutes(data["ends"])
        return OfferWish(
            roster=data["roster"],
            kind=OfferKind(data["kind"]),
            day=data["day"],
            starts=starts,
            ends=ends if ends > starts else ends + DAY,
            queue=data["queue"],
            places=data["places"],
            asked_at_once=data["asked_at_once"],
            deadline=data["deadline"],
            note=data["note"],
        )


def _minutes(value: time) -> int:
    return value.hour * 60 + value.minute
