"""Proof of play: cumulative counters by screen, hour, schedule, item and zone, each with a sequence that rises.

A counter replaces what is known of its key when its sequence is higher, else it changes nothing. So messages may come twice, late and in
any order, and the totals are those of the newest message of each key: see docs/algorithms/proof-of-play.md.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

HOUR_MS = 3_600_000
MOST_AT_ONCE = 500
MOST_PLAYS = 3600
LONGEST_MS = 2 * HOUR_MS
HIGHEST_SEQUENCE = 2**53 - 1
OLDEST_MS = 40 * 24 * HOUR_MS
HOURS_KEPT = timedelta(days=62)
DAYS_KEPT = timedelta(days=3 * 366)
_AHEAD_MS = HOUR_MS
_ITEM = re.compile(r"(?P<version>\d{1,18})(?:/\d{1,4})?|s\d{1,18}", re.ASCII)
_ZONE = re.compile(r"[A-Za-z0-9_-]{1,20}", re.ASCII)

Key = tuple[int, int, str, str]


class Refusal(StrEnum):
    """Why a counter is not taken. A player forgets what was refused; sending it again would not help."""

    MALFORMED = "malformed"
    NO_WHOLE_HOUR = "no_whole_hour"
    IN_THE_FUTURE = "in_the_future"
    TOO_OLD = "too_old"
    BEYOND_AN_HOUR = "beyond_an_hour"
    UNKNOWN_SCHEDULE = "unknown_schedule"
    UNKNOWN_ITEM = "unknown_item"


@dataclass(frozen=True, slots=True)
class Count:
    """`hour` is its begin in epoch milliseconds; `ms` how long the plays lasted together. A play counts in the hour in which it began."""

    hour: int
    schedule: int
    item: str
    zone: str
    plays: int
    ms: int
    sequence: int

    @property
    def key(self) -> Key:
        """What one counter of a screen is told from another by."""
        return (self.hour, self.schedule, self.item, self.zone)

    @property
    def version(self) -> int | None:
        """The content version that the item names; None for text that belongs to its schedule."""
        return version_of(self.item)


def version_of(item: str) -> int | None:
    """The content version that an item's id names; None for text that belongs to a schedule."""
    found = _ITEM.fullmatch(item)
    return int(found["version"]) if found and found["version"] else None


def read_count(told: object) -> Count | None:
    """A counter as a player sends it; None where it is not of that form."""
    if not isinstance(told, Mapping):
        return None
    numbers = {name: told.get(name) for name in ("hour", "schedule", "plays", "ms", "sequence")}
    if not all(_is_natural(value) for value in numbers.values()):
        return None
    item, zone = told.get("item"), told.get("zone")
    if not (isinstance(item, str) and _ITEM.fullmatch(item) and isinstance(zone, str) and _ZONE.fullmatch(zone)):
        return None
    return Count(item=item, zone=zone, **numbers)  # type: ignore[arg-type]


def refusal_of(count: Count, *, now: int) -> Refusal | None:
    """Whether a counter cannot be true; `now` in epoch milliseconds. A clock may be an hour ahead."""
    if count.hour % HOUR_MS:
        return Refusal.NO_WHOLE_HOUR
    if count.hour > now + _AHEAD_MS:
        return Refusal.IN_THE_FUTURE
    if count.hour < now - OLDEST_MS:
        return Refusal.TOO_OLD
    return Refusal.BEYOND_AN_HOUR if count.plays > MOST_PLAYS or count.ms > LONGEST_MS else None


def newest(counts: Iterable[Count]) -> list[Count]:
    """Of each key the counter with the highest sequence (of equal ones the first), in the order of the keys."""
    found: dict[Key, Count] = {}
    for count in counts:
        known = found.get(count.key)
        if known is None or count.sequence > known.sequence:
            found[count.key] = count
    return [found[key] for key in sorted(found)]


def _is_natural(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= HIGHEST_SEQUENCE
