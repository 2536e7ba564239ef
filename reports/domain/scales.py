"""Axes: round steps, and where a value lies."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

SMALLEST = 1e-9


@dataclass(frozen=True)
class Scale:
    """From nought to `top` in round steps."""

    top: float
    ticks: tuple[float, ...]

    def share(self, value: float) -> float:
        """Where a value lies, from 0 at the bottom to 1 at the top."""
        return max(0.0, min(1.0, value / self.top)) if self.top else 0.0


def scale_of(values: Iterable[float | None], *, steps: int = 5) -> Scale:
    """The smallest round scale that holds all values; 0 to 1 where none is above SMALLEST: no report draws less."""
    largest = max((value for value in values if value is not None), default=0.0)
    if largest < SMALLEST:
        return Scale(top=1.0, ticks=(0.0, 1.0))
    step = round_step(largest / steps)
    count = math.ceil(largest / step - 1e-9)
    return Scale(top=count * step, ticks=tuple(round(number * step, 10) for number in range(count + 1)))


def round_step(least: float) -> float:
    """The next of 1, 2, 2.5, 5 × 10ⁿ that is not below `least`."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= least * (1 - 1e-9))


def every_nth(count: int, *, most: int) -> int:
    """Show each so-manieth label, so that no more than `most` stand on the axis."""
    return max(1, math.ceil(count / most))
