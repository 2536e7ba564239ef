"""Forms of shifts, labour rules, builds and shift design."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.validators import validate_slug
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portalkit.regions.models import Region

from ..domain.rules import NEEDS_VALUE, RuleCode
from ..domain.rules.codes import BUILT_IN
from ..domain.shift_design import MOST_SHIFTS
from ..panels.rules import RULE_LABELS
from ..services.rosters.building import MOST_DAYS

SECONDS = ((20, _("20 s: a first look")), (60, _("1 min")), (120, _("2 min")), (300, _("5 min")))
LENGTHS = ((360, _("6 h")), (420, _("7 h")), (480, _("8 h")), (540, _("9 h")), (600, _("10 h")), (720, _("12 h")))


class _RegionChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Region) -> str:
        return obj.display_name


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class _InRegion(forms.Form):
    region = _RegionChoice(label=_("Region"), queryset=Region.objects.none(), empty_label=None)

    def __init__(self, data: Any = None, *, regions: QuerySet[Region], **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]


class ShiftForm(forms.Form):
    code = forms.CharField(
        label=_("Code"), max_length=20, validators=[validate_slug], help_text=_("Stands in the cells of the roster, such as A1.")
    )
    name = forms.CharField(label=_("Name"), max_length=80)
    spans = forms.CharField(
        label=_("Hours of the shift"),
        max_length=80,
        help_text=_("08:00-17:00, or in parts 08:00-12:00 14:00-18:00; an end at or before its start lies on the next day."),
    )
    breaks = forms.CharField(
        label=_("Breaks, min"),
        max_length=40,
        required=False,
        help_text=_("Minutes of each break, such as 15 45. Breaks are not worked time."),
    )
    is_active = forms.BooleanField(label=_("Active"), required=False, initial=True)


class NewShiftForm(_InRegion, ShiftForm):
    field_order = ("region", "code", "name", "spans", "breaks", "is_active")


class LabourRuleForm(_InRegion):
    code = forms.ChoiceField(label=_("Rule"), choices=[(str(code), label) for code, label in RULE_LABELS.items() if code not in BUILT_IN])
    first_day = forms.DateField(label=_("From day"), widget=_day())
    is_active = forms.BooleanField(
        label=_("Holds from this day"), required=False, initial=True, help_text=_("Unchecked, the limit ends with this day.")
    )
    value = forms.FloatField(
        label=_("Value"), required=False, min_value=0, max_value=1000, help_text=_("Hours, days or months, as the rule counts.")
    )
    source = forms.CharField(label=_("Source"), max_length=200, required=False, help_text=_("The law, or who decided it."))
    field_order = ("region", "code", "first_day", "is_active", "value", "source")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        code = cleaned.get("code")
        if (
            code
            and cleaned.get("is_active")
            and RuleCode(code) in NEEDS_VALUE
            and cleaned.get("value") is None
            and "value" not in self.errors
        ):
            self.add_error("value", _("This rule needs a value."))
        return cleaned


class _Stretch(_InRegion):
    first_day = forms.DateField(label=_("From day"), widget=_day())
    last_day = forms.DateField(label=_("To day"), widget=_day())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if isinstance(first, date) and isinstance(last, date):
            if last < first:
                self.add_error("last_day", _("The end lies before the start."))
            elif last - first >= timedelta(days=MOST_DAYS):
                self.add_error("last_day", _("62 days at most."))
        return cleaned


class BuildForm(_Stretch):
    seconds = forms.TypedChoiceField(label=_("Time for the solver"), choices=SECONDS, coerce=int, initial=60)


class DesignForm(_Stretch):
    most = forms.IntegerField(label=_("Shifts at most"), min_value=1, max_value=MOST_SHIFTS, initial=5)
    lengths = forms.TypedMultipleChoiceField(
        label=_("Lengths with breaks"), choices=LENGTHS, coerce=int, initial=[480, 540], widget=forms.CheckboxSelectMultiple
    )
    break_minutes = forms.IntegerField(label=_("Breaks, min"), min_value=0, max_value=180, initial=60)
    start_step = forms.TypedChoiceField(
        label=_("Shifts begin"),
        choices=((30, _("every half hour")), (60, _("every hour")), (120, _("every two hours"))),
        coerce=int,
        initial=60,
    )
