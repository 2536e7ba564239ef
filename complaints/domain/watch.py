"""The daily watch of one series: a CUSUM against weekday × recent level, which starts again after an alarm and takes on a new level.

See docs/algorithms/cusum.md.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

import numpy as np
from scipy.special import chdtri

from .cusum import DAYS, SHARE, STEP, Design, design

BASELINE_DAYS = 39 * 7
FEWEST_DAYS = 8 * 7
GUARD_DAYS = 14
NEW_LEVEL_DAYS = FEWEST_DAYS + GUARD_DAYS
_REFIT_DAYS = 7
_SHRINKAGE = 20.0
_UNREST_LEVEL = 0.01
_BACK = 0.5
_SPECIAL = 0.25

KindOfDay = Callable[[date], Hashable]


class State(StrEnum):
    """LEARNING: too few days to know what is usual. RAISED: an alarm is open and the old baseline stays."""

    LEARNING = "learning"
    WATCHING = "watching"
    RAISED = "raised"


class Ending(StrEnum):
    """How a rise ended: complaints fell back, or stayed up so long that they are the new baseline."""

    RETURNED = "returned"
    NEW_LEVEL = "new_level"


@dataclass(frozen=True)
class Settings:
    """`step` is the relative rise looked for, `share` the chance of a false alarm in `days` days, `fewest_daily` the mean number of
    complaints a day below which a series is not watched. `kind_of_day` groups days that are alike: weekdays, unless a calendar says more.
    """

    step: float = STEP
    share: float = SHARE
    days: int = DAYS
    fewest_daily: float = 3.0
    kind_of_day: KindOfDay = date.weekday


DEFAULT = Settings()


@dataclass(frozen=True)
class Baseline:
    """What is usual: complaints a day, a factor for each kind of day, how many days it comes from, variance ÷ mean."""

    level: float
    factors: dict[Hashable, float]
    days: int
    dispersion: float

    def expected(self, kind: Hashable) -> float:
        return self.level * self.factors.get(kind, 1.0)


@dataclass(frozen=True)
class WatchedDay:
    """`sum` is the CUSUM as a share of the decision line: 1 raises an alarm. None where nothing is expected yet, or nothing known."""

    day: date
    complaints: int | None
    expected: float | None
    sum: float | None
    state: State
    is_alarm: bool = False


@dataclass(frozen=True)
class Rise:
    """Complaints above the baseline: from `since` (where the sum last left nought), found on `found_on`.

    `complaints` and `expected` add up the days from `since` to the last day of the rise; `alarms` counts how often the line was reached.
    """

    since: date
    found_on: date
    alarms: int
    complaints: int
    expected: float
    ended_on: date | None = None
    ending: Ending | None = None

    @property
    def ratio(self) -> float:
        return self.complaints / self.expected


@dataclass(frozen=True)
class Watch:
    """One entry a day, in order; `rises` oldest first, the last one open where its `ending` is None."""

    days: tuple[WatchedDay, ...]
    rises: tuple[Rise, ...]

    @property
    def open_rise(self) -> Rise | None:
        return self.rises[-1] if self.rises and self.rises[-1].ending is None else None


def watch(*, first: date, counts: Sequence[int | None], settings: Settings = DEFAULT) -> Watch:
    """Walks through the days from `first` on; None is a day that nothing is known of."""
    walk = _Walk(first=first, counts=counts, settings=settings)
    return walk.result()


def baseline_of(
    *, kinds: Sequence[Hashable], counts: Sequence[int | None], is_usual: Sequence[bool], fewest_daily: float = 0.0
) -> Baseline | None:
    """From the newest `BASELINE_DAYS` usable days; None for fewer than `FEWEST_DAYS`, without any complaint, or for too few a day.

    Factors of kinds of day are drawn towards 1 as by twenty complaints of an ordinary day. The dispersion is Pearson's χ² ÷ degrees of
    freedom where it is too large for chance (1 %), else 1.
    """
    days = [(kind, count) for kind, count, usual in zip(kinds, counts, is_usual, strict=True) if usual and count is not None]
    days = days[-BASELINE_DAYS:]
    total = sum(count for _, count in days)
    if len(days) < FEWEST_DAYS or not total or total / len(days) < fewest_daily:
        return None
    level = total / len(days)
    by_kind: dict[Hashable, list[int]] = {}
    for kind, count in days:
        by_kind.setdefault(kind, []).append(count)
    raw = {kind: (sum(group) + _SHRINKAGE) / (level * len(group) + _SHRINKAGE) for kind, group in by_kind.items()}
    mean = sum(raw[kind] for kind, _ in days) / len(days)
    factors = {kind: factor / mean for kind, factor in raw.items()}
    fitted = np.array([level * factors[kind] for kind, _ in days])
    observed = np.array([count for _, count in days], dtype=np.float64)
    return Baseline(level=level, factors=factors, days=len(days), dispersion=_dispersion(observed, fitted, parameters=len(factors)))


def _dispersion(observed: np.ndarray, fitted: np.ndarray, *, parameters: int) -> float:
    freedom = len(observed) - parameters
    statistic = float(((observed - fitted) ** 2 / fitted).sum())
    if freedom <= 0 or statistic <= float(chdtri(freedom, _UNREST_LEVEL)):
        return 1.0
    return statistic / freedom


@dataclass
class _Open:
    """A rise that is going on."""

    since: int
    found: int
    alarms: int = 1
    fall: float = 0.0


@dataclass
class _Walk:
    first: date
    counts: Sequence[int | None]
    settings: Settings
    phase: int = 0
    sum: float = 0.0
    left_nought: int = 0
    baseline: Baseline | None = None
    plan: Design | None = None
    open: _Open | None = None
    expected: list[float | None] = field(default_factory=list)
    found: list[Rise] = field(default_factory=list)
    entries: list[WatchedDay] = field(default_factory=list)

    def result(self) -> Watch:
        self.kinds = [self.settings.kind_of_day(self._day(position)) for position in range(len(self.counts))]
        self.usual = [True] * len(self.counts)
        for position in range(len(self.counts)):
            self._step(position)
        if self.open is not None:
            self._finish(self.open, len(self.counts) - 1, None)
        return Watch(days=tuple(self.entries), rises=tuple(self.found))

    def _step(self, position: int) -> None:
        if self.open is None and (position - self.phase) % _REFIT_DAYS == 0:
            self._refit(position)
        count, baseline = self.counts[position], self.baseline
        expected = baseline.expected(self.kinds[position]) if baseline else None
        self.expected.append(expected)
        is_alarm = False
        if baseline is not None and expected is not None and count is not None and self.plan is not None:
            is_alarm = self._count(position, count, expected, self.plan)
        share = self.sum / self.plan.threshold if baseline and self.plan else None
        shown = 1.0 if is_alarm else share if count is not None else None
        self.entries.append(WatchedDay(self._day(position), count, expected, shown, self._state(), is_alarm))
        if self.open is not None:
            self._see_end(self.open, position)

    def _refit(self, position: int) -> None:
        end = max(position - GUARD_DAYS, self.phase)
        window = slice(max(self.phase, end - 2 * BASELINE_DAYS), end)
        settings = self.settings
        self.baseline = baseline_of(
            kinds=self.kinds[window], counts=self.counts[window], is_usual=self.usual[window], fewest_daily=settings.fewest_daily
        )
        if self.baseline is None:
            self.plan, self.sum = None, 0.0
            return
        self.plan = design(
            level=self.baseline.level,
            baseline_days=self.baseline.days,
            dispersion=self.baseline.dispersion,
            step=settings.step,
            share=settings.share,
            days=settings.days,
        )

    def _count(self, position: int, count: int, expected: float, plan: Design) -> bool:
        if self.sum == 0.0:
            self.left_nought = position
        surplus = count - expected * plan.reference
        self.sum = max(0.0, self.sum + surplus)
        if self.open is not None:
            self.open.fall = max(0.0, self.open.fall - surplus)
        if self.sum < plan.threshold:
            return False
        self.sum = 0.0
        if self.open is None:
            self.open = _Open(since=self.left_nought, found=position)
        else:
            self.open.alarms += 1
            self.open.fall = 0.0
        return True

    def _see_end(self, rise: _Open, position: int) -> None:
        """Ends the rise where complaints fell back for long enough, or where they have stayed up for ten weeks."""
        assert self.plan is not None
        if rise.fall >= self.plan.threshold * _BACK:
            self._finish(rise, position, Ending.RETURNED)
            if self.found[-1].ratio - 1 >= _SPECIAL:
                for day in range(rise.since, position + 1):
                    self.usual[day] = False
        elif position - rise.since >= NEW_LEVEL_DAYS:
            self.phase = rise.since
            self._finish(rise, position, Ending.NEW_LEVEL)
            self.baseline = self.plan = None

    def _finish(self, rise: _Open, position: int, ending: Ending | None) -> None:
        pairs = [(self.counts[day], self.expected[day]) for day in range(rise.since, position + 1)]
        known = [(count, expected) for count, expected in pairs if count is not None and expected is not None]
        self.found.append(
            Rise(
                since=self._day(rise.since),
                found_on=self._day(rise.found),
                alarms=rise.alarms,
                complaints=sum(count for count, _ in known),
                expected=sum(expected for _, expected in known),
                ended_on=self._day(position) if ending else None,
                ending=ending,
            )
        )
        self.open, self.sum = None, 0.0

    def _day(self, position: int) -> date:
        return self.first + timedelta(days=position)

    def _state(self) -> State:
        if self.open is not None:
            return State.RAISED
        return State.LEARNING if self.baseline is None else State.WATCHING
