"""Storage nodes and their volumes in the caller's reach."""

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from portalkit.access.selectors import Access

from ..models import Camera, StorageNode, Volume
from ..permissions import VideoPermission


def visible_nodes(access: Access, permission: VideoPermission = VideoPermission.VIEW) -> QuerySet[StorageNode]:
    return access.scope(permission, StorageNode.objects.select_related("region__parent", "status"))


def listed_nodes(access: Access) -> QuerySet[StorageNode]:
    """With the number of `assigned` cameras and of volumes, and the bytes that are `free` on the volumes."""
    assigned = Camera.objects.filter(node=OuterRef("pk")).order_by().values("node").annotate(count=Count("pk")).values("count")
    volumes = Volume.objects.filter(node=OuterRef("pk")).order_by().values("node")
    return visible_nodes(access).annotate(
        assigned=Coalesce(Subquery(assigned), 0),
        volume_count=Coalesce(Subquery(volumes.annotate(count=Count("pk")).values("count")), 0),
        free=Subquery(volumes.annotate(sum=Sum("free_bytes")).values("sum")),
    )


def visible_volumes(access: Access, permission: VideoPermission = VideoPermission.VIEW) -> QuerySet[Volume]:
    return access.scope(permission, Volume.objects.select_related("node__region"), region="node__region")
