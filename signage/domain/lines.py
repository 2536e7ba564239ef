"""What a zone shows by its schedules alone, at any moment: groups of schedules that play in turn, and when one gives way to the next.

The algorithm is described in docs/algorithms/playlist-resolution.md; `player/resolver.js` is the same one for the browser.
"""

from bisect import bisect_right, insort
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate

from .faults import FaultCode
from .kinds import ScheduleKind
from .programme import Default, Entry, Item, edges_of

DEFAULT_RANK, BUILT_IN_RANK = -1, -2
BUILT_IN = "built_in"
_FOREVER = 1 << 53
Order = tuple[int, int, int]


@dataclass(frozen=True, order=True)
class Fault:
    code: str
    schedule: int
    zone: str


@dataclass(frozen=True)
class Shown:
    """An item on the screen. `place` is its index among its schedule's items, `index` its place in the cycle; `ends` None: not by itself.

    `is_finishing`: its schedule does not have its turn now, and the item plays to its end.
    """

    kind: str
    schedule: int | None = None
    item: str | None = None
    place: int = 0
    index: int = 0
    started: int = 0
    ends: int | None = None
    is_finishing: bool = False


@dataclass(frozen=True)
class Member:
    """One item of a cycle."""

    kind: str
    schedule: int
    place: int
    item: Item


@dataclass(frozen=True)
class Group:
    """Schedules that share the zone: their playable items one after another, from `base` on, again and again."""

    rank: int
    base: int
    cycle: tuple[Member, ...]
    faults: tuple[Fault, ...] = ()

    @cached_property
    def key(self) -> tuple[int, int, tuple[tuple[int, int], ...]]:
        """Two groups with the same key show the same at every moment."""
        return self.rank, self.base, tuple((member.schedule, member.place) for member in self.cycle)

    @cached_property
    def reaches(self) -> tuple[int, ...]:
        """Where each item ends in the cycle."""
        return tuple(accumulate(member.item.duration for member in self.cycle))

    def has(self, shown: Shown) -> bool:
        """Whether what is shown comes of its schedules; the built-in slide is nobody's."""
        if shown.kind == BUILT_IN:
            return not self.cycle
        return any((member.kind, member.schedule) == (shown.kind, shown.schedule) for member in self.cycle)

    def shown(self, at: int) -> Shown:
        if not self.cycle:
            return Shown(BUILT_IN)
        offset = (at - self.base) % self.reaches[-1]
        index = bisect_right(self.reaches, offset)
        member = self.cycle[index]
        ends = at - offset + self.reaches[index]
        started = ends - member.item.duration
        return Shown(member.kind, member.schedule, member.item.id, member.place, index, started, ends)


@dataclass(frozen=True)
class Segment:
    """A stretch in which the group does not change, half-open."""

    start: int
    end: int
    group: Group


@dataclass(frozen=True)
class Contest:
    """How active schedules are chosen among: by rank, and equals in order; `is_alone`: the first of the equals only."""

    rank: Callable[[Entry], int]
    order: Callable[[Entry], Order]
    is_alone: bool = False


LOOPS = Contest(lambda entry: entry.priority, lambda entry: (entry.order, entry.created, entry.id))
OVERLAYS = Contest(LOOPS.rank, LOOPS.order, is_alone=True)
EMERGENCIES = Contest(lambda entry: entry.severity, lambda entry: (entry.created, entry.id, 0))


def playable(items: Sequence[Item], at: int, verified: Collection[str]) -> tuple[int, ...]:
    """The places of the items that are valid now and there."""
    return tuple(place for place, item in enumerate(items) if item.is_valid(at) and (item.media is None or item.media in verified))


def unplayable(entry: Entry | Default, at: int, zone: str) -> Fault:
    """Why a schedule without playable items has none."""
    is_valid = any(item.is_valid(at) for item in entry.items)
    return Fault(FaultCode.NOT_DOWNLOADED if is_valid else FaultCode.NOTHING_VALID, entry.id, zone)


