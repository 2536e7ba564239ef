"""Cameras inside a caller's scope."""

from django.db.models import QuerySet

from portalkit.access.selectors import Access

from ..models import Camera
from ..permissions import VideoPermission


def visible_cameras(access: Access, permission: VideoPermission = VideoPermission.VIEW) -> QuerySet[Camera]:
    """The cameras of the halls where the caller has the permission, with hall, region and node."""
    return access.scope(permission, Camera.objects.select_related("hall__region", "node"), region="hall__region")
