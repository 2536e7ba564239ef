"""Storage nodes, their volumes, and the addresses that may be dialled."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Model

from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.regions.models import Region

from ..domain.addresses import network_of, ports_of
from ..models import AddressRule, Camera, StorageNode, Volume


class NodeNameTaken(Exception):
    """Another node has this name."""


class VolumeThere(Exception):
    """The node has a volume in this folder already."""


class RuleThere(Exception):
    """The region has a rule for this subnet already."""


@dataclass(frozen=True)
class NodeValues:
    title: str
    region: Region
    media_url: str
    is_enabled: bool


@dataclass(frozen=True)
class VolumeValues:
    """`quota_bytes` None: the whole file system, less its reserve."""

    title: str
    path: str
    quota_bytes: int | None
    is_enabled: bool


@dataclass(frozen=True)
class RuleValues:
    region: Region
    network: str
    ports: str
    note: str


@transaction.atomic
def add_node(*, name: str, values: NodeValues, by: Actor, now: datetime) -> StorageNode:
    """`name` is what the recorder is started with and never changes. Raises NodeNameTaken."""
    if StorageNode.objects.filter(name__iexact=name).exists():
        raise NodeNameTaken(name)
    node = StorageNode.objects.create(name=name, **vars(values))
    record(by=by, action="video.add_node", on=node, region_code=node.region.code, detail={"name": name}, at=now)
    return node


@transaction.atomic
def change_node(*, node: StorageNode, values: NodeValues, by: Actor, now: datetime) -> StorageNode:
    """Taken out of service or put back, its cameras get a new generation."""
    found = StorageNode.objects.select_for_update(of=("self",)).select_related("region").get(pk=node.pk)
    changed = _apply(found, values)
    if "is_enabled" in changed:
        Camera.objects.filter(node=found).update(generation=F("generation") + 1)
    found.save()
    record(by=by, action="video.change_node", on=found, region_code=found.region.code, detail={"changed": changed}, at=now)
    return found


@transaction.atomic
def add_volume(*, node: StorageNode, values: VolumeValues, by: Actor, now: datetime) -> Volume:
    """Raises VolumeThere."""
    if Volume.objects.filter(node=node, path=values.path).exists():
        raise VolumeThere(values.path)
    volume = Volume.objects.create(node=node, **vars(values))
    _record_volume("video.add_volume", volume, by, now, {"path": values.path, "marker": str(volume.marker)})
    return volume


@transaction.atomic
def change_volume(*, volume: Volume, values: VolumeValues, by: Actor, now: datetime) -> Volume:
    """The marker stays, so footage moved to another folder with its marker file stays the volume's. Raises VolumeThere."""
    found = Volume.objects.select_for_update(of=("self",)).select_related("node__region").get(pk=volume.pk)
    if Volume.objects.filter(node=found.node, path=values.path).exclude(pk=found.pk).exists():
        raise VolumeThere(values.path)
    changed = _apply(found, values)
    found.save(update_fields=list(vars(values)))
    _record_volume("video.change_volume", found, by, now, {"changed": changed})
    return found


@transaction.atomic
def add_rule(*, values: RuleValues, by: Actor, now: datetime) -> AddressRule:
    """Raises RuleThere, and RuleUnreadable of the domain."""
    rule = AddressRule(**_canonical(values))
    if AddressRule.objects.filter(region=rule.region, network=rule.network).exists():
        raise RuleThere(rule.network)
    rule.save()
    _record_rule("video.add_rule", rule, by, now, {"ports": rule.ports})
    return rule


@transaction.atomic
def change_rule(*, rule: AddressRule, values: RuleValues, by: Actor, now: datetime) -> AddressRule:
    """Raises RuleThere, and RuleUnreadable of the domain."""
    found = AddressRule.objects.select_for_update(of=("self",)).select_related("region").get(pk=rule.pk)
    wanted = _canonical(values)
    if AddressRule.objects.filter(region=wanted["region"], network=wanted["network"]).exclude(pk=found.pk).exists():
        raise RuleThere(wanted["network"])
    changed = {name: [str(getattr(found, name)), str(value)] for name, value in wanted.items() if getattr(found, name) != value}
    for name, value in wanted.items():
        setattr(found, name, value)
    found.save()
    _record_rule("video.change_rule", found, by, now, {"changed": changed})
    return found


@transaction.atomic
def remove_rule(*, rule: AddressRule, by: Actor, now: datetime) -> None:
    """Cameras in the subnet are dialled no more at their next connection, unless another rule allows them."""
    _record_rule("video.remove_rule", rule, by, now, {"ports": rule.ports})
    rule.delete()


def _apply(row: Model, values: Any) -> dict[str, list[str]]:
    changed = {name: [str(getattr(row, name)), str(value)] for name, value in vars(values).items() if getattr(row, name) != value}
    for name, value in vars(values).items():
        setattr(row, name, value)
    return changed


def _canonical(values: RuleValues) -> dict[str, Any]:
    ports = " ".join(map(str, sorted(ports_of(values.ports))))
    return {"region": values.region, "network": str(network_of(values.network)), "ports": ports, "note": values.note}


def _record_volume(action: str, volume: Volume, by: Actor, now: datetime, detail: dict[str, Any]) -> None:
    record(by=by, action=action, on=volume, region_code=volume.node.region.code, detail={"node": volume.node.name, **detail}, at=now)


def _record_rule(action: str, rule: AddressRule, by: Actor, now: datetime, detail: dict[str, Any]) -> None:
    record(by=by, action=action, on=rule, region_code=rule.region.code, detail={"network": rule.network, **detail}, at=now)
