"""Who may record a camera."""

from datetime import timedelta

import pytest

from tests.video.builders import NOON, a_camera, a_hall, a_node
from video.models import RecordingLease
from video.services.leases import LASTS, release_leases, renew_leases, take_leases

pytestmark = pytest.mark.django_db
LATER = NOON + LASTS + timedelta(seconds=1)


def test_a_camera_that_another_node_holds_cannot_be_had_until_the_lease_runs_out() -> None:
    north, south, camera = a_node(), a_node(), a_camera()
    assert take_leases(node=north.pk, holder="a", cameras=[camera.pk], now=NOON) == {camera.pk: 1}
    assert take_leases(node=south.pk, holder="b", cameras=[camera.pk], now=NOON) == {}
    assert take_leases(node=south.pk, holder="b", cameras=[camera.pk], now=LATER) == {camera.pk: 2}
    assert renew_leases(holder="a", cameras=[camera.pk], now=LATER) == frozenset()


def test_every_life_of_a_recorder_has_an_epoch_of_its_own() -> None:
    node, camera = a_node(), a_camera()
    epochs = [take_leases(node=node.pk, holder=holder, cameras=[camera.pk], now=NOON)[camera.pk] for holder in ("a", "b", "b", "c")]
    assert epochs == [1, 2, 2, 3]


def test_a_lease_let_go_is_free_at_once_and_counts_on() -> None:
    north, south, camera = a_node(), a_node(), a_camera()
    take_leases(node=north.pk, holder="a", cameras=[camera.pk], now=NOON)
    release_leases(holder="a", cameras=[camera.pk], now=NOON)
    assert take_leases(node=south.pk, holder="b", cameras=[camera.pk], now=NOON) == {camera.pk: 2}


def test_renewing_keeps_what_is_ours_and_nothing_else() -> None:
    hall, node = a_hall(), a_node()
    ours, theirs = a_camera(hall), a_camera(hall)
    take_leases(node=node.pk, holder="a", cameras=[ours.pk], now=NOON)
    take_leases(node=node.pk, holder="b", cameras=[theirs.pk], now=NOON)
    assert renew_leases(holder="a", cameras=[ours.pk, theirs.pk], now=NOON + timedelta(seconds=20)) == {ours.pk}
    assert RecordingLease.objects.get(camera=ours).expires_at == NOON + timedelta(seconds=20) + LASTS
    assert RecordingLease.objects.get(camera=theirs).expires_at == NOON + LASTS
