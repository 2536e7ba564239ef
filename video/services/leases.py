"""Who may record a camera. Two recorders never hold the same epoch of one camera, whatever their clocks and the network do."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from ..models import RecordingLease

LASTS = timedelta(seconds=30)


def take_leases(*, node: int, holder: str, cameras: Sequence[int], now: datetime) -> Mapping[int, int]:
    """Epochs by camera, for those that could be had: never leased, let go, run out, or held by an earlier run of the same node.

    A camera that another node still holds is not among them.
    """
    taken: dict[int, int] = {}
    with transaction.atomic():
        there = {lease.camera_id: lease for lease in RecordingLease.objects.select_for_update().filter(camera__in=cameras)}
        for camera in sorted(cameras):
            lease = there.get(camera)
            if lease is None:
                epoch = _first(camera, node=node, holder=holder, now=now)
            elif lease.holder == holder:
                epoch = lease.epoch
            elif lease.node_id == node or lease.expires_at <= now:
                epoch = lease.epoch + 1
            else:
                epoch = None
            if epoch is not None:
                taken[camera] = epoch
        for camera, epoch in taken.items():
            RecordingLease.objects.filter(camera=camera).update(
                node=node, holder=holder, epoch=epoch, renewed_at=now, expires_at=now + LASTS
            )
    return taken


def renew_leases(*, holder: str, cameras: Sequence[int], now: datetime) -> frozenset[int]:
    """The cameras whose lease was still ours; recording of the others has to end at once."""
    ours = RecordingLease.objects.filter(holder=holder, camera__in=cameras)
    ours.update(renewed_at=now, expires_at=now + LASTS)
    return frozenset(RecordingLease.objects.filter(holder=holder, camera__in=cameras).values_list("camera", flat=True))


def release_leases(*, holder: str, cameras: Sequence[int], now: datetime) -> None:
    """Lets others record them from now on."""
    RecordingLease.objects.filter(holder=holder, camera__in=cameras).update(holder="", expires_at=now)


def _first(camera: int, *, node: int, holder: str, now: datetime) -> int | None:
    try:
        with transaction.atomic():
            RecordingLease.objects.create(camera_id=camera, node_id=node, holder=holder, epoch=1, renewed_at=now, expires_at=now + LASTS)
    except IntegrityError:
        return None
    return 1
