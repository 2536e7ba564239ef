"""Reads the register of halls."""

from django.db.models import QuerySet

from portalkit.access.selectors import Access
from portalkit.regions.models import Level, Region

from .models import Hall
from .permissions import StorefrontsPermission


def visible_halls(access: Access, permission: str = StorefrontsPermission.VIEW) -> QuerySet[Hall]:
    """The halls where the caller has the permission, also one of another app, with their region and those right above it."""
    return access.scope(permission, Hall.objects.select_related("region__parent__parent"))


def places_for_halls(access: Access) -> QuerySet[Region]:
    """The regions that a hall may be put into by the caller, in tree order."""
    return access.regions(StorefrontsPermission.MANAGE).exclude(level=Level.HALL).order_by("path")
