"""The linear program of a roster by groups: flows, heads in each shift, places of breaks, cover. Sizes do not depend on heads."""

from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import numpy as np
from scipy import sparse

from .geometry import Place, break_places, duty_matrix, history_slots
from .groups import Group
from .network import Network
from .problem import OFF, Floats, Ints, Problem

SHORT_HOUR = 1000.0


@dataclass(frozen=True)
class Program:
    """min cost·v for low ≤ matrix·v ≤ high and lower ≤ v ≤ upper; `layout` says where which variables stand.

    `row_day` is the day a row speaks of, -1 for rows over several days.
    """

    cost: Floats
    matrix: sparse.csr_array
    low: Floats
    high: Floats
    lower: Floats
    upper: Floats
    row_day: Ints
    layout: "Layout"


@dataclass(frozen=True)
class Layout:
    """Variables in blocks: flow (groups, days, arcs), heads (sets, days, shifts), breaks (sets, days, places), shares (pairs, days, slots),
    under and over (skills, days, slots), short (groups). A set is a combination of skills; a pair is a set of several with one of them.
    """

    problem: Problem
    network: Network
    groups: tuple[Group, ...]

    @cached_property
    def sets(self) -> tuple[tuple[str, ...], ...]:
        return tuple(sorted({group.skills for group in self.groups}))

    @cached_property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        skill = {name: number for number, name in enumerate(self.problem.skills)}
        return tuple((number, skill[name]) for number, names in enumerate(self.sets) if len(names) > 1 for name in names)

    @cached_property
    def places(self) -> tuple[tuple[int, Place], ...]:
        """(shift, place) of every place a break can take."""
        return flat_places(self.problem)

    @cached_property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        days, slots = self.problem.days, self.problem.slots
        skills = len(self.problem.skills)
        return {
            "flow": (len(self.groups), days, len(self.network.shift)),
            "heads": (len(self.sets), days, len(self.problem.shifts)),
            "breaks": (len(self.sets), days, len(self.places)),
            "shares": (len(self.pairs), days, slots),
            "under": (skills, days, slots),
            "over": (skills, days, slots),
            "short": (len(self.groups),),
        }

    @cached_property
    def _ends(self) -> list[int]:
        return list(accumulate(int(np.prod(shape)) for shape in self.shapes.values()))

    @property
    def size(self) -> int:
        return self._ends[-1]

    @cached_property
    def columns(self) -> dict[str, Ints]:
        """The numbers of the variables of each block, in its shape."""
        begins = [0, *self._ends]
        return {
            name: np.arange(begins[number], begins[number + 1], dtype=np.int64).reshape(shape)
            for number, (name, shape) in enumerate(self.shapes.items())
        }

    @cached_property
    def column_day(self) -> Ints:
        """The day of each variable, -1 for those of no day."""
        day = np.full(self.size, -1, dtype=np.int64)
        for name, columns in self.columns.items():
            if name != "short":
                day[columns] = np.arange(self.problem.days)[(None, slice(None), *(None,) * (columns.ndim - 2))]
        return day

    def block(self, values: Floats, name: str) -> Floats:
        """The values of one block."""
        found: Floats = values[self.columns[name]]
        return found


def program_of(problem: Problem, network: Network, groups: tuple[Group, ...]) -> Program:
    layout = Layout(problem, network, groups)
    rows = _Rows()
    _conserve(rows, layout)
    _link_heads(rows, layout)
    _link_breaks(rows, layout)
    _cover(rows, layout)
    _limit_minutes(rows, layout)
    _leave(rows, layout)
    lower, upper = _bounds(layout)
    matrix, low, high = rows.matrix(layout.size)
    return Program(_cost(layout), matrix, low, high, lower, upper, np.concatenate(rows.day), layout)


