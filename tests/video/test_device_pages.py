"""Reading a camera's device and looking for devices, from the button to the camera."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from portalkit.jobs.models import Job, JobState
from portalkit.regions.models import Region
from portalkit.vault.services.sealing import seal
from tests.builders import a_user
from tests.video.builders import a_camera, a_hall, a_node
from tests.video.onvif_device import Device, answering_probes, serving
from video.models import AddressRule, Camera
from video.services.devices import search_devices

pytestmark = pytest.mark.django_db


@pytest.fixture
def loopback(settings) -> None:
    settings.NOC_ALLOW_LOOPBACK_TARGETS = True


@pytest.fixture
def device() -> Iterator[Device]:
    with serving(Device(skew=timedelta(hours=-8))) as found:
        yield found


@pytest.fixture
def camera(client: Client, device: Device) -> Camera:
    made = a_camera(a_hall(), node=a_node("west-1"), onvif_url=device.url, username="admin", password_sealed=seal("right"))
    client.force_login(a_user("administrator", at=Region.objects.get(parent=None)))
    return made


def test_what_a_device_says_becomes_the_cameras_when_somebody_says_so(client: Client, camera: Camera, loopback: None, run_jobs) -> None:
    page = reverse("video:device", args=[camera.gb_id])
    assert client.get(page).status_code == 200
    client.post(reverse("video:read_device", args=[camera.gb_id]))
    client.post(reverse("video:read_device", args=[camera.gb_id]))
    assert "/jobs/" in client.get(page).text
    [job] = run_jobs()
    assert (job.state, job.queue, job.error) == (JobState.DONE, "video.west-1", "")
    assert "right" not in str(job.result) + str(job.params)
    shown = client.get(page)
    assert shown.context["is_skewed"]
    assert "rtsp://10.20.1.5:554/main" in shown.text
    camera.refresh_from_db()
    assert (camera.main_url, camera.model) == ("rtsp://10.1.1.1/main", "")
    take = reverse("video:take_over_reading", args=[camera.gb_id])
    for wrong in ({"job": "0"}, {"job": str(job.pk), "main": "other"}, {"job": "x"}):
        assert client.post(take, wrong)["Location"] == page
    assert client.post(take, {"job": str(job.pk), "main": "main", "sub": "sub"}).status_code == 302
    camera.refresh_from_db()
    assert (camera.main_url, camera.sub_url) == ("rtsp://10.20.1.5:554/main", "rtsp://10.20.1.5:554/sub")
    assert (camera.manufacturer, camera.model, camera.firmware, camera.generation) == ("Test Works", "TW-2M", "1.2.3", 2)


def test_a_device_that_is_not_allowed_or_refuses_says_so_on_the_page(
    client: Client, camera: Camera, device: Device, settings, run_jobs
) -> None:
    page, ask = (reverse(f"video:{name}", args=[camera.gb_id]) for name in ("device", "read_device"))
    client.post(ask)
    [refused] = run_jobs()
    assert (refused.state, device.seen) == (JobState.FAILED, [])
    assert "127.0.0.1" in client.get(page).text
    settings.NOC_ALLOW_LOOPBACK_TARGETS = True
    Camera.objects.update(password_sealed=seal("wrong"))
    client.post(ask)
    [denied] = run_jobs()
    assert denied.state == JobState.FAILED
    assert denied.error
    assert denied.error in client.get(page).context["job"].error
    Camera.objects.update(onvif_url="")
    assert client.get(page).status_code == 200


def test_a_search_lists_allowed_devices_and_leads_to_a_prefilled_form(client: Client, camera: Camera, run_jobs) -> None:
    node = camera.node
    assert node is not None
    AddressRule.objects.create(region=camera.hall.region, network="10.20.1.0/24", ports="80")
    addresses = ("http://10.20.1.5/onvif/device_service", "http://10.21.1.5/onvif/device_service", "http://camera.example/onvif")
    with answering_probes(*addresses) as place:
        found = search_devices(node_id=node.pk, on_progress=lambda *said: None, to=place, seconds=0.3)
    assert [one.url for one in found] == [addresses[0]]
    page = reverse("video:search_result", args=["west-1"])
    assert client.get(page).status_code == 200
    client.post(reverse("video:search_devices", args=["west-1"]))
    job = Job.objects.get()
    assert job.queue == "video.west-1"
    assert client.get(page).status_code == 200
    Job.objects.update(state=JobState.DONE, result={"devices": [{"url": addresses[0], "name": "Hall 1", "hardware": "", "location": ""}]})
    shown = client.get(page)
    [listed] = shown.context["devices"]
    form = client.get(listed.register_url).context["form"]
    assert (form["onvif_url"].value(), form["name"].value(), form["node"].value()) == (addresses[0], "Hall 1", str(node.pk))
    Camera.objects.update(onvif_url="http://10.20.1.5:80/other")
    assert client.get(page).context["devices"][0].camera == camera
