"""When adverts play: evenly over a clock hour, at the ends of items, one after another."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from .kinds import ScheduleKind
from .lines import Group, Line, Member, Shown, playable
from .programme import Entry

HOUR = 3_600_000


@dataclass(frozen=True)
class Break:
    """The advert that is on, if any, and the first moment after `at` at which that may change."""

    shown: Shown | None
    until: int


def advert_at(line: Line, adverts: Sequence[Entry], *, at: int, verified: Collection[str]) -> Break:
    """The hour up to `at` is gone through play by play: nothing before the hour and nothing after `at` counts, so no state is needed."""
    hour = at - at % HOUR
    free, until = hour - 1, hour + HOUR
    for slot, entry in _slots(adverts, hour, verified):
        if slot > at:
            return Break(None, min(until, slot))
        start = _item_end(line, slot) if slot > free else free
        if start > at:
            return Break(None, min(until, start))
        places = playable(entry.items, start, verified)
        length = sum(entry.items[place].duration for place in places)
        if not places or start + length > hour + HOUR or line.segment(start).group.rank > entry.priority:
            continue
        cut = line.above(entry.priority, start, start + length)
        free = cut or start + length
        if at < free:
            cycle = tuple(Member(ScheduleKind.ADVERT, entry.id, place, entry.items[place]) for place in places)
            shown = Group(entry.priority, start, cycle).shown(at)
            return Break(shown, min(until, free, shown.ends or until))
    return Break(None, until)


def plays_in_hour(entry: Entry, hour: int, verified: Collection[str]) -> int:
    """How often it is to play in the clock hour: as often as it says, or as often as its share of voice takes.

    Of its items count those that are there and valid at some time of the hour.
    """
    if entry.plays is not None:
        return entry.plays
    length = sum(
        item.duration
        for item in entry.items
        if (item.media is None or item.media in verified)
        and (item.valid_from is None or item.valid_from < hour + HOUR)
        and (item.valid_to is None or item.valid_to > hour)
    )
    return -(-(entry.share or 0) * 1000 // length) if length else 0


def _slots(adverts: Sequence[Entry], hour: int, verified: Collection[str]) -> Iterator[tuple[int, Entry]]:
    """The moments at which plays are due, in the order in which they are given their turn."""
    found = [
        (slot, -entry.priority, entry.order, entry.created, entry.id, entry)
        for entry in adverts
        for plays in (plays_in_hour(entry, hour, verified),)
        for slot in (hour + number * HOUR // plays for number in range(plays))
        if entry.occurrence(slot) is not None
    ]
    found.sort(key=lambda one: one[:5])
    return ((one[0], one[5]) for one in found)


def _item_end(line: Line, slot: int) -> int:
    """When the item that is on at the slot ends; the slot itself where one begins, or nothing that ends is on."""
    shown = line.shown(slot)
    if shown.ends is None or shown.started == slot:
        return slot
    return line.outranked_at(slot, shown.ends) or shown.ends
