"""The least number of agents that meets a target, for all intervals at once."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .poisson import Floats
from .waiting import performance

Counts = npt.NDArray[np.int64]
_ALMOST = 1e-9
_MOST = 4_000_000
_NOBODY = 1e-12
_SWEPT_TO = 2000.0
_MANY = 500
_ROOT = 1e-11


class Impossible(ValueError):
    """No number of agents meets the target, or the arguments mean nothing."""


@dataclass(frozen=True)
class Target:
    """What an interval is held to: `share` of the callers answered `within_seconds`, agents busy `max_occupancy` of their time at most."""

    share: float
    within_seconds: float
    max_occupancy: float = 1.0
    max_asa_seconds: float | None = None
    patience_seconds: float | None = None

    def __post_init__(self) -> None:
        if not (0 < self.share < 1 and self.within_seconds >= 0 and 0 < self.max_occupancy <= 1):
            raise Impossible("a share between 0 and 1, seconds from 0 and an occupancy up to 1")
        if self.max_asa_seconds is not None and not self.max_asa_seconds > 0:
            raise Impossible("a mean wait above 0 s")
        if self.patience_seconds is not None and not self.patience_seconds > 0:
            raise Impossible("a patience above 0 s")


def required_agents(load: Any, aht_seconds: Any, *, target: Target) -> Counts:
    """The least agents for each interval. Nobody calls, nobody is needed. Raises Impossible for negative or endless loads."""
    load, aht = (np.asarray(one, dtype=np.float64) for one in np.broadcast_arrays(load, aht_seconds))
    _check(load, aht)
    flat, times = load.ravel(), aht.ravel()
    found = np.zeros(flat.shape, dtype=np.int64)
    busy = flat > _NOBODY
    if busy.any():
        work = _swept if flat.size >= _MANY and target.patience_seconds is None and flat.max() <= _SWEPT_TO else _bisected
        found[busy] = work(flat[busy], times[busy], target)
    return found.reshape(load.shape)


def required_by_table(load: Any, aht_seconds: float, *, target: Target) -> Counts:
    """The same for one handling time: the highest load of every number of agents is worked out once, then looked up.

    Loads beyond the table are asked one by one.
    """
    load = np.asarray(load, dtype=np.float64)
    _check(load, np.asarray(aht_seconds, dtype=np.float64))
    if not load.size or load.max() <= _NOBODY:
        return np.zeros(load.shape, dtype=np.int64)
    most = int(np.ceil(load.max() / target.max_occupancy + 3 * np.sqrt(load.max()) + 10))
    bounds = np.concatenate([[-np.inf], _highest_loads(most, aht_seconds, target), [np.inf]])
    found: Counts = np.searchsorted(bounds, load)
    near = np.minimum(bounds[found] - load, load - bounds[found - 1]) <= _ALMOST * (1 + load.max())
    near |= found > most
    if near.any():
        found[near] = required_agents(load[near], aht_seconds, target=target)
    if load.min() <= _NOBODY:
        found[load <= _NOBODY] = 0
    return found


def scheduled_agents(agents: Any, shrinkage: float) -> Counts:
    """How many stand on the roster so that so many are on the phone; `shrinkage`: share of paid time spent otherwise, taken off once."""
    if not 0 <= shrinkage < 1:
        raise Impossible("a shrinkage from 0 up to, not including, 1")
    needed: Counts = np.ceil(np.asarray(agents, dtype=np.float64) / (1 - shrinkage) - _ALMOST).astype(np.int64)
    return needed


def _check(load: Floats, aht: Floats) -> None:
    """What is no number fails every comparison."""
    if not load.size:
        return
    times_mean_something = aht.min() > 0 or bool(((aht > 0) | (load == 0)).all())
    if not (load.min() >= 0 and load.max() < np.inf and aht.max() < np.inf and times_mean_something):
        raise Impossible("loads from 0 and handling times above 0")
    if load.max() > _MOST / 4:
        raise Impossible("at most a million erlang")


def _meets(load: Floats, agents: Floats, aht: Floats, target: Target) -> npt.NDArray[np.bool_]:
    seen = performance(load, agents, aht, target.within_seconds, patience_seconds=target.patience_seconds)
    meets = (seen.service_level >= target.share - _ALMOST) & (seen.occupancy <= target.max_occupancy + _ALMOST)
    if target.max_asa_seconds is not None:
        meets &= seen.asa <= target.max_asa_seconds + _ALMOST
    found: npt.NDArray[np.bool_] = meets
    return found


def _swept(load: Floats, aht: Floats, target: Target) -> Counts:
    """One agent more at a time for all intervals together, by the recursion of Erlang B; what is answered leaves the sweep.

    With loads in rising order those that an agent more may satisfy lie close together.
    """
    order = np.argsort(load)
    rising, spent = load[order], target.within_seconds / aht[order]
    longest = np.inf if target.max_asa_seconds is None else target.max_asa_seconds + _ALMOST
    mean = aht[order]
    lost, share = np.ones_like(rising), 1 / rising
    least = np.ceil(rising / target.max_occupancy - _ALMOST)
    found = np.zeros(rising.shape, dtype=np.int64)
    first, agents = 0, 0
    while first < found.size:
        agents += 1
        rest = lost[first:]
        rest *= share[first:]
        rest *= agents
        rest += 1
        last = first + int(np.searchsorted(rising[first:], agents))
        asked = slice(first, last)
        spare = agents - rising[asked]
        waits = agents / (agents + (lost[asked] - 1) * spare)
        level = 1 - waits * np.exp(-spare * spent[asked])
        meets = (level >= target.share - _ALMOST) & (least[asked] <= agents) & (waits * mean[asked] <= longest * spare)
        found[asked] = np.where((found[asked] == 0) & meets, agents, found[asked])
        open_ = np.flatnonzero(found[asked] == 0)
        first = first + int(open_[0]) if open_.size else last
    back = np.empty_like(found)
    back[order] = found
    return back


def _bisected(load: Floats, aht: Floats, target: Target) -> Counts:
    """Every measure is monotone in the agents, so halves are taken away for all intervals together."""
    low = np.zeros_like(load) if target.patience_seconds else np.floor(load)
    width = np.ceil(5 * np.sqrt(load)) + 10 + np.ceil(load / target.max_occupancy) - np.floor(load)
    high = np.floor(load) + width
    while not (enough := _meets(load, high, aht, target)).all():
        low = np.where(enough, low, high)
        high = np.where(enough, high, high + width)
        width = width * 2
        if high.max() > _MOST:
            raise Impossible("no number of agents meets the target")
    while (open_ := high - low > 1).any():
        middle = np.floor((low[open_] + high[open_]) / 2)
        meets = _meets(load[open_], middle, aht[open_], target)
        high[open_] = np.where(meets, middle, high[open_])
        low[open_] = np.where(meets, low[open_], middle)
    found: Counts = high.astype(np.int64)
    return found


def _highest_loads(most: int, aht: float, target: Target) -> Floats:
    """For 1 … `most` agents the load up to which they meet the target; rising."""
    agents = np.arange(1, most + 1, dtype=np.float64)
    times = np.full(most, aht)
    low, high = np.zeros(most), agents * (4.0 if target.patience_seconds else target.max_occupancy)
    if target.patience_seconds is None and target.max_asa_seconds is None:
        return np.maximum.accumulate(_roots(agents, times, np.maximum(agents - 8 * np.sqrt(agents), 0.0), high, target))
    for _ in range(60):
        middle = (low + high) / 2
        meets = _meets(middle, agents, times, target)
        low, high = np.where(meets, middle, low), np.where(meets, high, middle)
    return np.maximum.accumulate(low)


def _roots(agents: Floats, times: Floats, low: Floats, high: Floats, target: Target) -> Floats:
    """Where the service level falls to its target, by the Illinois rule; `high` where it does not fall so far."""

    def above(load: Floats) -> Floats:
        return performance(load, agents, times, target.within_seconds).service_level - target.share

    at_low, at_high, end = above(low), above(high), high
    low, at_low = np.where(at_low < 0, 0.0, low), np.where(at_low < 0, 1 - target.share, at_low)
    stays = at_high >= 0
    middle, rose = high, np.zeros(high.shape)
    for _ in range(60):
        middle = low + (high - low) * at_low / np.where(stays, np.inf, at_low - at_high)
        at_middle = above(middle)
        if (stays | (np.abs(at_middle) <= _ROOT)).all():
            break
        rises = at_middle >= 0
        at_high = np.where(rises, np.where(rose > 0, at_high / 2, at_high), at_middle)
        at_low = np.where(rises, at_middle, np.where(rose < 0, at_low / 2, at_low))
        low, high = np.where(rises, middle, low), np.where(rises, high, middle)
        rose = np.where(rises, 1.0, -1.0)
    return np.where(stays, end, middle)
