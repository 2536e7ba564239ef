import pytest

from portalkit.audit.domain.actors import SYSTEM
from portalkit.jobs.services import enqueue

pytestmark = pytest.mark.django_db


def test_a_job_waits_in_the_queue_of_its_kind_or_in_the_one_that_was_asked_for() -> None:
    usual = enqueue(kind="jobs.tidy", key="a", title="", params={}, by=SYSTEM)
    placed = enqueue(kind="jobs.tidy", key="b", title="", params={}, by=SYSTEM, queue="video.west-1")
    assert (usual.queue, placed.queue) == ("default", "video.west-1")
