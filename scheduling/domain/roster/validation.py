"""What makes a problem impossible or contradictory, said before anyone waits for a solver."""

from collections.abc import Iterator
from dataclasses import dataclass

from .geometry import duty_slots
from .problem import DAY_MINUTES, Problem, ShiftType, Worker

MOST_SKILLS = 12


@dataclass(frozen=True)
class Fault:
    """`what` names the kind, `where` the agent, shift or skill it is about, `detail` says in words what contradicts what."""

    what: str
    where: str
    detail: str


class BadProblem(Exception):
    """The problem contradicts itself; `faults` are all that were found."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(f"{fault.where}: {fault.detail}" for fault in faults[:20]))
        self.faults = faults


def check(problem: Problem) -> None:
    """Raises BadProblem with every fault."""
    faults = (*_frame(problem), *(fault for shift in problem.shifts for fault in _shift(problem, shift)))
    if not faults:
        faults = tuple(fault for agent in problem.agents for fault in _agent(problem, agent))
    if faults:
        raise BadProblem(tuple(faults))


def _frame(problem: Problem) -> Iterator[Fault]:
    if problem.days < 1:
        yield Fault("period", "days", "the period has no day")
    if problem.slot_minutes < 1 or DAY_MINUTES % problem.slot_minutes:
        yield Fault("slots", "slot_minutes", f"{problem.slot_minutes} min do not divide a day")
        return
    shape = (len(problem.skills), problem.days, problem.slots)
    if problem.demand.shape != shape:
        yield Fault("demand", "demand", f"is {problem.demand.shape} where skills, days and slots are {shape}")
    elif (problem.demand < 0).any():
        yield Fault("demand", "demand", "is negative somewhere")
    if not problem.skills or len(problem.skills) > MOST_SKILLS:
        yield Fault("skills", "skills", f"there are {len(problem.skills)}, possible are 1 to {MOST_SKILLS}")
    for name, codes in (("shifts", [shift.code for shift in problem.shifts]), ("agents", [agent.key for agent in problem.agents])):
        if not codes:
            yield Fault(name, name, "there are none")
        for code in sorted({code for code in codes if codes.count(code) > 1} if len(set(codes)) < len(codes) else ()):
            yield Fault(name, code, "stands there twice")


def _shift(problem: Problem, shift: ShiftType) -> Iterator[Fault]:
    clock = [minute for span in shift.spans for minute in span]
    if not clock or clock != sorted(clock) or len(set(clock)) < len(clock) or not 0 <= clock[0] < DAY_MINUTES:
        yield Fault("spans", shift.code, "its spans are empty, overlap or do not begin on its day")
        return
    if shift.end - shift.start > DAY_MINUTES or shift.end + problem.rules.min_rest_minutes > 2 * DAY_MINUTES:
        yield Fault("spans", shift.code, "it ends too late for the rest before the shifts of the day after next")
    if shift.minutes <= 0:
        yield Fault("minutes", shift.code, "no working time is left")
    if sum(shift.breaks) >= sum(end - start for start, end in shift.spans):
        yield Fault("breaks", shift.code, "its breaks fill it")


def _agent(problem: Problem, agent: Worker) -> Iterator[Fault]:
    if not agent.skills:
        yield Fault("no_skill", agent.key, "has no skill")
    for name in sorted(set(agent.skills) - set(problem.skills)):
        yield Fault("unknown_skill", agent.key, f"has the skill {name}, which the problem does not know")
    for code in sorted((agent.prefers | agent.avoids) - set(problem.shift_index)):
        yield Fault("unknown_shift", agent.key, f"names the shift {code}, which the problem does not know")
    for code in sorted(agent.prefers & agent.avoids):
        yield Fault("wishes", agent.key, f"both prefers and avoids the shift {code}")
    for day in sorted(day for day in agent.days_off | agent.wishes_off | agent.no_nights if not 0 <= day < problem.days):
        yield Fault("outside", agent.key, f"names day {day}, the period has days 0 to {problem.days - 1}")
    low, high = problem.min_minutes(agent), problem.max_minutes(agent)
    if low > high:
        yield Fault("band", agent.key, f"must work at least {low} and at most {high} min")
        return
    room = _most_minutes(problem, agent)
    if low > room:
        days = len(agent.days_off)
        yield Fault("leave", agent.key, f"must work {low} min; {days} days of leave and the rest days leave room for {room}")


def _most_minutes(problem: Problem, agent: Worker) -> int:
    """An upper limit of what can be worked: longest shifts in the longest rows with one day off between."""
    longest = max(shift.minutes for shift in problem.shifts)
    row, worked = min(agent.history.days_in_row, problem.rules.max_days_in_row), 0
    for day in range(problem.days):
        if day in agent.days_off or row >= problem.rules.max_days_in_row:
            row = 0
            continue
        row += 1
        worked += 1
    return worked * longest


def uncovered(problem: Problem) -> dict[str, int]:
    """For each skill the slots with demand that no shift reaches; empty when all are reached."""
    reached = {int(slot) % problem.slots for shift in problem.shifts for slot in duty_slots(shift, problem.slot_minutes)}
    missed = [slot for slot in range(problem.slots) if slot not in reached]
    found = {name: int((problem.demand[number][:, missed] > 0).sum()) for number, name in enumerate(problem.skills)}
    return {name: count for name, count in found.items() if count}
