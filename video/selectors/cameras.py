"""The cameras that a caller may see."""

from django.db.models import QuerySet

from portalkit.access.selectors import Access

from ..models import Camera
from ..permissions import VideoPermission


def visible_cameras(access: Access, permission: VideoPermission = VideoPermission.VIEW) -> QuerySet[Camera]:
    """Cameras of the halls in reach, with hall, region, node and status."""
    rows = Camera.objects.select_related("hall__region__parent", "node", "status")
    return access.scope(permission, rows, region="hall__region")
