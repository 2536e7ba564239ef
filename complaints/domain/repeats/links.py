"""Which pairs of tickets may be about one matter: those that share a key within its window and whose texts are like enough."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from .dispatches import Dispatch
from .rules import RepeatRules
from .texts import Texts, texts_of

DAY = 86_400.0
Ints = NDArray[np.int64]


class Key(IntEnum):
    """What two tickets share, the strongest first. DECISION: somebody said so."""

    DECISION = 0
    CRM = 1
    NUMBER = 2
    CELL = 3
    PLACE = 4


_KEYS = tuple(Key)


@dataclass(frozen=True, slots=True)
class Link:
    """`earlier` and `later` are places in the sequence of tickets. Of the keys that a pair shares the strongest is told."""

    earlier: int
    later: int
    key: Key
    likeness: float


@dataclass(frozen=True, eq=False)
class Found:
    """All links by their later ticket, strongest first, and what is needed to judge any other pair by the same rules."""

    links: dict[int, list[Link]]
    texts: Texts
    rules: RepeatRules
    busy: NDArray[np.bool_]
    compared: int

    def link_between(self, dispatches: Sequence[Dispatch], earlier: int, later: int) -> Link | None:
        """The link of any pair, whether it was among the candidates or not."""
        one, two = dispatches[earlier], dispatches[later]
        keys = [key for key, is_shared in _shared(one, two) if is_shared and self.is_within(one, two, key)]
        if not keys:
            return None
        likeness = self.texts.likeness_of(earlier, later)
        for key in keys:
            if likeness >= self.least(key, later):
                return Link(earlier, later, key, likeness)
        return None

    def is_within(self, earlier: Dispatch, later: Dispatch, key: Key) -> bool:
        """Whether the second comes within the key's window after the first."""
        return (later.at - earlier.at).total_seconds() / DAY <= _window(key, self.rules)

    def least(self, key: Key, later: int) -> float:
        """The likeness that a pair with this key needs."""
        if key is Key.NUMBER:
            return self.rules.place_likeness if self.busy[later] else self.rules.number_likeness
        return {Key.CELL: self.rules.cell_likeness, Key.PLACE: self.rules.place_likeness}.get(key, 0.0)


def find_links(dispatches: Sequence[Dispatch], rules: RepeatRules, *, start: int = 0) -> Found:
    """The links of the tickets from place `start` on to earlier ones. The tickets must be in order of time.

    Every ticket is compared with at most `rules.neighbours` earlier ones of each key, so a key that ten thousand tickets share costs no
    more than ten thousand that are each shared by two.
    """
    texts = texts_of([one.text for one in dispatches], rules)
    at = np.array([one.at.timestamp() for one in dispatches]) / DAY
    numbers = _entries((place, number) for place, one in enumerate(dispatches) for number in one.numbers)
    busy = _busy(*numbers, at, rules)
    blocks = {
        Key.CRM: _entries((place, one.crm_no) for place, one in enumerate(dispatches) if one.crm_no),
        Key.NUMBER: numbers,
        Key.CELL: _entries((place, (one.cell, one.service_class)) for place, one in enumerate(dispatches) if one.cell),
        Key.PLACE: _places(dispatches, texts),
    }
    earlier, later, keys = _candidates(blocks, at, rules, start)
    likeness = texts.likeness(earlier, later)
    least = np.array([0.0, 0.0, rules.number_likeness, rules.cell_likeness, rules.place_likeness])[keys]
    least = np.where((keys == Key.NUMBER) & busy[later], rules.place_likeness, least)
    alike = likeness >= least
    links = _strongest(earlier[alike], later[alike], keys[alike], likeness[alike])
    return Found(links=links, texts=texts, rules=rules, busy=busy, compared=len(earlier))


def _shared(one: Dispatch, two: Dispatch) -> tuple[tuple[Key, bool], ...]:
    is_same_class = one.service_class == two.service_class
    return (
        (Key.CRM, bool(one.crm_no) and one.crm_no == two.crm_no),
        (Key.NUMBER, not set(one.numbers).isdisjoint(two.numbers)),
        (Key.CELL, is_same_class and bool(one.cell) and one.cell == two.cell),
        (Key.PLACE, is_same_class and one.place == two.place),
    )


