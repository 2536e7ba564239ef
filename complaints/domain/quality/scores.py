"""Points of a ticket, and how far a share that was judged can be trusted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt

FULL = 100
_Z95 = 1.959963984540054


def score(rules: Iterable[str], *, weights: Mapping[str, int]) -> int:
    """100 less the weight of every rule that found something and was not rejected, each rule once; never below 0."""
    return max(0, FULL - sum(weights.get(rule, 0) for rule in set(rules)))


@dataclass(frozen=True)
class Proportion:
    """`share` of `judged` with its 95 % interval; all three None where nothing was judged."""

    confirmed: int
    judged: int
    share: float | None
    low: float | None
    high: float | None


def wilson(*, confirmed: int, judged: int) -> Proportion:
    """E. B. Wilson, Probable inference, JASA 22 (1927) 209–212: holds for few judgements and for shares near 0 and 1."""
    if not judged:
        return Proportion(confirmed, judged, None, None, None)
    share, z2 = confirmed / judged, _Z95 * _Z95
    centre = (share + z2 / (2 * judged)) / (1 + z2 / judged)
    half = _Z95 * sqrt(share * (1 - share) / judged + z2 / (4 * judged * judged)) / (1 + z2 / judged)
    return Proportion(confirmed, judged, share, max(0.0, centre - half), min(1.0, centre + half))


@dataclass(frozen=True)
class Agreement:
    """How two inspectors judged the same findings. `kappa` is None where chance alone would make them agree always."""

    pairs: int
    agreed: int
    percent: float | None
    kappa: float | None


def agreement(pairs: Iterable[tuple[bool, bool]]) -> Agreement:
    """Cohen's kappa (J. Cohen, Educational and Psychological Measurement 20 (1960) 37–46): (observed − chance) ÷ (1 − chance)."""
    rows = list(pairs)
    count = len(rows)
    if not count:
        return Agreement(0, 0, None, None)
    agreed = sum(first == second for first, second in rows)
    first_yes, second_yes = sum(first for first, _ in rows) / count, sum(second for _, second in rows) / count
    chance = first_yes * second_yes + (1 - first_yes) * (1 - second_yes)
    observed = agreed / count
    return Agreement(count, agreed, observed, None if chance == 1 else (observed - chance) / (1 - chance))
