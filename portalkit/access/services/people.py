"""Users: created, changed, deactivated; their passwords."""

from dataclasses import dataclass

from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from portalkit.access.models import User
from portalkit.access.selectors.access import Access, system_access
from portalkit.access.selectors.roles import permission_codes
from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.regions.models import Level, Region
from portalkit.regions.services import create_region

from .grants import give_grant
from .sessions import end_other_sessions


class UsernameTaken(Exception):
    """There is a user of this name already, in whatever case."""


class NoRegion(Exception):
    """There is no province yet."""


class LinkInvalid(Exception):
    """The link was used, is too old, or was never issued."""


class OwnAccount(Exception):
    """Nobody deactivates the account they are signed in with."""


@dataclass(frozen=True)
class PasswordLink:
    """The two parts of a one-time link; good until used, until a new password, and for the time PASSWORD_RESET_TIMEOUT."""

    uid: str
    token: str


@dataclass(frozen=True)
class NewAdministrator:
    """`regions`: codes of the provinces; `link`: where to set the password, None when it is set."""

    user: User
    regions: tuple[str, ...]
    link: PasswordLink | None


@transaction.atomic
def create_user(*, username: str, full_name: str, department: str, email: str, by: Actor) -> User:
    """A user without a password, who sets one through a link from `issue_password_link`. Raises `UsernameTaken`."""
    if User.objects.filter(username__iexact=username).exists():
        raise UsernameTaken(username)
    user = User(username=username, full_name=full_name, department=department, email=email)
    user.set_unusable_password()
    user.save()
    record(by=by, action="access.create_user", on=user, detail={"username": username})
    return user


@transaction.atomic
def create_user_with_grant(
    *, username: str, full_name: str, department: str, email: str, role: str, region: Region, access: Access
) -> User:
    """The same with a first grant. Raises `UsernameTaken`, `GrantRefused`."""
    user = create_user(username=username, full_name=full_name, department=department, email=email, by=access.actor)
    give_grant(user=user, role=role, region=region, valid_from=None, valid_to=None, access=access)
    return user


@transaction.atomic
def create_administrator(
    *, username: str, full_name: str, role: str, province: tuple[str, str] | None, password: str | None, by: Actor
) -> NewAdministrator:
    """Someone to begin with, or to come back in with: the role in every province.

    `province`: code and name of one to create unless it is there. Without a password there is a link to set one. Raises
    `UsernameTaken`, `NoRegion` (no province at all), `RegionRefused`, `GrantRefused`, `ValidationError` (the password is too weak).
    """
    if province and not Region.objects.filter(code=province[0]).exists():
        create_region(code=province[0], name=province[1], level=Level.PROVINCE, parent=None, by=by)
    roots = list(Region.objects.filter(parent=None))
    if not roots:
        raise NoRegion
    user = create_user(username=username, full_name=full_name, department="", email="", by=by)
    for root in roots:
        give_grant(user=user, role=role, region=root, valid_from=None, valid_to=None, access=system_access(by, permission_codes()))
    codes = tuple(root.code for root in roots)
    if password is None:
        return NewAdministrator(user=user, regions=codes, link=issue_password_link(user=user, by=by))
    validate_password(password, user)
    return NewAdministrator(user=change_password(user=user, password=password, keep_session="", by=by), regions=codes, link=None)


@transaction.atomic
def change_user(*, user: User, full_name: str, department: str, email: str, by: Actor) -> User:
    wanted = {"full_name": full_name, "department": department, "email": email}
    changes = {name: [getattr(user, name), value] for name, value in wanted.items() if getattr(user, name) != value}
    if changes:
        for name, value in wanted.items():
            setattr(user, name, value)
        user.save(update_fields=list(wanted))
        record(by=by, action="access.change_user", on=user, detail={"changes": changes})
    return user


@transaction.atomic
def deactivate_user(*, user: User, by: Actor) -> User:
    """Signs the user out everywhere and lets nobody in with the account; what it did stays on record. Raises `OwnAccount`."""
    if by.user_id == user.pk:
        raise OwnAccount
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_other_sessions(user=user, keep="", by=by)
    record(by=by, action="access.deactivate_user", on=user)
    return user


@transaction.atomic
def activate_user(*, user: User, by: Actor) -> User:
    user.is_active = True
    user.save(update_fields=["is_active"])
    record(by=by, action="access.activate_user", on=user)
    return user


@transaction.atomic
def issue_password_link(*, user: User, by: Actor) -> PasswordLink:
    """Ends the old password and every session, and makes the link through which the user sets a new one."""
    user.set_unusable_password()
    user.save(update_fields=["password"])
    end_other_sessions(user=user, keep="", by=by)
    record(by=by, action="access.issue_password_link", on=user)
    return PasswordLink(uid=urlsafe_base64_encode(force_bytes(user.pk)), token=default_token_generator.make_token(user))


def user_of_link(*, link: PasswordLink) -> User:
    """Whom a one-time link belongs to. Raises `LinkInvalid`."""
    try:
        user = User.objects.filter(pk=int(urlsafe_base64_decode(link.uid)), is_active=True).first()
    except ValueError:
        user = None
    if user is None or not default_token_generator.check_token(user, link.token):
        raise LinkInvalid
    return user


@transaction.atomic
def set_password_by_link(*, link: PasswordLink, password: str, address: str) -> User:
    """The user's own choice; the link ends with it. Raises `LinkInvalid`."""
    user = user_of_link(link=link)
    return change_password(user=user, password=password, keep_session="", by=user.actor_at(address))


@transaction.atomic
def change_password(*, user: User, password: str, keep_session: str, by: Actor) -> User:
    """Sets the password and signs every other browser of the user out."""
    user.set_password(password)
    user.save(update_fields=["password"])
    end_other_sessions(user=user, keep=keep_session, by=by)
    record(by=by, action="access.change_password", on=user)
    return user
