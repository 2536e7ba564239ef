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
    busy = flat > 0
    if busy.any():
        found[busy] = _bisected(flat[busy], times[busy], target)
    return found.reshape(load.shape)


def required_by_table(load: Any, aht_seconds: float, *, target: Target) -> Counts:
    """The same for one handling time: the highest load of every number of agents is worked out once, then looked up."""
    load = np.asarray(load, dtype=np.float64)
    _check(load, np.asarray(aht_seconds, dtype=np.float64))
    if not load.size or load.max() <= 0:
        return np.zeros(load.shape, dtype=np.int64)
    most = int(required_agents(load.max(), aht_seconds, target=target))
    highest = _highest_loads(most, aht_seconds, target)
    found = np.where(load > 0, np.searchsorted(highest, load, side="left") + 1, 0).astype(np.int64)
    near = (load > 0) & (np.abs(highest[np.clip(found - 1, 0, most - 1)] - load) <= _ALMOST * (1 + load))
    near |= (load > 0) & (found > 1) & (np.abs(highest[np.clip(found - 2, 0, most - 1)] - load) <= _ALMOST * (1 + load))
    if near.any():
        found[near] = required_agents(load[near], aht_seconds, target=target)
    return found


def scheduled_agents(agents: Any, shrinkage: float) -> Counts:
    """How many stand on the roster so that so many are on the phone; `shrinkage`, the share of paid time spent otherwise, is taken off once."""
    if not 0 <= shrinkage < 1:
        raise Impossible("a shrinkage from 0 up to, not including, 1")
    needed: Counts = np.ceil(np.asarray(agents, dtype=np.float64) / (1 - shrinkage) - _ALMOST).astype(np.int64)
    return needed


def _check(load: Floats, aht: Floats) -> None:
    if not (np.isfinite(load).all() and (load >= 0).all() and np.isfinite(aht).all() and ((aht > 0) | (load == 0)).all()):
        raise Impossible("loads from 0 and handling times above 0")
    if load.size and load.max() > _MOST / 4:
        raise Impossible("at most a million erlang")


def _meets(load: Floats, agents: Floats, aht: Floats, target: Target) -> npt.NDArray[np.bool_]:
    seen = performance(load, agents, aht, target.within_seconds, patience_seconds=target.patience_seconds)
    meets = (seen.service_level >= target.share - _ALMOST) & (seen.occupancy <= target.max_occupancy + _ALMOST)
    if target.max_asa_seconds is not None:
        meets &= seen.asa <= target.max_asa_seconds + _ALMOST
    found: npt.NDArray[np.bool_] = meets
    return found


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
    low, high = np.zeros(most), agents * (4.0 if target.patience_seconds else 1.0)
    times = np.full(most, aht)
    for _ in range(60):
        middle = (low + high) / 2
        meets = _meets(middle, agents, times, target)
        low, high = np.where(meets, middle, low), np.where(meets, high, middle)
    return np.maximum.accumulate(low)
