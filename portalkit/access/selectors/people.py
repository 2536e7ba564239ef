"""Users, their grants and sessions, and machine tokens."""

from datetime import date, datetime

from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet

from portalkit.access.models import Authenticator, Grant, MachineToken, RecoveryCode, User, UserSession
from portalkit.access.permissions import AccessPermission
from portalkit.regions.models import Region

from .access import Access
from .roles import roles


def is_anybody_known() -> bool:
    """Is there one user at least? In an empty portal nobody can sign in yet."""
    return User.objects.exists()


def manageable_users(access: Access) -> QuerySet[User]:
    """Users whose every grant lies where the caller manages users; an administrator of everything manages all.

    Someone with one grant beyond the caller's reach is left out: whoever could reset that password would gain the reach.
    """
    if access.everywhere(AccessPermission.MANAGE_USERS):
        return User.objects.all()
    inside = access.scope(AccessPermission.MANAGE_USERS, Grant.objects.all())
    outside = Grant.objects.exclude(pk__in=inside.values("pk"))
    return User.objects.filter(pk__in=inside.values("user")).exclude(pk__in=outside.values("user"))


def grants_of(user: User) -> QuerySet[Grant]:
    return Grant.objects.filter(user=user).select_related("region").order_by("region__path", "role")


def grants_over(region: Region, permission: str, *, on: date) -> QuerySet[Grant]:
    """The grants of active people, at the region or above it, that hold on the day and give the permission."""
    holding = [code for code, role in roles().items() if permission in role.permissions]
    codes = [code for code in region.path.split("/") if code]
    current = Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gt=on)
    return Grant.objects.filter(*current, role__in=holding, region__code__in=codes, user__is_active=True)


def is_current(grant: Grant, *, on: date) -> bool:
    return (grant.valid_from is None or grant.valid_from <= on) and (grant.valid_to is None or grant.valid_to > on)


def live_sessions(user: User, *, now: datetime) -> QuerySet[UserSession]:
    """The browsers in which a user is signed in, the last used first."""
    alive = Session.objects.filter(expire_date__gt=now).values("session_key")
    return UserSession.objects.filter(user=user, session_key__in=alive).order_by("-seen_at")


def ended_sessions(*, now: datetime) -> QuerySet[UserSession]:
    """Entries whose session has expired or is gone."""
    alive = Session.objects.filter(expire_date__gt=now).values("session_key")
    return UserSession.objects.exclude(session_key__in=alive)


def tokens(access: Access) -> QuerySet[MachineToken]:
    """The machine tokens that the caller manages, newest first."""
    return access.scope(AccessPermission.MANAGE_TOKENS, MachineToken.objects.select_related("region", "created_by")).order_by("-pk")


def is_usable(token: MachineToken, *, now: datetime) -> bool:
    return token.revoked_at is None and (token.expires_at is None or token.expires_at > now)


def usable_tokens(*, now: datetime) -> QuerySet[MachineToken]:
    return MachineToken.objects.filter(Q(expires_at=None) | Q(expires_at__gt=now), revoked_at=None)


def second_factor_of(user: User) -> Authenticator | None:
    return Authenticator.objects.filter(user=user, confirmed=True).first()


def unused_recovery_codes(user: User) -> int:
    return RecoveryCode.objects.filter(user=user, used_at=None).count()
