"""What special topics can be narrowed by."""

from django.utils.translation import gettext_lazy as _

from portalkit.filters import BooleanFilter, FilterSet, RegionFilter, TextFilter

TOPIC_FILTERS = FilterSet(
    (
        TextFilter("q", _("Search"), fields=("name", "any_terms", "all_terms", "places", "cells")),
        RegionFilter("region", _("Region")),
        BooleanFilter("shared", _("Shared"), field="is_shared"),
    )
)
