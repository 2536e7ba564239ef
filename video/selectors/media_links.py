"""Addresses at which a node's own HTTP service hands out a segment to one browser for a short time."""

from datetime import datetime

from django.conf import settings

from ..domain.media_tokens import LIFETIME_SECONDS, sign
from ..models import Segment

PLAY = "play"


def media_secret() -> bytes:
    """What centre and nodes sign media addresses with."""
    return str(settings.SECRET_KEY).encode()


def node_address(segment: Segment, *, now: datetime) -> str | None:
    """The signed address of a segment at its node; None where the node has no service of its own."""
    service = segment.volume.node.media_url.rstrip("/")
    if not service:
        return None
    token = sign(media_secret(), str(segment.pk), expires=int(now.timestamp()) + LIFETIME_SECONDS, purpose=PLAY)
    return f"{service}/segments/{segment.pk}.mp4?token={token}"
