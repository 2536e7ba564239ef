"""What offers can be narrowed by."""

from django.utils.translation import gettext_lazy as _

from portalkit.filters import ChoiceFilter, DateRangeFilter, FilterSet, RegionFilter

from ..models import ShiftOffer
from ..panels.offers import STATES

OFFER_FILTERS = FilterSet(
    (
        ChoiceFilter("state", _("State"), choices=tuple(STATES.items()), multiple=True),
        ChoiceFilter("kind", _("Kind"), choices=ShiftOffer.Kind.choices),
        DateRangeFilter("day", _("Day"), is_date=True),
        RegionFilter("region", _("Region"), field="roster__region"),
    )
)
