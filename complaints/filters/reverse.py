"""What the findings of reverse analysis can be narrowed by."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from portalkit.filters import ChoiceFilter, DateRangeFilter, FilterSet, MonthFilter, RegionFilter, TextFilter

from ..models.labels import SIDE_LABELS, choices
from ..models.reverse import REASON_LABELS, START_LABELS, STEP_LABELS
from ..selectors.topics import named

REVERSE_FILTERS = FilterSet(
    (
        MonthFilter("month", _("Month"), field="accepted_on", is_date=True),
        DateRangeFilter("accepted", _("Complained on"), field="accepted_on", is_date=True),
        RegionFilter("region", _("Region")),
        ChoiceFilter("start", _("Starting point"), choices=choices(START_LABELS), multiple=True),
        ChoiceFilter("step", _("Failed step"), choices=choices(STEP_LABELS), multiple=True),
        ChoiceFilter("reason", _("Reason"), choices=choices(REASON_LABELS), multiple=True),
        ChoiceFilter("side", _("Control"), field="cause_side", choices=choices(SIDE_LABELS), multiple=True),
        TextFilter("department", _("Department"), where=partial(named, "ticket__department"), max_length=200),
    )
)
