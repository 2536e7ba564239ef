"""How long footage is kept and will be, as pages list it; read from what the retention runs counted."""

from django.conf import settings
from django.db.models import Case, DurationField, Exists, ExpressionWrapper, F, IntegerField, Max, Min, OuterRef, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce, Greatest

from portalkit.access.selectors import Access
from storefronts.domain.classes import HallClass

from ..models import Camera, Holding, LegalHold, Volume
from ..permissions import VideoPermission
from .cameras import visible_cameras
from .nodes import visible_volumes


def cameras_kept(access: Access, permission: VideoPermission = VideoPermission.VIEW) -> QuerySet[Camera]:
    """With `legal_days`, `wished_days` and `kept_days`; `oldest_at`, `counted_at` and `held_for` between them (empty: no footage yet), what
    was recorded meanwhile in `recorded` seconds, `size` and `rate` in bytes (a day), and `is_held`."""
    legal = Case(
        When(source=Camera.Source.DEMO, then=Value(0)),
        *(When(hall__hall_class=one.value, then=Value(one.legal_retention_days)) for one in HallClass),
        output_field=IntegerField(),
    )
    rows = visible_cameras(access, permission).annotate(
        legal_days=legal,
        wished_days=Coalesce("keep_days", Value(settings.NOC_VIDEO_KEEP_DAYS), output_field=IntegerField()),
        is_held=Exists(LegalHold.objects.filter(camera=OuterRef("pk"), released_at=None)),
        oldest_at=Min("holdings__oldest_at"),
        counted_at=Max("holdings__counted_at"),
        recorded=Sum("holdings__seconds"),
        size=Sum("holdings__size"),
        rate=Sum("holdings__bytes_per_day"),
    )
    lasting = ExpressionWrapper(F("counted_at") - F("oldest_at"), output_field=DurationField())
    return rows.annotate(kept_days=Greatest("legal_days", "wished_days"), held_for=lasting)


def volumes_kept(access: Access) -> QuerySet[Volume]:
    """With node, its region, and how the volume stands (absent before the first retention run)."""
    return visible_volumes(access).select_related("outlook")


def holdings_of(camera: Camera) -> QuerySet[Holding]:
    """Where the footage of a camera lies."""
    return Holding.objects.filter(camera=camera).select_related("volume__node")


def holds_of(camera: Camera) -> QuerySet[LegalHold]:
    """Those that stand."""
    return LegalHold.objects.filter(camera=camera, released_at=None).select_related("camera", "placed_by")
