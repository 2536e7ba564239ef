"""Why a screen shows what it shows: a verdict on every schedule."""

from dataclasses import dataclass
from enum import StrEnum

from .downloads import Intervals, united
from .kinds import ScheduleKind
from .lines import Group, Line, playable
from .programme import ZONED, Entry
from .resolver import Decision, Resolver


class Verdict(StrEnum):
    """SHOWN: on the screen now. IN_TURN: shares the zone with what is shown. FINISHING: over, its item plays to the end. WAITS: has its
    turn after the item that is on, or, an advert, at its next slot. OUTRANKED: something of higher priority has the zone. COVERED: an
    emergency lies over it. HIDDEN: a ticker that gives way to an advert or emergency. NOT_NOW: no occurrence is on."""

    SHOWN = "shown"
    IN_TURN = "in_turn"
    FINISHING = "finishing"
    WAITS = "waits"
    OUTRANKED = "outranked"
    COVERED = "covered"
    HIDDEN = "hidden"
    NOT_NOW = "not_now"
    NOTHING_VALID = "nothing_valid"
    NOT_DOWNLOADED = "not_downloaded"
    ZONE_UNKNOWN = "zone_unknown"


@dataclass(frozen=True)
class Reason:
    """`by` is the schedule that stands before it, where one does."""

    schedule: int
    verdict: Verdict
    by: int | None = None


def explain(resolver: Resolver, decision: Decision) -> tuple[Reason, ...]:
    """A reason for each schedule of the programme, in its order."""
    return tuple(_reason(entry, resolver, decision) for entry in resolver.programme.entries)


def turns(entry: Entry, resolver: Resolver, *, since: int, until: int) -> tuple[Intervals, Intervals]:
    """When within [since, until) the schedule has its turn, and when something stands before it. Neither where its zone is missing."""
    if entry.kind in ZONED and entry.zone not in resolver.programme.zones:
        return [], []
    line = _line(entry, resolver)
    own: Intervals = []
    lost: Intervals = []
    for start, end in zip(entry.starts, entry.ends, strict=True):
        at, stop = max(start, since), min(end, until)
        while at < stop:
            segment = line.segment(at)
            found = own if _has_turn(entry, segment.group) else lost
            found.append((at, min(segment.end, stop)))
            at = segment.end
    return united(own), united(lost)


def _has_turn(entry: Entry, group: Group) -> bool:
    if entry.kind is ScheduleKind.ADVERT:
        return group.rank <= entry.priority
    return any(member.schedule == entry.id for member in group.cycle)


def _reason(entry: Entry, resolver: Resolver, decision: Decision) -> Reason:
    is_zoned = entry.kind in (ScheduleKind.LOOP, ScheduleKind.ADVERT)
    if is_zoned and entry.zone not in resolver.programme.zones:
        return Reason(entry.id, Verdict.ZONE_UNKNOWN)
    shown = decision.zones.get(entry.zone) if is_zoned else decision.emergency if entry.kind is ScheduleKind.EMERGENCY else decision.overlay
    covering = decision.emergency.schedule if decision.emergency and is_zoned else None
    if shown is not None and shown.schedule == entry.id:
        if covering is not None:
            return Reason(entry.id, Verdict.COVERED, covering)
        return Reason(entry.id, Verdict.FINISHING if shown.is_finishing else Verdict.SHOWN)
    if entry.occurrence(decision.at) is None:
        return Reason(entry.id, Verdict.NOT_NOW)
    if not playable(entry.items, decision.at, resolver.verified):
        is_valid = any(item.is_valid(decision.at) for item in entry.items)
        return Reason(entry.id, Verdict.NOT_DOWNLOADED if is_valid else Verdict.NOTHING_VALID)
    if entry.kind is ScheduleKind.OVERLAY and shown is None:
        return Reason(entry.id, Verdict.HIDDEN, decision.emergency.schedule if decision.emergency else None)
    return _among_active(entry, _line(entry, resolver), decision)


def _line(entry: Entry, resolver: Resolver) -> Line:
    if entry.kind is ScheduleKind.EMERGENCY:
        return resolver.emergencies
    return resolver.overlays if entry.kind is ScheduleKind.OVERLAY else resolver.lines[entry.zone]


def _among_active(entry: Entry, line: Line, decision: Decision) -> Reason:
    group = line.segment(decision.at).group
    first = group.cycle[0].schedule if group.cycle else None
    if entry.kind is ScheduleKind.ADVERT:
        is_outranked = group.rank > entry.priority
        return Reason(entry.id, Verdict.OUTRANKED if is_outranked else Verdict.WAITS, first if is_outranked else None)
    if any(member.schedule == entry.id for member in group.cycle):
        shown = decision.zones.get(entry.zone)
        is_waiting = shown is not None and (shown.is_finishing or shown.kind == ScheduleKind.ADVERT)
        return Reason(entry.id, Verdict.WAITS if is_waiting else Verdict.IN_TURN, shown.schedule if shown else first)
    return Reason(entry.id, Verdict.OUTRANKED, first)
