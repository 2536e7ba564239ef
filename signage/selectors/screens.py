"""Screens that the caller may see."""

from django.db.models import QuerySet

from portalkit.access.selectors import Access

from ..models import Screen
from ..permissions import SignagePermission


def visible_screens(access: Access, permission: SignagePermission = SignagePermission.VIEW) -> QuerySet[Screen]:
    rows = Screen.objects.select_related("hall__region__parent", "layout", "status")
    return access.scope(permission, rows, region="hall__region")
