"""One retention run over a volume, on the node that has its files."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from portalkit.audit.domain.actors import Actor
from video.adapters.removal import NotThisVolume
from video.adapters.volumes import Place, Report, inspect
from video.domain.causes import VolumeState
from video.domain.retention import Plan, Room, Rule, plan, wanted_bytes
from video.models import Volume, VolumeOutlook
from video.selectors import retention as footage

from ..places import place_of
from .counting import count_footage, note_enforced
from .danger import tell_danger
from .removing import finish_going, mark_going

logger = logging.getLogger(__name__)
BATCH = 500
COUNT_EVERY = timedelta(hours=1)
Look = Callable[[Place], Report]
Progress = Callable[[int], None]


@dataclass(frozen=True)
class Enforced:
    """`removed` and `evicted` segments, `freed` bytes of their files; `failed` files could not be removed.

    `short` bytes are still wanted and must not be had: the law or a hold wants what is left.
    """

    removed: int = 0
    evicted: int = 0
    freed: int = 0
    failed: int = 0
    short: int = 0


def look_at(place: Place) -> Report:
    return inspect(place, reserve=0)


def enforce_retention(
    *, volume: Volume, by: Actor, now: datetime, look: Look = look_at, progress: Progress = lambda _done: None, batch: int = BATCH
) -> Enforced:
    """Removes what is past its days and makes the room that is wanted, in batches, oldest first. Raises NotThisVolume.

    Not one transaction but many small ones: each batch is marked, removed and settled before the next is looked for, so a run that dies
    leaves at most one batch to finish. Raises or clears the alarm of the legal minimum, and counts the figures of the pages once an hour.
    """
    place = place_of(volume)
    _ready(look(place), place)
    done = Enforced(failed=_finish_leftovers(volume, place, now, batch))
    rules = footage.rules_on(volume)
    # Measured once: a disk that is slow to give back what was freed must not cost more footage.
    wanted = wanted_bytes(_room(volume, look(place)))
    while not done.failed:
        chosen = _choose(volume, rules=rules, wanted=max(0, wanted - done.freed), now=now, batch=batch)
        done = replace(done, short=chosen.short)
        if not mark_going(chosen, volume=volume, by=by, now=now):
            break
        finished = finish_going(volume=volume, place=place, now=now, limit=batch)
        done = replace(
            done,
            removed=done.removed + len(chosen.aged) + len(chosen.crowded),
            evicted=done.evicted + len(chosen.evicted),
            freed=done.freed + chosen.freed,
            failed=done.failed + finished.failed,
        )
        progress(done.removed + done.evicted)
    _conclude(volume, look(place), done, by=by, now=now)
    return done


def _ready(report: Report, place: Place) -> None:
    if report.state is not VolumeState.READY:
        raise NotThisVolume(str(place.path))


def _finish_leftovers(volume: Volume, place: Place, now: datetime, batch: int) -> int:
    """What an earlier run marked and did not remove. How many files cannot be removed."""
    while True:
        finished = finish_going(volume=volume, place=place, now=now, limit=batch)
        if finished.failed or not finished.gone:
            return finished.failed


def _room(volume: Volume, report: Report) -> Room:
    return Room(used=footage.used_bytes(volume), quota=volume.quota_bytes, free=report.free, total=report.total)


def _choose(volume: Volume, *, rules: Mapping[int, Rule], wanted: int, now: datetime, batch: int) -> Plan:
    """The next batch. While it is full there may be more, so nothing is short yet."""
    pieces = footage.aged_pieces(volume, rules=rules, now=now, limit=batch)
    if wanted and len(pieces) < batch:
        known = {piece.key for piece in pieces}
        more = [
            *footage.archived_pieces(volume, now=now, limit=batch),
            *footage.lawful_pieces(volume, rules=rules, now=now, limit=batch),
        ]
        pieces += list({piece.key: piece for piece in more if piece.key not in known}.values())
    chosen = plan(pieces, rules=rules, holds=footage.holds_on(rules, now=now), wanted=wanted, now=now)
    return chosen if len(pieces) < batch else replace(chosen, short=0)


def _conclude(volume: Volume, report: Report, done: Enforced, *, by: Actor, now: datetime) -> None:
    room = _room(volume, report)
    outlook = VolumeOutlook.objects.filter(volume=volume).first()
    if outlook is None or now - outlook.counted_at >= COUNT_EVERY:
        outlook = count_footage(volume=volume, room=room, short=done.short, now=now)
    else:
        outlook = note_enforced(outlook=outlook, room=room, short=done.short, now=now)
    tell_danger(outlook=outlook, by=by, now=now)
