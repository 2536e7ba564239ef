"""How a new player becomes a screen's: it shows a code, somebody in the portal types it, the player fetches its token once."""

import hmac
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from portalkit.audit.domain.actors import Actor
from portalkit.vault.services import CannotOpen, open_sealed, seal

from ..domain.pairing import CODE_LIFETIME, MOST_OPEN, MOST_OPEN_FROM_ONE_ADDRESS, PICKUP_LIFETIME, new_code, typed_code
from ..domain.tokens import RANDOM_BYTES, digest_of
from ..models import Pairing, Screen
from .devices import pair

_KNOWN_AS_EXPIRED = timedelta(hours=1)


class TooManyPairings(Exception):
    """So many players show a code already, from this address or altogether, that no more are let in for a while."""


class UnknownCode(Exception):
    """No player shows this code."""


class CodeExpired(Exception):
    """The player that showed this code shows another by now."""


class PairingGone(Exception):
    """The pairing ran out, its token was fetched, or the secret is not its own."""


@dataclass(frozen=True)
class Begun:
    """`code` is for the eyes, `poll` the secret by which the player alone fetches its token."""

    key: UUID
    code: str
    expires: datetime
    poll: str = field(repr=False)


@dataclass(frozen=True)
class Fetched:
    """`token` None: nobody has typed the code yet."""

    screen: Screen | None = None
    token: str | None = field(default=None, repr=False)


@transaction.atomic
def begin(*, about: str, address: str, now: datetime) -> Begun:
    """A code for a player that has no screen. Raises TooManyPairings."""
    Pairing.objects.filter(expires_at__lte=now - _KNOWN_AS_EXPIRED).delete()
    open_ones = Pairing.objects.filter(expires_at__gt=now)
    if open_ones.count() >= MOST_OPEN or open_ones.filter(address=address or None).count() >= MOST_OPEN_FROM_ONE_ADDRESS:
        raise TooManyPairings
    poll = secrets.token_urlsafe(RANDOM_BYTES)
    row = Pairing.objects.create(
        code=_free_code(), poll_digest=digest_of(poll), address=address or None, about=about[:200], created_at=now,
        expires_at=now + CODE_LIFETIME,
    )  # fmt: skip
    return Begun(key=row.pk, code=row.code, expires=row.expires_at, poll=poll)


@transaction.atomic
def claim(*, code: str, screen: Screen, by: Actor, now: datetime) -> None:
    """Makes the player that shows the code this screen's; the one that it had is refused. Raises UnknownCode, CodeExpired."""
    row = Pairing.objects.select_for_update().filter(code=typed_code(code), screen=None).first()
    if row is None:
        raise UnknownCode
    if row.expires_at <= now:
        raise CodeExpired
    Pairing.objects.filter(screen=screen).delete()
    row.token_sealed = seal(pair(screen=screen, by=by, now=now))
    row.screen, row.claimed_by_name, row.expires_at = screen, by.name, now + PICKUP_LIFETIME
    row.save(update_fields=["token_sealed", "screen", "claimed_by_name", "expires_at"])


@transaction.atomic
def open_here(*, screen: Screen, about: str, address: str, by: Actor, now: datetime) -> Begun:
    """A pairing for a player in the caller's own browser, claimed already. The player that the screen had is refused.

    Raises TooManyPairings.
    """
    begun = begin(about=about, address=address, now=now)
    claim(code=begun.code, screen=screen, by=by, now=now)
    return begun


@transaction.atomic
def fetch(*, key: UUID, poll: str, now: datetime) -> Fetched:
    """The token, once; the pairing is gone with it. Raises PairingGone."""
    row = Pairing.objects.select_for_update(of=("self",)).select_related("screen__hall__region").filter(pk=key, expires_at__gt=now).first()
    if row is None or not hmac.compare_digest(row.poll_digest, digest_of(poll)):
        raise PairingGone
    if row.screen is None:
        return Fetched()
    try:
        token = open_sealed(row.token_sealed)
    except CannotOpen:
        raise PairingGone from None
    row.delete()
    return Fetched(screen=row.screen, token=token)


def _free_code() -> str:
    while True:
        code = new_code(secrets.choice)
        if not Pairing.objects.filter(code=code).exists():
            return code
