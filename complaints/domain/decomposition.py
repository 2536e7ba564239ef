"""What changed a rate: the rates of its parts, or the mix of them. See docs/algorithms/change.md."""

from collections.abc import Sequence
from dataclasses import dataclass

from .rates import Pair


@dataclass(frozen=True)
class Part:
    """A part of the whole in both periods. Parts do not overlap and their subscribers make up the whole's."""

    key: str
    before: Pair
    now: Pair


@dataclass(frozen=True)
class Contribution:
    """What a part added to the change of the whole rate, in complaints per subscriber. `change` is that of its own rate."""

    key: str
    rate: float
    mix: float
    change: float

    @property
    def total(self) -> float:
        return self.rate + self.mix


@dataclass(frozen=True)
class Decomposition:
    """`before` and `now` are the whole's rates per subscriber; their difference is `rate` + `mix` + `unplaced`, exactly.

    `unplaced` comes from complaints that name no part. `is_reversed`: the whole went one way and every part the other (Simpson).
    """

    before: float
    now: float
    parts: tuple[Contribution, ...]
    unplaced: float
    is_reversed: bool

    @property
    def change(self) -> float:
        return self.now - self.before

    @property
    def rate(self) -> float:
        return sum(part.rate for part in self.parts)

    @property
    def mix(self) -> float:
        return sum(part.mix for part in self.parts)


def decomposition(parts: Sequence[Part], *, unplaced_before: int = 0, unplaced_now: int = 0) -> Decomposition | None:
    """None where a part's subscribers are unknown in either period, or there is no part with any.

    With shares w of the subscribers and rates r: rate effect (w₀ + w₁)/2 × (r₁ − r₀), mix effect (w₁ − w₀) × ((r₀ + r₁)/2 − R̄),
    where R̄ is the mean of the whole's two rates. Neither period is preferred, so swapping them changes signs only. A part without
    subscribers in one period has no rate there: its whole contribution counts as mix.
    Source: Kitagawa, J. American Statistical Association 50 (1955) 1168–1194.
    """
    if any(part.before.subscribers is None or part.now.subscribers is None for part in parts):
        return None
    sizes = [sum(pair.subscribers or 0 for pair in pairs) for pairs in ([p.before for p in parts], [p.now for p in parts])]
    if not all(sizes):
        return None
    placed = [sum(p.before.complaints for p in parts) / sizes[0], sum(p.now.complaints for p in parts) / sizes[1]]
    whole = [placed[0] + unplaced_before / sizes[0], placed[1] + unplaced_now / sizes[1]]
    found = tuple(_contribution(part, (sizes[0], sizes[1]), sum(placed) / 2) for part in parts)
    return Decomposition(
        before=whole[0],
        now=whole[1],
        parts=found,
        unplaced=unplaced_now / sizes[1] - unplaced_before / sizes[0],
        is_reversed=_is_reversed(placed[1] - placed[0], [part.change for part in found]),
    )


def _contribution(part: Part, sizes: tuple[int, int], middle: float) -> Contribution:
    earlier, later = (pair.subscribers or 0 for pair in (part.before, part.now))
    shares = earlier / sizes[0], later / sizes[1]
    if not earlier or not later:
        present = part.now.complaints / sizes[1] - part.before.complaints / sizes[0]
        return Contribution(key=part.key, rate=0.0, mix=present - (shares[1] - shares[0]) * middle, change=0.0)
    rates = part.before.complaints / earlier, part.now.complaints / later
    return Contribution(
        key=part.key,
        rate=(shares[0] + shares[1]) / 2 * (rates[1] - rates[0]),
        mix=(shares[1] - shares[0]) * ((rates[0] + rates[1]) / 2 - middle),
        change=rates[1] - rates[0],
    )


def _is_reversed(whole: float, parts: Sequence[float]) -> bool:
    """Differences that rounding alone could make are none."""
    small = 1e-12
    if abs(whole) <= small or len(parts) < 2:
        return False
    return all(part * whole < 0 and abs(part) > small for part in parts)
