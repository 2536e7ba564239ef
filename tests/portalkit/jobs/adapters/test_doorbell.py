"""A broker that does not answer never holds up a request."""

import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from kombu import pools

from noc_portal.celery import app
from portalkit.jobs.adapters import doorbell

HOUR = timedelta(hours=1)


@pytest.fixture
def dead_broker() -> Iterator[None]:
    """Celery's application looks for Redis where nobody listens."""
    before = app.conf.broker_url, app.conf.broker_write_url
    app.conf.broker_url = app.conf.broker_write_url = "redis://127.0.0.1:9/0"
    _forget_connections()
    yield
    app.conf.broker_url, app.conf.broker_write_url = before
    _forget_connections()
    doorbell._silence["until"] = 0.0


def _forget_connections() -> None:
    """Kombu keeps pools by address for the whole process, closed ones too."""
    pools.reset()
    app.amqp._producer_pool = None
    app._pool = None


@pytest.mark.usefixtures("dead_broker")
def test_a_dead_broker_is_noticed_quickly_and_then_left_alone(caplog: pytest.LogCaptureFixture) -> None:
    begun = time.monotonic()
    assert doorbell.ring(job_id=1, queue="default", time_limit=HOUR) is False
    assert time.monotonic() - begun < 3
    assert "job 1 waits for the sweeper" in caplog.text
    begun = time.monotonic()
    assert doorbell.ring(job_id=2, queue="default", time_limit=HOUR) is False
    assert time.monotonic() - begun < 0.01
    assert doorbell.waiting("default") is None


def test_a_living_broker_takes_the_call() -> None:
    assert doorbell.ring(job_id=1, queue="test-doorbell", time_limit=HOUR) is True
    assert doorbell.waiting("test-doorbell") == 1
