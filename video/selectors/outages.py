"""Outages of a camera."""

from ..models import Camera, Gap


def last_gaps(camera: Camera, *, limit: int) -> list[Gap]:
    """The newest outages first; a running one has no end."""
    return list(Gap.objects.filter(camera=camera).select_related("node").order_by("-start")[:limit])
