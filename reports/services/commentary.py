"""The analyst's words on the sections of a version, and their approval by somebody else."""

from datetime import datetime

from django.db import transaction

from portalkit.access.models import User
from portalkit.approvals import services as approvals
from portalkit.approvals.services import NoReason, NotNow, OwnWork
from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record

from ..domain.encoding import from_json
from ..domain.texts import TextTooLong, cleaned
from ..models import Commentary, ReportVersion

__all__ = [
    "NoReason",
    "NoSuchSection",
    "NotNow",
    "NothingSaid",
    "OwnWork",
    "TextTooLong",
    "VersionClosed",
    "approve",
    "drop",
    "send_back",
    "submit",
    "withdraw",
    "write",
]


class VersionClosed(Exception):
    """The version is published: its commentary is part of it now."""


class NoSuchSection(LookupError):
    """The version has no section of this key."""


class NothingSaid(ValueError):
    """The text is empty. A commentary is taken away by `drop`."""


@transaction.atomic
def write(*, version: ReportVersion, section: str, text: str, user: User, by: Actor, now: datetime) -> Commentary:
    """Writes or changes the commentary on a section; whoever does is its author, and it must be approved anew.

    Raises VersionClosed, NoSuchSection, NothingSaid, TextTooLong, NotNow (while it waits for approval).
    """
    found = _open(version)
    if from_json(found.document).section(section) is None:
        raise NoSuchSection(section)
    words = cleaned(text)
    existing = Commentary.objects.select_for_update(of=("self",)).filter(version=found, section=section).first()
    if not words:
        raise NothingSaid
    if existing is None:
        existing = Commentary.objects.create(version=found, region=found.region, section=section, text=words, author=user)
    return approvals.revise(existing, by=by, user=user, now=now, region_code=found.region.code, text=words)


@transaction.atomic
def drop(*, commentary: Commentary, by: Actor, now: datetime) -> None:
    """Takes the commentary away. Raises VersionClosed."""
    _open(commentary.version)
    record(by=by, action="reports.drop_commentary", on=commentary, region_code=commentary.region.code, at=now)
    commentary.delete()


@transaction.atomic
def submit(*, commentary: Commentary, by: Actor, now: datetime) -> Commentary:
    """Raises VersionClosed, NotNow."""
    _open(commentary.version)
    return approvals.submit(commentary, by=by, now=now, region_code=commentary.region.code)


@transaction.atomic
def withdraw(*, commentary: Commentary, by: Actor, now: datetime) -> Commentary:
    """Raises VersionClosed, NotNow."""
    _open(commentary.version)
    return approvals.withdraw(commentary, by=by, now=now, region_code=commentary.region.code)


@transaction.atomic
def approve(*, commentary: Commentary, user: User, by: Actor, now: datetime) -> Commentary:
    """Raises VersionClosed, OwnWork, NotNow."""
    _open(commentary.version)
    return approvals.approve(commentary, by=by, user=user, now=now, region_code=commentary.region.code)


@transaction.atomic
def send_back(*, commentary: Commentary, note: str, user: User, by: Actor, now: datetime) -> Commentary:
    """Raises VersionClosed, NoReason, OwnWork, NotNow."""
    _open(commentary.version)
    return approvals.send_back(commentary, by=by, user=user, note=note, now=now, region_code=commentary.region.code)


def _open(version: ReportVersion) -> ReportVersion:
    """The version, locked, so that nothing is said while it is being published."""
    found = ReportVersion.objects.select_for_update(of=("self",)).select_related("region").get(pk=version.pk)
    if found.is_published:
        raise VersionClosed
    return found
