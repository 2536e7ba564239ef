"""What a screen is told to play, as the resolver reads it out of a manifest. Times are milliseconds since 1970 UTC."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from .kinds import MAIN_ZONE, ScheduleKind

Interval = tuple[int, int]
ZONED = (ScheduleKind.LOOP, ScheduleKind.ADVERT)


@dataclass(frozen=True)
class Item:
    """`media` is the SHA-256 of its file; None: nothing to fetch. Valid from `valid_from` until before `valid_to`, None: unbounded."""

    id: str
    media: str | None
    duration: int
    valid_from: int | None = None
    valid_to: int | None = None

    def is_valid(self, at: int) -> bool:
        return (self.valid_from is None or self.valid_from <= at) and (self.valid_to is None or at < self.valid_to)


class Entry:
    """A schedule: its occurrences (sorted, disjoint, half-open) and its items.

    `share` is in seconds an hour, `plays` in plays an hour; both None: not an advert that can play.
    """

    def __init__(self, told: Mapping[str, Any]) -> None:
        self.id: int = told["id"]
        self.kind = ScheduleKind(told["kind"])
        self.zone: str = told.get("zone") or MAIN_ZONE
        self.priority: int = told.get("priority", 0)
        self.severity: int = told.get("severity") or 0
        self.order: int = told.get("order", 0)
        self.created: int = told.get("created", 0)
        self.share: int | None = told.get("share")
        self.plays: int | None = told.get("plays")
        self.items = items_of(told["items"])
        self.starts = [start for start, _ in told["intervals"]]
        self.ends = [end for _, end in told["intervals"]]
        self.edges = edges_of(self.items)
        self.longest = max((item.duration for item in self.items), default=0)

    def occurrence(self, at: int) -> int | None:
        """The start of the occurrence that is on; None: none is."""
        place = bisect_right(self.starts, at) - 1
        return self.starts[place] if place >= 0 and at < self.ends[place] else None


@dataclass(frozen=True)
class Default:
    id: int
    items: Sequence[Item]


@dataclass(frozen=True)
class Programme:
    """`defaults` by zone, the best first."""

    zones: Sequence[str]
    entries: Sequence[Entry]
    defaults: Mapping[str, Sequence[Default]]

    @cached_property
    def by_kind(self) -> Mapping[tuple[ScheduleKind, str], Sequence[Entry]]:
        """Schedules by kind and, programmes and adverts, by zone."""
        found: dict[tuple[ScheduleKind, str], list[Entry]] = {}
        for entry in self.entries:
            zone = entry.zone if entry.kind in ZONED else ""
            found.setdefault((entry.kind, zone), []).append(entry)
        return found


def programme_of(manifest: Mapping[str, Any]) -> Programme:
    return Programme(
        zones=tuple(zone["name"] for zone in manifest["layout"]["zones"]),
        entries=tuple(Entry(told) for told in manifest["schedules"]),
        defaults={
            zone: tuple(Default(told["id"], items_of(told["items"])) for told in found) for zone, found in manifest["defaults"].items()
        },
    )


def items_of(told: Sequence[Mapping[str, Any]]) -> tuple[Item, ...]:
    return tuple(Item(each["id"], each.get("media"), each["duration"], each.get("from"), each.get("to")) for each in told)


def edges_of(items: Sequence[Item]) -> tuple[int, ...]:
    """The moments at which an item becomes valid or no longer is."""
    return tuple(edge for item in items for edge in (item.valid_from, item.valid_to) if edge is not None)
