"""Puts a forecast in line."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from portalkit.audit.domain.actors import Actor
from portalkit.jobs import services as jobs
from portalkit.jobs.models import Job

from ...models import Queue

FORECAST = "scheduling.forecast"


def start_forecast(*, queue: Queue, horizon_days: int, by: Actor, now: datetime) -> Job:
    """The job that makes the queue's next version, or the one that is open already."""
    return jobs.enqueue(
        kind=FORECAST,
        key=str(queue.pk),
        title=_("Forecast the calls of {name}").format(name=queue.display_name),
        params={"queue": queue.pk, "horizon_days": horizon_days},
        by=by,
        region=queue.region,
        now=now,
        result_url=reverse("scheduling:newest_forecast", args=[queue.pk]),
    )
