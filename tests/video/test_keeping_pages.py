"""Pages of retention and legal holds: what is held, whose days are set, who may place and release holds."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from portalkit.audit.domain.actors import SYSTEM
from portalkit.audit.models import AuditEvent
from portalkit.regions.models import Region
from tests.builders import a_user
from tests.video.builders import NOON, a_camera, a_hall, a_node, a_volume
from tests.video.footage import recorded
from video.adapters.volumes import Place, Report, mark
from video.domain.causes import VolumeState
from video.domain.retention import RESERVE_BYTES
from video.models import Camera, LegalHold, Volume
from video.services.retention import enforce_retention

pytestmark = pytest.mark.django_db


def ample(_place: Place) -> Report:
    return Report(VolumeState.READY, 100 * RESERVE_BYTES, 100 * RESERVE_BYTES)


def signed_in(client: Client, role: str, at: Region) -> Client:
    client.force_login(a_user(role, at=at), backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["noc_language"] = "en"
    return client


@pytest.fixture
def cameras(tmp_path: Path) -> list[Camera]:
    """Two of one key hall, recorded two days ago on a volume too small for the law."""
    hall = a_hall(hall_class="key")
    volume = a_volume(a_node("east"), path=tmp_path / "disk", title="盘一", quota_bytes=100_000)
    mark(tmp_path / "disk", str(volume.marker))
    made = [a_camera(hall, name=name, node=volume.node, keep_days=20) for name in ("柜台", "大门")]
    for camera in made:
        recorded(camera, volume, start=NOON - timedelta(days=2), seconds=2)
    volume = Volume.objects.select_related("node__region").get()
    enforce_retention(volume=volume, by=SYSTEM, now=NOON, look=ample)
    return made


def test_retention_shows_what_is_held_and_sets_the_days_of_a_hall(client: Client, cameras: list[Camera]) -> None:
    signed_in(client, "administrator", cameras[0].hall.region.parent)
    page = client.get(reverse("video:retention"), {"lifted": "yes"}).content.decode()
    assert page.count("Lifted from 20") == 2
    assert "2026-10-31 12:00" in page
    volumes = client.get(reverse("video:retention_volumes"), {"danger": "yes"}).content.decode()
    assert "In danger" not in volumes
    url = reverse("video:kept_camera", args=[cameras[0].gb_id])
    assert "Lifted from 20" in client.get(url).content.decode()
    assert client.post(url, {"days": "0"}).status_code == 422
    done = client.post(url, {"days": "120", "whole_hall": "on"}, follow=True).content.decode()
    assert "The days of 2 cameras are set." in done
    assert set(Camera.objects.values_list("keep_days", flat=True)) == {120}
    assert AuditEvent.objects.filter(action="video.set_keep_days").count() == 2
    assert client.get(reverse("video:retention"), {"lifted": "yes"}).content.decode().count("Lifted") == 0
    assert "legal minimum of 90 days" in client.get(url).content.decode()
    Camera.objects.update(source=Camera.Source.DEMO)
    assert "legal minimum of" not in client.get(url).content.decode()
    client.post(url, {"days": ""})
    assert Camera.objects.get(pk=cameras[0].pk).keep_days is None


def test_a_volume_too_small_for_the_law_is_shown_to_those_who_see_its_node(client: Client, cameras: list[Camera]) -> None:
    province = Region.objects.get(parent=None)
    signed_in(client, "noc_staff", province)
    page = client.get(reverse("video:retention_volumes"), {"danger": "yes"}).content.decode()
    assert "盘一" in page
    assert "In danger" in page
    assert client.post(reverse("video:kept_camera", args=[cameras[0].gb_id]), {"days": "9"}).status_code == 403


def test_holds_are_placed_for_cameras_in_reach_and_released_with_a_reason(client: Client, cameras: list[Camera]) -> None:
    other = a_camera(a_hall("西门营业厅"))
    signed_in(client, "supervisor", cameras[0].hall.region)
    url = reverse("video:new_hold")
    assert f'value="{cameras[0].gb_id}"' in client.get(url, {"camera": cameras[0].gb_id, "from": "nonsense"}).content.decode()
    wish = {"gb_id": other.gb_id, "start": "2026-11-01T08:00:00", "end": "2026-11-01T09:00:00", "reason": "case 7"}
    assert client.post(url, wish).status_code == 422
    assert client.post(url, {**wish, "gb_id": cameras[0].gb_id, "end": wish["start"]}).status_code == 422
    placed = client.post(url, {**wish, "gb_id": cameras[0].gb_id}, follow=True).content.decode()
    hold = LegalHold.objects.get()
    assert "case 7" in placed
    assert "case 7" in client.get(reverse("video:holds"), {"stands": "yes"}).content.decode()
    page = reverse("video:hold", args=[hold.pk])
    assert client.post(page, {"reason": ""}).status_code == 422
    assert "The legal hold is released." in client.post(page, {"reason": "closed"}, follow=True).content.decode()
    assert "Somebody released this hold meanwhile." in client.post(page, {"reason": "closed"}, follow=True).content.decode()
    signed_in(client, "hall_manager", other.hall.region)
    assert client.get(page).status_code == 404
