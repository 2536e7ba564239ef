"""What halls can be narrowed by."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from portalkit.filters import BooleanFilter, ChoiceFilter, FilterSet, RegionFilter, TextFilter
from storefronts.models import Hall

from ..domain.causes import CameraState
from ..models import Camera, CameraStatus
from ..panels.health import NO_CAMERA

NONE = "none"


def _has_cameras(value: bool) -> Q:  # noqa: FBT001
    there = Q(Exists(Camera.objects.filter(hall=OuterRef("pk"))))
    return there if value else ~there


HALL_FILTERS = FilterSet(
    (
        TextFilter("q", _("Search"), fields=("region__name", "region__name_en", "region__code", "address")),
        RegionFilter("region", _("Region")),
        # A hall's state follows from its cameras and the clock, so the list is narrowed after it is worked out.
        ChoiceFilter(
            "state", _("State"), choices=[*CameraStatus.State.choices, (NONE, NO_CAMERA)], multiple=True, where=lambda _states: Q()
        ),
        ChoiceFilter("class", _("Hall class"), field="hall_class", choices=Hall.Class.choices),
        BooleanFilter("cameras", _("With cameras"), where=_has_cameras),
    )
)


def has_state(state: CameraState | None, chosen: tuple[str, ...] | None) -> bool:
    """Whether a hall in this state passes the filter; None of `chosen` lets every hall pass."""
    return not chosen or (state.value if state else NONE) in chosen
