"""Forms of special topics and their measures."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portalkit.regions.models import Region

from ..domain.taxonomy import TICKET_CLASSES
from ..models import Topic
from ..models.labels import CAUSE_LABELS, CLASS_LABELS, SIDE_LABELS, TYPE_LABELS, choices
from ..services.topics import TopicValues
from .fields import RegionChoice, date_input

_CODES = ("class", "type", "cause", "side")
_PARTED = _("Commas between them.")


def _several(label: Any, pairs: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, choices=pairs, required=False, widget=forms.CheckboxSelectMultiple)


class TopicForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    region = RegionChoice(label=_("Region"), queryset=Region.objects.none(), help_text=_("With everything below it, halls too."))
    first_day = forms.DateField(label=_("From day"), widget=date_input())
    last_day = forms.DateField(
        label=_("To day"), widget=date_input(), required=False, help_text=_("Empty: until the newest day with data.")
    )
    any_terms = forms.CharField(label=_("Any of these words"), max_length=1000, required=False, help_text=_PARTED)
    all_terms = forms.CharField(label=_("All of these words"), max_length=1000, required=False, help_text=_PARTED)
    none_terms = forms.CharField(label=_("None of these words"), max_length=1000, required=False, help_text=_PARTED)
    type = _several(_("Type"), choices(TYPE_LABELS))
    service_class = _several(_("Class"), [(str(code), CLASS_LABELS[code]) for code in TICKET_CLASSES])
    cause = _several(_("Cause"), choices(CAUSE_LABELS))
    side = _several(_("Control"), choices(SIDE_LABELS))
    channel = forms.CharField(label=_("Channel"), max_length=80, required=False, help_text=_("A part of its name."))
    places = forms.CharField(
        label=_("Places"),
        max_length=1000,
        required=False,
        help_text=_("Names in the place of the fault, commas between them."),
    )
    cells = forms.CharField(label=_("Cells"), max_length=2000, required=False, help_text=_("Whole names, commas between them."))
    is_shared = forms.BooleanField(label=_("Everybody of the region may see and change it"), required=False)

    def __init__(self, *args: Any, regions: QuerySet[Region], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The end lies before the start."))
        return cleaned

    @property
    def values(self) -> TopicValues:
        """What a valid form says."""
        data = dict(self.cleaned_data)
        filters = {name: data.pop("service_class" if name == "class" else name) for name in _CODES}
        channel = data.pop("channel")
        filters["channel"] = [channel] if channel else []
        return TopicValues(filters=filters, **data)


def initial_of(topic: Topic) -> dict[str, Any]:
    """What the form shows of a topic that is there already."""
    names = ("name", "region", "first_day", "last_day", "any_terms", "all_terms", "none_terms", "places", "cells", "is_shared")
    codes = {"service_class" if name == "class" else name: topic.filters.get(name, []) for name in _CODES}
    return {**{name: getattr(topic, name) for name in names}, **codes, "channel": next(iter(topic.filters.get("channel", [])), "")}


class MeasureForm(forms.Form):
    day = forms.DateField(label=_("Day"), widget=date_input())
    text = forms.CharField(label=_("Measure"), max_length=200, help_text=_("What was done, such as: a carrier added at the campus."))
    region = RegionChoice(label=_("Where"), queryset=Region.objects.none())
    cells = forms.CharField(
        label=_("Cells"), max_length=2000, required=False, help_text=_("Only these cells of the region: whole names, commas between them.")
    )
    expected = forms.CharField(label=_("Expected effect"), max_length=200, required=False)

    def __init__(self, *args: Any, regions: QuerySet[Region], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]
        self.today = today

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day > self.today:
            raise forms.ValidationError(_("A measure is noted once it was taken."))
        return day
