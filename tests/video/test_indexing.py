"""Rows from nodes: told twice, late or in another order, they come out the same."""

import random
from typing import Any

import pytest

from tests.video.builders import NOON, a_camera, a_gap, a_node, a_volume
from video.domain.fragments import Fragment, pack
from video.domain.segments import SECOND, Contents, microseconds, moment
from video.models import Camera, Gap, Segment, StorageNode, Volume
from video.services.recording.indexing import indexed_paths, note_missing, take_rows
from video.services.recording.reports import segment_body

pytestmark = pytest.mark.django_db
START = microseconds(NOON)


@pytest.fixture
def node() -> StorageNode:
    return a_node()


@pytest.fixture
def camera(node: StorageNode) -> Camera:
    return a_camera(node=node)


@pytest.fixture
def volume(node: StorageNode) -> Volume:
    return a_volume(node)


def body(camera: Camera, volume: Volume, *, start: int = 0, seconds: int = 300, sha256: str = "ab" * 32, epoch: int = 1) -> dict[str, Any]:
    start_us = START + start * SECOND
    contents = Contents(start_us, start_us + seconds * SECOND, 776, 1000 * seconds, pack([Fragment(776, 100, 0)]), "avc1", 320, 180, 25)
    return segment_body(camera=camera.pk, epoch=epoch, volume=volume.pk, path=f"{start_us}-{epoch}.mp4", contents=contents, sha256=sha256)


def gap(camera: Camera, *, start: int, end: int | None, cause: str = "unreachable") -> dict[str, Any]:
    end_us = None if end is None else START + end * SECOND
    return {"kind": "gap", "camera": camera.pk, "start_us": START + start * SECOND, "end_us": end_us, "cause": cause}


def told(node: StorageNode) -> list[tuple[Any, ...]]:
    segments = Segment.objects.order_by("camera", "start", "epoch").values_list("camera", "epoch", "start", "end", "state", "sha256")
    return [*segments, *Gap.objects.order_by("camera", "start").values_list("camera", "start", "end", "cause")]


def test_an_outage_that_another_nodes_footage_covers_was_none(node: StorageNode, camera: Camera, volume: Volume) -> None:
    take_rows(
        node=node.pk, bodies=[body(camera, volume, start=0, seconds=100), body(camera, volume, start=90, epoch=2, seconds=5, sha256="")]
    )
    take_rows(node=node.pk, bodies=[gap(camera, start=100, end=None, cause="moved")])
    take_rows(node=node.pk, bodies=[body(camera, volume, start=90, epoch=2, seconds=15, sha256="")])
    assert not Gap.objects.exists()


@pytest.mark.parametrize("seed", range(6))
def test_any_order_and_any_repetition_gives_the_same_rows(node: StorageNode, camera: Camera, volume: Volume, seed: int) -> None:
    bodies = [
        body(camera, volume, start=0, seconds=100, sha256=""),
        body(camera, volume, start=0),
        gap(camera, start=300, end=None),
        gap(camera, start=300, end=360),
        body(camera, volume, start=360),
        body(camera, volume, start=360, epoch=2),
    ]
    take_rows(node=node.pk, bodies=bodies)
    expected = told(node)
    Segment.objects.all().delete()
    Gap.objects.all().delete()
    chance = random.Random(seed)
    for _ in range(3):
        chance.shuffle(bodies)
        for each in bodies:
            take_rows(node=node.pk, bodies=[each])
    assert told(node) == expected
    assert Segment.objects.get(start=NOON).state == "closed"


def test_what_is_being_deleted_is_not_brought_back(node: StorageNode, camera: Camera, volume: Volume) -> None:
    take_rows(node=node.pk, bodies=[body(camera, volume)])
    Segment.objects.update(state="deleting")
    take_rows(node=node.pk, bodies=[body(camera, volume)])
    assert Segment.objects.get().state == "deleting"


def test_footage_ends_the_outage_that_another_node_told_of(node: StorageNode, camera: Camera, volume: Volume) -> None:
    outage = a_gap(camera, start=moment(START - 60 * SECOND), cause="moved", node=a_node())
    take_rows(node=node.pk, bodies=[body(camera, volume, start=10), body(camera, volume, start=310)])
    outage.refresh_from_db()
    assert outage.end == moment(START + 10 * SECOND)


def test_what_names_a_camera_or_a_volume_that_is_gone_is_passed_over(node: StorageNode, camera: Camera, volume: Volume) -> None:
    foreign = a_volume(a_node())
    unknown = {**body(camera, volume, start=600), "camera": camera.pk + 999}
    take_rows(node=node.pk, bodies=[body(camera, foreign), unknown, body(camera, volume, start=300)])
    assert [segment.start for segment in Segment.objects.all()] == [moment(START + 300 * SECOND)]


def test_files_that_are_gone_become_outages_and_growing_ones_vanish(node: StorageNode, camera: Camera, volume: Volume) -> None:
    take_rows(node=node.pk, bodies=[body(camera, volume), body(camera, volume, start=300, sha256="")])
    note_missing(volume=volume.pk, paths=list(indexed_paths(volume=volume.pk)), node=node.pk)
    kept = Segment.objects.get()
    assert (kept.is_local, indexed_paths(volume=volume.pk)) == (False, {})
    assert [(row.start, row.end, row.cause) for row in Gap.objects.all()] == [(kept.start, kept.end, "disk_failed")]
