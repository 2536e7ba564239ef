"""What cameras can be narrowed by."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portalkit.filters import BooleanFilter, ChoiceFilter, FilterSet, RegionFilter, TextFilter

from ..domain.causes import CameraState
from ..models import Camera, CameraStatus, StorageNode
from ..models.recording import CAUSE_CHOICES

NO_NODE = "-"
_OFF = Q(is_enabled=False) | Q(node=None)


def camera_filters(*, nodes: Iterable[StorageNode]) -> FilterSet:
    """Nodes offered are those that the caller may see. A hall is chosen as a region: it is a leaf of the tree."""

    def state(value: str) -> Q:
        if value == CameraState.OFF:
            return _OFF
        silent = Q(status=None) if value == CameraState.UNKNOWN else Q()
        return ~_OFF & ((Q(status__state=value) | silent) if silent else Q(status__state=value))

    return FilterSet(
        (
            TextFilter("q", _("Search"), fields=("gb_id", "name", "hall__region__name", "model")),
            RegionFilter("region", _("Region or hall"), field="hall__region"),
            ChoiceFilter(
                "node",
                _("Storage node"),
                choices=[*((node.name, node.title) for node in nodes), (NO_NODE, _("None"))],
                where=lambda value: Q(node=None) if value == NO_NODE else Q(node__name=value),
            ),
            ChoiceFilter("state", _("State"), choices=CameraStatus.State.choices, where=state),
            ChoiceFilter(
                "cause", _("Cause of the fault"), choices=[choice for choice in CAUSE_CHOICES if choice[0]], field="status__cause"
            ),
            ChoiceFilter("source", _("Source"), choices=Camera.Source.choices),
            BooleanFilter("enabled", _("To be recorded"), field="is_enabled"),
        )
    )
