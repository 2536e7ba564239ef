"""Puts the round of supervision in line: watches worked out anew, notices opened, raised and reminded of."""

from datetime import datetime

from portalkit.audit.domain.actors import SYSTEM, Actor
from portalkit.imports.models import ImportBatch
from portalkit.jobs import services as jobs
from portalkit.jobs.models import Job

SUPERVISE = "complaints.supervise"


def start_supervision(*, by: Actor, now: datetime) -> Job:
    """One round at a time: asked again before it began, the same round answers."""
    return jobs.enqueue(kind=SUPERVISE, key=SUPERVISE, title="", params={}, by=by, now=now)


def supervise_after_import(*, batch: ImportBatch, by: Actor, now: datetime) -> None:  # noqa: ARG001
    """Called inside the transaction of an import or its undoing."""
    start_supervision(by=SYSTEM, now=now)
