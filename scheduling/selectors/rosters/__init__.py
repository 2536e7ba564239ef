"""Reads rosters: lists, the sheet of a roster, the ground it is built and judged on, and the difference between two."""

from .checking import Finding, checked, effect_of
from .difference import Difference, difference
from .ground import Ground, ground_of, plan_of
from .lists import in_force, last_in_force, roster_for, visible_rosters
from .requirement import need_of
from .sheet import Sheet, sheet_of

__all__ = [
    "Difference",
    "Finding",
    "Ground",
    "Sheet",
    "checked",
    "difference",
    "effect_of",
    "ground_of",
    "in_force",
    "last_in_force",
    "need_of",
    "plan_of",
    "roster_for",
    "sheet_of",
    "visible_rosters",
]
