"""What a roster breaks and covers, worked out from the definition of each rule with plain loops. Shares no code with the solver."""

import itertools

from scheduling.domain.roster.problem import Problem, Solution

MINUTES = 1440


def broken_rules(problem: Problem, solution: Solution) -> list[str]:
    """Each breach in words; empty when the roster is legal."""
    found: list[str] = []
    for number, agent in enumerate(problem.agents):
        row = [int(code) for code in solution.assignments[number]]
        intervals = [
            (day * MINUTES + problem.shifts[shift].spans[0][0], day * MINUTES + problem.shifts[shift].spans[-1][1], day)
            for day, shift in enumerate(row)
            if shift >= 0
        ]
        if agent.history.last_end is not None:
            intervals.insert(0, (agent.history.last_end, agent.history.last_end, -1))
        for (_, end, _), (start, _, day) in itertools.pairwise(intervals):
            if start - end < problem.rules.min_rest_minutes:
                found.append(f"{agent.key} rests {start - end} min before day {day}")
        for day, shift in enumerate(row):
            if shift >= 0 and day in agent.days_off:
                found.append(f"{agent.key} works on leave, day {day}")
            if shift >= 0 and problem.shifts[shift].is_night and day in agent.no_nights:
                found.append(f"{agent.key} works a forbidden night, day {day}")
        worked = ["x"] * agent.history.days_in_row + ["x" if shift >= 0 else "." for shift in row]
        nights = ["x"] * agent.history.nights_in_row + ["x" if shift >= 0 and problem.shifts[shift].is_night else "." for shift in row]
        if _longest("".join(worked), agent.history.days_in_row) > problem.rules.max_days_in_row:
            found.append(f"{agent.key} works too many days in a row")
        if _longest("".join(nights), agent.history.nights_in_row) > problem.rules.max_nights_in_row:
            found.append(f"{agent.key} works too many nights in a row")
        for day in range(problem.days - 6):
            if (problem.first_weekday + day) % 7 == 0:
                free = len([1 for shift in row[day : day + 7] if shift < 0])
                if free < problem.rules.min_days_off_per_week:
                    found.append(f"{agent.key} has {free} days off in the week of day {day}")
        minutes = 0
        for shift in row:
            if shift >= 0:
                minutes += sum(end - start for start, end in problem.shifts[shift].spans) - problem.shifts[shift].unpaid_minutes
        most = agent.max_minutes if agent.max_minutes is not None else agent.contract_minutes + problem.rules.max_overtime_minutes
        if minutes > most or minutes < (agent.min_minutes or 0):
            found.append(f"{agent.key} works {minutes} min")
    return found + _wrong_breaks(problem, solution)


def price_of_one_queue(problem: Problem, solution: Solution) -> float:
    """The objective of a problem with a single skill, minute by minute of the clock."""
    assert len(problem.skills) == 1
    heads = [[0] * problem.slots for _ in range(problem.days + 1)]
    away: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for taken in solution.breaks:
        away.setdefault((taken.agent, taken.day), []).append((taken.start, taken.start + taken.minutes))
    for number, agent in enumerate(problem.agents):
        for slot in range(problem.slots):
            if agent.history.last_end is not None and (slot + 1) * problem.slot_minutes <= agent.history.last_end:
                heads[0][slot] += 1
        for day, shift in enumerate(solution.assignments[number]):
            if shift < 0:
                continue
            for begin in range(0, 2 * MINUTES, problem.slot_minutes):
                end = begin + problem.slot_minutes
                inside = any(first <= begin and end <= last for first, last in problem.shifts[shift].spans)
                absent = any(first < end and begin < last for first, last in away.get((number, day), []))
                if inside and not absent:
                    heads[day + begin // MINUTES][begin % MINUTES // problem.slot_minutes] += 1
    price = 0.0
    for day in range(problem.days):
        for slot in range(problem.slots):
            missing = int(problem.demand[0, day, slot]) - heads[day][slot]
            price += problem.weights.under * missing if missing > 0 else -problem.weights.over * missing
    return price


def _longest(marks: str, brought: int) -> int:
    """The longest run of x that reaches into the period."""
    longest, run = 0, 0
    for place, mark in enumerate(marks):
        run = run + 1 if mark == "x" else 0
        if place >= brought:
            longest = max(longest, run)
    return longest


def _wrong_breaks(problem: Problem, solution: Solution) -> list[str]:
    found = []
    taken: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for one in solution.breaks:
        taken.setdefault((one.agent, one.day), []).append((one.start, one.minutes))
    for number, agent in enumerate(problem.agents):
        for day, shift in enumerate(solution.assignments[number]):
            mine = sorted(taken.pop((number, day), []))
            wanted = sorted(problem.shifts[shift].breaks) if shift >= 0 else []
            if sorted(minutes for _, minutes in mine) != wanted:
                found.append(f"{agent.key} has breaks {mine} on day {day}")
            for (start, minutes), (following, _) in itertools.pairwise(mine):
                if start + minutes > following:
                    found.append(f"{agent.key} has overlapping breaks on day {day}")
            for start, minutes in mine:
                if not any(first <= start and start + minutes <= last for first, last in problem.shifts[shift].spans):
                    found.append(f"{agent.key} breaks outside the shift on day {day}")
    return found + [f"break of nobody {key}" for key in taken]
