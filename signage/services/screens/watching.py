"""The watch over screens, once a minute: it judges what players said last and keeps the alarms true.

- A screen that is silent in its hours of operation has one alarm, graver the longer it lasts. Outside its hours, or in a hall that has
  closed down, none is raised; one that was raised stays as it is until the screen is heard again.
- Faults that have lasted for five minutes make one alarm a screen. While the screen is silent it stays as it is: nobody knows better.
- A publication that a screen in contact has not whole after half an hour makes one alarm. Time counts in which the screen was on, was heard
  of and was allowed to download.
- Whatever is no longer so is cleared; so are all alarms of screens that are out of service or have no player.
- At most RAISED_AT_ONCE are raised in a pass, the gravest first; the others follow a minute later.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from django.db import transaction
from django.db.models import F, Min, QuerySet
from django.urls import reverse

from portalkit.alarms.domain.identity import Severity
from portalkit.alarms.models import Alarm
from portalkit.alarms.selectors import open_of_kinds
from portalkit.alarms.services import clear_alarm, raise_alarm
from portalkit.audit.domain.actors import Actor

from ...domain.days import zone_named
from ...domain.hours import WEEK, is_on, on_since
from ...domain.screen_alarms import FAULT_HELD, Gravity, fault_gravity, is_behind, silent_alarm
from ...domain.screen_states import is_silent, missed_for, missed_in_all
from ...models import PublicationScreen, Screen, ScreenFault

SILENT = "signage.screen_silent"
FAULTY = "signage.screen_faulty"
BEHIND = "signage.screen_behind"
KINDS = (SILENT, FAULTY, BEHIND)
RAISED_AT_ONCE = 300
_LONG = timedelta(days=366)
Key = tuple[str, str]


@dataclass(frozen=True)
class Watched:
    """What a pass changed: alarms raised or brought up to date, and alarms cleared."""

    raised: int
    cleared: int


@dataclass(frozen=True)
class _Due:
    """An alarm that should be open. A change of `params` is news, the passing of time is not."""

    kind: str
    screen: Screen
    severity: Severity
    params: Mapping[str, Any]

    @property
    def key(self) -> Key:
        return self.kind, str(self.screen.pk)

    def is_news(self, alarm: Alarm | None) -> bool:
        return alarm is None or alarm.severity != str(self.severity) or alarm.params != self.params


@transaction.atomic
def watch_screens(*, by: Actor, now: datetime) -> Watched:
    """Brings the alarms of screens up to date. Run again at the same moment it changes nothing. Five queries besides the alarms'."""
    there: dict[Key, Alarm] = {(alarm.kind, alarm.object_instance): alarm for alarm in open_of_kinds(KINDS)}
    faults, waiting = _faults(now), _waiting()
    came_back = _came_back(now) | {instance: now for kind, instance in there if kind == SILENT}
    due: dict[Key, _Due] = {}
    kept: set[Key] = set()
    for screen in _watched():
        key = str(screen.pk)
        if is_silent(_heard_at(screen), now=now):
            judged = _silence(screen, there.get((SILENT, key)), now=now)
            kept |= {(FAULTY, key), (BEHIND, key)} & there.keys()
        else:
            judged = _shortcomings(screen, faults.get(screen.pk, []), waiting.get(screen.pk), came_back.get(key), now=now)
        due |= {one.key: one for one in judged}
    raised = sorted((one for one in due.values() if one.is_news(there.get(one.key))), key=lambda one: one.severity.rank)[:RAISED_AT_ONCE]
    over = [key for key in there if key not in due and key not in kept]
    for one in raised:
        raise_alarm(
            kind=one.kind, instance=str(one.screen.pk), severity=one.severity, region=one.screen.hall.region, params=one.params,
            url=reverse("signage:screen", args=[one.screen.pk]), by=by, now=now,
        )  # fmt: skip
    for kind, instance in over:
        clear_alarm(kind=kind, instance=instance, by=by, now=now)
    return Watched(raised=len(raised), cleared=len(over))


def _watched() -> QuerySet[Screen]:
    return Screen.objects.filter(is_enabled=True, token_digest__isnull=False).select_related("hall__region__parent", "status")


def _silence(screen: Screen, alarm: Alarm | None, *, now: datetime) -> Iterator[_Due]:
    local_now = now.astimezone(zone_named(screen.time_zone))
    heard_at, hours = _heard_at(screen), screen.hours
    gravity = silent_alarm(
        raised=cast("Gravity | None", alarm and alarm.severity),
        rests=not is_on(hours, local_now) or _is_closed_down(screen, local_now),
        missed=missed_for(heard_at, hours=hours, local_now=local_now),
        missed_in_all=missed_in_all(heard_at, hours=hours, local_now=local_now),
    )
    if gravity:
        yield _Due(SILENT, screen, Severity(gravity), {"screen": screen.name, "since": heard_at.isoformat(timespec="seconds")})


def _shortcomings(
    screen: Screen, codes: Sequence[str], waiting: datetime | None, back: datetime | None, *, now: datetime
) -> Iterator[_Due]:
    """Of a screen that is heard."""
    local_now = now.astimezone(zone_named(screen.time_zone))
    name = {"screen": screen.name}
    if gravity := fault_gravity(list(codes)):
        yield _Due(FAULTY, screen, Severity(gravity), name | {"fault": codes[0], "count": len(codes)})
    if waiting and is_behind(waiting=now - waiting, in_contact=_in_contact(screen, back, local_now)):
        yield _Due(BEHIND, screen, Severity.MINOR, name | {"since": waiting.isoformat(timespec="seconds")})


def _is_closed_down(screen: Screen, local_now: datetime) -> bool:
    last = screen.hall.region.valid_to
    return last is not None and last <= local_now.date()


def _heard_at(screen: Screen) -> datetime:
    """By its last word, or when it was paired: a player that never spoke is as silent as one that stopped."""
    status = getattr(screen, "status", None)
    assert screen.paired_at is not None
    return max(status.seen_at, screen.paired_at) if status else screen.paired_at


def _in_contact(screen: Screen, back: datetime | None, local_now: datetime) -> timedelta:
    """For how long the player has been able to fetch what is new."""
    on = on_since(screen.hours, local_now)
    allowed = on_since([screen.download_windows] * WEEK, local_now) if screen.download_windows else on
    if on is None or allowed is None:
        return timedelta()
    return min(local_now - on, local_now - allowed, local_now - back if back else _LONG)


def _faults(now: datetime) -> dict[int, list[str]]:
    """Codes of faults that have lasted, by screen, oldest first."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = ScreenFault.objects.filter(cleared_at=None, first_at__lte=now - FAULT_HELD).order_by("first_at", "pk")
    for screen, code in rows.values_list("screen", "code"):
        if code not in found[screen]:
            found[screen].append(code)
    return found


def _waiting() -> dict[int, datetime]:
    """When the oldest publication was made that a screen has not whole."""
    # Most screens have everything: only of the others the long list of publications is looked through.
    behind = Screen.objects.filter(revision__gt=F("status__complete_revision")).order_by()
    rows = PublicationScreen.objects.filter(screen__in=behind.values("pk"), publication__gt=F("screen__status__complete_revision"))
    return dict(rows.order_by().values_list("screen").annotate(Min("publication__at")))


def _came_back(now: datetime) -> dict[str, datetime]:
    """When a screen that had been silent was heard again, as far as that was lately."""
    rows = Alarm.objects.filter(kind=SILENT, cleared_at__gt=now - timedelta(hours=1)).order_by("cleared_at")
    return {instance: cleared for instance, cleared in rows.values_list("object_instance", "cleared_at") if cleared}
