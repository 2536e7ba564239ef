"""Who answers which queue when agents have several skills: everybody helps where heads are rarest for what is needed.

Heads are given to queues as evenly as skills allow, in proportion to their need: no queue gets more for each head needed while one with
less could have the agent. The queues with the smallest ratio of heads to need form a set whose agents all work in it; taken away, the
next set follows. The heads missing are as few as they can be: a maximum flow that is also fair (Megiddo 1974).
"""

from collections.abc import Mapping
from itertools import combinations

import numpy as np

from .scatter import Array

_NOBODY = 1e-6


def allotted(present: Mapping[frozenset[str], Array], need: Mapping[str, Array]) -> dict[str, Array]:
    """Heads of each queue of `need`, (slots,). `present`: heads (slots,) by set of skills; skills that nobody needs are passed over."""
    queues = sorted(need)
    slots = len(next(iter(need.values()))) if need else 0
    useful = {skills & set(queues): np.zeros(slots) for skills in present}
    for skills, heads in present.items():
        useful[skills & set(queues)] += heads
    found = {queue: np.zeros(slots) for queue in queues}
    known: dict[tuple[float, ...], dict[str, float]] = {}
    for slot in range(slots):
        heads_here = {skills: float(heads[slot]) for skills, heads in useful.items() if skills}
        wanted = {queue: max(float(need[queue][slot]), _NOBODY) for queue in queues}
        key = (*heads_here.values(), *wanted.values())
        if key not in known:
            known[key] = _fair(heads_here, wanted)
        for queue, number in known[key].items():
            found[queue][slot] = number
    return found


def _fair(heads: Mapping[frozenset[str], float], wanted: Mapping[str, float]) -> dict[str, float]:
    given: dict[str, float] = {}
    left, queues = dict(heads), sorted(wanted)
    while queues:
        share, group = min(
            (sum(number for skills, number in left.items() if skills & set(one)) / sum(wanted[queue] for queue in one), one)
            for size in range(len(queues), 0, -1)
            for one in combinations(queues, size)
        )
        given |= {queue: share * wanted[queue] for queue in group}
        left = {skills: number for skills, number in left.items() if not skills & set(group)}
        queues = [queue for queue in queues if queue not in group]
    return given
