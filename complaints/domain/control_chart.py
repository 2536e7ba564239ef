"""Laney's u′ chart with phases: which months differ from the others by more than chance and the usual unrest.

Rates are complaints per subscriber; a screen multiplies by its unit. See docs/algorithms/u-prime-chart.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from math import sqrt

MOVING_RANGE = 1.128
WIDEST_RANGE = 3.267
SIGMAS = 3.0
RUN = 8
FEWEST_POINTS = 8


class Flag(StrEnum):
    """Why a point stands out. SHIFT_UP and SHIFT_DOWN mark the point that completes the run."""

    ABOVE = "above"
    BELOW = "below"
    SHIFT_UP = "shift_up"
    SHIFT_DOWN = "shift_down"


RISES = frozenset({Flag.ABOVE, Flag.SHIFT_UP})


@dataclass(frozen=True)
class Observation:
    """A month's complaints and subscribers, None where unknown. A month in part or between two phases is shown and never judged."""

    count: int | None
    size: int | None
    is_whole: bool = True
    phase: int | None = 0

    @property
    def is_usable(self) -> bool:
        return self.count is not None and bool(self.size) and self.is_whole and self.phase is not None

    @property
    def rate(self) -> float | None:
        return self.count / self.size if self.count is not None and self.size else None


@dataclass(frozen=True)
class Limits:
    """What a phase's usable points say: the centre (Σ complaints ÷ Σ subscribers), σz, and of how many points."""

    centre: float
    sigma_z: float
    points: int

    def spread(self, size: int) -> float:
        """The standard deviation of a rate over so many subscribers: σz √(ū ÷ n)."""
        return self.sigma_z * sqrt(self.centre / size)


@dataclass(frozen=True)
class ChartPoint:
    """`lower`, `centre` and `upper` are None where the point is not judged. `deviation` counts σ of the u′ chart from the centre.

    `run` is the length of the run of points on one side that ends here, negative below the centre.
    """

    rate: float | None
    centre: float | None = None
    lower: float | None = None
    upper: float | None = None
    deviation: float | None = None
    flag: Flag | None = None
    run: int = 0


@dataclass(frozen=True)
class ControlChart:
    """One point for each observation; `limits` by phase, without the phases that have too few points."""

    points: tuple[ChartPoint, ...]
    limits: dict[int, Limits]


def phases(months: Sequence[date], events: Sequence[date]) -> list[int | None]:
    """The phase of each month (its first day): one more after each event; None for a month that an event cuts in two."""
    starts = sorted(set(events))
    found: list[int | None] = []
    for month in months:
        is_cut = any(event.replace(day=1) == month and event.day > 1 for event in starts)
        found.append(None if is_cut else sum(event <= month for event in starts))
    return found


def limits_of(observations: Sequence[Observation], *, smallest_sigma_z: float = 1.0) -> Limits | None:
    """The limits of one phase, from its usable observations in order; None for fewer than two, or without any complaint.

    σz = mean moving range of zᵢ = (uᵢ − ū) ÷ √(ū ÷ nᵢ), divided by 1.128; ranges above 3.267 times their mean are left out, once,
    so that an outlier does not hide itself. Less unrest than Poisson's is taken for chance (`smallest_sigma_z`).
    Source: Laney, Quality Engineering 14 (2002) 531–537; the screening is Nelson's, J. Quality Technology 14 (1982) 172–173.
    """
    usable = [(one.count or 0, one.size or 1) for one in observations if one.is_usable]
    total = sum(count for count, _ in usable)
    if len(usable) < 2 or not total:
        return None
    centre = total / sum(size for _, size in usable)
    deviations = [(count / size - centre) / sqrt(centre / size) for count, size in usable]
    ranges = [abs(later - earlier) for earlier, later in pairwise(deviations)]
    mean = sum(ranges) / len(ranges)
    kept = [one for one in ranges if one <= WIDEST_RANGE * mean]
    sigma_z = sum(kept) / len(kept) / MOVING_RANGE
    return Limits(centre=centre, sigma_z=max(sigma_z, smallest_sigma_z), points=len(usable))


def control_chart(
    observations: Sequence[Observation], *, sigmas: float = SIGMAS, run: int = RUN, fewest: int = FEWEST_POINTS, plain: bool = False
) -> ControlChart:
    """Every usable point against the limits of its phase, and runs of at least `run` points on one side of the centre.

    A phase with fewer than `fewest` usable points has no limits yet and flags nothing. `plain` draws the ordinary u chart (σz = 1).
    """
    found = {phase: limits_of([one for one in observations if one.phase == phase]) for phase in _phases_in(observations)}
    limits = {phase: one for phase, one in found.items() if one is not None and one.points >= fewest}
    if plain:
        limits = {phase: Limits(centre=one.centre, sigma_z=1.0, points=one.points) for phase, one in limits.items()}
    points: list[ChartPoint] = []
    last_phase, length = None, 0
    for one in observations:
        if one.phase != last_phase and one.phase is not None:
            last_phase, length = one.phase, 0
        bounds = limits.get(one.phase) if one.phase is not None else None
        if bounds is None or not one.is_usable:
            points.append(ChartPoint(rate=one.rate))
            continue
        length = _run_on(length, (one.rate or 0.0) - bounds.centre)
        points.append(_point(one, bounds, sigmas=sigmas, length=length, run=run))
    return ControlChart(points=tuple(points), limits=limits)


def _phases_in(observations: Sequence[Observation]) -> list[int]:
    return sorted({one.phase for one in observations if one.phase is not None})


def _run_on(length: int, difference: float) -> int:
    """A point on the centre neither lengthens nor breaks a run."""
    if difference == 0:
        return length
    side = 1 if difference > 0 else -1
    return length + side if length * side > 0 else side


def _point(one: Observation, limits: Limits, *, sigmas: float, length: int, run: int) -> ChartPoint:
    assert one.size is not None
    spread = limits.spread(one.size)
    rate = one.rate or 0.0
    deviation = (rate - limits.centre) / spread
    return ChartPoint(
        rate=rate,
        centre=limits.centre,
        lower=max(limits.centre - sigmas * spread, 0.0),
        upper=limits.centre + sigmas * spread,
        deviation=deviation,
        flag=_flag(deviation, sigmas, length, run),
        run=length,
    )


def _flag(deviation: float, sigmas: float, length: int, run: int) -> Flag | None:
    if abs(deviation) > sigmas:
        return Flag.ABOVE if deviation > 0 else Flag.BELOW
    if abs(length) == run:
        return Flag.SHIFT_UP if length > 0 else Flag.SHIFT_DOWN
    return None
