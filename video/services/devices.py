"""Devices read over ONVIF and looked for, by jobs on the node that stands near them; what was read is taken over by a person."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from portalkit.audit.domain.actors import Actor
from portalkit.jobs.models import Job, JobState
from portalkit.jobs.services import enqueue
from portalkit.vault.services.sealing import open_sealed

from ..adapters.dialling import dialled_service
from ..domain.addresses import AddressRefused, Rule, is_literal
from ..domain.devices import DeviceFault, DeviceReading, DeviceSilent, FoundDevice
from ..models import Camera, StorageNode
from ..selectors.addresses import rules_around, rules_of
from ..selectors.devices import DISCOVER, READ_DEVICE
from .cameras import DeviceFacts, take_over_facts

SECONDS_TO_READ = 30.0
SECONDS_TO_SEARCH = 5.0
_QUEUE_OF_THE_CENTRE = "default"
Progress = Callable[[int, int | None, str], None]


class ReadingGone(Exception):
    """There is no finished reading with these profiles any more."""


@transaction.atomic
def ask_device(*, camera: Camera, by: Actor, now: datetime) -> Job:
    """Has the camera's node read the device; the centre does it for a camera without a node."""
    return enqueue(
        kind=READ_DEVICE,
        key=camera.gb_id,
        title=_("Read the device of {name}").format(name=camera.name),
        params={"camera": camera.pk},
        by=by,
        region=camera.hall.region,
        now=now,
        result_url=reverse("video:device", args=[camera.gb_id]),
        queue=camera.node.queue if camera.node else _QUEUE_OF_THE_CENTRE,
    )


@transaction.atomic
def ask_search(*, node: StorageNode, by: Actor, now: datetime) -> Job:
    """Has a node look for devices in its own network."""
    return enqueue(
        kind=DISCOVER,
        key=node.name,
        title=_("Look for devices near {name}").format(name=node.title),
        params={"node": node.pk},
        by=by,
        region=node.region,
        now=now,
        result_url=reverse("video:search_result", args=[node.name]),
        queue=node.queue,
    )


def read_camera_device(*, camera_id: int, on_progress: Progress) -> DeviceReading:
    """Dials the camera's ONVIF service, as far as the rules of its region allow. Raises DeviceSilent, AddressRefused, CannotOpen."""
    from ..adapters.onvif import read_device  # the library takes a second to load, and only nodes need it

    camera = Camera.objects.select_related("hall__region").get(pk=camera_id)
    if not camera.onvif_url:
        raise DeviceSilent(DeviceFault.NO_ADDRESS)
    on_progress(0, 2, _("looking up the address"))
    url = dialled_service(url=camera.onvif_url, rules=rules_of(camera.hall.region))
    on_progress(1, 2, _("asking the device"))
    return read_device(url=url, username=camera.username, password=open_sealed(camera.password_sealed), seconds=SECONDS_TO_READ)


def search_devices(
    *, node_id: int, on_progress: Progress, to: tuple[str, int] | None = None, seconds: float = SECONDS_TO_SEARCH
) -> list[FoundDevice]:
    """The devices in the node's network that answer and whose addresses the rules of its region allow. `to`: another place to ask."""
    from ..adapters.discovery import MULTICAST, probe

    node = StorageNode.objects.select_related("region").get(pk=node_id)
    on_progress(0, None, _("waiting for answers"))
    found = probe(seconds=seconds, to=to or MULTICAST)
    rules = rules_around(node.region)
    return [device for device in found if _is_allowed(device, rules)]


@transaction.atomic
def take_over_reading(*, camera: Camera, job_id: int, main: str, sub: str, by: Actor, now: datetime) -> Camera:
    """The finished reading of a job becomes the camera's: maker, model, firmware, and the streams of the profiles named.

    Raises ReadingGone.
    """
    job = Job.objects.filter(pk=job_id, kind=READ_DEVICE, key=camera.gb_id, state=JobState.DONE).first()
    if job is None or "reading" not in job.result:
        raise ReadingGone(job_id)
    reading = DeviceReading.from_json(job.result["reading"])
    chosen = [reading.profile(token) if token else None for token in (main, sub)]
    if any(token and profile is None for token, profile in zip((main, sub), chosen, strict=True)):
        raise ReadingGone(job_id)
    urls = [profile.url if profile else "" for profile in chosen]
    facts = DeviceFacts(
        manufacturer=reading.manufacturer, model=reading.model, firmware=reading.firmware, main_url=urls[0], sub_url=urls[1]
    )
    return take_over_facts(camera=camera, facts=facts, by=by, now=now)


def _is_allowed(device: FoundDevice, rules: tuple[Rule, ...]) -> bool:
    try:
        return is_literal(device.host) and bool(dialled_service(url=device.url, rules=rules))
    except AddressRefused:
        return False