class Line:
    """The schedules of one zone (or the emergencies, or the tickers) in time."""

    def __init__(
        self, zone: str, entries: Sequence[Entry], *, contest: Contest, verified: Collection[str], defaults: Sequence[Default] = ()
    ) -> None:
        self.zone = zone
        self._entries = entries
        self._contest = contest
        self._verified = verified
        self._defaults = defaults
        standby = [item for default in defaults for item in default.items]
        self._edges = sorted({edge for entry in entries for edge in entry.edges}.union(edges_of(standby)))
        self._longest = max([*(entry.longest for entry in entries), *(item.duration for item in standby)], default=0)
        self._starts: list[int] = []
        self._segments: dict[int, Segment] = {}

    def segment(self, at: int) -> Segment:
        place = bisect_right(self._starts, at) - 1
        if place >= 0 and at < (known := self._segments[self._starts[place]]).end:
            return known
        made = self._made(at)
        insort(self._starts, made.start)
        self._segments[made.start] = made
        return made

    def shown(self, at: int) -> Shown:
        """What is on by the schedules: at once what outranks the one before it, else after the end of the item that was on."""
        waits: list[int] = []
        cursor = at
        while (change := self._last_change(cursor)) is not None:
            start, is_outranked = change
            if is_outranked:
                break
            waits.append(cursor)
            cursor = start - 1
        found = self.segment(cursor).group.shown(cursor)
        for moment in reversed(waits):
            if found.ends is None or found.ends <= moment:
                found = self.segment(moment).group.shown(moment)
        return replace(found, is_finishing=True) if waits and not self.segment(at).group.has(found) else found

    def outranked_at(self, after: int, before: int) -> int | None:
        """The first moment in (after, before) at which a higher group begins and cuts what is on."""
        here = self.segment(after)
        while here.end < before:
            following = self.segment(here.end)
            if following.group.rank > here.group.rank:
                return following.start
            here = following
        return None

    def above(self, rank: int, after: int, before: int) -> int | None:
        """The first moment in (after, before) at which a group above the rank is on."""
        here = self.segment(after)
        while here.end < before:
            here = self.segment(here.end)
            if here.group.rank > rank:
                return here.start
        return None

    def _last_change(self, at: int) -> tuple[int, bool] | None:
        """When the group that is on began, and whether at once; None when so long ago that nothing before it can still be on."""
        here = self.segment(at)
        while here.start > at - self._longest and here.start > -_FOREVER:
            before = self.segment(here.start - 1)
            if before.group.key != here.group.key:
                return here.start, here.group.rank > before.group.rank
            here = before
        return None

    def _made(self, at: int) -> Segment:
        start, end = -_FOREVER, _FOREVER
        active: list[tuple[Entry, int]] = []
        for entry in self._entries:
            place = bisect_right(entry.starts, at) - 1
            if place + 1 < len(entry.starts):
                end = min(end, entry.starts[place + 1])
            if place < 0:
                continue
            if at < entry.ends[place]:
                start, end = max(start, entry.starts[place]), min(end, entry.ends[place])
                active.append((entry, entry.starts[place]))
            else:
                start = max(start, entry.ends[place])
        edge = bisect_right(self._edges, at)
        if edge:
            start = max(start, self._edges[edge - 1])
        if edge < len(self._edges):
            end = min(end, self._edges[edge])
        return Segment(start, end, self._group(active, at))

    def _group(self, active: list[tuple[Entry, int]], at: int) -> Group:
        rank, order = self._contest.rank, self._contest.order
        ready = [(entry, since, places) for entry, since in active if (places := playable(entry.items, at, self._verified))]
        best = max((rank(entry) for entry, _, _ in ready), default=BUILT_IN_RANK)
        lacking = {entry.id for entry, _ in active} - {entry.id for entry, _, _ in ready}
        faults = tuple(sorted(unplayable(entry, at, self.zone) for entry, _ in active if entry.id in lacking and rank(entry) >= best))
        chosen = sorted((one for one in ready if rank(one[0]) == best), key=lambda one: order(one[0]))[
            : 1 if self._contest.is_alone else None
        ]
        if not chosen:
            return self._fallen_back(faults, at)
        cycle = tuple(Member(entry.kind, entry.id, place, entry.items[place]) for entry, _, places in chosen for place in places)
        return Group(best, max(since for _, since, _ in chosen), cycle, faults)

    def _fallen_back(self, faults: tuple[Fault, ...], at: int) -> Group:
        """A default outside its days is passed over in silence, one whose files are missing is not."""
        for default in self._defaults:
            if places := playable(default.items, at, self._verified):
                cycle = tuple(Member(ScheduleKind.DEFAULT, default.id, place, default.items[place]) for place in places)
                return Group(DEFAULT_RANK, 0, cycle, faults)
            if (fault := unplayable(default, at, self.zone)).code == FaultCode.NOT_DOWNLOADED:
                faults = (*faults, fault)
        failed = (Fault(FaultCode.BUILT_IN, 0, self.zone),) if self.zone and (faults or self._defaults) else ()
        return Group(BUILT_IN_RANK, 0, (), (*failed, *faults))