class _Rows:
    """Rows of the matrix, gathered in blocks of whole arrays."""

    def __init__(self) -> None:
        self.count = 0
        self.parts: list[tuple[Ints, Ints, Floats]] = []
        self.low: list[Floats] = []
        self.high: list[Floats] = []
        self.day: list[Ints] = []

    def open(self, low: Floats | Ints, high: Floats | Ints, *, day_axis: int | None = None) -> Ints:
        """Room for rows with these limits; returns their numbers in the shape of the limits. `day_axis` runs over the days."""
        shape = low.shape
        numbers = self.count + np.arange(low.size, dtype=np.int64).reshape(shape)
        self.count += low.size
        self.low.append(low.astype(float).ravel())
        self.high.append(high.astype(float).ravel())
        days = np.full(shape, -1) if day_axis is None else np.indices(shape)[day_axis]
        self.day.append(days.ravel().astype(np.int64))
        return numbers

    def put(self, rows: Ints, columns: Ints, value: float) -> None:
        wide_rows, wide_columns = np.broadcast_arrays(rows, columns)
        self.parts.append((wide_rows.ravel(), wide_columns.ravel(), np.full(wide_rows.size, value)))

    def matrix(self, size: int) -> tuple[sparse.csr_array, Floats, Floats]:
        rows, columns, values = (np.concatenate(part) for part in zip(*self.parts, strict=True))
        matrix = sparse.coo_array((values, (rows, columns)), shape=(self.count, size)).tocsr()
        return matrix, np.concatenate(self.low), np.concatenate(self.high)


def _conserve(rows: _Rows, layout: Layout) -> None:
    """At each midnight before the last whoever arrives at a node leaves it."""
    network, flow = layout.network, layout.columns["flow"]
    groups, days, _ = flow.shape
    limit = np.zeros((groups, days, len(network.nodes)))
    limit[:, 0, :] = [group.starts for group in layout.groups]
    numbers = rows.open(limit, limit, day_axis=1)
    for arc, (tail, head, chains) in enumerate(zip(network.tail, network.head, network.is_chain, strict=True)):
        rows.put(numbers[:, :, tail], flow[:, :, arc], 1.0)
        if chains:
            rows.put(numbers[:, :, head], flow[:, :, arc], -1.0)
        else:
            rows.put(numbers[:, 1:, head], flow[:, :-1, arc], -1.0)


def _link_heads(rows: _Rows, layout: Layout) -> None:
    flow, heads = layout.columns["flow"], layout.columns["heads"]
    numbers = rows.open(np.zeros(heads.shape), np.zeros(heads.shape), day_axis=1)
    rows.put(numbers, heads, 1.0)
    for position, group in enumerate(layout.groups):
        owner = layout.sets.index(group.skills)
        for arc, shift in enumerate(layout.network.shift):
            if shift >= 0:
                rows.put(numbers[owner, :, shift], flow[position, :, arc], -1.0)


def _link_breaks(rows: _Rows, layout: Layout) -> None:
    """Everyone in a shift takes each of its breaks once."""
    heads, breaks = layout.columns["heads"], layout.columns["breaks"]
    kinds = sorted({(shift, place.number) for shift, place in layout.places})
    nought = np.zeros((*heads.shape[:2], len(kinds)))
    numbers = rows.open(nought, nought, day_axis=1)
    for position, (shift, _) in enumerate(kinds):
        rows.put(numbers[:, :, position], heads[:, :, shift], -1.0)
    for number, (shift, place) in enumerate(layout.places):
        rows.put(numbers[:, :, kinds.index((shift, place.number))], breaks[:, :, number], 1.0)


def _cover(rows: _Rows, layout: Layout) -> None:
    """A set of one skill serves it; a set of several shares its heads out slot by slot."""
    problem, columns = layout.problem, layout.columns
    carried = carried_heads(problem, layout.sets)
    demand = problem.demand.astype(float)
    for number, names in enumerate(layout.sets):
        if len(names) == 1:
            demand[problem.skills.index(names[0])] -= carried[number]
    cover = rows.open(demand, demand, day_axis=1)
    rows.put(cover, columns["under"], 1.0)
    rows.put(cover, columns["over"], -1.0)
    for number, names in enumerate(layout.sets):
        if len(names) == 1:
            _on_duty(rows, layout, number, cover[problem.skills.index(names[0])], 1.0)
            continue
        shared = rows.open(carried[number], carried[number], day_axis=0)
        _on_duty(rows, layout, number, shared, -1.0)
        for pair, (owner, skill) in enumerate(layout.pairs):
            if owner == number:
                rows.put(shared, columns["shares"][pair], 1.0)
                rows.put(cover[skill], columns["shares"][pair], 1.0)


