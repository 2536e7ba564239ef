"""Machine tokens: issued once, used by their digest, revoked."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import Q

from portalkit.access.models import MachineToken, User
from portalkit.access.selectors.access import Access
from portalkit.access.selectors.people import usable_tokens
from portalkit.access.selectors.roles import permission_codes
from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.regions.models import Region

_PREFIX = "noc_"
_SEEN_EVERY = timedelta(minutes=1)


class TokenRefused(Exception):
    """`code`: `unknown_permission`, `nothing_allowed`, `beyond_own` (more than the issuer holds), `expired` (already past)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class TokenUnknown(Exception):
    """The secret belongs to no token, or to one that is revoked or expired."""


@dataclass(frozen=True)
class IssuedToken:
    """`secret` can be shown now and never again; only its SHA-256 is kept."""

    token: MachineToken
    secret: str


@transaction.atomic
def issue_token(
    *, name: str, permissions: Collection[str], region: Region, expires_at: datetime | None, access: Access, user: User, now: datetime
) -> IssuedToken:
    """A token with some of the issuer's own permissions in a region's subtree. Raises `TokenRefused`."""
    wanted = sorted({str(permission) for permission in permissions})
    if not wanted:
        raise TokenRefused("nothing_allowed")
    if not set(wanted) <= set(permission_codes()):
        raise TokenRefused("unknown_permission")
    if not all(access.covers(permission, region) for permission in wanted):
        raise TokenRefused("beyond_own")
    if expires_at and expires_at <= now:
        raise TokenRefused("expired")
    secret = _PREFIX + secrets.token_urlsafe(32)
    token = MachineToken.objects.create(
        name=name, digest=_digest(secret), hint=secret[-4:], permissions=wanted, region=region, created_by=user, expires_at=expires_at
    )
    detail = {"permissions": wanted, "expires_at": expires_at}
    record(by=access.actor, action="access.issue_token", on=token, region_code=region.code, detail=detail)
    return IssuedToken(token=token, secret=secret)


@transaction.atomic
def revoke_token(*, token: MachineToken, by: Actor, now: datetime) -> MachineToken:
    """The machine is refused from its next request on."""
    if token.revoked_at is None:
        token.revoked_at = now
        token.save(update_fields=["revoked_at"])
        record(by=by, action="access.revoke_token", on=token)
    return token


def use_token(*, secret: str, now: datetime) -> MachineToken:
    """The token that a secret belongs to, noted as used. Raises `TokenUnknown`."""
    token = usable_tokens(now=now).filter(digest=_digest(secret)).first()
    if token is None:
        raise TokenUnknown
    stale = Q(last_used_at=None) | Q(last_used_at__lt=now - _SEEN_EVERY)
    if token.last_used_at is None or token.last_used_at < now - _SEEN_EVERY:
        MachineToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)
    return token


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
