"""Cameras registered, changed, switched and moved. Every change that the recorder must notice raises the generation."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.vault.services.sealing import seal
from storefronts.models import Hall

from ..models import Camera, StorageNode, Volume

KEEP = None
PLAIN_VALUES = (
    "name", "hall", "node", "volume", "source", "main_url", "sub_url", "onvif_url", "username", "keeps_audio", "is_enabled", "keep_days",
)  # fmt: skip


class CameraIdTaken(Exception):
    """Another camera has this device id."""


class VolumeElsewhere(Exception):
    """The volume belongs to another node than the camera's."""


@dataclass(frozen=True)
class CameraValues:
    """`password`: KEEP (None) leaves the one there is, empty text takes it away. It is in no repr."""

    name: str
    hall: Hall
    node: StorageNode | None
    volume: Volume | None
    source: str
    main_url: str
    sub_url: str
    onvif_url: str
    username: str
    keeps_audio: bool
    is_enabled: bool
    keep_days: int | None
    password: str | None = field(default=KEEP, repr=False)


@dataclass(frozen=True)
class DeviceFacts:
    """What a device says of itself, taken over by a person: makers' names, and addresses of streams (empty: stay as they are)."""

    manufacturer: str
    model: str
    firmware: str
    main_url: str = ""
    sub_url: str = ""


@transaction.atomic
def add_camera(*, gb_id: str, values: CameraValues, by: Actor, now: datetime) -> Camera:
    """Raises CameraIdTaken and VolumeElsewhere."""
    if Camera.objects.filter(gb_id=gb_id).exists():
        raise CameraIdTaken(gb_id)
    camera = Camera(gb_id=gb_id)
    _set(camera, values)
    camera.save()
    _record("video.add_camera", camera, by, now, {"hall": camera.hall.code, "password": bool(camera.password_sealed)})
    return camera


@transaction.atomic
def change_camera(*, camera: Camera, values: CameraValues, by: Actor, now: datetime) -> Camera:
    """The id stays. A later import of the same row changes it again: the hash of the imported row is forgotten. Raises VolumeElsewhere."""
    found = _locked(camera)
    before = {name: _shown(found, name) for name in PLAIN_VALUES}
    had = bytes(found.password_sealed)
    _set(found, values)
    changed: dict[str, Any] = {name: [before[name], _shown(found, name)] for name in PLAIN_VALUES if before[name] != _shown(found, name)}
    if bytes(found.password_sealed) != had:
        changed["password"] = "changed" if found.password_sealed else "removed"
    if not changed:
        return found
    found.row_hash = ""
    found.generation += 1
    found.save()
    _record("video.change_camera", found, by, now, {"changed": changed})
    return found


@transaction.atomic
def switch_camera(*, camera: Camera, is_enabled: bool, by: Actor, now: datetime) -> Camera:
    """Whether the camera is to be recorded. Doing it again changes nothing."""
    found = _locked(camera)
    if found.is_enabled == is_enabled:
        return found
    found.is_enabled = is_enabled
    found.generation += 1
    found.save(update_fields=["is_enabled", "generation"])
    _record("video.start_camera" if is_enabled else "video.stop_camera", found, by, now, {})
    return found


@transaction.atomic
def move_camera(*, camera: Camera, node: StorageNode | None, by: Actor, now: datetime) -> Camera:
    """Has another node record the camera from now on; footage stays where it is. The wish for a volume ends with the old node."""
    found = _locked(camera)
    if found.node_id == (node.pk if node else None):
        return found
    before = found.node.name if found.node else ""
    found.node = node
    found.volume = None
    found.generation += 1
    found.save(update_fields=["node", "volume", "generation"])
    _record("video.move_camera", found, by, now, {"from": before, "to": node.name if node else ""})
    return found


@transaction.atomic
def take_over_facts(*, camera: Camera, facts: DeviceFacts, by: Actor, now: datetime) -> Camera:
    """What was read from the device becomes the camera's; recording starts anew where an address differs."""
    found = _locked(camera)
    wanted = {name: value for name, value in vars(facts).items() if value and getattr(found, name) != value}
    if not wanted:
        return found
    changed = {name: [getattr(found, name), value] for name, value in wanted.items()}
    for name, value in wanted.items():
        setattr(found, name, value)
    if wanted.keys() & {"main_url", "sub_url"}:
        found.generation += 1
        found.row_hash = ""
    found.save()
    _record("video.take_over_facts", found, by, now, {"changed": changed})
    return found


def _locked(camera: Camera) -> Camera:
    return Camera.objects.select_for_update(of=("self",)).select_related("hall__region", "node").get(pk=camera.pk)


def _set(camera: Camera, values: CameraValues) -> None:
    if values.volume is not None and (values.node is None or values.volume.node_id != values.node.pk):
        raise VolumeElsewhere(values.volume.title)
    for name in PLAIN_VALUES:
        setattr(camera, name, getattr(values, name))
    if values.password is not KEEP:
        camera.password_sealed = seal(values.password)


def _shown(camera: Camera, name: str) -> Any:
    value = getattr(camera, name)
    return value if isinstance(value, bool | int | None) else str(value)


def _record(action: str, camera: Camera, by: Actor, now: datetime, detail: dict[str, Any]) -> None:
    record(by=by, action=action, on=camera, region_code=camera.hall.code, detail={"gb_id": camera.gb_id, **detail}, at=now)
