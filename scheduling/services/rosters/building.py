"""A roster from the solver: the problem is drawn from the database, solved in a job, kept as the next version."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

import numpy as np
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portalkit.access.models import User
from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.jobs.models import OPEN_STATES, Job
from portalkit.jobs.services import enqueue
from portalkit.regions.models import Region

from ...adapters.roster.solve import solve
from ...domain.hours_pool import limits_on
from ...domain.roster.problem import OFF, History, Limits, Problem, ShiftType, Solution, Worker
from ...domain.rules import Limits as RuleLimits
from ...domain.rules import Person, Stretch
from ...domain.rules.hours import contract_minutes, cycle_of
from ...domain.shifts import DAY, Shift, Span
from ...models import Agent, Roster
from ...selectors.rosters.ground import Ground, ground_of
from ...selectors.rosters.memory import Memory, memory_of, pool_balances
from .figures import is_wished_off
from .keeping import Cell, save_version

SOLVE = "scheduling.roster"
MOST_DAYS = 62
FREE = 10_000
STEPS = {
    "relax": gettext_lazy("Looking for the bound"),
    "whole": gettext_lazy("Counting heads"),
    "improve": gettext_lazy("Improving the cover"),
    "name": gettext_lazy("Giving shifts to agents"),
    "exchange": gettext_lazy("Wishes and fairness"),
    "repair": gettext_lazy("Repairing what breaks a rule"),
    "breaks": gettext_lazy("Placing breaks"),
    "simple": gettext_lazy("A simple roster"),
}
Progress = Callable[[int, int | None, str], None]


class CannotBuild(Exception):
    """Something is missing; `what` is one of `requirement`, `shifts`, `agents`, `skills`."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


@dataclass(frozen=True)
class RosterWish:
    """The days to plan, and how long the solver may think."""

    region: Region
    first_day: date
    last_day: date
    seconds: int = 60


@dataclass(frozen=True)
class Drawn:
    """A problem with the way back: agents and shifts in its order. `left_out`: agents without a skill that is needed."""

    problem: Problem
    ground: Ground
    agents: tuple[Agent, ...]
    shift_ids: tuple[int, ...]
    left_out: tuple[str, ...]
    unknown_days: int


@transaction.atomic
def start_building(*, wish: RosterWish, by: Actor, now: datetime) -> Job:
    """Puts the work in line; the same days again give the open job there is."""
    first, last = wish.first_day.isoformat(), wish.last_day.isoformat()
    place = {"region": wish.region.code, "first": first, "last": last}
    return enqueue(
        kind=SOLVE,
        key=f"{wish.region.pk} {first} {last}",
        title=_("Roster {first} – {last}").format(first=first, last=last),
        params={"region": wish.region.pk, "first_day": first, "last_day": last, "seconds": wish.seconds},
        by=by,
        region=wish.region,
        now=now,
        result_url=f"{reverse('scheduling:newest_roster')}?{urlencode(place)}",
    )


@transaction.atomic
def stop_and_keep(*, job: Job, by: Actor, now: datetime) -> bool:
    """Asks the solver to end now and keep the best roster so far. False when the job has ended."""
    row = Job.objects.select_for_update().filter(pk=job.pk, kind=SOLVE, state__in=OPEN_STATES).first()
    if row is None:
        return False
    row.params = {**row.params, "stop": True}
    row.save(update_fields=["params"])
    record(by=by, action="scheduling.stop_roster", on=row, region_code=row.region.code if row.region else "", at=now)
    return True


def wants_stop(*, job_id: int) -> bool:
    """Whether somebody asked to keep the best roster so far. One query."""
    params = Job.objects.filter(pk=job_id).values_list("params", flat=True).first()
    return bool(params and params.get("stop"))


def problem_for(wish: RosterWish) -> Drawn:
    """Reads everything the solver needs. Raises CannotBuild."""
    stretch = Stretch(wish.first_day, wish.last_day)
    ground = ground_of(wish.region, stretch)
    need = ground.need
    if need is None:
        raise CannotBuild("requirement")
    limits = ground.book.on(wish.first_day)
    chosen = [pk for pk, shift in ground.shifts.items() if ground.templates[pk].is_active and _is_legal(shift, limits)]
    if not chosen:
        raise CannotBuild("shifts")
    if not ground.agents:
        raise CannotBuild("agents")
    skills = tuple(sorted(need.heads))
    able = [place for place, person in enumerate(ground.people) if person.skills & set(skills)]
    if not able:
        raise CannotBuild("skills")
    demand = np.stack([need.heads[skill] for skill in skills])
    memory, banks = memory_of(wish.region, wish.first_day), pool_balances(before=wish.first_day)
    workers = tuple(_worker(ground, place, set(skills), memory, banks) for place in able)
    problem = Problem(
        days=len(stretch),
        first_weekday=wish.first_day.weekday(),
        slot_minutes=need.slot_minutes,
        skills=skills,
        demand=np.maximum(demand, 0).astype(np.int64),
        shifts=tuple(_shift_type(ground.shifts[pk]) for pk in chosen),
        agents=workers,
        rules=_limits(limits),
    )
    return Drawn(
        problem=problem,
        ground=ground,
        agents=tuple(ground.agents[place] for place in able),
        shift_ids=tuple(chosen),
        left_out=tuple(person.key for place, person in enumerate(ground.people) if place not in set(able)),
        unknown_days=int((demand < 0).all(axis=(0, 2)).sum()),
    )


def solved(drawn: Drawn, *, seconds: int, on_progress: Progress, should_stop: Callable[[], bool]) -> Solution:
    """The best roster found in so many seconds, or until somebody ends it. Both callbacks are asked in the caller's thread."""
    asked = _Asked(should_stop)
    words = {step: str(text) for step, text in STEPS.items()}
    return solve(
        drawn.problem,
        seconds=seconds,
        on_progress=lambda at: on_progress(round(at.share * 100), 100, words.get(at.step, "")),
        should_stop=asked,
    )


