"""Where shifts put heads on the phone: slots on duty, and the places a break may take."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from .problem import DAY_MINUTES, Ints, Problem, ShiftType

EDGE_MINUTES = 60


@dataclass(frozen=True)
class Place:
    """One way to take break number `number` of a shift: from minute `start` of its day, which empties `slots` (from its midnight)."""

    number: int
    start: int
    slots: tuple[int, ...]


def duty_slots(shift: ShiftType, slot_minutes: int) -> Ints:
    """Slots from the midnight of the shift's day that it covers wholly, breaks not yet taken off; those of the next day count on."""
    parts = [np.arange(-(-start // slot_minutes), end // slot_minutes) for start, end in shift.spans]
    return np.concatenate(parts).astype(np.int64)


def break_places(shift: ShiftType, slot_minutes: int) -> tuple[tuple[Place, ...], ...]:
    """For each break where it may lie. The shift without its first and last hour is cut into equal stretches, one for each break in order.

    A break lies wholly inside its stretch and inside one span, and begins with a slot; a slot it touches counts as empty. Where the stretch
    is too short for that, the break stands in its middle.
    """
    return tuple(
        tuple(_places(shift, number, minutes, stretch, slot_minutes))
        for number, (minutes, stretch) in enumerate(zip(shift.breaks, _stretches(shift), strict=True))
    )


def duty_matrix(problem: Problem) -> Ints:
    """(shifts, 2 · slots): 1 where the shift has a head on the phone, over its own day and the next, breaks not taken off."""
    duty = np.zeros((len(problem.shifts), 2 * problem.slots), dtype=np.int64)
    for number, shift in enumerate(problem.shifts):
        duty[number, duty_slots(shift, problem.slot_minutes)] = 1
    return duty


def _stretches(shift: ShiftType) -> list[tuple[int, int]]:
    first, last = shift.start, shift.end
    edge = EDGE_MINUTES if last - first >= 2 * EDGE_MINUTES + sum(shift.breaks) else 0
    cuts = np.linspace(first + edge, last - edge, len(shift.breaks) + 1)
    return [(int(start), int(end)) for start, end in pairwise(cuts)]


def _places(shift: ShiftType, number: int, minutes: int, stretch: tuple[int, int], slot_minutes: int) -> Iterator[Place]:
    first = -(-stretch[0] // slot_minutes) * slot_minutes
    found = [
        start
        for start in range(first, stretch[1] - minutes + 1, slot_minutes)
        if any(begins <= start and start + minutes <= ends for begins, ends in shift.spans)
    ]
    for start in found or [_middle(shift, minutes, stretch)]:
        yield Place(number, start, tuple(range(start // slot_minutes, -(-(start + minutes) // slot_minutes))))


def _middle(shift: ShiftType, minutes: int, stretch: tuple[int, int]) -> int:
    """A start near the middle of the stretch that keeps the break inside the longest span."""
    begins, ends = max(shift.spans, key=lambda span: span[1] - span[0])
    return int(min(max((stretch[0] + stretch[1] - minutes) // 2, begins), max(begins, ends - minutes)))


def history_slots(last_end: int | None, slot_minutes: int) -> int:
    """How many whole slots of day 0 the shift of the evening before still covers."""
    return max(0, min(last_end or 0, DAY_MINUTES)) // slot_minutes
