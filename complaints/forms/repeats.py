"""Forms of decisions on groups and tickets, and of the rules that find them."""

from dataclasses import fields
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..domain.repeats import InvalidCode, InvalidRules, RepeatRules
from ..models import InvalidTicket
from .fields import MonthField

WITHDRAW = "withdraw"


class MergeForm(forms.Form):
    ticket_id = forms.CharField(
        label=_("Ticket number"),
        max_length=80,
        help_text=_("Its whole group joins. Either system's number will do."),
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


class NoteForm(forms.Form):
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


class ValidityForm(forms.Form):
    verdict = forms.ChoiceField(choices=[*(pair for pair in InvalidTicket.Verdict.choices if pair[0]), (WITHDRAW, WITHDRAW)])
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


class SearchForm(forms.Form):
    first = MonthField(label=_("From month"))
    last = MonthField(label=_("To month"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("The end lies before the start."))
        return cleaned


class WordsField(forms.CharField):
    """Words, one a line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, tuple | list) else value

    def to_python(self, value: Any) -> Any:
        lines = (line.strip() for line in (super().to_python(value) or "").splitlines())
        return tuple(dict.fromkeys(line for line in lines if line))


class RulesForm(forms.Form):
    number_days = forms.IntegerField(label=_("Same number: within days"), min_value=1, max_value=365)
    number_likeness = forms.FloatField(label=_("Same number: likeness at least"), min_value=0, max_value=1)
    cell_days = forms.IntegerField(label=_("Same cell and class: within days"), min_value=1, max_value=60)
    cell_likeness = forms.FloatField(label=_("Same cell and class: likeness at least"), min_value=0, max_value=1)
    place_days = forms.IntegerField(label=_("Same region and class: within days"), min_value=1, max_value=60)
    place_likeness = forms.FloatField(label=_("Same region and class: likeness at least"), min_value=0, max_value=1)
    mass_customers = forms.IntegerField(label=_("Mass complaint: customers at least"), min_value=2, max_value=1000)
    busy_number = forms.IntegerField(
        label=_("A number tells no customer beyond tickets"),
        min_value=2,
        max_value=10_000,
        help_text=_("Numbers of test lines and placeholders: then the texts must be as like as for the same region."),
    )
    neighbours = forms.IntegerField(
        label=_("Compared with earlier tickets of a key"), min_value=5, max_value=500, help_text=_("More costs time.")
    )
    phrases = WordsField(label=_("Phrases left out of the comparison"), required=False)
    place_words = WordsField(label=_("Words that end the name of a place"), required=False)
    off = forms.MultipleChoiceField(
        label=_("Rules of invalid tickets that are switched off"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(str(code), InvalidTicket.Code(str(code)).label) for code in InvalidCode],
    )
    network_words = WordsField(label=_("Words of the network"))
    business_words = WordsField(label=_("Words of charges and contracts"), required=False)
    test_words = WordsField(label=_("Words of test tickets"), required=False)
    withdrawn_words = WordsField(label=_("Words of a withdrawal"), required=False)
    greetings = WordsField(label=_("Greetings"), required=False)
    note = forms.CharField(label=_("Reason of the change"), max_length=200)

    def rules(self, before: RepeatRules) -> RepeatRules:
        """What was entered; what the form does not ask for stays as it is."""
        entered = self.cleaned_data
        invalid = {one.name: entered.get(one.name, getattr(before.invalid, one.name)) for one in fields(InvalidRules)}
        own = {one.name: entered.get(one.name, getattr(before, one.name)) for one in fields(RepeatRules)}
        return RepeatRules(**{**own, "invalid": InvalidRules(**{**invalid, "off": tuple(invalid["off"])})})


def rules_initial(rules: RepeatRules) -> dict[str, Any]:
    return {one.name: getattr(rules, one.name) for one in fields(RepeatRules)} | {
        one.name: getattr(rules.invalid, one.name) for one in fields(InvalidRules)
    }
