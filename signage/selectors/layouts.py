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


def named_zones(access: Access) -> QuerySet[LayoutZone]:
    """The zones of the layouts that the caller sees, those of the oldest layout first."""
    return LayoutZone.objects.filter(layout__in=seen(access, Layout.objects.all()).order_by().values("pk")).order_by("layout_id", "pk")


def zone_titles(access: Access) -> dict[str, list[str]]:
    """What layouts call their zones, by the names that schedules use, `main` first. One query."""
    found: dict[str, list[str]] = {MAIN_ZONE: []}
    for name, title in named_zones(access).values_list("name", "title"):
        titles = found.setdefault(name, [])
        titles += [title] if title not in titles else []
    return found


def screens_with(layout: Layout, access: Access) -> QuerySet[Screen]:
    rows = Screen.objects.filter(layout=layout).select_related("hall__region__parent")
    return access.scope(SignagePermission.VIEW, rows, region="hall__region")
