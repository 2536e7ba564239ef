"""When a screen fetches media: spread over its neighbours, inside its windows. Times are epoch milliseconds, intervals half-open."""

from collections.abc import Iterable
from hashlib import sha256

SPREAD_MS = 10 * 60_000
FEW_SCREENS, MS_A_SCREEN = 20, 50

Intervals = list[tuple[int, int]]


def spread_ms(screen: int) -> int:
    """How long a screen waits with what is not urgent, from 0 up to ten minutes: by hash, so that neighbours' numbers do not follow one
    another, and the same each time."""
    return int.from_bytes(sha256(f"spread {screen}".encode()).digest()[:8]) % SPREAD_MS


def turns_ms(screens: int) -> int:
    """Over how long that many screens, told at once, ask for their new manifests: a few at once, many at twenty a second."""
    return 0 if screens <= FEW_SCREENS else min(screens * MS_A_SCREEN, SPREAD_MS)


def united(intervals: Iterable[tuple[int, int]]) -> Intervals:
    """The same moments as sorted intervals that neither overlap nor touch."""
    found: Intervals = []
    for start, end in sorted(intervals):
        if start >= end:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def outside(intervals: Iterable[tuple[int, int]], *, since: int, until: int) -> Intervals:
    """The moments of [since, until) in none of the intervals."""
    found: Intervals = []
    at = since
    for start, end in united(intervals):
        if at < min(start, until):
            found.append((at, min(start, until)))
        at = max(at, end)
    if at < until:
        found.append((at, until))
    return found
