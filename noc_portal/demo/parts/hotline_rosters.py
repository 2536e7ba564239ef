"""The hotline's rosters: this month's published, next month's waiting for approval. Blocks of five days, each block with the shift that
its queues lack most: the solver would fit better and take the demo longer than all the rest of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import numpy as np
from numpy.typing import NDArray

from portalkit.access.models import User
from portalkit.notify.services import mark_read
from portalkit.periods.domain.calendar import SHANGHAI, Month, month_of
from portalkit.regions.models import Region
from scheduling.domain.rules import Person, RuleCode, Stretch
from scheduling.domain.shifts import Shift, presence
from scheduling.models import Agent, Roster
from scheduling.selectors.rosters.ground import Ground, ground_of
from scheduling.services import rosters
from scheduling.services.labour import ensure_labour_ground, set_rule
from scheduling.services.rosters.editing import CellChange
from scheduling.services.rosters.keeping import Cell, save_version

from ..province import PROVINCE_CODE

BLOCK = 5
WEEK = 7
SLOT = 30
NIGHTS = 3
_USUAL = {"A1": 3, "A2": 6, "A3": 4, "B1": 3, "B2": 4, "C1": 3, "N1": 1}


@dataclass
class _Lack:
    """Heads still missing by queue: (days + 1, slots of a day), the day after the last one catches the nights."""

    heads: dict[str, NDArray[np.float64]]
    taken: dict[str, int] = field(default_factory=dict)


def load(*, now: datetime) -> None:
    """Nothing without agents."""
    region = Region.objects.get(code=PROVINCE_CODE)
    if not Agent.objects.filter(region__path__startswith=region.path).exists():
        return
    planner, supervisor = (User.objects.get(username=name, is_demo=True) for name in ("planner", "supervisor"))
    month = month_of(now)
    before = _moment(month.previous().first_day + timedelta(days=19), 9)
    ensure_labour_ground(region=region, by=supervisor.actor, now=before)
    set_rule(
        region=region, code=RuleCode.HOURS_CYCLE, first_day=date(month.first_day.year - 1, 1, 1), value=3, is_active=True,
        source="人社局批复，按季综合计算", by=planner.actor, now=before,
    )  # fmt: skip
    published = _draft(region, month, planner, before)
    rosters.submit_roster(roster=published, by=planner.actor, now=before + timedelta(hours=2))
    rosters.approve_roster(roster=published, user=supervisor, by=supervisor.actor, now=before + timedelta(hours=7))
    rosters.publish_roster(roster=published, by=supervisor.actor, now=before + timedelta(hours=8))
    for user in User.objects.filter(pk__in=Agent.objects.filter(user__isnull=False).values("user")):
        mark_read(user=user, now=now)
    waiting = _draft(region, month.next(), planner, now - timedelta(hours=3))
    _break_a_rule(waiting, planner, now - timedelta(hours=2))
    rosters.submit_roster(roster=waiting, by=planner.actor, now=now - timedelta(hours=1))


def _moment(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=SHANGHAI)


def _draft(region: Region, month: Month, author: User, now: datetime) -> Roster:
    stretch = Stretch(month.first_day, month.last_day)
    ground = ground_of(region, stretch)
    return save_version(
        region=region, stretch=stretch, cells=list(_cells(ground)), author=author, by=author.actor, now=now,
        action="scheduling.build_roster", ground=ground,
    )  # fmt: skip


def _break_a_rule(roster: Roster, planner: User, now: datetime) -> None:
    """What a hasty hand does: a night before an early shift, for the supervisor to find."""
    days = roster.assignments.filter(shift__code__startswith="A", day__gt=roster.first_day, agent__no_nights_from=None)
    early = days.order_by("day", "agent_id").first()
    if early is not None:
        change = CellChange(early.agent_id, early.day - timedelta(days=1), "N1")
        rosters.set_cells(roster=roster, changes=[change], user=planner, by=planner.actor, now=now)


def _cells(ground: Ground) -> Iterator[Cell]:
    """Five days with one shift and two off, begun on a weekday of the agent's own; leave is left free, nights end after three, and a block
    that the month before began goes on with its shift."""
    usable = {pk: shift for pk, shift in ground.shifts.items() if shift.code in _USUAL}
    seen = {pk: presence(shift, SLOT) for pk, shift in usable.items()}
    lack = _lack(ground)
    for number, (agent, person) in enumerate(zip(ground.agents, ground.people, strict=True)):
        if not person.skills:
            continue
        for days in _blocks(ground.stretch, number * 3 % WEEK):
            free = [day for day in days if day not in person.absent and person.is_employed(day)]
            if not free:
                continue
            before = ground.history.get(person.key, {}).get(days[0] - timedelta(days=1))
            if before is not None and before.is_night:
                continue
            fitting = usable if before is None else {pk: shift for pk, shift in usable.items() if shift == before}
            pk = _chosen(free, person, fitting, seen, lack, ground.stretch.first_day)
            for day in free[:NIGHTS] if usable[pk].is_night else free:
                yield Cell(agent.pk, day, pk)


def _blocks(stretch: Stretch, shift: int) -> Iterator[list[date]]:
    """Weeks of five days, cut at the ends; the weekday on which they begin depends on the calendar, so that months join."""
    monday = stretch.first_day - timedelta(days=stretch.first_day.weekday() + WEEK)
    while monday <= stretch.last_day:
        first = monday + timedelta(days=shift)
        if days := [day for number in range(BLOCK) if (day := first + timedelta(days=number)) in stretch]:
            yield days
        monday += timedelta(days=WEEK)


def _lack(ground: Ground) -> _Lack:
    need = ground.need
    if need is None:
        return _Lack({})
    size = SLOT // need.slot_minutes if need.slot_minutes < SLOT else 1
    slots = 1440 // SLOT
    heads = {}
    for code, line in need.heads.items():
        shaped = np.maximum(line, 0).reshape(need.days, -1, size).max(axis=2)
        heads[code] = np.vstack([np.repeat(shaped, slots // shaped.shape[1], axis=1), np.zeros(slots)]).astype(float)
    return _Lack(heads)


def _chosen(
    days: list[date], person: Person, usable: Mapping[int, Shift], seen: Mapping[int, NDArray[np.float64]], lack: _Lack, first: date
) -> int:
    """The shift that takes most of what the agent's queues lack in these days; without a known need the one rarest for its share."""
    allowed = [pk for pk, shift in usable.items() if not shift.is_night or all(person.may_work_nights(day) for day in days)]
    queues = [lack.heads[code] for code in sorted(person.skills) if code in lack.heads]
    rows = [(day - first).days for day in days]
    if not any(queue[rows].any() for queue in queues):
        pk = min(allowed, key=lambda pk: (lack.taken.get(usable[pk].code, 0) / _USUAL[usable[pk].code], pk))
        lack.taken[usable[pk].code] = lack.taken.get(usable[pk].code, 0) + 1
        return pk
    queue = max(queues, key=lambda one: float(one[rows].sum()))
    pk = max(allowed, key=lambda pk: (sum(_taken(queue, row, seen[pk]) for row in rows) / (1 if not usable[pk].is_night else 0.8), -pk))
    for row in rows[:NIGHTS] if usable[pk].is_night else rows:
        window = queue[row : row + 2].reshape(-1)
        window -= seen[pk][: len(window)]
    return pk


def _taken(queue: NDArray[np.float64], row: int, seen: NDArray[np.float64]) -> float:
    window = queue[row : row + 2].reshape(-1)
    return float(np.minimum(np.maximum(window, 0), seen[: len(window)]).sum())
