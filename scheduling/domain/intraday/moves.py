"""What can still be moved in a day under way so that fewer heads are missing: breaks, ends and starts of shifts, skills.

Every move is tried against heads and need of all queues together, and against the one audit of the rules; the best is taken, then the
next best of what remains (lazily: an effect only shrinks as others are taken). Nobody is asked twice.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from heapq import heapify, heappop, heappush

import numpy as np

from ..hours_pool import BankLimits
from ..rules import Need, Person, Plan, balance, present_heads
from ..shifts import Shift, Span
from .allotment import allotted
from .candidates import Candidate, Law, breaks, earlier, is_allowed, longer, sooner_home
from .scatter import Array

LEAST_HOURS = 0.25
MOST_MOVES = 12
SWITCHED = 0.5
Pauses = Mapping[tuple[str, date], tuple[Span, ...]]


class MoveKind(StrEnum):
    BREAK = "break"
    SKILL = "skill"
    LONGER = "longer"
    EARLIER = "earlier"
    LEAVE = "leave"


@dataclass(frozen=True)
class Move:
    """`span`: the new break, the time worked more or less, or the time in which `heads` answer `queue` in place of `other`.

    `hours`: head-hours missing less, of all queues; for LEAVE head-hours spare less. `was`: the break as it is planned.
    """

    kind: MoveKind
    span: Span
    hours: float
    who: str = ""
    was: Span | None = None
    queue: str = ""
    other: str = ""
    heads: int = 1


@dataclass(frozen=True)
class Situation:
    """A day seen until minute `now`. `need`: heads (1, slots) of that day, `safe_need` those for the upper end of what may come.

    `plan` and `pauses` hold the days around too, for the rules. `bank`: minutes in the hours pool by agent; None: there is no pool and
    nobody is sent home early. `asked`: the agents who may be asked, all without it.
    """

    day: date
    now: int
    need: Need
    safe_need: Need
    plan: Plan
    people: Sequence[Person]
    pauses: Pauses
    law: Law
    bank: Mapping[str, int] | None = None
    limits: BankLimits = field(default_factory=BankLimits)
    asked: frozenset[str] | None = None

    def movers(self) -> Iterator[tuple[Person, Shift, tuple[Span, ...]]]:
        """Who works on the day and may be asked, with shift and breaks."""
        for person in self.people:
            shift = self.plan.get(person.key, {}).get(self.day)
            if shift is not None and (self.asked is None or person.key in self.asked):
                yield person, shift, self.pauses.get((person.key, self.day), ())


def suggested(situation: Situation, *, most: int = MOST_MOVES) -> tuple[Move, ...]:
    """The moves that take missing heads away, best first, and then those that give spare heads their time back."""
    heads = {
        skills: line.copy() for skills, line in present_heads(_today(situation), situation.people, situation.need, situation.pauses).items()
    }
    need = _rest(situation.need, situation.now)
    gains = list(_gains(situation, heads, need, most))
    asked = {one.who for one in gains}
    return (*gains, *_releases(situation, heads, _rest(situation.safe_need, situation.now), asked, most))


def switches(
    present: Mapping[frozenset[str], Array], planned: Mapping[str, Array], need: Mapping[str, Array], *, now: int, slot_minutes: int
) -> tuple[Move, ...]:
    """Agents with several skills who help another queue than the forecast had them for; the largest effect first.

    `present`: heads (slots,) by set of skills; `planned` and `need`: heads (slots,) by queue, as forecast and as expected now.
    """
    before, after = allotted(present, planned), allotted(present, need)
    found = []
    for queue in need:
        fewer = np.maximum(need[queue] - before[queue], 0) - np.maximum(need[queue] - after[queue], 0)
        helps = (after[queue] - before[queue] >= SWITCHED) & (fewer > 0)
        helps[: -(-now // slot_minutes)] = False
        for first, end in _runs(helps):
            hours = float(fewer[first:end].sum()) * slot_minutes / 60
            if hours >= LEAST_HOURS:
                other = min(sorted(need), key=lambda one: float((after[one] - before[one])[first:end].sum()))
                number = max(1, round(float((after[queue] - before[queue])[first:end].mean())))
                span = Span(first * slot_minutes, end * slot_minutes)
                found.append(Move(MoveKind.SKILL, span, hours, queue=queue, other=other, heads=number))
    return tuple(sorted(found, key=lambda one: (-one.hours, one.span, one.queue)))


def hours_missing(present: Mapping[frozenset[str], Array], need: Need, *, now: int) -> float:
    """Head-hours missing after `now`, when everybody helps where it is needed most. `present`: (1, slots)."""
    return balance(present, _rest(need, now)).hours_missing(0)


def _today(situation: Situation) -> Plan:
    """The shifts that put heads on the day: its own, and the night before."""
    return {
        key: {day: shift for day, shift in days.items() if -1 <= (day - situation.day).days <= 0} for key, days in situation.plan.items()
    }


def _rest(need: Need, now: int) -> Need:
    """The need with what is past made unknown."""
    first = -(-now // need.slot_minutes)
    lines = {queue: np.where(np.arange(line.shape[1]) < first, -1, line) for queue, line in need.heads.items()}
    return replace(need, heads=lines)


def _gains(situation: Situation, heads: dict[frozenset[str], Array], need: Need, most: int) -> Iterator[Move]:
    missing = balance(heads, need).hours_missing(0)
    known: dict[tuple[frozenset[str], bytes], float] = {}

    def effect(one: Candidate) -> float:
        """The same for all who change alike, so it is worked out once."""
        key = (one.skills, one.delta.tobytes())
        if key not in known:
            known[key] = missing - balance(heads | {one.skills: heads[one.skills] + one.delta}, need).hours_missing(0)
        return known[key]

    waiting = [(*_rank(effect(one), one), number, one) for number, one in enumerate(_more(situation))] if missing > 0 else []
    heapify(waiting)
    asked: set[str] = set()
    while waiting and len(asked) < most:
        *_order, number, one = heappop(waiting)
        if one.person.key in asked:
            continue
        hours = effect(one)
        if hours < LEAST_HOURS:
            continue
        if waiting and _rank(hours, one) > waiting[0][:3]:
            heappush(waiting, (*_rank(hours, one), number, one))
        elif is_allowed(situation.plan, situation.day, one, situation.law):
            asked.add(one.person.key)
            heads[one.skills] = heads[one.skills] + one.delta
            missing -= hours
            known.clear()
            yield Move(MoveKind(one.kind), one.span, hours, who=one.person.key, was=one.was)


def _rank(hours: float, one: Candidate) -> tuple[float, int, int]:
    """Best first: head-hours, then what costs nobody anything, then the shortest."""
    return -round(hours, 6), int(one.kind != MoveKind.BREAK), one.span.minutes


def _more(situation: Situation) -> Iterator[Candidate]:
    slot = situation.need.slot_minutes
    for person, shift, pauses in situation.movers():
        yield from breaks(person, shift, pauses, now=situation.now, slot_minutes=slot)
        owed = None if situation.bank is None else situation.bank.get(person.key, 0)
        for one in (
            *longer(person, shift, pauses, now=situation.now, slot_minutes=slot),
            *earlier(person, shift, pauses, now=situation.now, slot_minutes=slot),
        ):
            if owed is None or situation.limits.beyond(owed + one.span.minutes) <= 0:
                yield one


def _releases(situation: Situation, heads: dict[frozenset[str], Array], need: Need, asked: set[str], most: int) -> Iterator[Move]:
    """Whoever has most in the pool goes first, as early as the heads allow."""
    if situation.bank is None:
        return
    bank = situation.bank
    found = balance(heads, need)
    there = [one for one in situation.movers() if one[0].key not in asked]
    count = 0
    for person, shift, pauses in sorted(there, key=lambda one: (-bank.get(one[0].key, 0), one[0].key)):
        if count >= most or found.hours_spare(0) < LEAST_HOURS:
            return
        for one in sooner_home(person, shift, pauses, now=situation.now, slot_minutes=need.slot_minutes):
            if situation.limits.beyond(bank.get(person.key, 0) - one.span.minutes) < 0:
                continue
            after = heads | {one.skills: heads[one.skills] + one.delta}
            then = balance(after, need)
            hours = found.hours_spare(0) - then.hours_spare(0)
            is_safe = then.hours_missing(0) <= found.hours_missing(0) + 1e-9 and hours >= LEAST_HOURS
            if is_safe and is_allowed(situation.plan, situation.day, one, situation.law):
                heads[one.skills], found, count = after[one.skills], then, count + 1
                yield Move(MoveKind.LEAVE, one.span, hours, who=person.key)
                break


def _runs(flags: np.ndarray) -> list[tuple[int, int]]:
    """Stretches `[first, end)` in which the flags hold."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(int)))
    return [(int(first), int(end)) for first, end in zip(edges[::2], edges[1::2], strict=True)]
