"""Addresses at which a node's own HTTP service hands out pictures to one browser for a short time."""

from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings

from ..domain.media_tokens import LIFETIME_SECONDS, LIVE, SEGMENT, SNAPSHOT, VIEWING_SECONDS, sign
from ..domain.origins import origin_of
from ..domain.segments import NotASegment, name_of
from ..models import Camera, Segment, StorageNode

_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True)
class LocalNode:
    """A storage node of this machine, the queue of its jobs, and where its media service listens."""

    name: str
    queue: str
    host: str
    port: int


@dataclass(frozen=True)
class LiveLinks:
    """`address` is the playlist's. It holds as long as its token, and longer where a younger token is posted to `renewal` as `by`."""

    address: str
    renewal: str
    token: str = field(repr=False)


def media_secret() -> bytes:
    """What centre and nodes sign media addresses with."""
    return str(settings.SECRET_KEY).encode()


def node_address(segment: Segment, *, now: datetime) -> str | None:
    """The signed address of a segment at its node; None where the node has no service of its own."""
    service = media_service(segment.volume.node)
    try:
        gb_id = name_of(segment.path).gb_id
    except NotASegment:
        return None
    return f"{service}/segment/{segment.path}?t={_token(gb_id, SEGMENT, LIFETIME_SECONDS, now)}" if service else None


def live_links(camera: Camera, *, now: datetime) -> LiveLinks | None:
    """Where a browser finds the camera's live picture; None where its node has no service of its own."""
    service = media_service(camera.node)
    if not service:
        return None
    token = _token(camera.gb_id, LIVE, VIEWING_SECONDS, now)
    folder = f"{service}/live/{camera.gb_id}"
    return LiveLinks(f"{folder}/index.m3u8?t={token}", f"{folder}/renewal", token)


def snapshot_address(camera: Camera, *, now: datetime) -> str | None:
    """The signed address of the camera's newest picture; None where its node has no service of its own."""
    service = media_service(camera.node)
    return f"{service}/snapshot/{camera.gb_id}.jpg?t={_token(camera.gb_id, SNAPSHOT, VIEWING_SECONDS, now)}" if service else None


def local_nodes() -> list[LocalNode]:
    """The nodes in service whose media address is a plain one of this machine: they run beside the portal."""
    found = []
    for node in StorageNode.objects.filter(is_enabled=True).exclude(media_url=""):
        address = urlsplit(origin_of(node.media_url))
        if address.scheme == "http" and address.hostname in _THIS_MACHINE:
            found.append(LocalNode(node.name, node.queue, address.hostname, address.port or 80))
    return found


def media_service(node: StorageNode | None) -> str:
    """Where browsers reach the node, without a slash at the end; empty where they do not."""
    return node.media_url.rstrip("/") if node is not None and node.is_enabled else ""


def _token(subject: str, purpose: str, seconds: int, now: datetime) -> str:
    return sign(media_secret(), subject, expires=int(now.timestamp()) + seconds, purpose=purpose)
