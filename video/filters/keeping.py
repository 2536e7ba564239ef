"""What lists of footage kept can be narrowed by."""

from collections.abc import Iterable

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portalkit.filters import BooleanFilter, ChoiceFilter, DateRangeFilter, FilterSet, RegionFilter, TextFilter
from storefronts.models import Hall

from ..models import StorageNode, Volume


def camera_filters() -> FilterSet:
    return FilterSet(
        (
            TextFilter("q", _("Search"), fields=("name", "gb_id", "hall__region__name", "hall__region__code")),
            RegionFilter("region", _("Region"), field="hall__region"),
            ChoiceFilter("class", _("Hall class"), field="hall__hall_class", choices=Hall.Class.choices),
            BooleanFilter("lifted", _("Wish below the law"), where=_lifted),
            BooleanFilter("held", _("Under legal hold"), field="is_held"),
        )
    )


def volume_filters(*, nodes: Iterable[StorageNode]) -> FilterSet:
    """Nodes offered are those that the caller may see."""
    danger = Q(outlook__danger_at__isnull=False) | Q(outlook__short_bytes__gt=0)
    return FilterSet(
        (
            TextFilter("q", _("Search"), fields=("title", "node__title", "node__name")),
            ChoiceFilter("node", _("Storage node"), field="node__name", choices=[(node.name, node.title) for node in nodes]),
            RegionFilter("region", _("Region"), field="node__region"),
            ChoiceFilter("state", _("State"), choices=Volume.State.choices),
            BooleanFilter("danger", _("Legal minimum in danger"), where=lambda value: danger if value else ~danger),
        )
    )


def hold_filters() -> FilterSet:
    return FilterSet(
        (
            TextFilter("q", _("Search"), fields=("reason", "camera__name", "camera__gb_id", "camera__hall__region__name")),
            BooleanFilter("stands", _("Stands"), where=lambda value: Q(released_at__isnull=value)),
            RegionFilter("region", _("Region"), field="camera__hall__region"),
            DateRangeFilter("placed", _("Placed at"), field="placed_at"),
        )
    )


def export_filters() -> FilterSet:
    return FilterSet(
        (
            TextFilter("q", _("Search"), fields=("reason", "camera__name", "camera__gb_id", "camera__hall__region__name")),
            BooleanFilter("ready", _("Ready for download"), where=lambda value: Q(finished_at__isnull=not value)),
            RegionFilter("region", _("Region"), field="camera__hall__region"),
            DateRangeFilter("asked", _("Asked for at"), field="requested_at"),
        )
    )


def _lifted(value: bool) -> Q:  # noqa: FBT001
    below = Q(keep_days__isnull=False, keep_days__lt=F("legal_days"))
    return below if value else ~below
