"""Links become groups. A ticket joins a group through any member, but only where it also fits the one that the group stands for."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from .dispatches import Dispatch
from .links import Found, Key, Link


@dataclass(frozen=True)
class Decisions:
    """What people said, by the places of the tickets: the earlier ones that a ticket belongs to, and all that it does not belong to."""

    together: Mapping[int, Collection[int]] = field(default_factory=dict)
    apart: Mapping[int, Collection[int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Member:
    """A ticket of a group and the link that it came by; None for the first, and for those that were given.

    `is_decided`: somebody said that it belongs there.
    """

    place: int
    link: Link | None = None
    is_decided: bool = False


@dataclass(frozen=True)
class Group:
    """Two tickets or more, in order of time."""

    members: tuple[Member, ...]

    @property
    def places(self) -> tuple[int, ...]:
        return tuple(member.place for member in self.members)


def grouped(
    dispatches: Sequence[Dispatch], found: Found, decisions: Decisions, *, given: Iterable[Sequence[int]] = (), start: int = 0
) -> tuple[Group, ...]:
    """Takes the tickets in order of time, from place `start` on; `given` are the groups of those before it.

    A ticket goes into the group of its strongest link where it also has a link to a ticket that the group stands for: the first, and
    every one that a decision brought in; for a shared number the first ticket of that number. In place of that link, links to two
    members do while the first lies within the window. So no group grows by chains: its span is bounded by the windows, and one
    odd ticket brings nobody in. A shared CRM number needs no more. A decision "together" overrules windows and
    likeness, "apart" overrules everything.
    """
    groups = _Groups(dispatches, found, decisions)
    for places in given:
        groups.take(places)
    for place in range(start, len(dispatches)):
        groups.add(place)
    return groups.result()


class _Groups:
    """A group is known by its first place. `_representatives`: the tickets that it stands for; `_first_of`: the first one of a number."""

    def __init__(self, dispatches: Sequence[Dispatch], found: Found, decisions: Decisions) -> None:
        self._dispatches = dispatches
        self._found = found
        self._decisions = decisions
        self._members: dict[int, list[int]] = {}
        self._representatives: dict[int, list[int]] = {}
        self._first_of: dict[tuple[int, str], int] = {}
        self._of: dict[int, int] = {}
        self._link: dict[int, Link] = {}
        self._joined: set[int] = set()

    def take(self, places: Sequence[int]) -> None:
        first, *others = sorted(places)
        for place in others:
            if self._decisions.together.get(place):
                self._joined.add(place)
            self._append(place, first)

    def add(self, place: int) -> None:
        if self._by_decision(place):
            return
        for link in self._found.links.get(place, ()):
            group = self._group_of(link.earlier)
            if self._is_held_apart(place, group) or not self._fits(place, group, link):
                continue
            self._link[place] = link
            self._append(place, group)
            return

    def result(self) -> tuple[Group, ...]:
        groups = (sorted(places) for _, places in sorted(self._members.items()) if len(places) > 1)
        return tuple(Group(tuple(Member(place, self._link.get(place), place in self._joined) for place in places)) for places in groups)

    def _by_decision(self, place: int) -> bool:
        """Every earlier ticket that it belongs to brings its group in; those that are held apart stay out."""
        for earlier in sorted(self._decisions.together.get(place, ())):
            group, own = self._group_of(earlier), self._group_of(place)
            if group == own or any(self._is_held_apart(one, group) for one in self._members.get(own, [place])):
                continue
            if place not in self._joined:
                self._joined.add(place)
                self._link[place] = self._reason(earlier, place)
                self._append(place, group)
            else:
                self._merge(into=min(group, own), other=max(group, own))
        return place in self._joined

    def _reason(self, earlier: int, place: int) -> Link:
        """What the search itself would say of a pair that somebody put together."""
        found = self._found.link_between(self._dispatches, earlier, place)
        return found or Link(earlier, place, Key.DECISION, self._found.texts.likeness_of(earlier, place))

    def _group_of(self, place: int) -> int:
        return self._of.get(place, place)

    def _append(self, place: int, group: int) -> None:
        for one in (place,) if group in self._members else (group, place):
            self._members.setdefault(group, []).append(one)
            self._of[one] = group
            if one == group or one in self._joined:
                self._representatives.setdefault(group, []).append(one)
            for number in self._dispatches[one].numbers:
                self._first_of.setdefault((group, number), one)

    def _merge(self, *, into: int, other: int) -> None:
        self._joined.add(other)
        self._representatives.pop(other, None)
        for place in sorted(self._members.pop(other, [other])):
            self._append(place, into)

    def _is_held_apart(self, place: int, group: int) -> bool:
        return any(self._group_of(other) == group for other in self._decisions.apart.get(place, ()))

    def _fits(self, place: int, group: int, link: Link) -> bool:
        """Whether the ticket also has a link to a ticket that the group stands for, or to two members within the window of the first."""
        if link.key <= Key.CRM:
            return True
        representatives = self._standing_for(place, group, link.key)
        if link.earlier in representatives:
            return True
        if any(self._found.link_between(self._dispatches, one, place) is not None for one in representatives):
            return True
        if not self._found.is_within(self._dispatches[representatives[0]], self._dispatches[place], link.key):
            return False
        return sum(self._group_of(other.earlier) == group for other in self._found.links[place]) > 1

    def _standing_for(self, place: int, group: int, key: Key) -> list[int]:
        if key is not Key.NUMBER:
            return self._representatives.get(group, [group])
        known = (self._first_of.get((group, number)) for number in self._dispatches[place].numbers)
        return [min((one for one in known if one is not None), default=group)]
