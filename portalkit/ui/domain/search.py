"""What the global search asks of the apps: a provider is a function from (access, text) to hits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

MINIMUM_LENGTH = 2
LIMIT_PER_PROVIDER = 20


@dataclass(frozen=True)
class Hit:
    """One result. `kind` is the heading it is grouped under; `title` and `subtitle` are shown as they are, numbers already masked."""

    title: str
    subtitle: str
    url: str
    kind: str
    icon: str = "chevron-right"


class Access(Protocol):
    """What a provider may know of the caller (`portalkit.access.selectors.Access` is one)."""

    def can(self, permission: str) -> bool: ...


class Provider(Protocol):
    """Finds what matches `text` within what the caller may see: at most LIMIT_PER_PROVIDER hits, the best first."""

    def __call__(self, access: Access, text: str, /) -> Sequence[Hit]: ...


@dataclass(frozen=True)
class Group:
    kind: str
    hits: tuple[Hit, ...]


def grouped(hits: Iterable[Hit]) -> tuple[Group, ...]:
    """Hits under their kinds, kinds in order of first appearance."""
    found = list(hits)
    order = list(dict.fromkeys(str(hit.kind) for hit in found))
    ranked = sorted(found, key=lambda hit: order.index(str(hit.kind)))
    return tuple(Group(kind=kind, hits=tuple(of_kind)) for kind, of_kind in groupby(ranked, key=lambda hit: str(hit.kind)))


def first_hits(groups: Iterable[Group], *, limit: int) -> tuple[Group, ...]:
    """The groups cut to `limit` hits altogether, every group keeping at least one while there is room."""
    kept: list[Group] = []
    room = limit
    remaining = list(groups)
    while remaining and room > 0:
        group = remaining.pop(0)
        share = max(1, room - len(remaining))
        kept.append(Group(kind=group.kind, hits=group.hits[:share]))
        room -= len(kept[-1].hits)
    return tuple(kept)
