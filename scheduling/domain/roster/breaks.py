"""Where each agent takes the breaks: counts for each shift and place from the program, then handed to the agents in turn."""

import numpy as np

from .cover import Cover, most_breaks
from .flows import NoFlow, Relaxed, solved
from .problem import Break, Floats, Ints, Problem
from .program import Program, flat_places

CHUNK = 4
UNDECIDED = -1


def placed(program: Program, relaxed: Relaxed, rows: Ints, owner: Ints, *, seconds: float) -> Ints:
    """(agents, days, breaks) positions in `flat_places`: best for cover, a few days at a time. Raises NoFlow."""
    layout = program.layout
    values = relaxed.values.copy()
    heads = np.zeros(layout.shapes["heads"])
    agents, days = np.nonzero(rows >= 0)
    np.add.at(heads, (owner[agents], days, rows[agents, days]), 1)
    values[layout.columns["heads"]] = heads
    chunks = range(0, layout.problem.days, CHUNK)
    for first in chunks:
        values = _chunk(program, values, first, min(first + CHUNK, layout.problem.days), seconds / len(chunks))
    return _handed_out(layout.problem, np.rint(layout.block(values, "breaks")).astype(np.int64), rows, owner)


def _chunk(program: Program, values: Floats, first: int, end: int, seconds: float) -> Floats:
    """Whole breaks of days first … end - 1; the day after, into which nights reach, is free in fractions."""
    layout = program.layout
    free = np.zeros(len(values), dtype=bool)
    for name in ("breaks", "shares", "under", "over"):
        free[layout.columns[name][:, first : end + 1]] = True
    rows = (abs(program.matrix)[:, free] @ np.ones(int(free.sum()))) > 0
    rows &= program.row_day <= end
    kinds = np.zeros(len(values), dtype=bool)
    kinds[layout.columns["breaks"][:, first:end]] = True
    found = solved(program, values, free, rows, (program.lower, program.upper), kinds, seconds)
    found[kinds] = np.rint(found[kinds])
    return found


def _handed_out(problem: Problem, counts: Ints, rows: Ints, owner: Ints) -> Ints:
    """Gives the places of each set, day, shift and break to its agents in order. Raises NoFlow where places and agents differ in number."""
    chosen = np.full((*rows.shape, most_breaks(problem)), UNDECIDED, dtype=np.int64)
    kinds: dict[tuple[int, int], list[int]] = {}
    for number, (shift, place) in enumerate(flat_places(problem)):
        kinds.setdefault((shift, place.number), []).append(number)
    for (shift, number), places in kinds.items():
        for group in range(len(counts)):
            for day in range(problem.days):
                who = np.flatnonzero((owner == group) & (rows[:, day] == shift))
                given = np.repeat(places, counts[group, day, places])
                if len(given) != len(who):
                    raise NoFlow("breaks do not add up")
                chosen[who, day, number] = given if number % 2 else given[::-1]
    return chosen


def placed_in_turn(problem: Problem, cover: Cover, rows: Ints, owner: Ints) -> Ints:
    """The same by hand: each agent in turn takes the places where heads are missed least. `cover` ends with everyone on the phone."""
    chosen = np.full((*rows.shape, most_breaks(problem)), UNDECIDED, dtype=np.int64)
    for number, row in enumerate(rows):
        cover.add(int(owner[number]), cover.heads_of(row, chosen[number]), 1)
    for number, row in enumerate(rows):
        cover.add(int(owner[number]), cover.heads_of(row, chosen[number]), -1)
        _, best = cover.shift_prices(cover.guides(int(owner[number])))
        chosen[number] = taken(cover, row, best, chosen.shape[2])
        cover.add(int(owner[number]), cover.heads_of(row, chosen[number]), 1)
    return chosen


def taken(cover: Cover, row: Ints, best: Ints, most: int) -> Ints:
    """(days, breaks) the best places of the shifts in `row`."""
    chosen = np.full((len(row), most), UNDECIDED, dtype=np.int64)
    for column, (shift, number) in enumerate(zip(cover.break_shift, cover.break_number, strict=True)):
        days = np.flatnonzero(row == shift)
        chosen[days, number] = best[days, column]
    return chosen


def as_breaks(problem: Problem, chosen: Ints) -> tuple[Break, ...]:
    """The breaks with their minutes, by agent and day."""
    places = flat_places(problem)
    return tuple(
        Break(int(agent), int(day), place.start, problem.shifts[shift].breaks[place.number])
        for agent, day, number in zip(*np.nonzero(chosen >= 0), strict=True)
        for shift, place in [places[chosen[agent, day, number]]]
    )
