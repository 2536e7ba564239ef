"""Layouts: zones on a grid, and the templates to begin with."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .kinds import MAIN_ZONE

MOST_ZONES = 12
LARGEST_GRID = 48
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,19}")


class BadLayout(ValueError):
    """`code`: `none`, `too_many`, `name`, `twice`, `outside`, `overlap`, `no_main`, `grid`; `zone` names where."""

    def __init__(self, code: str, zone: str = "") -> None:
        super().__init__(f"{code} {zone}".strip())
        self.code, self.zone = code, zone


@dataclass(frozen=True)
class Rectangle:
    """A zone in grid cells, from 0 at the top left."""

    name: str
    title: str
    left: int
    top: int
    width: int
    height: int

    def overlaps(self, other: "Rectangle") -> bool:
        is_beside = self.left + self.width <= other.left or other.left + other.width <= self.left
        is_above = self.top + self.height <= other.top or other.top + other.height <= self.top
        return not (is_beside or is_above)


@dataclass(frozen=True)
class Template:
    code: str
    columns: int
    rows: int
    zones: tuple[Rectangle, ...]


TEMPLATES = (
    Template("whole", 12, 12, (Rectangle(MAIN_ZONE, "Main", 0, 0, 12, 12),)),
    Template("side", 12, 12, (Rectangle(MAIN_ZONE, "Main", 0, 0, 9, 12), Rectangle("side", "Side", 9, 0, 3, 12))),
    Template("strip", 12, 12, (Rectangle(MAIN_ZONE, "Main", 0, 0, 12, 10), Rectangle("strip", "Strip", 0, 10, 12, 2))),
    Template(
        "corner",
        12,
        12,
        (Rectangle(MAIN_ZONE, "Main", 0, 0, 9, 12), Rectangle("side", "Side", 9, 0, 3, 8), Rectangle("corner", "Corner", 9, 8, 3, 4)),
    ),
    Template(
        "four",
        12,
        12,
        (
            Rectangle(MAIN_ZONE, "Main", 0, 0, 6, 6),
            Rectangle("second", "Second", 6, 0, 6, 6),
            Rectangle("third", "Third", 0, 6, 6, 6),
            Rectangle("fourth", "Fourth", 6, 6, 6, 6),
        ),
    ),
    Template("upright", 9, 16, (Rectangle(MAIN_ZONE, "Main", 0, 0, 9, 10), Rectangle("lower", "Lower", 0, 10, 9, 6))),
)


def check_layout(zones: Sequence[Rectangle], *, columns: int, rows: int) -> None:
    """Raises BadLayout."""
    if not (1 <= columns <= LARGEST_GRID and 1 <= rows <= LARGEST_GRID):
        raise BadLayout("grid")
    if not zones:
        raise BadLayout("none")
    if len(zones) > MOST_ZONES:
        raise BadLayout("too_many")
    for place, zone in enumerate(zones):
        _check_zone(zone, zones[:place], columns=columns, rows=rows)
    if MAIN_ZONE not in {zone.name for zone in zones}:
        raise BadLayout("no_main")


def _check_zone(zone: Rectangle, before: Sequence[Rectangle], *, columns: int, rows: int) -> None:
    if not _NAME.fullmatch(zone.name):
        raise BadLayout("name", zone.name)
    if zone.name in {other.name for other in before}:
        raise BadLayout("twice", zone.name)
    is_inside = zone.left >= 0 and zone.top >= 0 and zone.left + zone.width <= columns and zone.top + zone.height <= rows
    if not is_inside or zone.width < 1 or zone.height < 1:
        raise BadLayout("outside", zone.name)
    if any(zone.overlaps(other) for other in before):
        raise BadLayout("overlap", zone.name)
