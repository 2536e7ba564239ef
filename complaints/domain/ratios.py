"""The ratio of two rates with its exact interval. See docs/algorithms/change.md."""

from dataclasses import dataclass

from scipy.special import bdtr, bdtrc, betaincinv

from .rates import LEVEL, Interval, Pair


@dataclass(frozen=True)
class Ratio:
    """`value` is the second rate ÷ the first; None where the first has no complaints. `high` may be None: without a bound.

    `p_value`: how often two equal rates would differ at least as much (two-sided, twice the smaller tail).
    """

    value: float | None
    low: float
    high: float | None
    p_value: float

    @property
    def is_distinguishable(self) -> bool:
        """Whether the interval leaves 1 out."""
        return self.low > 1 or (self.high is not None and self.high < 1)

    @property
    def interval(self) -> Interval | None:
        return Interval(low=self.low, high=self.high) if self.high is not None else None


def rate_ratio(*, now: Pair, before: Pair, level: float = LEVEL) -> Ratio | None:
    """The rate of `now` ÷ that of `before`; None where a denominator is unknown, or both have no complaint.

    Given the sum of both counts the later one is binomial; Clopper and Pearson's interval of its share p gives p ÷ (1 − p) × n₀ ÷ n₁.
    Source: Przyborowski & Wilenski, Biometrika 31 (1940) 313–323.
    """
    if not now.subscribers or not before.subscribers or not now.complaints + before.complaints:
        return None
    total, scale = now.complaints + before.complaints, before.subscribers / now.subscribers
    tail = (1 - level) / 2
    low = float(betaincinv(now.complaints, before.complaints + 1, tail)) if now.complaints else 0.0
    high = float(betaincinv(now.complaints + 1, before.complaints, 1 - tail)) if before.complaints else 1.0
    share = now.subscribers / (now.subscribers + before.subscribers)
    upper_tail = float(bdtrc(now.complaints - 1, total, share)) if now.complaints else 1.0
    return Ratio(
        value=now.complaints / before.complaints * scale if before.complaints else None,
        low=_odds(low) * scale,
        high=_odds(high) * scale if high < 1 else None,
        p_value=min(2 * min(float(bdtr(now.complaints, total, share)), upper_tail), 1.0),
    )


def _odds(share: float) -> float:
    return share / (1 - share)
