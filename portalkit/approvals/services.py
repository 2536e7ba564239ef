"""The steps of an approval: one transaction each, the row locked, an audit event inside."""

from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction

from portalkit.access.models import User
from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record

from .domain.steps import DECIDED, ApprovalState, NotNow, Step, after
from .models import Approvable

Work = TypeVar("Work", bound=Approvable)
LONGEST_NOTE = 500

__all__ = ["NoReason", "NotNow", "OwnWork", "approve", "revise", "send_back", "submit", "withdraw"]


class OwnWork(Exception):
    """Nobody decides on work of their own."""


class NoReason(Exception):
    """Work is sent back with a word why."""


@transaction.atomic
def revise(work: Work, *, by: Actor, user: User, now: datetime, region_code: str = "", **fields: Any) -> Work:
    """Changes the work's own fields; whoever does is its author, and it is a draft again. Raises NotNow while it waits for approval."""
    found = _locked(work)
    found.author = user
    for name, value in fields.items():
        setattr(found, name, value)
    return _moved(found, Step.REVISE, by=by, now=now, region_code=region_code)


@transaction.atomic
def submit(work: Work, *, by: Actor, now: datetime, author: User | None = None, region_code: str = "") -> Work:
    """Hands the work in for approval. Where parts of it are taken only now, whoever hands it in is its `author`. Raises NotNow."""
    found = _locked(work)
    found.author = author or found.author
    found.submitted_at = now
    return _moved(found, Step.SUBMIT, by=by, now=now, region_code=region_code)


@transaction.atomic
def withdraw(work: Work, *, by: Actor, now: datetime, region_code: str = "") -> Work:
    """Takes the work back before it is decided. Raises NotNow."""
    return _moved(_locked(work), Step.WITHDRAW, by=by, now=now, region_code=region_code)


@transaction.atomic
def approve(work: Work, *, by: Actor, user: User, now: datetime, region_code: str = "") -> Work:
    """Raises OwnWork, NotNow."""
    return _decided(_locked(work), Step.APPROVE, user, "", by=by, now=now, region_code=region_code)


@transaction.atomic
def send_back(work: Work, *, by: Actor, user: User, note: str, now: datetime, region_code: str = "") -> Work:
    """Returns the work to its author with a word why. Raises NoReason, OwnWork, NotNow."""
    if not note.strip():
        raise NoReason
    return _decided(_locked(work), Step.SEND_BACK, user, note.strip()[:LONGEST_NOTE], by=by, now=now, region_code=region_code)


def _locked(work: Work) -> Work:
    model: Any = type(work)
    found: Work = model.objects.select_for_update(of=("self",)).get(pk=work.pk)
    return found


def _decided(work: Work, step: Step, user: User, note: str, *, by: Actor, now: datetime, region_code: str) -> Work:
    after(work.state, step)
    if work.author_id == user.pk:
        raise OwnWork
    work.decided_by, work.decided_at, work.decision_note = user, now, note
    return _moved(work, step, by=by, now=now, region_code=region_code)


def _moved(work: Work, step: Step, *, by: Actor, now: datetime, region_code: str) -> Work:
    work.state = after(work.state, step)
    if ApprovalState(work.state) not in DECIDED:
        work.decided_by, work.decided_at, work.decision_note = None, None, ""
    if work.state == ApprovalState.DRAFT:
        work.submitted_at = None
    work.save()
    detail = {"note": work.decision_note} if work.decision_note else {}
    action = f"{work._meta.app_label}.{step}_{work._meta.model_name}"
    record(by=by, action=action, on=work, region_code=region_code, detail=detail, at=now)
    return work
