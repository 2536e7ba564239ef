"""The whole way from a series to a forecast of days: origins, choice, band, and the errors to expect."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from .backtest import Progress, candidates, origins_of, pooled, roll
from .choice import RUNS, Choice, Judged, blend, choose, judge, score, score_of
from .errors import Errors, Vector
from .methods import MEAN, SEASONAL_NAIVE, Method, mean_of, seasonal_naive
from .series import WEEK, DailySeries, Days
from .spread import band

BACKTEST = 6


@dataclass(frozen=True)
class Score:
    """A candidate: its errors over `runs` origins, its weight in the choice, and why it is left out, else empty."""

    name: str
    errors: Errors
    runs: int
    weight: float
    left_out: str


@dataclass(frozen=True)
class DayPlan:
    """`days` are all calendar days ahead (h,); closed ones have zero calls. `errors` and `naive` are of the same `origins` runs."""

    days: Days
    calls: Vector
    low: Vector
    high: Vector
    choice: Choice
    errors: Errors
    naive: Errors
    naive_calls: Vector
    naive_low: Vector
    naive_high: Vector
    scores: tuple[Score, ...]
    origins: int


def plan_days(
    series: DailySeries, methods: Mapping[str, Method], *, horizon: int, backtest: int = BACKTEST, progress: Progress | None = None
) -> DayPlan:
    """Forecasts `horizon` calendar days. `backtest` origins judge the way of choosing, twelve before feed it. Raises HistoryTooShort."""
    methods = {SEASONAL_NAIVE: seasonal_naive, **methods}
    step = max(WEEK, horizon // 2 // WEEK * WEEK)
    overlap = -(-horizon // step)
    origins = origins_of(series, horizon=horizon, count=backtest + overlap + RUNS, step=step)
    runs = roll(series, methods, horizon=horizon, origins=origins, progress=progress)
    now = candidates(series, methods, horizon=horizon)
    choice = choose(runs, list(now.forecasts))
    judged = judge(runs, count=backtest)
    newest = [one.run for one in judged]
    chosen = blend(choice, now.forecasts)
    limits = band(chosen, judged)
    naive = now.forecasts[SEASONAL_NAIVE]
    naive_limits = band(naive, [replace(one, forecast=one.run.forecasts[SEASONAL_NAIVE]) for one in judged])
    days = np.arange(1, horizon + 1, dtype=np.int64) + int(series.days[-1])
    on_calendar = _on_calendar(days, series.ahead(horizon))
    scores = [
        Score(
            name,
            score_of(newest, name),
            sum(name in run.forecasts for run in newest),
            choice.weights.get(name, 0.0),
            now.left_out.get(name, ""),
        )
        for name in methods
    ]
    return DayPlan(
        days=days,
        calls=on_calendar(chosen),
        low=on_calendar(limits.low),
        high=on_calendar(limits.high),
        choice=choice,
        errors=score(judged),
        naive=score_of(newest, SEASONAL_NAIVE),
        naive_calls=on_calendar(naive),
        naive_low=on_calendar(naive_limits.low),
        naive_high=on_calendar(naive_limits.high),
        scores=(*scores, _mean_score(judged)),
        origins=len(judged),
    )


def _mean_score(judged: list[Judged]) -> Score:
    runs = [one.run for one in judged]
    return Score(MEAN, pooled(runs, [mean_of(dict(run.forecasts)) for run in runs]), len(runs), 0.0, "")


def _on_calendar(days: Days, opened: Days) -> Callable[[Vector], Vector]:
    """Puts values of the open days among all days, zero elsewhere."""
    at = np.searchsorted(days, opened)

    def put(values: Vector) -> Vector:
        result = np.zeros(days.size)
        result[at] = values
        return result

    return put
