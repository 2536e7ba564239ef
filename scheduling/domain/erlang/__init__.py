"""Erlang's formulas, for single intervals and whole years of them at once.

Everywhere: `load` in erlang (calls × handling time ÷ interval), `agents` whole numbers on the phone, times in seconds, shares of 1; every
argument may be a number or an array, and arrays are taken together as numpy does. docs/algorithms/erlang.md has the formulas and sources.
"""

from .loss import blocking, blocking_by_recursion
from .requirement import Impossible, Target, required_agents, required_by_table, scheduled_agents
from .waiting import Performance, asa, occupancy, performance, service_level, waiting_probability

__all__ = [
    "Impossible",
    "Performance",
    "Target",
    "asa",
    "blocking",
    "blocking_by_recursion",
    "occupancy",
    "performance",
    "required_agents",
    "required_by_table",
    "scheduled_agents",
    "service_level",
    "waiting_probability",
]
