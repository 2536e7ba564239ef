"""The second factor: enrolled, asked for, replaced by a recovery code, taken away."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction

from portalkit.access.domain.one_time import RECOVERY_CODES, SECRET_BYTES, matching_step, recovery_code
from portalkit.access.models import Authenticator, RecoveryCode, User
from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.vault.services import fingerprint, open_sealed, seal

_OWED = "second_factor_owed"


class WrongCode(Exception):
    """The code is wrong, used already, or too old."""


class TooManyCodes(Exception):
    """Wrong codes came too fast; `until` is when the next one is looked at."""

    def __init__(self, until: datetime) -> None:
        super().__init__(str(until))
        self.until = until


class AlreadyEnrolled(Exception):
    """The user has a second factor; it is taken away before another one is enrolled."""


@dataclass(frozen=True)
class Enrolled:
    """`codes` are the recovery codes; they can be shown now and never again."""

    authenticator: Authenticator
    codes: tuple[str, ...]


def owe(*, user: User, session: SessionBase) -> bool:
    """Notes in a fresh session that a user with a second factor still owes it; True where that is so."""
    is_enrolled = Authenticator.objects.filter(user=user, confirmed=True).exists()
    if is_enrolled:
        session[_OWED] = True
    return is_enrolled


def is_owed(*, is_verified: bool, session: SessionBase, role_needs_it: bool) -> bool:
    return not is_verified and (role_needs_it or bool(session.get(_OWED)))


def secret_of(authenticator: Authenticator) -> bytes:
    return bytes.fromhex(open_sealed(authenticator.secret_sealed))


@transaction.atomic
def start_enrolment(*, user: User) -> Authenticator:
    """A secret that waits for its first code; the same one until it is confirmed. Raises `AlreadyEnrolled`."""
    list(User.objects.select_for_update().filter(pk=user.pk).values_list("pk"))
    if Authenticator.objects.filter(user=user, confirmed=True).exists():
        raise AlreadyEnrolled
    waiting = Authenticator.objects.filter(user=user, confirmed=False).first()
    if waiting:
        return waiting
    sealed = seal(secrets.token_hex(SECRET_BYTES))
    return Authenticator.objects.create(user=user, name="authenticator", confirmed=False, secret_sealed=sealed)


def confirm_enrolment(*, user: User, code: str, by: Actor, now: datetime) -> Enrolled:
    """The first code proves that the app holds the secret. Raises `WrongCode`, `TooManyCodes`."""
    device = _checked(user=user, code=code, now=now, confirmed=False)
    with transaction.atomic():
        device.confirmed = True
        device.save(update_fields=["confirmed"])
        codes = _new_codes(user)
        record(by=by, action="access.enrol_second_factor", on=user)
    return Enrolled(authenticator=device, codes=codes)


def verify(*, user: User, code: str, by: Actor, now: datetime) -> Authenticator:
    """Takes a code of the app or a recovery code. Raises `WrongCode`, `TooManyCodes`."""
    try:
        device = _checked(user=user, code=code, now=now, confirmed=True)
    except WrongCode:
        record(by=by, action="access.second_factor_refused", on=user)
        raise
    record(by=by, action="access.verify_second_factor", on=user)
    return device


@transaction.atomic
def renew_recovery_codes(*, user: User, by: Actor) -> tuple[str, ...]:
    """New recovery codes; the old ones end."""
    record(by=by, action="access.renew_recovery_codes", on=user)
    return _new_codes(user)


@transaction.atomic
def remove_second_factor(*, user: User, by: Actor) -> None:
    """Takes the second factor and its recovery codes away, for instance when the telephone is lost."""
    Authenticator.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()
    record(by=by, action="access.remove_second_factor", on=user)


def _checked(*, user: User, code: str, now: datetime, confirmed: bool) -> Authenticator:
    """The device that took the code. The refusal is raised outside the transaction, so that its count stays."""
    with transaction.atomic():
        device = Authenticator.objects.select_for_update().filter(user=user, confirmed=confirmed).first()
        if device is None:
            raise WrongCode
        is_allowed, why = device.verify_is_allowed()
        if not is_allowed:
            raise TooManyCodes(why["locked_until"])
        is_right = _takes_code(device, code, now) or (confirmed and _takes_recovery_code(user, code, now))
        if is_right:
            device.throttle_reset(commit=False)
            device.save()
        else:
            device.throttle_increment()
    if not is_right:
        raise WrongCode
    return device


def _takes_code(device: Authenticator, code: str, now: datetime) -> bool:
    step = matching_step(secret_of(device), code.replace(" ", ""), now=now.timestamp(), after=device.last_step)
    if step is None:
        return False
    device.last_step = step
    return True


def _takes_recovery_code(user: User, code: str, now: datetime) -> bool:
    found = RecoveryCode.objects.filter(user=user, digest=fingerprint(code), used_at=None)
    return bool(found.update(used_at=now))


def _new_codes(user: User) -> tuple[str, ...]:
    RecoveryCode.objects.filter(user=user).delete()
    codes = tuple(recovery_code(secrets.token_bytes(10)) for _ in range(RECOVERY_CODES))
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, digest=fingerprint(code)) for code in codes)
    return codes
