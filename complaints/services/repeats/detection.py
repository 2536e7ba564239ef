"""Searches a stretch of days for repeats and invalid tickets, in pieces, each in a transaction of its own.

The groups of a day follow from the tickets of that day and of the window before it. So the search starts on the first day that was
touched, takes what is stored before it as given, goes on in pieces at least as long as the window, and stops after the touched days as
soon as a piece changed nothing: from there on everything would come out as it is stored. A search of everything and one search for each
import therefore end in the same groups (property test).
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max, Min

from portalkit.audit.domain.actors import Actor
from portalkit.imports.models import ImportBatch
from portalkit.regions.models import Region

from ...domain.repeats import Decisions, find_links, grouped
from ...models import DataVersion, RepeatDecision, RepeatPass, Ticket
from ...selectors import data_version
from ...selectors.repeats.reading import (
    ReadTicket,
    RulesInForce,
    StoredMember,
    decisions_about,
    groups_overlapping,
    members_between,
    members_of,
    rules_in_force,
    tickets_between,
    tickets_by_id,
    window_before,
)
from .. import versions
from .rollups import refresh_rollups
from .validity import write_findings
from .writing import Outcome, write_groups

_SHORTEST_PIECE = 31
_TRIES = 5
Progress = Callable[[int, int], None]


class DataKeptChanging(Exception):
    """Other writes came between reading and writing every time. Trying again later is safe."""


@dataclass(frozen=True)
class Searched:
    """`tickets` read anew, `changed` members and findings that came, went or moved."""

    first_day: date
    last_day: date
    tickets: int
    changed: int
    version: int


def find_repeats(
    *, first: date, last: date, by: Actor, now: datetime, batch: ImportBatch | None = None, progress: Progress = lambda _done, _all: None
) -> Searched:
    """Brings groups and findings of the days, and of later ones where they follow from them, to the tickets and rules as they are.

    May be broken off between two pieces and run again at any time. `progress` gets days done and days in all. Raises DataKeptChanging.
    """
    started = time.monotonic()
    in_force = rules_in_force()
    piece = timedelta(days=max(in_force.rules.longest_window + 1, _SHORTEST_PIECE))
    end = (Ticket.objects.aggregate(newest=Max("accepted_on"))["newest"] or first) + timedelta(days=1)
    begin, tickets, changed = first, 0, 0
    while begin < end:
        until = min(begin + piece, end)
        progress((begin - first).days, (end - first).days)
        read, moved = _search(begin, until, in_force, now)
        tickets, changed = tickets + read, changed + moved
        begin, was_after = until, begin > last
        if was_after and not moved:
            break
    done = Searched(first_day=first, last_day=last, tickets=tickets, changed=changed, version=in_force.version)
    _keep(done, seconds=time.monotonic() - started, by=by, now=now, batch=batch)
    return done


def days_with_tickets() -> tuple[date, date] | None:
    """The first and the last day of all tickets; None without any."""
    found = Ticket.objects.aggregate(first=Min("accepted_on"), last=Max("accepted_on"))
    return (found["first"], found["last"]) if found["first"] else None


def _search(first: date, until: date, in_force: RulesInForce, now: datetime) -> tuple[int, int]:
    """Tickets read and what changed. Reads without a lock; where somebody wrote meanwhile it reads again."""
    for _ in range(_TRIES):
        version = data_version()
        outcome = _outcome(first, until, in_force)
        with transaction.atomic():
            DataVersion.objects.select_for_update().filter(pk=1).first()
            if data_version() != version:
                continue
            written = write_groups(outcome, now=now)
            searched = outcome.tickets[outcome.start :]
            changed = written.changed + write_findings(searched, in_force, first=first, until=until, now=now)
            refresh_rollups(first=min(first, written.since or first), last=until - timedelta(days=1))
            if changed:
                versions.bump()
        return len(searched), changed
    raise DataKeptChanging


def _outcome(first: date, until: date, in_force: RulesInForce) -> Outcome:
    rules = in_force.rules
    before = window_before(first, rules)
    tickets = tickets_between(before, until)
    stored = {member.ticket_id: member for member in members_between(before, until)}
    members = members_of({member.group_id for member in stored.values()})
    decisions = decisions_about({one.dispatch.id for one in tickets})
    tickets = _with_earlier(tickets, stored, decisions, members, first)
    start = next((place for place, one in enumerate(tickets) if one.day >= first), len(tickets))
    place_of = {one.dispatch.id: place for place, one in enumerate(tickets)}
    given: dict[int, list[int]] = {}
    for ticket, member in stored.items():
        if place_of.get(ticket, start) < start:
            given.setdefault(member.group_id, []).append(place_of[ticket])
    dispatches = [one.dispatch for one in tickets]
    found = find_links(dispatches, rules, start=start)
    groups = grouped(dispatches, found, placed(decisions, place_of), given=given.values(), start=start)
    later = frozenset(member.group_id for member in members if member.ticket_id not in place_of)
    return Outcome(
        tickets=tickets,
        start=start,
        groups=groups,
        stored=stored,
        in_force=in_force,
        open_groups=later,
        overlapping=groups_overlapping(first, until),
    )


def placed(decisions: Sequence[RepeatDecision], place_of: dict[int, int]) -> Decisions:
    """Decisions by the places of their tickets; a pair of which one is not there says nothing."""
    together: dict[int, list[int]] = {}
    apart: dict[int, list[int]] = {}
    for one in decisions:
        if one.earlier_id not in place_of or one.later_id not in place_of:
            continue
        earlier, later = sorted((place_of[one.earlier_id], place_of[one.later_id]))
        if one.verdict == RepeatDecision.Verdict.TOGETHER:
            together.setdefault(later, []).append(earlier)
        else:
            apart.setdefault(later, []).append(earlier)
            apart.setdefault(earlier, []).append(later)
    return Decisions(together=together, apart=apart)


def _with_earlier(
    tickets: list[ReadTicket],
    stored: dict[int, StoredMember],
    decisions: Sequence[RepeatDecision],
    members: Sequence[StoredMember],
    first: date,
) -> list[ReadTicket]:
    """Adds what lies before the window and yet counts: tickets that decisions name, and the other members of stored groups."""
    known = {one.dispatch.id for one in tickets}
    wanted = {ticket for one in decisions for ticket in (one.earlier_id, one.later_id)} | {member.ticket_id for member in members}
    further = [one for one in tickets_by_id(wanted - known) if one.day < first]
    more = {one.dispatch.id for one in further}
    stored.update({member.ticket_id: member for member in members if member.ticket_id in more})
    return sorted([*further, *tickets], key=lambda one: (one.dispatch.at, one.dispatch.id))


def _keep(done: Searched, *, seconds: float, by: Actor, now: datetime, batch: ImportBatch | None) -> None:
    root = Region.objects.filter(parent=None).order_by("path").first()
    RepeatPass.objects.create(
        batch=batch,
        region=root,
        first_day=done.first_day,
        last_day=done.last_day,
        tickets=done.tickets,
        changed=done.changed,
        version=done.version,
        seconds=round(seconds, 2),
        at=now,
        by_name=by.name,
    )
