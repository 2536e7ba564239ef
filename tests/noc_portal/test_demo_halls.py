"""The demo's halls and cameras: footage that is what its rows say, and nothing of it left afterwards."""

from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from noc_portal.demo import loading, unloading
from noc_portal.demo.parts import halls
from portalkit.audit.domain.actors import SYSTEM
from storefronts.models import Hall
from tests.video.footage import spans
from video.domain.device_ids import faults_of
from video.models import Camera, Gap, Segment, Volume, WallLayout
from video.services.recording.room import ask_for_room

pytestmark = pytest.mark.django_db


def test_halls_have_cameras_with_half_an_hour_of_footage_and_all_of_it_goes_again(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    now = timezone.now()
    loading.add_regions(now=now)
    halls.load(now=now)
    assert Hall.objects.exclude(opening="").count() == Hall.objects.count() == 16
    assert not [camera.gb_id for camera in Camera.objects.all() if faults_of(camera.gb_id)]
    assert WallLayout.objects.filter(hall__isnull=False).count() == 5
    first, second = (each for each in Camera.objects.order_by("gb_id")[:2])
    (before, after), (alone,) = spans(first), spans(second)
    assert Gap.objects.get(camera=first, end__isnull=False).start == before[1]
    assert timedelta(seconds=-1) < after[1] - now < timedelta(seconds=1)
    assert timedelta(minutes=14.8) < alone[1] - alone[0] < timedelta(minutes=15.1)
    disk = Path(Volume.objects.get().path)
    for segment in Segment.objects.all():
        assert sha256((disk / segment.path).read_bytes()).hexdigest() == segment.sha256
    assert ask_for_room(volumes=[Volume.objects.get().pk], now=now) == 1
    spool = Path(settings.DATA_DIR) / "recorder" / halls.NODE
    spool.mkdir(parents=True, exist_ok=True)
    with django_capture_on_commit_callbacks(execute=True):
        unloading.unload(by=SYSTEM, now=now)
    assert not Hall.objects.exists()
    assert not Camera.objects.exists()
    assert not disk.exists()
    assert not spool.exists()
