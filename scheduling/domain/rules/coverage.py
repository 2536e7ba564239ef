"""Heads present against heads needed, by slot, when agents have several skills.

An agent serves one queue at a time. Heads suffice for all queues of a slot if and only if, for every group of skills, the agents
with any skill of the group are at least as many as its demand (Hall's theorem in the form of max-flow min-cut); the largest lack
over all groups is the number of missing heads.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from ..shifts import DAY, Shift, Span, presence
from .codes import RuleCode
from .plan import Person, Plan, Violation

MOST_SKILLS = 8


@dataclass(frozen=True)
class Need:
    """Heads to schedule: skill → (days, slots of a day) from `first_day` on, whole numbers. Unknown slots are negative."""

    first_day: date
    slot_minutes: int
    heads: Mapping[str, NDArray[np.int_]]

    @property
    def days(self) -> int:
        return next(iter(self.heads.values())).shape[0] if self.heads else 0


@dataclass(frozen=True)
class Balance:
    """(days, slots): heads missing and to spare, and the group of skills that binds, an index into `groups` or -1.

    Where no requirement is known, both are 0 and `is_known` False.
    """

    missing: NDArray[np.float64]
    spare: NDArray[np.float64]
    binding: NDArray[np.int_]
    groups: tuple[str, ...]
    is_known: NDArray[np.bool_]
    slot_minutes: int

    def hours_missing(self, day: int) -> float:
        return float(self.missing[day].sum()) * self.slot_minutes / 60

    def hours_spare(self, day: int) -> float:
        return float(self.spare[day].sum()) * self.slot_minutes / 60


def balance(present: Mapping[frozenset[str], NDArray[np.float64]], need: Need) -> Balance:
    """`present`: for each set of skills the heads (days, slots) that have exactly it."""
    skills = sorted(need.heads)
    shape = next(iter(need.heads.values())).shape
    known = np.all([need.heads[skill] >= 0 for skill in skills], axis=0)
    missing, binding = np.zeros(shape), np.full(shape, -1)
    groups = tuple(_groups(skills))
    for number, group in enumerate(groups):
        wanted = np.sum([np.maximum(need.heads[skill], 0) for skill in group], axis=0)
        there = sum((heads for has, heads in present.items() if has & set(group)), np.zeros(shape))
        lack = wanted - there
        worse = lack > missing + 1e-9
        missing[worse], binding[worse] = lack[worse], number
    useful = sum((heads for has, heads in present.items() if has & set(skills)), np.zeros(shape))
    total = np.sum([np.maximum(need.heads[skill], 0) for skill in skills], axis=0)
    spare = np.where(known, useful - total + missing, 0)
    return Balance(np.where(known, missing, 0), spare, np.where(known, binding, -1), tuple(map("+".join, groups)), known, need.slot_minutes)


def present_heads(
    plan: Plan, people: Sequence[Person], need: Need, pauses: Mapping[tuple[str, date], tuple[Span, ...]] | None = None
) -> dict[frozenset[str], NDArray[np.float64]]:
    """Heads (days, slots) by set of skills. A night shift of the day before the first one counts for the first morning."""
    per_day = DAY // need.slot_minutes
    days = need.days
    line = {person.skills: np.zeros((days + 2) * per_day) for person in people}
    cache: dict[tuple[Shift, tuple[Span, ...]], NDArray[np.float64]] = {}
    for person in people:
        for day, shift in plan.get(person.key, {}).items():
            number = (day - need.first_day).days
            if -1 <= number < days:
                key = (shift, (pauses or {}).get((person.key, day), ()))
                if key not in cache:
                    cache[key] = presence(shift, need.slot_minutes, key[1])
                line[person.skills][(number + 1) * per_day : (number + 3) * per_day] += cache[key][: (days - number + 1) * per_day]
    return {skills: whole[per_day : (days + 1) * per_day].reshape(days, per_day) for skills, whole in line.items()}


def lacks(found: Balance, first_day: date) -> Iterator[Violation]:
    """One violation a day and binding group: `by` is the most heads that are missing at a time."""
    for number in range(found.missing.shape[0]):
        for group in np.unique(found.binding[number]):
            if group >= 0:
                most = float(found.missing[number][found.binding[number] == group].max())
                yield Violation(RuleCode.COVERAGE, first_day + timedelta(days=number), found.groups[group], most)


def _groups(skills: Sequence[str]) -> Iterator[tuple[str, ...]]:
    if len(skills) > MOST_SKILLS:
        yield from ((skill,) for skill in skills)
        yield tuple(skills)
        return
    for size in range(1, len(skills) + 1):
        yield from combinations(skills, size)
