"""Layouts and the screens that use them."""

from django.db.models import Count, QuerySet

from portalkit.access.selectors import Access

from ..domain.kinds import MAIN_ZONE
from ..models import Layout, LayoutZone, Screen
from ..permissions import SignagePermission
from .scoping import seen


def visible_layouts(access: Access) -> QuerySet[Layout]:
    return seen(access, Layout.objects.select_related("region__parent").prefetch_related("zones"))


def changeable_layouts(access: Access) -> QuerySet[Layout]:
    return access.scope(SignagePermission.MANAGE, Layout.objects.select_related("region__parent").prefetch_related("zones"))


def listed_layouts(access: Access) -> QuerySet[Layout]:
    """With `screen_count` and `zone_count`."""
    return visible_layouts(access).annotate(screen_count=Count("screens", distinct=True), zone_count=Count("zones", distinct=True))


def zone_names(access: Access) -> list[str]:
    """The names of zones in the layouts that the caller sees, `main` first. One query."""
    found = (
        LayoutZone.objects.filter(layout__in=visible_layouts(access).values("pk"))
        .order_by("name")
        .values_list("name", flat=True)
        .distinct()
    )
    return [MAIN_ZONE, *(name for name in found if name != MAIN_ZONE)]


def screens_with(layout: Layout, access: Access) -> QuerySet[Screen]:
    rows = Screen.objects.filter(layout=layout).select_related("hall__region__parent")
    return access.scope(SignagePermission.VIEW, rows, region="hall__region")
