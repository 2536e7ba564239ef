"""What benefit estimates can be narrowed by."""

from django.utils.translation import gettext_lazy as _

from portalkit.filters import FilterSet, MonthRangeFilter, RegionFilter, TextFilter

BENEFIT_FILTERS = FilterSet(
    (
        MonthRangeFilter("month", _("Month"), is_date=True),
        RegionFilter("region", _("Region")),
        TextFilter("q", _("Search"), fields=("note", "subscribers_source", "arpu_source", "share_source", "made_by")),
    )
)
