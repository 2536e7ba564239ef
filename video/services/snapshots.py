"""The newest picture of a camera whose footage lies on this machine."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from django.core.cache import cache

from ..adapters.pictures import NoPicture, key_frame_of
from ..adapters.volumes import Place, is_marked
from ..domain.fragments import unpack
from ..domain.segments import NotASegment, name_of
from ..models import Camera, Segment

_YOUNG = timedelta(seconds=30)
_KEPT_SECONDS = 60


@dataclass(frozen=True)
class Snapshot:
    """`tag` names the group of pictures that it begins."""

    tag: str
    jpeg: bytes = field(repr=False)


def newest_snapshot(camera: Camera, *, now: datetime) -> Snapshot | None:
    """Decoded once for all who ask; None where nothing of the last half minute is on a volume of this machine.

    The rows of a growing file follow it by a few seconds, so does this picture; a node with a media service shows a younger one.
    """
    rows = Segment.objects.select_related("volume").filter(camera=camera, is_local=True, end__gt=now - _YOUNG)
    segment = rows.exclude(state=Segment.State.DELETING).order_by("-start").first()
    if segment is None or not (table := unpack(bytes(segment.fragments))):
        return None
    fragment = table[-1]
    tag = f"{segment.pk:x}-{fragment.offset:x}"
    kept = cache.get(f"video:snapshot:{tag}")
    if kept is None:
        kept = _decoded(segment, offset=fragment.offset, size=fragment.size)
        cache.set(f"video:snapshot:{tag}", kept, _KEPT_SECONDS)
    return Snapshot(tag, kept) if kept else None


def _decoded(segment: Segment, *, offset: int, size: int) -> bytes:
    """Empty where it cannot be."""
    volume = Place(segment.volume_id, Path(segment.volume.path), str(segment.volume.marker))
    try:
        name_of(segment.path)
        if not is_marked(volume):
            return b""
        return key_frame_of(volume.path / segment.path, init_bytes=segment.init_bytes, offset=offset, size=size)
    except (NotASegment, NoPicture):
        return b""
