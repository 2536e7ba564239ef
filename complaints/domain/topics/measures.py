"""Before and after a measure: complaints a day, their ratio, and the same for the rest of the topic as comparison."""

import math
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from scipy.special import betaincinv, ndtri

from ..rates import LEVEL

LONGEST = 56
SHORTEST = 14
FEWEST = 20
_WINTER_FIRST = 12


class Doubt(StrEnum):
    """Why a comparison says less than it seems to."""

    TOO_SHORT = "too_short"
    TOO_FEW = "too_few"
    SEASON = "season"
    SEASON_UNKNOWN = "season_unknown"
    NO_COMPARISON = "no_comparison"


class Verdict(StrEnum):
    FELL = "fell"
    ROSE = "rose"
    NOT_DISTINGUISHABLE = "not_distinguishable"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Windows:
    """Days before and after the measure, equally many, whole weeks where there is one; both ends included, its own day in neither."""

    before_first: date
    before_last: date
    after_first: date
    after_last: date

    @property
    def days(self) -> int:
        return (self.after_last - self.after_first).days + 1

    def earlier(self, *, days: int) -> "Windows":
        """The same windows so many days earlier."""
        shift = timedelta(days=days)
        return Windows(self.before_first - shift, self.before_last - shift, self.after_first - shift, self.after_last - shift)


@dataclass(frozen=True)
class Ratio:
    """A ratio with its interval; None where it is not defined (`high` None: without bound)."""

    value: float | None
    low: float | None
    high: float | None

    @property
    def verdict(self) -> Verdict:
        if self.low is None and self.high is None:
            return Verdict.UNKNOWN
        if self.high is not None and self.high < 1:
            return Verdict.FELL
        return Verdict.ROSE if self.low is not None and self.low > 1 else Verdict.NOT_DISTINGUISHABLE


@dataclass(frozen=True)
class Counts:
    """Complaints in both windows."""

    before: int
    after: int


@dataclass(frozen=True)
class Effect:
    """`ratio` is after ÷ before where the measure was taken, `rest_ratio` the same for the rest of the topic, `relative` the first over
    the second. All per day, over `days` days on either side.
    """

    windows: Windows
    here: Counts
    rest: Counts
    ratio: Ratio
    rest_ratio: Ratio
    relative: Ratio
    doubts: tuple[Doubt, ...]

    @property
    def days(self) -> int:
        return self.windows.days

    @property
    def verdict(self) -> Verdict:
        """By the comparison with the rest where there is one."""
        return self.ratio.verdict if Doubt.NO_COMPARISON in self.doubts else self.relative.verdict


def windows(day: date, *, first_known: date, last_known: date) -> Windows | None:
    """As many whole weeks on either side as the data hold, LONGEST days at most; None where there is no day on one side."""
    length = min(LONGEST, (last_known - day).days, (day - first_known).days)
    if length < 1:
        return None
    if length >= 7:
        length -= length % 7
    one = timedelta(days=1)
    return Windows(day - timedelta(days=length), day - one, day + one, day + timedelta(days=length))


def rate_ratio(counts: Counts, *, days_before: int, days_after: int, level: float = LEVEL) -> Ratio:
    """After ÷ before per day, with the exact conditional interval (Clopper–Pearson on the share of the later count).

    Given the sum n, the later count is binomial with π = ρ·t₂ ÷ (ρ·t₂ + t₁). Source: Przyborowski and Wilenski, Biometrika 31 (1940).
    """
    if min(counts.before, counts.after) < 0 or min(days_before, days_after) < 1:
        raise ValueError("counts are never negative, and a window has a day at least")
    if counts.before == counts.after == 0:
        return Ratio(None, None, None)
    tail = (1 - level) / 2
    before, after, odds = counts.before, counts.after, days_before / days_after
    low = float(betaincinv(after, before + 1, tail)) if after else 0.0
    high = float(betaincinv(after + 1, before, 1 - tail)) if before else 1.0
    return Ratio(
        value=after / before * odds if before else None,
        low=low / (1 - low) * odds,
        high=high / (1 - high) * odds if before else None,
    )


def ratio_of_ratios(here: Counts, rest: Counts, *, level: float = LEVEL) -> Ratio:
    """(after ÷ before here) ÷ (after ÷ before elsewhere) with the log-normal interval: SE² = Σ 1/count.

    Half a complaint is added to each of the four where one of them is nought (Haldane). Equal windows cancel out.
    """
    four = [float(count) for count in (here.after, here.before, rest.after, rest.before)]
    if not sum(four[:2]) or not sum(four[2:]):
        return Ratio(None, None, None)
    if min(four) == 0:
        four = [count + 0.5 for count in four]
    value = four[0] / four[1] / (four[2] / four[3])
    spread = float(ndtri((1 + level) / 2)) * math.sqrt(sum(1 / count for count in four))
    return Ratio(value, value * math.exp(-spread), value * math.exp(spread))


def effect_of(*, windows: Windows, here: Counts, rest: Counts, last_year: Counts | None) -> Effect:
    """What the measure changed, and what to be careful about.

    `last_year` are the topic's complaints in the same windows a year (52 weeks) earlier, None where data do not reach so far: a
    step at that time of the year too is the season's, not the measure's.
    """
    days = windows.days
    has_rest = bool(rest.before + rest.after)
    return Effect(
        windows=windows,
        here=here,
        rest=rest,
        ratio=rate_ratio(here, days_before=days, days_after=days),
        rest_ratio=rate_ratio(rest, days_before=days, days_after=days),
        relative=ratio_of_ratios(here, rest),
        doubts=tuple(_doubts(windows, here, last_year, has_rest=has_rest)),
    )


def _doubts(windows: Windows, here: Counts, last_year: Counts | None, *, has_rest: bool) -> list[Doubt]:
    found = []
    if windows.days < SHORTEST:
        found.append(Doubt.TOO_SHORT)
    if here.before + here.after < FEWEST:
        found.append(Doubt.TOO_FEW)
    if not has_rest:
        found.append(Doubt.NO_COMPARISON)
    if last_year is not None and last_year.before + last_year.after:
        step = rate_ratio(last_year, days_before=windows.days, days_after=windows.days)
        if step.verdict in (Verdict.FELL, Verdict.ROSE):
            found.append(Doubt.SEASON)
    elif _season(_middle(windows.before_first, windows.before_last)) != _season(_middle(windows.after_first, windows.after_last)):
        found.append(Doubt.SEASON_UNKNOWN)
    return found


def _middle(first: date, last: date) -> date:
    return first + (last - first) / 2


def _season(day: date) -> int:
    """0 to 3 for winter (from December), spring, summer, autumn."""
    return day.month % _WINTER_FIRST // 3
