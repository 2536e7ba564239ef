"""What playlists, layouts and schedules can be narrowed by."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portalkit.filters import BooleanFilter, ChoiceFilter, FilterSet, RegionFilter, TextFilter

from ..models import Schedule

PLAYLIST_FILTERS = FilterSet((TextFilter("q", _("Search"), fields=("title",)), RegionFilter("region", _("Region"))))
LAYOUT_FILTERS = FilterSet((TextFilter("q", _("Search"), fields=("name",)), RegionFilter("region", _("Region"))))
SCHEDULE_FILTERS = FilterSet(
    (
        TextFilter("q", _("Search"), fields=("title",)),
        RegionFilter("region", _("Region")),
        ChoiceFilter("kind", _("Kind"), choices=Schedule.Kind.choices),
        BooleanFilter("on_air", _("On air"), where=lambda wanted: Q(on_air__isnull=not wanted)),
    )
)
