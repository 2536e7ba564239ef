"""Sessions: begun, seen, renewed and ended. A session that is ended here signs its browser out at the next request."""

from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import transaction

from portalkit.access.models import User, UserSession
from portalkit.access.selectors.people import ended_sessions
from portalkit.audit.domain.actors import Actor, ActorKind
from portalkit.audit.services import record


@transaction.atomic
def begin_session(*, user: User, session_key: str, browser: str, by: Actor, now: datetime) -> UserSession:
    """Notes a browser that has just signed in."""
    session, _ = UserSession.objects.update_or_create(
        session_key=session_key,
        defaults={"user": user, "address": by.address or None, "browser": browser[:200], "seen_at": now},
    )
    record(by=by, action="access.sign_in", on=user)
    return session


def refuse_sign_in(*, username: str, reason: str, address: str) -> None:
    """Notes an attempt that failed: `wrong` (name or password), `locked` (too many attempts)."""
    by = Actor(kind=ActorKind.SYSTEM, name="sign-in", address=address)
    record(by=by, action="access.sign_in_refused", detail={"username": username[:150], "reason": reason})


def touch_session(*, session_key: str, now: datetime) -> None:
    """Notes that a browser was just used."""
    UserSession.objects.filter(session_key=session_key).update(seen_at=now)


def renew_session(*, old_key: str, new_key: str) -> None:
    """Follows a session whose key was changed (after a new password)."""
    UserSession.objects.filter(session_key=old_key).update(session_key=new_key)


@transaction.atomic
def sign_out(*, session_key: str, by: Actor) -> None:
    """Forgets the browser that signs out itself."""
    UserSession.objects.filter(session_key=session_key).delete()
    record(by=by, action="access.sign_out")


@transaction.atomic
def end_session(*, session: UserSession, by: Actor) -> None:
    """Signs one browser out."""
    Session.objects.filter(session_key=session.session_key).delete()
    record(by=by, action="access.end_session", on=session.user, detail={"browser": session.browser, "address": session.address})
    session.delete()


@transaction.atomic
def end_other_sessions(*, user: User, keep: str, by: Actor) -> int:
    """Signs every browser of a user out but the one with the session key `keep` (empty: all of them). Returns how many."""
    others = UserSession.objects.filter(user=user).exclude(session_key=keep)
    keys = list(others.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    others.delete()
    if keys:
        record(by=by, action="access.end_sessions", on=user, detail={"count": len(keys)})
    return len(keys)


def forget_ended_sessions(*, now: datetime) -> int:
    """Clears away sessions that expired and the entries of those that are gone. For the schedule."""
    Session.objects.filter(expire_date__lt=now).delete()
    count, _ = ended_sessions(now=now).delete()
    return count
