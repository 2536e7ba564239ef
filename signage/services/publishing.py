"""Puts something on the air: the screens concerned get a new revision to have, and are told."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from portalkit.audit.domain.actors import Actor

from ..domain.downloads import turns_ms
from ..models import Publication, PublicationScreen, Schedule, ScheduleRevision, Screen
from ..selectors.targeting import screens_meant, target_of
from .nudging import EMERGENCY, REVISION, nudge

_AT_ONCE = 500


@transaction.atomic
def publish(*, schedule: Schedule, revision: ScheduleRevision | None, by: Actor, now: datetime) -> Publication:
    """Makes the revision the one on air (None: takes the schedule off air) and tells the screens that had it or are to have it.

    Whoever calls has seen to the approval and writes the audit event.
    """
    found = Schedule.objects.select_for_update(of=("self",)).get(pk=schedule.pk)
    targets = [target_of(one) for one in (found.on_air, revision) if one is not None]
    screens = _locked(screen.pk for screen in screens_meant(targets))
    found.on_air = revision
    found.title = revision.title if revision else found.title
    found.withdrawn_at = None if revision else now
    found.save(update_fields=["on_air", "title", "withdrawn_at"])
    is_emergency = found.kind == Schedule.Kind.EMERGENCY and revision is not None
    action = Publication.Action.EMERGENCY if is_emergency else Publication.Action.PUBLISH if revision else Publication.Action.WITHDRAW
    made = Publication.objects.create(action=action, schedule=found, revision=revision, at=now, by_name=by.name)
    text = _said(revision) if is_emergency and revision else None
    _spread(made, screens, now=now, emergency=text)
    return made


@transaction.atomic
def publish_settings(*, screens: Collection[Screen], by: Actor, now: datetime) -> Publication:
    """Tells the screens to fetch their manifest again, after something about themselves changed: layout, tags, hours, volume."""
    locked = _locked(screen.pk for screen in screens)
    made = Publication.objects.create(action=Publication.Action.SETTINGS, at=now, by_name=by.name)
    _spread(made, locked, now=now, emergency=None)
    return made


def _locked(screens: Iterable[int]) -> list[int]:
    """The screens, held until the transaction ends and before a publication has its number: numbers then reach a screen in their order. Two
    publications lock in the same order and never wait for one another in a circle."""
    found = sorted(set(screens))
    for first in range(0, len(found), _AT_ONCE):
        list(Screen.objects.select_for_update().filter(pk__in=found[first : first + _AT_ONCE]).order_by("pk").values_list("pk", flat=True))
    return found


def _spread(publication: Publication, screens: list[int], *, now: datetime, emergency: dict[str, Any] | None) -> None:
    PublicationScreen.objects.bulk_create([PublicationScreen(publication=publication, screen_id=pk) for pk in screens], batch_size=_AT_ONCE)
    for first in range(0, len(screens), _AT_ONCE):
        Screen.objects.filter(pk__in=screens[first : first + _AT_ONCE]).update(revision=publication.pk)
    if screens and emergency is None:
        nudge(kind=REVISION, screens=screens, payload={"revision": publication.pk, "within": turns_ms(len(screens))}, now=now)
    elif screens:
        nudge(kind=EMERGENCY, screens=screens, payload={"revision": publication.pk, "emergency": emergency}, now=now)


def _said(revision: ScheduleRevision) -> dict[str, Any]:
    """What a player needs to show the text before it has fetched anything."""
    return {
        "schedule": revision.schedule_id,
        "severity": revision.severity,
        "created": int(revision.schedule.created_at.timestamp() * 1000),
        "starts": int(revision.starts_at.timestamp() * 1000) if revision.starts_at else None,
        "ends": int(revision.ends_at.timestamp() * 1000) if revision.ends_at else None,
        "text": revision.text,
    }
