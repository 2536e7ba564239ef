"""What contest entries can be narrowed by."""

from django.utils.translation import gettext_lazy as _

from portalkit.filters import ChoiceFilter, DateRangeFilter, FilterSet, MonthFilter, RegionFilter, TextFilter

from ..models.contest import CATEGORY_LABELS, SEVERITY_LABELS, STATE_LABELS
from ..models.labels import choices

FAULT_FILTERS = FilterSet(
    (
        TextFilter("q", _("Search"), fields=("place", "description")),
        MonthFilter("month", _("Month"), field="found_on", is_date=True),
        DateRangeFilter("found", _("Found on"), field="found_on", is_date=True),
        RegionFilter("region", _("Region")),
        ChoiceFilter("state", _("State"), choices=choices(STATE_LABELS), multiple=True),
        ChoiceFilter("category", _("Kind of fault"), choices=choices(CATEGORY_LABELS), multiple=True),
        ChoiceFilter("severity", _("Severity"), choices=choices(SEVERITY_LABELS), multiple=True),
        TextFilter("finder", _("Finder")),
        TextFilter("department", _("Finder's department"), field="finder_department"),
        TextFilter("owner", _("Owner"), fields=("owner", "owner_department")),
    )
)
