"""Asks for a retention run when a finished file leaves a volume short of room. The run itself is a worker's."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from video.adapters.volumes import Place, Report, inspect
from video.domain.causes import VolumeState
from video.domain.retention import DAY, Room, wanted_bytes
from video.models import Volume, VolumeOutlook

from ..node_jobs import ask_for_retention
from ..places import place_of

ENFORCE_EVERY = DAY
PATIENCE = timedelta(minutes=10)
Look = Callable[[Place], Report]


def look_at(place: Place) -> Report:
    return inspect(place, reserve=0)


def ask_for_room(*, volumes: Collection[int], now: datetime, look: Look = look_at) -> int:
    """One query, and one look at each disk, where nothing is needed. How many volumes want a run; each node has one in line at most."""
    rows = Volume.objects.filter(pk__in=volumes, is_enabled=True).select_related("outlook", "node__region")
    wanting = [volume for volume in rows if _wants_a_run(volume, getattr(volume, "outlook", None), look(place_of(volume)), now)]
    for node in {volume.node_id: volume.node for volume in wanting}.values():
        ask_for_retention(node, now=now)
    return len(wanting)


def _wants_a_run(volume: Volume, outlook: VolumeOutlook | None, report: Report, now: datetime) -> bool:
    """A day has passed, or room is wanted: by the figures of the last run, the rate since then and the disk as it is."""
    if report.state is not VolumeState.READY:
        return False
    if outlook is None or now - outlook.enforced_at >= ENFORCE_EVERY:
        return True
    came_in = int((outlook.bytes_per_day or 0) * ((now - outlook.enforced_at) / DAY))
    room = Room(used=outlook.used_bytes + came_in, quota=volume.quota_bytes, free=report.free, total=report.total)
    if not wanted_bytes(room):
        return False
    return not outlook.short_bytes or now - outlook.enforced_at >= PATIENCE
