"""What the centre wants of a node, kept on the node for the time when the centre is away."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from video.adapters.spool import Spool
from video.adapters.volumes import Place
from video.models import AddressRule, Camera, StorageNode, Volume

_KEY = "wishes"


@dataclass(frozen=True)
class Wish:
    """A camera to record. `password` is sealed. `volume` is a preference, None leaves the choice to the node.

    `rules` are the subnets that may be dialled for it, each with its ports.
    """

    camera: int
    gb_id: str
    generation: int
    source: str
    url: str
    username: str = ""
    password: str = field(default="", repr=False)
    keeps_audio: bool = False
    volume: int | None = None
    rules: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Wishes:
    """`node` is the key of the node's row."""

    node: int
    cameras: Mapping[int, Wish]
    volumes: Mapping[int, Place]


class UnknownNode(Exception):
    """No node of this name is in service."""


def read_wishes(*, node_name: str) -> Wishes:
    """Four queries. Raises UnknownNode, and the database's errors where the centre is away."""
    node = StorageNode.objects.filter(name=node_name, is_enabled=True).first()
    if node is None:
        raise UnknownNode(node_name)
    cameras = list(Camera.objects.select_related("hall__region").filter(node=node, is_enabled=True))
    rules = list(AddressRule.objects.select_related("region"))
    wanted = {camera.pk: _wish(camera, rules) for camera in cameras}
    volumes = Volume.objects.filter(node=node, is_enabled=True)
    return Wishes(node.pk, wanted, {volume.pk: Place(volume.pk, Path(volume.path), str(volume.marker)) for volume in volumes})


def wanted_elsewhere(*, node: int, cameras: Sequence[int]) -> frozenset[int]:
    """Those of the cameras that shall be recorded, and not by this node."""
    return frozenset(Camera.objects.filter(pk__in=cameras, is_enabled=True).exclude(node=node).values_list("pk", flat=True))


def keep_wishes(wishes: Wishes, *, spool: Spool) -> None:
    """Remembers them for a start without the centre; sealed passwords stay sealed."""
    body = {
        "node": wishes.node,
        "cameras": [asdict(wish) for wish in wishes.cameras.values()],
        "volumes": [{"number": place.number, "path": str(place.path), "marker": place.marker} for place in wishes.volumes.values()],
    }
    if spool.recall(_KEY) != body:
        spool.remember(_KEY, body)


def kept_wishes(*, spool: Spool) -> Wishes | None:
    body = spool.recall(_KEY)
    if body is None:
        return None
    cameras = [Wish(**{**each, "rules": tuple(map(tuple, each["rules"]))}) for each in body["cameras"]]
    volumes = [Place(each["number"], Path(each["path"]), each["marker"]) for each in body["volumes"]]
    return Wishes(body["node"], {wish.camera: wish for wish in cameras}, {place.number: place for place in volumes})


def _wish(camera: Camera, rules: Sequence[AddressRule]) -> Wish:
    path = camera.hall.region.path
    return Wish(
        camera=camera.pk,
        gb_id=camera.gb_id,
        generation=camera.generation,
        source=camera.source,
        url=camera.main_url,
        username=camera.username,
        password=base64.b64encode(bytes(camera.password_sealed)).decode(),
        keeps_audio=camera.keeps_audio,
        volume=camera.volume_id,
        rules=tuple((rule.network, rule.ports) for rule in rules if path.startswith(rule.region.path)),
    )
