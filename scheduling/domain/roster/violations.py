"""Which hard rules a roster breaks, agent by agent."""

from collections.abc import Iterator

from .problem import DAY_MINUTES, OFF, Broken, Ints, Problem, Worker

RULES = ("leave", "no_nights", "rest", "days_in_row", "nights_in_row", "days_off_per_week", "min_minutes", "max_minutes")


def violations(problem: Problem, rows: Ints) -> tuple[Broken, ...]:
    """Every broken rule of `rows` (agents, days), in the order of the agents."""
    return tuple(
        Broken(rule, number, day, by)
        for number, agent in enumerate(problem.agents)
        for rule, day, by in _of_agent(problem, agent, [int(shift) for shift in rows[number]])
    )


def _of_agent(problem: Problem, agent: Worker, row: list[int]) -> Iterator[tuple[str, int, float]]:
    for day in sorted(agent.days_off):
        if row[day] != OFF:
            yield "leave", day, 1
    for day in sorted(agent.no_nights):
        if row[day] != OFF and problem.shifts[row[day]].is_night:
            yield "no_nights", day, 1
    yield from _short_rest(problem, agent, row)
    yield from _long_rows(problem, agent, row)
    for first, end in problem.weeks():
        lacking = problem.rules.min_days_off_per_week - row[first:end].count(OFF)
        if lacking > 0:
            yield "days_off_per_week", first, lacking
    yield from _minutes(problem, agent, row)


def _short_rest(problem: Problem, agent: Worker, row: list[int]) -> Iterator[tuple[str, int, float]]:
    ended = agent.history.last_end
    for day, shift in enumerate(row):
        if shift == OFF:
            continue
        start = day * DAY_MINUTES + problem.shifts[shift].start
        if ended is not None and not problem.may_follow(ended, start):
            yield "rest", day, problem.rules.min_rest_minutes - (start - ended)
        ended = day * DAY_MINUTES + problem.shifts[shift].end


def _long_rows(problem: Problem, agent: Worker, row: list[int]) -> Iterator[tuple[str, int, float]]:
    rules = problem.rules
    days, nights = agent.history.days_in_row, agent.history.nights_in_row
    for day, shift in enumerate(row):
        days = 0 if shift == OFF else days + 1
        nights = nights + 1 if shift != OFF and problem.shifts[shift].is_night else 0
        if days > rules.max_days_in_row:
            yield "days_in_row", day, days - rules.max_days_in_row
        if nights > rules.max_nights_in_row:
            yield "nights_in_row", day, nights - rules.max_nights_in_row


def _minutes(problem: Problem, agent: Worker, row: list[int]) -> Iterator[tuple[str, int, float]]:
    worked = sum(problem.shifts[shift].minutes for shift in row if shift != OFF)
    if worked < problem.min_minutes(agent):
        yield "min_minutes", problem.days - 1, problem.min_minutes(agent) - worked
    if worked > problem.max_minutes(agent):
        yield "max_minutes", problem.days - 1, worked - problem.max_minutes(agent)
