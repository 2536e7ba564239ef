"""What the findings of reverse analysis can be narrowed by."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portalkit.filters import ChoiceFilter, DateRangeFilter, FilterSet, MonthFilter, RegionFilter, TextFilter

from ..models.labels import SIDE_LABELS, choices
from ..models.reverse import REASON_LABELS, START_LABELS, STEP_LABELS
from .tickets import EXACTLY


def _department(text: str) -> Q:
    if text.startswith(EXACTLY):
        return Q(ticket__department=text[len(EXACTLY) :])
    return Q(ticket__department__icontains=text)


REVERSE_FILTERS = FilterSet(
    (
        MonthFilter("month", _("Month"), field="accepted_on", is_date=True),
        DateRangeFilter("accepted", _("Complained on"), field="accepted_on", is_date=True),
        RegionFilter("region", _("Region")),
        ChoiceFilter("start", _("Start"), choices=choices(START_LABELS), multiple=True),
        ChoiceFilter("step", _("Failed step"), choices=choices(STEP_LABELS), multiple=True),
        ChoiceFilter("reason", _("Reason"), choices=choices(REASON_LABELS), multiple=True),
        ChoiceFilter("side", _("Control"), field="cause_side", choices=choices(SIDE_LABELS), multiple=True),
        TextFilter("department", _("Department"), where=_department, max_length=200),
    )
)
