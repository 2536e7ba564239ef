"""A queue's day under way, put together for its page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

import numpy as np

from portalkit.access.selectors import Access
from portalkit.periods.domain.calendar import local_day

from ...domain.erlang import performance
from ...domain.fit import share
from ...domain.hours_pool import limits_on
from ...domain.intraday import Move, MoveKind, Situation, allotted, suggested, switches
from ...domain.intraday.moves import hours_missing
from ...domain.rules import Need, present_heads
from ...domain.shifts import DAY, Shift
from ...domain.staffing import Standard, requirement
from ...models import CallVolume, Queue, ServiceStandard
from ...permissions import SchedulingPermission
from ..rosters.requirement import share_but_breaks
from ..slots import Line, midnight
from ..staffing import standard_of, standard_on
from .duty import Duty, duty_of, roster_on
from .lines import QueueDay, queue_days

NORMAL_90 = 1.2816


class Lack(StrEnum):
    """What the page needs and does not have."""

    FORECAST = "forecast"
    ROSTER = "roster"
    CALLS = "calls"


@dataclass(frozen=True)
class Heads:
    """(intervals,) of the queue, NaN unknown: heads on the roster, needed by the forecast, needed by what came and is expected now; the
    service level that came (Σ in target ÷ offered) or, with the heads of the roster, is to be expected."""

    staffed: Line
    planned: Line
    needed: Line
    level: Line


@dataclass(frozen=True)
class Outlook:
    """Head-hours missing in the rest of the day over all queues of the hotline: as planned, and after the moves."""

    missing: float
    after: float


@dataclass(frozen=True)
class Intraday:
    """`now`: minute from which something can still be changed; DAY when the day is over. `moves`: gains first, then leave."""

    line: QueueDay
    heads: Heads
    standard: ServiceStandard
    duty: Duty | None
    now: int
    moves: tuple[Move, ...]
    outlook: Outlook | None
    lacks: tuple[Lack, ...]
    queues: Mapping[str, Queue]

    @property
    def is_over(self) -> bool:
        return self.now >= DAY

    @property
    def answered(self) -> float | None:
        """Share of the calls offered so far."""
        return share(self.line.came.answered, self.line.came.offered)

    @property
    def service_level(self) -> float | None:
        """Of the calls offered so far."""
        return share(self.line.came.in_target, self.line.came.offered)


def newest_day(queue: Queue, *, today: date) -> date | None:
    """The last day up to today with calls of a queue. One query."""
    rows = CallVolume.objects.filter(queue=queue, starts_at__lt=midnight(date.fromordinal(today.toordinal() + 1)))
    found = rows.order_by("-starts_at").values_list("starts_at", flat=True).first()
    return local_day(found) if found is not None else None


def intraday(access: Access, queue: Queue, day: date, *, now: datetime) -> Intraday:
    """A day of a queue as far as the caller may see its hotline. About twenty queries, whatever the number of agents."""
    roster = roster_on(access, queue.region, day)
    duty = duty_of(roster, day) if roster is not None else None
    queues = _queues(access, queue, duty)
    lines = queue_days(queues, day)
    standards: dict[int, list[ServiceStandard]] = {}
    for row in ServiceStandard.objects.filter(queue__in=queues):
        standards.setdefault(row.queue_id, []).append(row)
    line = lines[queue.pk]
    needs = {one.code: _needs(lines[one.pk], standard_on(standards.get(one.pk, []), day)) for one in queues}
    begins = _begins(lines.values(), day, now)
    slot = min(one.minutes for one in lines.values())
    forecast = [one.code for one in queues if lines[one.pk].forecast is not None]
    planned, needed, safe = (_need(day, slot, {code: needs[code][number] for code in forecast}) for number in range(3))
    present = present_heads(_around(duty, day), duty.people, needed, duty.pauses) if duty is not None and forecast else {}
    is_whole = all(one.forecast is not None or one.seen_until is None for one in lines.values())
    moves: tuple[Move, ...] = ()
    outlook = None
    if duty is not None and present and line.forecast is not None and begins < DAY:
        bank = duty.bank if is_whole else None
        moves, outlook = _moves(replace(duty, bank=bank), queue.code, day, begins, present, planned, needed, safe)
    standard = standard_on(standards.get(queue.pk, []), day)
    return Intraday(
        line=line,
        heads=_heads(line, standard, needs[queue.code], present, planned),
        standard=standard,
        duty=duty,
        now=begins,
        moves=moves,
        outlook=outlook,
        lacks=_lacks(line, duty),
        queues={one.code: one for one in queues},
    )


def _queues(access: Access, queue: Queue, duty: Duty | None) -> list[Queue]:
    """The queues of the hotline that the roster serves, and the one in view."""
    region = duty.roster.region if duty is not None else queue.region
    rows = access.scope(SchedulingPermission.VIEW, Queue.objects.filter(is_active=True, region__path__startswith=region.path))
    return [queue, *rows.exclude(pk=queue.pk).order_by("pk")]


def _needs(line: QueueDay, row: ServiceStandard) -> tuple[Line, Line, Line]:
    """Heads of each interval: for the forecast, for what came and is expected now, and for the upper end of what may come."""
    standard = standard_of(row)
    spread = 1 + NORMAL_90 * float(np.sqrt(line.rest.ratio.variance)) / max(line.rest.ratio.value, 1e-9)
    is_open = ~np.isfinite(line.came.offered)
    most = np.where(is_open, line.rest.calls * spread, line.rest.calls)
    aht = np.where(line.aht > 0, line.aht, _usual_seconds(line))
    return (
        _on_roster(line.said, np.where(line.said_aht > 0, line.said_aht, aht), line.minutes, standard, row),
        _on_roster(line.rest.calls, aht, line.minutes, standard, row),
        _on_roster(most, aht, line.minutes, standard, row),
    )


def _usual_seconds(line: QueueDay) -> float:
    """For calls in intervals whose handling time neither the forecast nor the day knows."""
    return share(line.said * line.said_aht, line.said) or 180.0


def _on_roster(calls: Line, aht: Line, minutes: int, standard: Standard, row: ServiceStandard) -> Line:
    found = requirement(calls.tolist(), aht.tolist(), interval_minutes=minutes, standard=standard)
    but_breaks = share_but_breaks(row.shrinkage)
    if but_breaks is None:
        return found.scheduled.astype(float)
    return np.ceil(found.agents / (1 - but_breaks) - 1e-9)


def _begins(lines: Iterable[QueueDay], day: date, now: datetime) -> int:
    """Where the rest of the day begins: where the calls end, today not before the clock."""
    seen = max((one.seen_until or 0 for one in lines), default=0)
    if local_day(now) != day:
        return seen
    return max(seen, int((now - midnight(day)).total_seconds()) // 60)


def _need(day: date, slot: int, lines: Mapping[str, Line]) -> Need:
    heads = {code: np.repeat(line, DAY // len(line) // slot).reshape(1, -1).astype(int) for code, line in lines.items()}
    return Need(day, slot, heads)


def _around(duty: Duty, day: date) -> dict[str, dict[date, Shift]]:
    return {key: {one: shift for one, shift in days.items() if -1 <= (one - day).days <= 0} for key, days in duty.plan.items()}


def _heads(
    line: QueueDay,
    standard: ServiceStandard,
    needs: tuple[Line, Line, Line],
    present: Mapping[frozenset[str], Line],
    planned: Need,
) -> Heads:
    count = DAY // line.minutes
    unknown = np.full(count, np.nan)
    staffed = unknown
    if present and line.forecast is not None:
        given = allotted({skills: one[0] for skills, one in present.items()}, {code: one[0] for code, one in planned.heads.items()})
        staffed = given[line.queue.code].reshape(count, -1).mean(axis=1)
    said = needs[0] if line.forecast is not None else unknown
    return Heads(staffed, said, needs[1] if line.forecast is not None else unknown, _level(line, standard, staffed))


def _level(line: QueueDay, standard: ServiceStandard, staffed: Line) -> Line:
    """What came, and for the rest what Erlang promises with the heads of the roster."""
    with np.errstate(divide="ignore", invalid="ignore"):
        came = np.where(line.came.offered > 0, line.came.in_target / line.came.offered, np.nan)
    but_breaks = share_but_breaks(standard.shrinkage) or 0.0
    agents = np.floor(np.nan_to_num(staffed) * (1 - but_breaks) * standard.concurrency + 1e-9)
    aht = np.where(line.aht > 0, line.aht, _usual_seconds(line))
    load = line.rest.calls * aht / (line.minutes * 60)
    promised = performance(load, agents, aht, standard.within_seconds, patience_seconds=standard.patience_seconds).service_level
    is_open = ~np.isfinite(line.came.offered) & np.isfinite(staffed) & (load > 0)
    return np.where(is_open, promised, came)


def _moves(
    duty: Duty, code: str, day: date, now: int, present: Mapping[frozenset[str], Line], planned: Need, needed: Need, safe: Need
) -> tuple[tuple[Move, ...], Outlook]:
    """Moves of the agents who have the queue's skill, and switches to or from it."""
    slot = needed.slot_minutes
    flat = {skills: line[0] for skills, line in present.items()}
    said, wanted = ({queue: line[0].astype(float) for queue, line in one.heads.items()} for one in (planned, needed))
    given = allotted(flat, said)
    missing = sum(float(np.maximum(wanted[queue] - given[queue], 0)[-(-now // slot) :].sum()) for queue in wanted) * slot / 60
    helped = [one for one in switches(flat, said, wanted, now=now, slot_minutes=slot) if code in (one.queue, one.other)]
    able = frozenset(person.key for person in duty.people if code in person.skills)
    limits = limits_on(duty.law.book, day)
    others = suggested(Situation(day, now, needed, safe, duty.plan, duty.people, duty.pauses, duty.law, duty.bank, limits, asked=able))
    gains = sorted((one for one in (*helped, *others) if one.kind != MoveKind.LEAVE), key=lambda one: -one.hours)
    left = hours_missing(present, needed, now=now) - sum(one.hours for one in others if one.kind != MoveKind.LEAVE)
    return (*gains, *(one for one in others if one.kind == MoveKind.LEAVE)), Outlook(missing, max(0.0, left))


def _lacks(line: QueueDay, duty: Duty | None) -> tuple[Lack, ...]:
    missing = {
        Lack.FORECAST: line.forecast is None,
        Lack.ROSTER: duty is None,
        Lack.CALLS: line.seen_until is None,
    }
    return tuple(lack for lack, is_missing in missing.items() if is_missing)
