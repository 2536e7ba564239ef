"""Finds the region that an export means by the names it writes, and says why when it cannot.

    matcher = RegionMatcher(places)
    matcher.find("云州", "城东区")     # primary key
    matcher.find("城东区")             # NoRegion(code="region_ambiguous", value="城东区", candidates=("NJ0102", "NJ0302"))

Names are given from general to specific; blank ones are passed over. Width, case, spaces and suffix do not matter, codes match
too, and one cell may hold a whole path (`南江省云州市城东区`, `南江→云州→城东`). Nothing is ever guessed: of two counties of one name the
county is found only with its prefecture. Of two equal spellings the exact one is taken before the one without suffix, a region
that is still valid before a closed one, and a region before the one inside it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from .names import comparable, is_blank, parts, without_suffix

_REMEMBERED = 100_000
_EXACT, _SHORTENED, _OTHER_SUFFIX = 0, 1, 2


@dataclass(frozen=True)
class Place:
    """A region as the matcher knows it. `path` is its codes from the root with slashes at both ends."""

    pk: int
    code: str
    path: str
    names: tuple[str, ...]
    is_closed: bool = False


@dataclass(frozen=True)
class NoRegion:
    """Why no region was found: `region_missing`, `region_unknown`, `region_ambiguous` or `region_contradiction`.

    `value` is the name at fault as it was written; `candidates` the codes among which it could not choose.
    """

    code: str
    value: str = ""
    candidates: tuple[str, ...] = ()


class RegionMatcher:
    """Built once for a list of places; then a look-up costs a fraction of a microsecond for names seen before."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._known: dict[str, list[_Candidate]] = {}
        self._remembered: dict[tuple[str | None, ...], int | NoRegion] = {}
        for place in places:
            self._learn(place)
        self._longest = max(map(len, self._known), default=0)

    def find(self, *names: str | None) -> int | NoRegion:
        """The primary key of the most specific region that the names, from general to specific, agree on."""
        found = self._remembered.get(names)
        if found is None:
            found = self._resolve([name.strip() for name in names if name and not is_blank(name)])
            if len(self._remembered) < _REMEMBERED:
                self._remembered[names] = found
        return found

    def _learn(self, place: Place) -> None:
        ranks: dict[str, int] = {}
        for name in map(comparable, (*place.names, place.code)):
            if name:
                ranks[name] = _EXACT
                ranks.setdefault(without_suffix(name), _SHORTENED)
        for name, rank in ranks.items():
            self._known.setdefault(name, []).append(_Candidate(rank, place))

    def _resolve(self, names: list[str]) -> int | NoRegion:
        if not names:
            return NoRegion("region_missing")
        within: list[_Candidate] = []
        for name in names:
            candidates = self._candidates(name)
            if not candidates:
                return NoRegion("region_unknown", name)
            agreed = _agreed(within, candidates) if within else candidates
            if not agreed:
                return NoRegion("region_contradiction", name, _codes([*within, *candidates]))
            within = agreed
        first = min(candidate.order for candidate in within)
        best = [candidate for candidate in within if candidate.order == first]
        return best[0].place.pk if len(best) == 1 else NoRegion("region_ambiguous", names[-1], _codes(best))

    def _candidates(self, name: str) -> "list[_Candidate]":
        known = comparable(name)
        return self._named(known) or self._along(parts(name)) or self._run_together(known)

    def _named(self, name: str) -> "list[_Candidate]":
        if found := self._known.get(name):
            return found
        return [_Candidate(_OTHER_SUFFIX, candidate.place) for candidate in self._known.get(without_suffix(name), ())]

    def _along(self, steps: list[str]) -> "list[_Candidate]":
        """`南江→云州→城东`: every step inside the one before."""
        if len(steps) < 2:
            return []
        within = self._named(comparable(steps[0]))
        for step in steps[1:]:
            within = _inside(within, self._named(comparable(step)))
        return within

    def _run_together(self, name: str) -> "list[_Candidate]":
        """`南江省云州市城东区`: the longest known beginning, then the rest inside it."""
        for cut in range(min(len(name) - 2, self._longest), 1, -1):
            outer = self._known.get(name[:cut])
            if outer and (found := _inside(outer, self._named(name[cut:]) or self._run_together(name[cut:]))):
                return found
        return []


@dataclass(frozen=True)
class _Candidate:
    rank: int
    place: Place

    @property
    def order(self) -> tuple[int, bool, int]:
        return (self.rank, self.place.is_closed, self.place.path.count("/"))


def _agreed(within: list[_Candidate], candidates: list[_Candidate]) -> list[_Candidate]:
    """The candidates inside the places so far; else those so far that a candidate contains (a name that repeats or generalises)."""
    return _inside(within, candidates) or [
        found for found in within if any(found.place.path.startswith(candidate.place.path) for candidate in candidates)
    ]


def _inside(outer: list[_Candidate], candidates: list[_Candidate]) -> list[_Candidate]:
    return [candidate for candidate in candidates if any(candidate.place.path.startswith(found.place.path) for found in outer)]


def _codes(candidates: Iterable[_Candidate]) -> tuple[str, ...]:
    return tuple(sorted({candidate.place.code for candidate in candidates}))
