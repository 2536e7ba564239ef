"""What storage nodes and allowed addresses can be narrowed by."""

from django.utils.translation import gettext_lazy as _

from portalkit.filters import BooleanFilter, FilterSet, RegionFilter, TextFilter

NODE_FILTERS = FilterSet(
    (
        TextFilter("q", _("Search"), fields=("name", "title")),
        RegionFilter("region", _("Region")),
        BooleanFilter("enabled", _("In service"), field="is_enabled"),
    )
)
RULE_FILTERS = FilterSet(
    (
        TextFilter("q", _("Search"), fields=("network", "ports", "note")),
        RegionFilter("region", _("Region")),
    )
)
