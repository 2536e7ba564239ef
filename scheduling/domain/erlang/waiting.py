"""Erlang C, and Erlang A where callers lose patience: who waits, how long, who leaves."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from .loss import blocking
from .poisson import Floats, log_above_over_term


@dataclass(frozen=True)
class Performance:
    """How agents and a load get on. `service_level`: answered within the time, of all who call. `asa`: mean wait of all who call.

    Too few agents for callers who never leave: everybody waits without end, and `occupancy` is 1.
    """

    service_level: Floats
    waiting_probability: Floats
    asa: Floats
    occupancy: Floats
    abandonment: Floats


def performance(load: Any, agents: Any, aht_seconds: Any, within_seconds: Any, *, patience_seconds: Any = None) -> Performance:
    """Erlang C, or Erlang A with exponential patience of this mean."""
    arrays = np.broadcast_arrays(load, agents, aht_seconds, within_seconds)
    load, agents, aht, within = (np.asarray(one, dtype=np.float64) for one in arrays)
    if patience_seconds is None:
        return _patient(load, agents, aht, within)
    return _impatient(load, agents, aht, within, np.broadcast_to(np.asarray(patience_seconds, dtype=np.float64), load.shape))


def waiting_probability(load: Any, agents: Any) -> Floats:
    """Erlang's C: 1 where the agents do not suffice, 0 where nobody calls."""
    load, agents = (np.asarray(one, dtype=np.float64) for one in np.broadcast_arrays(load, agents))
    suffices = agents > load
    lost = blocking(load, agents)
    free = np.where(suffices, agents - load * (1 - lost), 1.0)
    found: Floats = np.where(load <= 0, 0.0, np.where(suffices, agents * lost / free, 1.0))
    return found


def service_level(load: Any, agents: Any, aht_seconds: Any, within_seconds: Any, *, patience_seconds: Any = None) -> Floats:
    return performance(load, agents, aht_seconds, within_seconds, patience_seconds=patience_seconds).service_level


def asa(load: Any, agents: Any, aht_seconds: Any, *, patience_seconds: Any = None) -> Floats:
    """Mean wait in seconds; infinite where callers wait for ever."""
    return performance(load, agents, aht_seconds, 0.0, patience_seconds=patience_seconds).asa


def occupancy(load: Any, agents: Any) -> Floats:
    """Share of their time that agents talk, when every call is answered."""
    load, agents = (np.asarray(one, dtype=np.float64) for one in np.broadcast_arrays(load, agents))
    found: Floats = np.minimum(load / np.where(agents > 0, agents, 1.0), 1.0)
    return np.where(agents > 0, found, np.where(load > 0, 1.0, 0.0))


def _patient(load: Floats, agents: Floats, aht: Floats, within: Floats) -> Performance:
    waits = waiting_probability(load, agents)
    suffices = (agents > load) | (load <= 0)
    spare = np.where(suffices, np.maximum(agents - load, 1e-300), 1.0)
    late = np.exp(-np.where(suffices, spare * within / np.maximum(aht, 1e-300), 0.0))
    level = np.where(suffices, 1 - waits * late, 0.0)
    mean = np.where(load <= 0, 0.0, np.where(suffices, waits * aht / spare, np.inf))
    return Performance(level, waits, mean, occupancy(load, agents), np.zeros_like(load))


def _impatient(load: Floats, agents: Floats, aht: Floats, within: Floats, patience: Floats) -> Performance:
    """Garnett, Mandelbaum and Reiman (2002); the virtual wait has density ∝ exp(y(1−e^−θt) − xθt) with x = agents × patience ÷ aht."""
    calls = load > 0
    x = agents * patience / np.maximum(aht, 1e-300)
    y = np.where(calls, load, 1.0) * patience / np.maximum(aht, 1e-300)
    whole = log_above_over_term(x, y)
    with np.errstate(divide="ignore", over="ignore"):
        others = (1 / blocking(load, agents) - 1) * np.exp(-whole)
    waits = np.where(calls, 1 / (1 + others), 0.0)
    answered = np.log(np.maximum(x, 1e-300) / (x + 1)) - whole
    shrunk = np.exp(-within / patience)
    tail = -y * np.expm1(-within / patience) - (x + 1) * within / patience + log_above_over_term(x + 1, y * shrunk)
    served_waiting = np.exp(np.minimum(answered + log_above_over_term(x + 1, y), 0.0))
    served_in_time = np.maximum(served_waiting - np.exp(np.minimum(answered + tail, 0.0)), 0.0)
    abandoned = np.where(calls, waits * np.clip(1 - served_waiting, 0.0, 1.0), 0.0)
    level = np.where(calls, 1 - waits + waits * served_in_time, 1.0)
    return Performance(np.clip(level, 0.0, 1.0), waits, abandoned * patience, occupancy(load * (1 - abandoned), agents), abandoned)
