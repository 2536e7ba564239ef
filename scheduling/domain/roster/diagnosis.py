"""What binds when demand cannot be met, the smallest set of relaxations that helps, and what one more start time would bring."""

from dataclasses import dataclass, replace
from itertools import combinations

from .flows import relax
from .geometry import duty_slots
from .groups import groups_of
from .network import network_of
from .problem import DAY_MINUTES, Problem, ShiftType, Worker
from .program import program_of
from .validation import uncovered

SECONDS = 120.0
ENOUGH = 0.02
MOST_TOGETHER = 3
SHORT_REST = 480


@dataclass(frozen=True)
class Advice:
    """`missing_hours` no roster can avoid, by skill. `unreached`: slots with demand outside all shifts, by skill.

    `by_relaxation`: hours still missing after relaxing one rule. `relaxations`: the smallest set of rules whose relaxing leaves at most 2 %
    of them; empty where none of up to three does so. `new_start`: hours of misfit fewer with one more start (minutes from midnight).
    """

    missing_hours: dict[str, float]
    unreached: dict[str, int]
    by_relaxation: dict[str, float]
    relaxations: tuple[str, ...]
    new_start: tuple[tuple[int, float], ...]


def advice(problem: Problem, *, starts: tuple[int, ...] = ()) -> Advice:
    """Solves a few linear programs; `starts` are candidates for one more start of the most usual kind of shift. Raises NoFlow."""
    missing = missing_hours(problem)
    total = sum(missing.values())
    singles = {name: sum(missing_hours(_relaxed(problem, (name,))).values()) for name in RELAXATIONS} if total > ENOUGH else {}
    return Advice(
        missing_hours=missing,
        unreached=uncovered(problem),
        by_relaxation=singles,
        relaxations=_smallest(problem, total, singles) if singles else (),
        new_start=_new_starts(problem, starts),
    )


def missing_hours(problem: Problem) -> dict[str, float]:
    """The least hours that must stay without a head, by skill, idle heads costing nothing."""
    only = replace(problem, weights=replace(problem.weights, under=1.0, over=0.0))
    program = program_of(only, network_of(only), groups_of(only, network_of(only)))
    under = program.layout.block(relax(program, seconds=SECONDS).values, "under").sum(axis=(1, 2)) * problem.slot_minutes / 60
    return {name: round(float(hours), 2) for name, hours in zip(problem.skills, under, strict=True)}


def _smallest(problem: Problem, total: float, singles: dict[str, float]) -> tuple[str, ...]:
    goal = ENOUGH * total
    found = min(singles, key=lambda name: singles[name])
    if singles[found] <= goal:
        return (found,)
    helpful = [name for name in sorted(singles, key=lambda name: singles[name]) if singles[name] < total - 1e-6] or list(singles)
    for size in range(2, MOST_TOGETHER + 1):
        for chosen in combinations(helpful, size):
            if sum(missing_hours(_relaxed(problem, chosen)).values()) <= goal:
                return chosen
    return ()


def _relaxed(problem: Problem, names: tuple[str, ...]) -> Problem:
    for name in names:
        problem = RELAXATIONS[name](problem)
    return problem


def _agents(problem: Problem, **changes: object) -> Problem:
    return replace(problem, agents=tuple(replace(agent, **changes) for agent in problem.agents))  # type: ignore[arg-type]


def _any_skill(problem: Problem) -> Problem:
    return _agents(problem, skills=problem.skills)


def _a_tenth_more(problem: Problem) -> Problem:
    """Every tenth agent stands there twice, without leave."""
    more = tuple(replace(agent, key=f"{agent.key}+", days_off=frozenset()) for agent in problem.agents[::10])
    return replace(problem, agents=problem.agents + more)


def _unlimited(problem: Problem) -> Problem:
    return replace(problem, agents=tuple(_tireless(problem, agent) for agent in problem.agents))


def _tireless(problem: Problem, agent: Worker) -> Worker:
    return replace(agent, max_minutes=problem.days * DAY_MINUTES)


RELAXATIONS = {
    "max_minutes": _unlimited,
    "days_in_row": lambda problem: replace(problem, rules=replace(problem.rules, max_days_in_row=problem.rules.max_days_in_row + 1)),
    "nights_in_row": lambda problem: replace(problem, rules=replace(problem.rules, max_nights_in_row=problem.rules.max_nights_in_row + 1)),
    "rest": lambda problem: replace(
        problem, rules=replace(problem.rules, min_rest_minutes=min(SHORT_REST, problem.rules.min_rest_minutes))
    ),
    "leave": lambda problem: _agents(problem, days_off=frozenset()),
    "no_nights": lambda problem: _agents(problem, no_nights=frozenset()),
    "skills": _any_skill,
    "agents_10_percent": _a_tenth_more,
}


def _new_starts(problem: Problem, starts: tuple[int, ...]) -> tuple[tuple[int, float], ...]:
    if not starts:
        return ()
    before = _misfit(problem)
    pattern = max(problem.shifts, key=lambda shift: (not shift.is_night, len(duty_slots(shift, problem.slot_minutes))))
    gains = [(start, round(before - _misfit(replace(problem, shifts=(*problem.shifts, _moved(pattern, start)))), 2)) for start in starts]
    return tuple(sorted(gains, key=lambda gain: -gain[1]))


def _misfit(problem: Problem) -> float:
    program = program_of(problem, network_of(problem), groups_of(problem, network_of(problem)))
    values = relax(program, seconds=SECONDS).values
    slots = sum(float(program.layout.block(values, name).sum()) for name in ("under", "over"))
    return slots * problem.slot_minutes / 60


def _moved(shift: ShiftType, start: int) -> ShiftType:
    by = start - shift.start
    spans = tuple((first + by, end + by) for first, end in shift.spans)
    return replace(shift, code=f"{start // 60:02}:{start % 60:02}", spans=spans, is_night=spans[-1][1] > DAY_MINUTES)
