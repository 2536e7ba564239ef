"""Draws tickets to inspect. The same seed and the same tickets give the same sample, on every machine."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b
from heapq import nsmallest
from math import log

_SEVERITY_RISK = (0, 1, 3, 6)


class Method(StrEnum):
    RANDOM = "random"
    RISK = "risk"
    QUOTA = "quota"


@dataclass(frozen=True)
class Candidate:
    """`score` and the gravest `severity` (0: none) are those of the automatic pass."""

    ticket: int
    department: str
    score: int
    severity: int

    @property
    def risk(self) -> float:
        """From 1 (nothing found) upwards."""
        return 1 + (100 - self.score) / 10 + _SEVERITY_RISK[self.severity]


def draw(candidates: Iterable[Candidate], *, method: Method, size: int, seed: str) -> tuple[int, ...]:
    """Tickets in the order drawn.

    RANDOM: every ticket with the same chance. RISK: each next one with a chance in proportion to its risk (A-ES: the smallest
    −ln(u) ÷ risk; Efraimidis and Spirakis, Information Processing Letters 97 (2006) 181–185). QUOTA: up to `size` of each department,
    at random.
    """
    rows = list(candidates)
    if method is Method.QUOTA:
        return _quota(rows, size, seed)
    key = (lambda one: -log(_chance(seed, one.ticket)) / one.risk) if method is Method.RISK else (lambda one: _chance(seed, one.ticket))
    return tuple(one.ticket for one in nsmallest(size, rows, key=lambda one: (key(one), one.ticket)))


def seconds(tickets: Sequence[int], *, share: float, seed: str) -> frozenset[int]:
    """Which of a sample's tickets a second inspector gets too: the share, rounded to whole tickets."""
    wanted = round(len(tickets) * share)
    return frozenset(nsmallest(wanted, tickets, key=lambda ticket: _chance(f"second:{seed}", ticket)))


def _quota(rows: Sequence[Candidate], size: int, seed: str) -> tuple[int, ...]:
    by_department: dict[str, list[Candidate]] = defaultdict(list)
    for one in rows:
        by_department[one.department].append(one)
    found: list[int] = []
    for department in sorted(by_department):
        drawn = nsmallest(size, by_department[department], key=lambda one: (_chance(seed, one.ticket), one.ticket))
        found += [one.ticket for one in drawn]
    return tuple(found)


def _chance(seed: str, ticket: int) -> float:
    """A number in (0, 1) that seed and ticket decide."""
    digest = blake2b(f"{seed}:{ticket}".encode(), digest_size=8).digest()
    return (int.from_bytes(digest) + 0.5) / 2**64
