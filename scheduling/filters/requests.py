"""What requests can be narrowed by."""

from django.utils.translation import gettext_lazy as _

from portalkit.filters import ChoiceFilter, DateRangeFilter, FilterSet, RegionFilter, TextFilter

from ..models import ShiftRequest

REQUEST_FILTERS = FilterSet(
    (
        ChoiceFilter("state", _("State"), choices=ShiftRequest.State.choices, multiple=True),
        ChoiceFilter("kind", _("Kind"), choices=ShiftRequest.Kind.choices),
        DateRangeFilter("first_day", _("From day"), is_date=True),
        TextFilter("q", _("Search"), fields=("agent__code", "agent__name", "agent__team")),
        RegionFilter("region", _("Region"), field="agent__region"),
    )
)
