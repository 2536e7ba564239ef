"""What published figures can be narrowed by."""

from django.utils.translation import gettext_lazy as _

from portalkit.filters import ChoiceFilter, FilterSet, MonthRangeFilter, RegionFilter, TextFilter

from ..models.labels import CLASS_LABELS, choices

PUBLISHED_FILTERS = FilterSet(
    (
        MonthRangeFilter("month", _("Month"), is_date=True),
        RegionFilter("region", _("Region")),
        ChoiceFilter("class", _("Class"), field="service_class", choices=choices(CLASS_LABELS), multiple=True),
        TextFilter("source", _("Source")),
    )
)
