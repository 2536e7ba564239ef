"""One round of the scheduler."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ..models import Heartbeat
from .scheduling import start_due
from .sweeping import sweep

SCHEDULER = "scheduler"
BEAT_EVERY = timedelta(seconds=10)


@dataclass(frozen=True)
class Round:
    """`started` scheduled jobs, `called` jobs for which a worker was called again, `freed` jobs of dead workers."""

    started: int
    called: int
    freed: int


def tick(*, now: datetime) -> Round:
    """Starts what is due, finds what is stuck, and says that the scheduler works."""
    started = start_due(now=now)
    swept = sweep(now=now)
    _beat(now)
    return Round(started=len(started), called=swept.called, freed=swept.freed)


def _beat(now: datetime) -> None:
    if not Heartbeat.objects.filter(name=SCHEDULER, at__gt=now - BEAT_EVERY, at__lte=now).exists():
        Heartbeat.objects.update_or_create(name=SCHEDULER, defaults={"at": now})