def _on_duty(rows: _Rows, layout: Layout, number: int, cover: Ints, sign: float) -> None:
    """Adds the heads of a set on the phone to its rows (days, slots)."""
    heads, breaks, slots = layout.columns["heads"][number], layout.columns["breaks"][number], layout.problem.slots
    for shift, duty in enumerate(duty_matrix(layout.problem)):
        today, tomorrow = np.flatnonzero(duty[:slots]), np.flatnonzero(duty[slots:])
        rows.put(cover[:, today], heads[:, shift, None], sign)
        rows.put(cover[1:][:, tomorrow], heads[:-1, shift, None], sign)
    for place, (_, taken) in enumerate(layout.places):
        for slot in taken.slots:
            if slot < slots:
                rows.put(cover[:, slot], breaks[:, place], -sign)
            else:
                rows.put(cover[1:, slot - slots], breaks[:-1, place], -sign)


def _limit_minutes(rows: _Rows, layout: Layout) -> None:
    low = np.array([group.min_minutes for group in layout.groups], dtype=float) / 60
    high = np.array([group.max_minutes for group in layout.groups], dtype=float) / 60
    numbers = rows.open(low, np.full(len(low), np.inf))
    limits = rows.open(np.full(len(high), -np.inf), high)
    rows.put(numbers, layout.columns["short"], 1.0)
    for arc, shift in enumerate(layout.network.shift):
        if shift >= 0:
            hours = layout.problem.shifts[shift].minutes / 60
            for some in (numbers, limits):
                rows.put(some[:, None], layout.columns["flow"][:, :, arc], hours)


def _leave(rows: _Rows, layout: Layout) -> None:
    flow, problem = layout.columns["flow"], layout.problem
    off = np.flatnonzero(layout.network.shift == OFF)
    least = np.array([group.on_leave for group in layout.groups], dtype=float)
    numbers = rows.open(least, np.full(least.shape, np.inf), day_axis=1)
    for arc in off:
        rows.put(numbers, flow[:, :, arc], 1.0)
    if problem.rules.min_days_off_per_week > 1:
        weeks = list(problem.weeks())
        members = np.array([len(group.members) for group in layout.groups], dtype=float)
        wanted = np.repeat(members[:, None] * problem.rules.min_days_off_per_week, len(weeks), axis=1)
        numbers = rows.open(wanted, np.full(wanted.shape, np.inf))
        for week, (first, end) in enumerate(weeks):
            rows.put(numbers[:, week, None, None], flow[:, first:end][:, :, off], 1.0)


def _bounds(layout: Layout) -> tuple[Floats, Floats]:
    lower, upper = np.zeros(layout.size), np.full(layout.size, np.inf)
    flow, network, problem = layout.columns["flow"], layout.network, layout.problem
    stay = int(np.flatnonzero((network.shift == OFF) & (network.tail == 0))[0])
    nights = np.isin(network.shift, [number for number, shift in enumerate(problem.shifts) if shift.is_night])
    for number, group in enumerate(layout.groups):
        lower[flow[number, :, stay]] = group.stay_on_leave
        for day in group.no_nights:
            upper[flow[number, day, nights]] = 0
    return lower, upper


def _cost(layout: Layout) -> Floats:
    cost = np.zeros(layout.size)
    cost[layout.columns["under"]] = layout.problem.weights.under
    cost[layout.columns["over"]] = layout.problem.weights.over
    cost[layout.columns["short"]] = SHORT_HOUR
    return cost


def carried_heads(problem: Problem, sets: tuple[tuple[str, ...], ...]) -> Ints:
    """(sets, days, slots): heads still on the phone on day 0 from the shift of the evening before."""
    carried = np.zeros((len(sets), problem.days, problem.slots), dtype=np.int64)
    position = {names: number for number, names in enumerate(sets)}
    for agent in problem.agents:
        carried[position[tuple(sorted(agent.skills))], 0, : history_slots(agent.history.last_end, problem.slot_minutes)] += 1
    return carried


def flat_places(problem: Problem) -> tuple[tuple[int, Place], ...]:
    """(shift, place) of every place a break can take, shift by shift and break by break."""
    found = [(number, break_places(shift, problem.slot_minutes)) for number, shift in enumerate(problem.shifts)]
    return tuple((number, place) for number, breaks in found for places in breaks for place in places)
