"""Where a topic gathers: places and cells against what all complaints of the period lead to expect there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from ..rates import poisson_interval

Key = TypeVar("Key")


@dataclass(frozen=True)
class Spot(Generic[Key]):
    """`observed` complaints of the topic at a place with `background` complaints of all kinds.

    `expected` = background × the topic's share of all complaints; `ratio` = observed ÷ expected with its exact Poisson interval from
    `low` to `high`; None where nothing is expected. `count_low` and `count_high` are the interval of the count itself, `is_above_mean`
    says that the topic's mean of a place lies below it.
    """

    key: Key
    observed: int
    background: int
    expected: float
    ratio: float | None
    low: float | None
    high: float | None
    count_low: float
    count_high: float
    is_above_mean: bool

    @property
    def is_over_represented(self) -> bool:
        """More of the topic than the place's other complaints explain, beyond chance."""
        return self.low is not None and self.low > 1


def spots(observed: Mapping[Key, int], background: Mapping[Key, int]) -> tuple[Spot[Key], ...]:
    """Every place that has a complaint of any kind, the most of the topic first. `background` holds the topic's own complaints too."""
    keys = [key for key, count in background.items() if count > 0]
    if any(observed.get(key, 0) > background[key] for key in keys) or set(observed) - set(keys):
        raise ValueError("the background holds the topic's own complaints")
    if not keys:
        return ()
    topic, whole = sum(observed.values()), sum(background[key] for key in keys)
    mean = topic / len(keys)
    lows, highs = poisson_interval([observed.get(key, 0) for key in keys])
    found = [
        _spot(key, observed.get(key, 0), background[key], topic / whole, mean, float(low), float(high))
        for key, low, high in zip(keys, lows, highs, strict=True)
    ]
    return tuple(sorted(found, key=lambda spot: (-spot.observed, spot.background, str(spot.key))))


def _spot(key: Key, observed: int, background: int, share: float, mean: float, low: float, high: float) -> Spot[Key]:
    expected = background * share
    return Spot(
        key=key,
        observed=observed,
        background=background,
        expected=expected,
        ratio=observed / expected if expected else None,
        low=low / expected if expected else None,
        high=high / expected if expected else None,
        count_low=low,
        count_high=high,
        is_above_mean=low > mean,
    )
