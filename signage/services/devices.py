"""Whose player a screen is: tokens given and taken away, screens moved. A token is good for one screen in one hall."""

import secrets
from datetime import datetime

from django.db import transaction

from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from storefronts.models import Hall

from ..domain.tokens import PREFIX, RANDOM_BYTES, digest_of, mark_of
from ..models import Pairing, Screen
from .nudging import REVOKED, nudge
from .publishing import publish_settings


class NameTaken(Exception):
    """The hall has a screen of this name already."""


@transaction.atomic
def pair(*, screen: Screen, by: Actor, now: datetime) -> str:
    """Gives the screen a new token and returns it; a player that had the old one is refused from now on.

    Only its SHA-256 is kept: who loses the token pairs again.
    """
    found = _locked(screen)
    replaced = found.token_digest
    token = PREFIX + secrets.token_urlsafe(RANDOM_BYTES)
    found.token_digest, found.paired_at, found.paired_by_name = digest_of(token), now, by.name
    found.save(update_fields=["token_digest", "paired_at", "paired_by_name"])
    _tell(found, replaced, now=now)
    _record(found, "signage.pair_screen", by=by, now=now, detail={"replaced": replaced is not None})
    return token


@transaction.atomic
def revoke(*, screen: Screen, by: Actor, now: datetime) -> None:
    """The screen's player is refused from its next request on, its stream is cut. Without a token nothing happens."""
    found = _locked(screen)
    if _without_token(found, now=now):
        _record(found, "signage.revoke_screen", by=by, now=now, detail={})


@transaction.atomic
def move_screen(*, screen: Screen, hall: Hall, by: Actor, now: datetime) -> Screen:
    """Registers the screen in another hall. Its token was for the old one: the player shows a code and is paired anew. Raises NameTaken."""
    found = _locked(screen)
    if found.hall_id == hall.pk:
        return found
    if Screen.objects.filter(hall=hall, name=found.name).exists():
        raise NameTaken
    left = found.hall
    found.hall = hall
    found.save(update_fields=["hall"])
    was_paired = _without_token(found, now=now)
    publish_settings(screens=[found], by=by, now=now)
    found.refresh_from_db(fields=["revision"])
    _record(found, "signage.move_screen", by=by, now=now, detail={"from": left.code, "to": hall.code, "revoked": was_paired})
    return found


def _locked(screen: Screen) -> Screen:
    return Screen.objects.select_for_update(of=("self",)).select_related("hall__region").get(pk=screen.pk)


def _without_token(screen: Screen, *, now: datetime) -> bool:
    """Also takes back what waits to be fetched. Whether there was a token."""
    revoked = screen.token_digest
    Pairing.objects.filter(screen=screen).delete()
    screen.token_digest = None
    screen.save(update_fields=["token_digest"])
    _tell(screen, revoked, now=now)
    return revoked is not None


def _tell(screen: Screen, revoked: str | None, *, now: datetime) -> None:
    if revoked:
        nudge(kind=REVOKED, screens=[screen.pk], payload={"token": mark_of(revoked)}, now=now)


def _record(screen: Screen, action: str, *, by: Actor, now: datetime, detail: dict[str, object]) -> None:
    record(by=by, action=action, on=screen, region_code=screen.hall.code, detail=detail, at=now)
