"""Defaults: what fills a zone where no schedule plays, the nearest to the screen before the wider ones."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

Part = TypeVar("Part")


def rank(*, nearness: int, priority: int, order: int, created: int, pk: int) -> tuple[int, int, int, int, int]:
    """Sorts defaults, the best first. `nearness` as `targets.nearness` says."""
    return (-nearness, -priority, order, created, pk)


def by_zone(ranked: Iterable[tuple[str, Part]], names: Sequence[str]) -> dict[str, list[Part]]:
    """Of pairs of zone (empty: any) and default, best first: for each zone what names it, then what suits any."""
    parts = list(ranked)
    return {name: [part for zone, part in parts if zone == name] + [part for zone, part in parts if not zone] for name in names}


def within(item: Mapping[str, Any], first: int, last: int | None) -> dict[str, Any]:
    """The item from `first` until before `last` (None: for ever) only, in milliseconds: a default has no intervals, its days bound its
    items."""
    ends = [end for end in (item["to"], last) if end is not None]
    return {**item, "from": max(item["from"] or first, first), "to": min(ends, default=None)}