def _window(key: Key, rules: RepeatRules) -> float:
    return {Key.NUMBER: rules.number_days, Key.CELL: rules.cell_days, Key.PLACE: rules.place_days}.get(key, float("inf"))


def _entries(pairs: object) -> tuple[Ints, Ints]:
    """(ticket, block) of every entry, the blocks numbered."""
    numbers: dict[object, int] = {}
    found = [(place, numbers.setdefault(value, len(numbers))) for place, value in pairs]  # type: ignore[attr-defined]
    entries = np.array(found, dtype=np.int64).reshape(-1, 2)
    return entries[:, 0], entries[:, 1]


def _places(dispatches: Sequence[Dispatch], texts: Texts) -> tuple[Ints, Ints]:
    """An inverted index: a block for each gram of a place's name within region and class."""
    _, block = _entries(enumerate((one.place, one.service_class) for one in dispatches))
    known, gram = np.unique(texts.index_grams, return_inverse=True)
    return texts.index_rows, block[texts.index_rows] * max(len(known), 1) + gram


def _busy(places: Ints, blocks: Ints, at: NDArray[np.float64], rules: RepeatRules) -> NDArray[np.bool_]:
    """Tickets one of whose numbers stands on more than `busy_number` tickets of the window before it."""
    busy = np.zeros(len(at), dtype=bool)
    order = np.lexsort((places, blocks))
    places, blocks = places[order], blocks[order]
    back = rules.busy_number
    if len(places) > back:
        many = (blocks[back:] == blocks[:-back]) & (at[places[back:]] - at[places[:-back]] <= rules.number_days)
        busy[places[back:][many]] = True
    return busy


def _candidates(
    blocks: dict[Key, tuple[Ints, Ints]], at: NDArray[np.float64], rules: RepeatRules, start: int
) -> tuple[Ints, Ints, NDArray[np.int8]]:
    """Sorted neighbourhood: the tickets of a block in order of time, each with those shortly before it. Each pair and key once."""
    earlier, later, keys = [], [], []
    for key, (places, block) in blocks.items():
        order = np.lexsort((places, block))
        places, block = places[order], block[order]
        window = _window(key, rules)
        pairs = []
        for back in range(1, rules.neighbours + 1):
            one, two = places[:-back], places[back:]
            near = (block[back:] == block[:-back]) & (at[two] - at[one] <= window)
            if not near.any():
                break
            wanted = near & (two >= start) & (one != two)
            pairs.append(one[wanted] * len(at) + two[wanted])
        unique = np.unique(np.concatenate(pairs)) if pairs else np.empty(0, dtype=np.int64)
        earlier.append(unique // max(len(at), 1))
        later.append(unique % max(len(at), 1))
        keys.append(np.full(len(unique), key, dtype=np.int8))
    return np.concatenate(earlier), np.concatenate(later), np.concatenate(keys)


def _strongest(earlier: Ints, later: Ints, keys: NDArray[np.int8], likeness: NDArray[np.float64]) -> dict[int, list[Link]]:
    """Of each pair the strongest key; the links of a ticket by key, then the most alike, then the earliest."""
    order = np.lexsort((keys, earlier, later))
    earlier, later, keys, likeness = earlier[order], later[order], keys[order], likeness[order]
    is_first = np.append(np.ones(min(len(later), 1), dtype=bool), (later[1:] != later[:-1]) | (earlier[1:] != earlier[:-1]))
    earlier, later, keys, likeness = earlier[is_first], later[is_first], keys[is_first], likeness[is_first]
    order = np.lexsort((earlier, -likeness, keys, later))
    found: dict[int, list[Link]] = {}
    columns = (column[order].tolist() for column in (earlier, later, keys, likeness))
    for one, two, key, alike in zip(*columns, strict=True):
        found.setdefault(two, []).append(Link(one, two, _KEYS[key], alike))
    return found
