"""The calendar feed of an agent: made, replaced, ended, and read by its secret."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from portalkit.access.selectors import access_of_user
from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.periods.domain.calendar import local_day

from ..adapters.calendar import calendar_of
from ..models import Agent, CalendarFeed
from ..permissions import SchedulingPermission
from ..selectors.feed import feed_events

_SEEN_EVERY = timedelta(minutes=1)


class FeedThere(Exception):
    """The agent has a feed already; its secret cannot be shown again, only replaced."""


class NoFeed(Exception):
    """The agent has no feed."""


class FeedUnknown(Exception):
    """The secret belongs to no feed, or its agent may no longer see the own shifts."""


@dataclass(frozen=True)
class MadeFeed:
    """`secret` can be shown now and never again; only its SHA-256 is kept."""

    feed: CalendarFeed
    secret: str


@transaction.atomic
def make_feed(*, agent: Agent, by: Actor, now: datetime) -> MadeFeed:
    """Raises FeedThere."""
    secret = secrets.token_urlsafe(32)
    try:
        with transaction.atomic():
            feed = CalendarFeed.objects.create(agent=agent, digest=digest_of(secret), made_at=now)
    except IntegrityError as error:
        raise FeedThere from error
    record(by=by, action="scheduling.make_calendar", on=feed, region_code=agent.region.code, at=now)
    return MadeFeed(feed, secret)


@transaction.atomic
def replace_feed(*, agent: Agent, by: Actor, now: datetime) -> MadeFeed:
    """A new secret; the old address leads nowhere from now on. Raises NoFeed."""
    feed, secret = _locked(agent), secrets.token_urlsafe(32)
    feed.digest, feed.made_at, feed.fetched_at = digest_of(secret), now, None
    feed.save(update_fields=["digest", "made_at", "fetched_at"])
    record(by=by, action="scheduling.replace_calendar", on=feed, region_code=agent.region.code, at=now)
    return MadeFeed(feed, secret)


@transaction.atomic
def end_feed(*, agent: Agent, by: Actor, now: datetime) -> None:
    """Raises NoFeed."""
    feed = _locked(agent)
    record(by=by, action="scheduling.end_calendar", on=feed, region_code=agent.region.code, at=now)
    feed.delete()


def read_feed(*, secret: str, now: datetime) -> bytes:
    """The calendar that a secret opens, noted as fetched. Raises FeedUnknown.

    It opens as long as the agent's user may sign in and see the own shifts. The digest is what is looked up, so that the time taken
    tells nothing of a secret.
    """
    feed = CalendarFeed.objects.select_related("agent__region", "agent__user").filter(digest=digest_of(secret)).first()
    user = feed.agent.user if feed is not None else None
    if feed is None or user is None or not user.is_active:
        raise FeedUnknown
    if not access_of_user(user, on=local_day(now)).can(SchedulingPermission.OWN_SHIFTS):
        raise FeedUnknown
    stale = Q(fetched_at=None) | Q(fetched_at__lt=now - _SEEN_EVERY)
    if feed.fetched_at is None or feed.fetched_at < now - _SEEN_EVERY:
        CalendarFeed.objects.filter(stale, pk=feed.pk).update(fetched_at=now)
    return calendar_of(feed_events(feed.agent, today=local_day(now)), name=_("Shifts of {name}").format(name=feed.agent.name))


def digest_of(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def _locked(agent: Agent) -> CalendarFeed:
    feed = CalendarFeed.objects.select_for_update().filter(agent=agent).first()
    if feed is None:
        raise NoFeed
    return feed
