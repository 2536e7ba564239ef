"""What a roster is asked for and what comes back: plain frozen data. Days count from 0, minutes from the midnight that begins the day."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

DAY_MINUTES = 1440
WEEK_DAYS = 7
OFF = -1


@dataclass(frozen=True)
class ShiftType:
    """A shift by the clock. `spans` are (start, end) in minutes from midnight of its day; beyond 1440 it is past the next midnight.

    `breaks` are minutes each; the optimiser places them inside the spans, nobody is on the phone meanwhile. `unpaid_minutes` of them do not
    count as working time.
    """

    code: str
    spans: tuple[tuple[int, int], ...]
    breaks: tuple[int, ...] = ()
    is_night: bool = False
    unpaid_minutes: int = 0

    @property
    def start(self) -> int:
        return self.spans[0][0]

    @property
    def end(self) -> int:
        return self.spans[-1][1]

    @property
    def minutes(self) -> int:
        """Working time, min."""
        return sum(end - start for start, end in self.spans) - self.unpaid_minutes


@dataclass(frozen=True)
class History:
    """What an agent brings along. `last_end`: end of the last shift, min from midnight of day 0 (negative: before it), None if long ago.

    `days_in_row` and `nights_in_row` were worked without a day off up to the day before day 0. `nights` and `weekends` were worked in the
    months that fairness remembers.
    """

    last_end: int | None = None
    days_in_row: int = 0
    nights_in_row: int = 0
    nights: float = 0
    weekends: float = 0


@dataclass(frozen=True)
class Worker:
    """An agent. `contract_minutes` are due in the period, leave already taken off; `pool_minutes` is the work-time bank's balance
    (positive: worked ahead), which the roster aims to bring back to nought.

    `min_minutes` and `max_minutes` are hard; without the latter contract and allowed overtime together are.
    `days_off` is leave (hard), `wishes_off` are wishes, `prefers` and `avoids` shift codes, `no_nights` days without night shifts (hard).
    """

    key: str
    skills: tuple[str, ...]
    contract_minutes: int
    min_minutes: int | None = None
    max_minutes: int | None = None
    days_off: frozenset[int] = frozenset()
    wishes_off: frozenset[int] = frozenset()
    prefers: frozenset[str] = frozenset()
    avoids: frozenset[str] = frozenset()
    no_nights: frozenset[int] = frozenset()
    history: History = field(default_factory=History)
    pool_minutes: int = 0

    @property
    def target_minutes(self) -> int:
        """What the agent should work in the period for the hours pool to come out even, min."""
        return max(0, self.contract_minutes - self.pool_minutes)


@dataclass(frozen=True)
class Limits:
    """Hard rules of all agents. `min_days_off_per_week` is asked of whole weeks, Monday to Sunday, inside the period."""

    min_rest_minutes: int = 660
    max_days_in_row: int = 6
    max_nights_in_row: int = 3
    max_overtime_minutes: int = 2160
    min_days_off_per_week: int = 1


@dataclass(frozen=True)
class Weights:
    """`under` and `over`: price of a head missing or idle for a slot, the objective. The rest steers among rosters of equal cover."""

    under: float = 2.0
    over: float = 1.0
    wish: float = 40.0
    avoided: float = 6.0
    preferred: float = 2.0
    pool_hour: float = 1.0
    night: float = 4.0
    weekend: float = 4.0


@dataclass(frozen=True)
class Problem:
    """`demand` is (skills, days, slots of a day): heads on the phone. `first_weekday` is that of day 0, 0 for Monday."""

    days: int
    first_weekday: int
    slot_minutes: int
    skills: tuple[str, ...]
    demand: Ints
    shifts: tuple[ShiftType, ...]
    agents: tuple[Worker, ...]
    rules: Limits = field(default_factory=Limits)
    weights: Weights = field(default_factory=Weights)

    @property
    def slots(self) -> int:
        """Slots of a day."""
        return DAY_MINUTES // self.slot_minutes

    @cached_property
    def shift_index(self) -> dict[str, int]:
        return {shift.code: number for number, shift in enumerate(self.shifts)}

    def is_weekend(self, day: int) -> bool:
        return (self.first_weekday + day) % WEEK_DAYS >= 5

    def weeks(self) -> Iterator[tuple[int, int]]:
        """First day and day after the last of each whole week of the period, Monday to Sunday."""
        first = -self.first_weekday % WEEK_DAYS
        for monday in range(first, self.days - WEEK_DAYS + 1, WEEK_DAYS):
            yield monday, monday + WEEK_DAYS

    def max_minutes(self, agent: Worker) -> int:
        """The most an agent may work in the period, min."""
        if agent.max_minutes is not None:
            return agent.max_minutes
        return agent.contract_minutes + self.rules.max_overtime_minutes

    def min_minutes(self, agent: Worker) -> int:
        """The least an agent must work in the period, min."""
        return agent.min_minutes or 0

    def may_follow(self, end: int, start: int) -> bool:
        """Whether a shift starting at `start` leaves enough rest after one that ended at `end`, both in min from the same midnight."""
        return start - end >= self.rules.min_rest_minutes


@dataclass(frozen=True)
class Break:
    """`start` in minutes from midnight of the shift's day."""

    agent: int
    day: int
    start: int
    minutes: int


@dataclass(frozen=True)
class Broken:
    """A hard rule a roster breaks: `agent` and `day` are positions in the problem, `by` is how far beyond, in the unit of the rule."""

    rule: str
    agent: int
    day: int
    by: float


@dataclass(frozen=True)
class Solution:
    """`assignments` is (agents, days): -1 off, else the shift's position. `objective` is the price of cover by `Weights`; no roster of this
    problem can be below `bound` (None where no bound was reached). `figures` are what the report shows beside them.
    """

    assignments: Ints
    breaks: tuple[Break, ...]
    objective: float
    bound: float | None
    violations: tuple[Broken, ...]
    figures: dict[str, float | None] = field(default_factory=dict)

    @property
    def gap(self) -> float | None:
        """How far the objective lies above the bound, as a share of it."""
        if not self.bound or self.bound <= 0:
            return None
        return self.objective / self.bound - 1

    def with_bound(self, bound: float | None) -> "Solution":
        return replace(self, bound=bound)
