"""Forms of published figures, targets and events."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portalkit.regions.models import Region

from ..domain.rates import PER_TEN_THOUSAND
from ..domain.taxonomy import ServiceClass
from ..models import Annotation
from ..models.figures import UNIT_CHOICES
from ..models.labels import CLASS_LABELS, choices
from .fields import MonthField, RegionChoice, date_input

_FIGURE_CLASSES = [(code, label) for code, label in choices(CLASS_LABELS) if code != ServiceClass.UNMAPPED]


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
    day = forms.DateField(label=_("Day"), widget=date_input())
    label = forms.CharField(label=_("Text"), max_length=120)
    label_en = forms.CharField(label=_("Text in English"), max_length=120, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=Annotation.Kind.choices, initial=Annotation.Kind.OTHER)
    region = RegionChoice(label=_("Region"), queryset=Region.objects.none(), required=False, empty_label=_("Everywhere"))

    def __init__(self, *args: Any, regions: QuerySet[Region], is_bound_to_regions: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]
        self.fields["region"].required = is_bound_to_regions
