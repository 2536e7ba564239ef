"""Forms of the finding-faults contest."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portalkit.regions.models import Region

from ..domain.contest import Severity, Step
from ..models import Ticket
from ..models.contest import CATEGORY_LABELS, SEVERITY_LABELS
from ..models.labels import choices
from .fields import RegionChoice, date_input

DEPARTMENTS_LIST = "known-departments"
_LONG = {"rows": 4}


def _points(label: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, min_value=0, max_value=1000, max_digits=6, decimal_places=2)


def _department(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=80, widget=forms.TextInput(attrs={"list": DEPARTMENTS_LIST}))


class FaultForm(forms.Form):
    """`tickets`: those that the caller may link. `is_new` has to be ticked where a similar entry exists."""

    region = RegionChoice(label=_("Region"), queryset=Region.objects.none())
    place = forms.CharField(label=_("Place or cell"), max_length=160, help_text=_("As exact as you can: house, road, cell name."))
    category = forms.ChoiceField(label=_("Kind of fault"), choices=choices(CATEGORY_LABELS))
    severity = forms.ChoiceField(label=_("Severity"), choices=choices(SEVERITY_LABELS), initial=Severity.MINOR.value)
    description = forms.CharField(label=_("What is wrong"), max_length=2000, widget=forms.Textarea(attrs=_LONG))
    found_on = forms.DateField(label=_("Found on"), widget=date_input())
    photo = forms.FileField(
        label=_("Photo"),
        required=False,
        help_text=_("JPEG, PNG or WebP, at most 10 MiB. Place and camera data are taken out of it."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    ticket_id = forms.CharField(
        label=_("Ticket number"), max_length=80, required=False, help_text=_("Where a customer's ticket led to the fault.")
    )
    finder = forms.CharField(label=_("Finder"), max_length=80, help_text=_("You, or a colleague whose find you type in."))
    finder_department = _department(_("Finder's department"))
    is_new = forms.BooleanField(label=_("It is another fault than these"), required=False)

    def __init__(self, *args: Any, regions: QuerySet[Region], tickets: QuerySet[Ticket], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]
        self._tickets = tickets

    def clean_ticket_id(self) -> Ticket | None:
        number = self.cleaned_data["ticket_id"].strip()
        if not number:
            return None
        ticket = self._tickets.filter(ticket_id=number).first()
        if ticket is None:
            raise forms.ValidationError(_("There is no ticket with this number in your regions."))
        return ticket


class AcceptForm(forms.Form):
    severity = forms.ChoiceField(label=_("Severity"), choices=choices(SEVERITY_LABELS))


class RefuseForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class AssignForm(forms.Form):
    owner_department = _department(_("Department in charge"))
    owner = forms.CharField(label=_("Owner"), max_length=80, required=False)
    due_on = forms.DateField(label=_("To be solved by"), required=False, widget=date_input())


class OutcomeForm(forms.Form):
    outcome = forms.CharField(label=_("Outcome"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


STEP_FORMS: Mapping[Step, type[forms.Form]] = {
    Step.ACCEPT: AcceptForm,
    Step.REFUSE: RefuseForm,
    Step.ASSIGN: AssignForm,
    Step.SOLVE: OutcomeForm,
    Step.GIVE_UP: OutcomeForm,
    Step.REOPEN: RefuseForm,
}


class FormulaForm(forms.Form):
    valid_from = forms.DateField(label=_("Valid from"), widget=date_input())
    found = _points(_("Points for a find"))
    accepted = _points(_("More when accepted"))
    solved = _points(_("More when solved"))
    minor = _points(_("Weight of a small fault"))
    major = _points(_("Weight of a large fault"))
    critical = _points(_("Weight of a critical fault"))
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, data: Any = None, *, today: date, present: Mapping[str, object]) -> None:
        super().__init__(data, initial={**present, "valid_from": today})