def keep_roster(*, drawn: Drawn, solution: Solution, author: User, by: Actor, now: datetime) -> Roster:
    """The next version of these days, as the solver found it."""
    ground = drawn.ground
    pauses: dict[tuple[int, int], list[Span]] = {}
    for one in solution.breaks:
        pauses.setdefault((one.agent, one.day), []).append(Span(one.start, one.start + one.minutes))
    cells = [
        Cell(
            drawn.agents[place].pk,
            ground.stretch.first_day + timedelta(days=day),
            drawn.shift_ids[shift],
            tuple(sorted(pauses[place, day])) if (place, day) in pauses else None,
        )
        for place, line in enumerate(solution.assignments.tolist())
        for day, shift in enumerate(line)
        if shift != OFF
    ]
    extra = {
        "objective": round(float(solution.objective), 2),
        "bound": None if solution.bound is None else round(float(solution.bound), 2),
        "left_out": list(drawn.left_out),
        "unknown_days": drawn.unknown_days,
    }
    return save_version(
        region=ground.region, stretch=ground.stretch, cells=cells, author=author, by=by, now=now, action="scheduling.build_roster",
        extra=extra, ground=ground,
    )  # fmt: skip


class _Asked:
    """Whether to stop, asked once a second at most, for the answer costs a query."""

    def __init__(self, ask: Callable[[], bool]) -> None:
        self._ask = ask
        self._answer = False
        self._next = 0.0

    def __call__(self) -> bool:
        if not self._answer and time.monotonic() >= self._next:
            self._answer, self._next = self._ask(), time.monotonic() + 1
        return self._answer


def _is_legal(shift: Shift, limits: RuleLimits) -> bool:
    if limits.hours_a_day is None or limits.overtime_a_day is None:
        return True
    return shift.minutes <= (limits.hours_a_day + limits.overtime_a_day) * 60


def _shift_type(shift: Shift) -> ShiftType:
    return ShiftType(
        code=shift.code,
        spans=tuple((span.start, span.end) for span in shift.spans),
        breaks=shift.breaks,
        is_night=shift.is_night,
        unpaid_minutes=sum(shift.breaks),
    )


def _limits(limits: RuleLimits) -> Limits:
    return Limits(
        min_rest_minutes=round((limits.min_rest or 0) * 60),
        max_days_in_row=_whole(limits.days_in_row),
        max_nights_in_row=_whole(limits.nights_in_row),
        max_overtime_minutes=FREE * 60 if limits.overtime_a_month is None else round(limits.overtime_a_month * 60),
        min_days_off_per_week=int(limits.rest_days_a_week or 0),
    )


def _whole(value: float | None) -> int:
    return MOST_DAYS if value is None else int(value)


def _worker(ground: Ground, place: int, skills: set[str], memory: Mapping[int, Memory], banks: Mapping[int, int]) -> Worker:
    agent, person = ground.agents[place], ground.people[place]
    days = ground.stretch.days()
    due = contract_minutes(person, days[0], days[-1], ground.calendar.is_workday)
    has_cycle = ground.book.on(days[0]).hours_cycle is not None
    return Worker(
        key=person.key,
        skills=tuple(sorted(person.skills & skills)),
        contract_minutes=due,
        max_minutes=_most_minutes(ground, person, due, balance=banks.get(agent.pk, 0)),
        days_off=frozenset(number for number, day in enumerate(days) if day in person.absent or not person.is_employed(day)),
        wishes_off=frozenset(number for number, day in enumerate(days) if is_wished_off(agent, day)),
        prefers=frozenset(agent.prefers_shifts.split()),
        no_nights=frozenset(number for number, day in enumerate(days) if not person.may_work_nights(day)),
        history=_history(ground.history.get(person.key, {}), days[0], memory.get(agent.pk, Memory())),
        pool_minutes=banks.get(agent.pk, 0) if has_cycle else 0,
    )


def _most_minutes(ground: Ground, person: Person, due: int, *, balance: int) -> int | None:
    """The contract of the stretch with what the cycle's overtime and the agent's bank have left; None without a cycle or a limit."""
    limits, first = ground.book.on(ground.stretch.last_day), ground.stretch.first_day
    if limits.hours_cycle is None or limits.overtime_a_month is None:
        return None
    begins = max(cycle_of(ground.stretch.last_day, limits.hours_cycle), ground.known_from)
    last = ground.stretch.last_day
    months = (last.year - begins.year) * 12 + last.month - begins.month + 1
    spent = 0
    if begins < first:
        worked = sum(shift.minutes for day, shift in ground.history.get(person.key, {}).items() if day >= begins)
        spent = worked - contract_minutes(person, begins, first - timedelta(days=1), ground.calendar.is_workday)
    left, most = round(limits.overtime_a_month * 60 * months) - spent, limits_on(ground.book, last).most
    return max(0, due + (left if most is None else min(left, most - balance)))


def _history(worked: Mapping[date, Shift], first: date, memory: Memory) -> History:
    last = max(worked, default=None)
    return History(
        last_end=None if last is None else (last - first).days * DAY + worked[last].end,
        days_in_row=_row(worked, first, only_nights=False),
        nights_in_row=_row(worked, first, only_nights=True),
        nights=memory.nights,
        weekends=memory.weekends,
    )


def _row(worked: Mapping[date, Shift], first: date, *, only_nights: bool) -> int:
    count = 0
    while (shift := worked.get(first - timedelta(days=count + 1))) is not None and (shift.is_night or not only_nights):
        count += 1
    return count
