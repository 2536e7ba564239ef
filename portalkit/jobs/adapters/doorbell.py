"""Calls a worker through Celery. A call that is lost costs a few seconds: the sweeper calls again."""

import logging
import time
from datetime import timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

logger = logging.getLogger(__name__)
TASK = "portalkit.jobs.tasks.run"
_QUIET_SECONDS = 15.0
_GRACE = timedelta(seconds=30)
_silence: dict[str, float] = {"until": 0.0}


def ring(*, job_id: int, queue: str, time_limit: timedelta) -> bool:
    """Asks for a worker. False when the broker does not answer; it is then left alone for a while, so that no request waits for it."""
    if time.monotonic() < _silence["until"]:
        return False
    try:
        _celery().send_task(
            TASK,
            args=[job_id],
            queue=queue,
            retry=False,
            ignore_result=True,
            soft_time_limit=time_limit.total_seconds(),
            time_limit=(time_limit + _GRACE).total_seconds(),
        )
    except _broker_errors() as error:
        logger.warning("the broker does not answer (%s); job %d waits for the sweeper", type(error).__name__, job_id)
        _silence["until"] = time.monotonic() + _QUIET_SECONDS
        return False
    return True


def waiting(queue: str) -> int | None:
    """How many calls lie in a queue unanswered; None when the broker does not answer."""
    try:
        with _celery().connection_for_write(connect_timeout=2) as connection:
            return int(connection.default_channel.queue_declare(queue=queue, passive=False).message_count)
    except _broker_errors():
        return None


@cache
def _celery() -> Any:
    return import_string(settings.NOC_CELERY_APP)


@cache
def _broker_errors() -> tuple[type[Exception], ...]:
    from kombu.exceptions import KombuError

    connection = _celery().connection_for_write()
    return (KombuError, OSError, *connection.connection_errors, *connection.channel_errors)


def is_over_time(error: Exception) -> bool:
    """Whether this is Celery telling a task that its time is up."""
    from billiard.exceptions import SoftTimeLimitExceeded

    return isinstance(error, SoftTimeLimitExceeded)
