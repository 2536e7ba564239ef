"""What forecasts can be narrowed by."""

from django.utils.translation import gettext_lazy as _

from portalkit.filters import BooleanFilter, FilterSet, RegionFilter, TextFilter

FORECAST_FILTERS = FilterSet(
    (
        TextFilter("q", _("Search"), fields=("queue__name", "queue__name_en", "queue__code", "made_by")),
        RegionFilter("region", _("Region"), field="queue__region"),
        BooleanFilter("current", _("in force"), field="is_current"),
    )
)
