"""What was last read from a device, and found in a node's network."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from portalkit.jobs.models import Job

from ..models import Camera, StorageNode

READ_DEVICE = "video.probe_onvif"
DISCOVER = "video.discover"


def last_reading(camera: Camera) -> Job | None:
    """The newest job that read this camera's device, however it ended."""
    return Job.objects.filter(kind=READ_DEVICE, key=camera.gb_id).order_by("-pk").first()


def last_search(node: StorageNode) -> Job | None:
    """The newest job that looked for devices near this node."""
    return Job.objects.filter(kind=DISCOVER, key=node.name).order_by("-pk").first()


def cameras_by_host(hosts: Iterable[str]) -> dict[str, Camera]:
    """The cameras that are reached at these hosts, by host."""
    wanted = set(hosts)
    found: dict[str, Camera] = {}
    rows = Camera.objects.exclude(main_url="", onvif_url="").only("gb_id", "name", "main_url", "onvif_url") if wanted else ()
    for camera in rows:
        for url in (camera.onvif_url, camera.main_url):
            host = urlsplit(url).hostname
            if host in wanted:
                found.setdefault(host, camera)
    return found
