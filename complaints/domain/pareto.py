"""Which few causes make most of the complaints."""

from collections.abc import Mapping
from dataclasses import dataclass

MOST = 0.8


@dataclass(frozen=True)
class Bar:
    """`cumulated` is the share of this cause and the larger ones together, 0 to 1."""

    key: str
    count: int
    share: float
    cumulated: float


@dataclass(frozen=True)
class Pareto:
    """Largest first. `vital` is the least number of causes that together make at least `MOST` of the total."""

    bars: tuple[Bar, ...]
    total: int
    vital: int


def pareto(counts: Mapping[str, int]) -> Pareto:
    """Causes without a complaint are left out; equal ones are in order of their key."""
    ranked = sorted(((key, count) for key, count in counts.items() if count > 0), key=lambda pair: (-pair[1], pair[0]))
    total = sum(count for _, count in ranked)
    bars: list[Bar] = []
    running = 0
    for key, count in ranked:
        running += count
        bars.append(Bar(key=key, count=count, share=count / total, cumulated=running / total))
    vital = next((place for place, bar in enumerate(bars, start=1) if bar.cumulated >= MOST), 0)
    return Pareto(bars=tuple(bars), total=total, vital=vital)
