"""Forms of inspection: what to draw, what an inspector writes, how a rule is set."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portalkit.access.models import User
from portalkit.regions.models import Region

from ..domain.quality.lists import REQUIRABLE
from ..domain.quality.options import HEAVIEST
from ..domain.quality.rules import RULES, Option, OptionKind, RuleCode, Setting, Severity
from ..domain.quality.sampling import Method
from ..models.inspecting import METHOD_LABELS
from ..models.inspection import RULE_LABELS, SEVERITY_LABELS
from ..models.labels import CAUSE_LABELS
from ..panels.inspection import TEXTS, field_label
from .fields import MonthField, RegionChoice, date_input

LARGEST_SAMPLE = 500
_OPTION_LABELS: Mapping[str, Any] = {
    "groups": _("Words that speak for"),
    "denials": _("Words that deny what follows"),
    "words": _("Vague words"),
    "harmless": _("Words that only look vague"),
    "near": _("Characters within which a day excuses"),
    "unreached": _("Words for “not reached”"),
    "next_step": _("Words for a next step"),
    "reached": _("Words for “reached after all”"),
    "required": _("Required fields"),
    "empty_phrases": _("Phrases that say nothing"),
    "shortest": _("Shortest reply, in characters"),
    "others": _("Other matters tolerated"),
    "specifics": _("Facts of its own from which a reply is no copy"),
    "minutes": _("Minutes tolerated"),
    "percent": _("Percent tolerated"),
}
_STATE_LABELS: Mapping[str, Any] = {
    "eoms_answered": _("EOMS, answered"),
    "eoms_unsolved": _("EOMS, answered and not solved"),
    "eoms_open": _("EOMS, not answered yet"),
    "crm_answered": _("CRM, answered"),
}
_DAYS_LABELS: Mapping[RuleCode, Any] = {RuleCode.PLAN_FAR: _("Days after the reply"), RuleCode.REPLY_COPIED: _("Days looked back")}


class PersonChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: User) -> str:
        return f"{obj} · {obj.department}" if obj.department else str(obj)


class DrawForm(forms.Form):
    """`people` are those who may inspect; the caller is the first choice."""

    first_month = MonthField(label=_("From month"))
    last_month = MonthField(label=_("To month"))
    region = RegionChoice(label=_("Region"), queryset=Region.objects.none())
    department = forms.ChoiceField(label=_("Department"), required=False)
    method = forms.TypedChoiceField(
        label=_("Way of drawing"), choices=[(str(code), label) for code, label in METHOD_LABELS.items()], coerce=Method
    )
    size = forms.IntegerField(
        label=_("Tickets to draw"), min_value=1, max_value=LARGEST_SAMPLE, initial=20, help_text=_("By department: so many of each.")
    )
    seed = forms.CharField(label=_("Seed"), max_length=40, required=False, help_text=_("The same seed draws the same. Empty: a new one."))
    inspector = PersonChoice(label=_("Inspector"), queryset=User.objects.none())
    second = PersonChoice(
        label=_("Second inspector"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody"),
        help_text=_("Judges a part of it independently."),
    )
    double_percent = forms.IntegerField(label=_("Share inspected twice, in percent"), min_value=0, max_value=100, initial=10)

    def __init__(self, *args: Any, regions: QuerySet[Region], people: QuerySet[User], departments: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["department"].choices = [("", _("All departments")), *((name, name) for name in departments)]  # type: ignore[attr-defined]
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]
        for name in ("inspector", "second"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first_month"), cleaned.get("last_month")
        if first and last and last < first:
            self.add_error("last_month", _("The end lies before the start."))
        if cleaned.get("second") and cleaned.get("second") == cleaned.get("inspector"):
            self.add_error("second", _("Take somebody else: nobody agrees with themselves by chance."))
        return cleaned


class FindingForm(forms.Form):
    rule = forms.ChoiceField(label=_("Rule"), choices=[(str(code), label) for code, label in RULE_LABELS.items()], initial=RuleCode.MANUAL)
    field = forms.ChoiceField(label=_("Field"), required=False)
    words = forms.CharField(label=_("Words"), max_length=200, required=False)
    note = forms.CharField(label=_("What was found"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["field"].choices = [("", "—"), *((name, field_label(name)) for name in TEXTS)]  # type: ignore[attr-defined]


class OpinionForm(forms.Form):
    opinion = forms.CharField(label=_("Opinion"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4}))


class AnswerForm(forms.Form):
    answer = forms.CharField(label=_("Answer"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))


class AgainForm(forms.Form):
    first_month = MonthField(label=_("From month"))
    last_month = MonthField(label=_("To month"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first_month"), cleaned.get("last_month")
        if first and last and last < first:
            self.add_error("last_month", _("The end lies before the start."))
        return cleaned


class RuleForm(forms.Form):
    """The setting of one rule: a field for each option, for each code where an option has several."""

    is_enabled = forms.BooleanField(label=_("In use"), required=False)
    severity = forms.TypedChoiceField(label=_("Severity"), choices=list(SEVERITY_LABELS.items()), coerce=int)
    weight = forms.IntegerField(
        label=_("Weight"), min_value=0, max_value=HEAVIEST, help_text=_("Points that a ticket loses once, however often the rule finds.")
    )

    def __init__(self, data: Any = None, *, setting: Setting, today: date) -> None:
        start = {"is_enabled": setting.is_enabled, "severity": int(setting.severity), "weight": setting.weight}
        super().__init__(data, initial={**start, "valid_from": today})
        self.rule = setting.rule
        for option in RULES[setting.rule].options:
            self._add(option, setting.options.get(option.name, option.default))
        self.fields["valid_from"] = forms.DateField(
            label=_("Valid from"), widget=date_input(), help_text=_("Complaints before this day keep the former setting.")
        )
        self.fields["reason"] = forms.CharField(label=_("Reason"), max_length=200, required=False)

    def setting(self) -> Setting:
        """As typed; not yet checked, without a number."""
        values = self.cleaned_data
        return Setting(
            rule=self.rule,
            is_enabled=values["is_enabled"],
            severity=Severity(values["severity"]),
            weight=values["weight"],
            options={option.name: self._value(option) for option in RULES[self.rule].options},
        )

    def _add(self, option: Option, value: Any) -> None:
        label = _OPTION_LABELS.get(option.name, "") or _DAYS_LABELS.get(self.rule, option.name)
        if option.kind is OptionKind.NUMBER:
            self.fields[option.name] = forms.IntegerField(label=label, min_value=option.minimum, max_value=option.maximum, initial=value)
        elif option.kind is OptionKind.WORDS:
            self.fields[option.name] = _words_field(label, value)
        for key in option.keys:
            name = f"{option.name}.{key}"
            if option.kind is OptionKind.GROUPS:
                self.fields[name] = _words_field(f"{label}: {CAUSE_LABELS.get(key, key)}", value.get(key, ()), required=False)
            else:
                self.fields[name] = forms.MultipleChoiceField(
                    label=_STATE_LABELS[key],
                    choices=[(column, field_label(column)) for column in REQUIRABLE],
                    initial=value.get(key, ()),
                    required=False,
                    widget=forms.CheckboxSelectMultiple,
                )

    def _value(self, option: Option) -> Any:
        if option.kind is OptionKind.NUMBER:
            return self.cleaned_data[option.name]
        if option.kind is OptionKind.WORDS:
            return self.cleaned_data[option.name].split()
        read = (lambda value: value.split()) if option.kind is OptionKind.GROUPS else list
        return {key: read(self.cleaned_data[f"{option.name}.{key}"]) for key in option.keys}


def _words_field(label: Any, words: Sequence[str], *, required: bool = True) -> forms.CharField:
    rows = min(8, 2 + len(" ".join(words)) // 60)
    return forms.CharField(
        label=label,
        initial=" ".join(words),
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=_("Words with blanks or line breaks between them."),
    )
