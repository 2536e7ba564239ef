"""The web forms of complaint analysis. They word what the services and the database demand."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portalkit.periods.domain.calendar import Month, NotAPeriod, parse
from portalkit.regions.models import Region

from .domain.mapping import Match
from .domain.rates import PER_TEN_THOUSAND
from .domain.taxonomy import Cause, ServiceClass
from .models import Annotation
from .models.figures import UNIT_CHOICES
from .models.labels import CAUSE_LABELS, CLASS_LABELS, SYSTEM_LABELS, TYPE_LABELS, choices
from .models.mappings import MATCH_LABELS
from .services.reveal import SHORTEST_REASON, SealedField

_DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_MONTH = forms.TextInput(attrs={"type": "month", "placeholder": "2026-11"})
_FIGURE_CLASSES = [(code, label) for code, label in choices(CLASS_LABELS) if code != ServiceClass.UNMAPPED]
_TICKET_CLASSES = [(code, label) for code, label in choices(CLASS_LABELS) if code not in (ServiceClass.UNMAPPED, ServiceClass.TOTAL)]
_CAUSES = [(code, label) for code, label in choices(CAUSE_LABELS) if code not in (Cause.UNMAPPED, Cause.UNSTATED)]
_EITHER = ("", _("Any"))


class MonthField(forms.CharField):
    """A month as `2026-11`; its value is a `Month`."""

    widget = _MONTH

    def clean(self, value: Any) -> Month | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            month = parse(text)
        except NotAPeriod:
            month = None
        if not isinstance(month, Month):
            raise forms.ValidationError(_("Write the month as 2026-11."))
        return month


class RegionChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Region) -> str:
        return f"{obj.display_name} ({obj.code})"


class RevealForm(forms.Form):
    field = forms.ChoiceField(
        label=_("Which number"),
        choices=[
            (SealedField.FAULT_NUMBER, _("Fault number")),
            (SealedField.PHONE, _("Customer's number")),
            (SealedField.SECOND_FAULT_NUMBER, _("Second fault number")),
            (SealedField.CUSTOMER_NAME, _("Customer's name")),
        ],
    )
    reason = forms.CharField(
        label=_("Reason for looking"),
        min_length=SHORTEST_REASON,
        max_length=200,
        help_text=_("Kept in the audit trail with your name."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class PublishedRateForm(forms.Form):
    month = MonthField(label=_("Month"))
    region = RegionChoice(label=_("Region"), queryset=Region.objects.none())
    service_class = forms.ChoiceField(label=_("Class"), choices=_FIGURE_CLASSES, initial=ServiceClass.TOTAL)
    value = forms.DecimalField(label=_("Rate"), min_value=0, max_digits=14, decimal_places=6)
    per = forms.TypedChoiceField(label=_("Unit"), choices=UNIT_CHOICES, coerce=int, initial=PER_TEN_THOUSAND)
    source = forms.CharField(label=_("Source"), max_length=200, required=False, help_text=_("The report or letter that printed it."))

    def __init__(self, *args: Any, regions: QuerySet[Region], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]


class TargetForm(forms.Form):
    region = RegionChoice(label=_("Region"), queryset=Region.objects.none())
    service_class = forms.ChoiceField(label=_("Class"), choices=_FIGURE_CLASSES, initial=ServiceClass.TOTAL)
    first_month = MonthField(label=_("From month"))
    last_month = MonthField(label=_("To month"), required=False, help_text=_("Empty: until further notice."))
    value = forms.DecimalField(label=_("Stay below, per 10,000"), min_value=0, max_digits=14, decimal_places=6)

    def __init__(self, *args: Any, regions: QuerySet[Region], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first_month"), cleaned.get("last_month")
        if first and last and last < first:
            self.add_error("last_month", _("The end lies before the start."))
        return cleaned


class AnnotationForm(forms.Form):
    day = forms.DateField(label=_("Day"), widget=_DATE)
    label = forms.CharField(label=_("Text"), max_length=120)
    label_en = forms.CharField(label=_("Text in English"), max_length=120, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=Annotation.Kind.choices, initial=Annotation.Kind.OTHER)
    region = RegionChoice(label=_("Region"), queryset=Region.objects.none(), required=False, empty_label=_("Everywhere"))

    def __init__(self, *args: Any, regions: QuerySet[Region], is_bound_to_regions: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]
        self.fields["region"].required = is_bound_to_regions


class _RuleForm(forms.Form):
    text = forms.CharField(label=_("Text"), max_length=500, help_text=_("A path such as 网络质量→话音, or a word of it."))
    match = forms.ChoiceField(label=_("Rule"), choices=choices(MATCH_LABELS), initial=Match.PREFIX)
    system = forms.ChoiceField(label=_("Source system"), choices=[_EITHER, *choices(SYSTEM_LABELS)], required=False)
    valid_from = forms.DateField(label=_("Valid from"), required=False, widget=_DATE, help_text=_("Empty: always."))
    valid_to = forms.DateField(label=_("Valid to"), required=False, widget=_DATE, help_text=_("The first day on which it no longer holds."))

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
    on = forms.DateField(label=_("Holds until"), widget=_DATE)

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"on": today})
