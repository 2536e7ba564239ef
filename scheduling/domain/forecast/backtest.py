"""Rolling origins: what each candidate would have said, beside what came."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from .errors import Errors, HistoryTooShort, Vector, measure, seasonal_scale
from .methods import Method
from .past import past_of
from .series import DailySeries, Days

LEAST_WEEKS_BEFORE = 5

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Run:
    """An origin: `seen` days came before it. `actual` and each forecast are (h,) calls of `days`; `scale` is MASE's denominator."""

    seen: int
    days: Days
    actual: Vector
    scale: float | None
    forecasts: Mapping[str, Vector]

    @property
    def origin(self) -> int:
        """Ordinal of the first day ahead, counted from the calendar."""
        return int(self.days[0])


@dataclass(frozen=True)
class Candidates:
    """Forecasts of one origin, and why a method gave none."""

    forecasts: dict[str, Vector]
    left_out: dict[str, str]


def origins_of(series: DailySeries, *, horizon: int, count: int, step: int) -> list[int]:
    """Counts of days seen, newest first, `step` calendar days apart; each leaves `horizon` days to compare and five weeks before."""
    last = int(series.days[-1])
    found: list[int] = []
    for number in range(count):
        end = last - horizon - number * step
        seen = int(np.searchsorted(series.days, end, side="right"))
        if int(np.isfinite(series.calls[:seen]).sum()) < LEAST_WEEKS_BEFORE * series.season:
            break
        found.append(seen)
    return found


def roll(
    series: DailySeries, methods: Mapping[str, Method], *, horizon: int, origins: list[int], progress: Progress | None = None
) -> list[Run]:
    """A run for each origin, newest first. Methods that cannot speak at an origin are absent there."""
    runs = []
    for number, seen in enumerate(origins):
        if progress:
            progress(number, len(origins))
        before = series.until(seen)
        ahead = before.ahead(horizon)
        actual = series.calls[seen : seen + ahead.size]
        forecasts = candidates(before, methods, horizon=horizon).forecasts
        runs.append(Run(seen, ahead, actual, seasonal_scale(before.calls, series.season), forecasts))
    return runs


def candidates(series: DailySeries, methods: Mapping[str, Method], *, horizon: int) -> Candidates:
    """What each method says of the `horizon` calendar days after the series. Raises HistoryTooShort when even the past cannot be read."""
    past = past_of(series, horizon=horizon)
    forecasts: dict[str, Vector] = {}
    left_out: dict[str, str] = {}
    for name, method in methods.items():
        try:
            guess = method(past)
        except (HistoryTooShort, ImportError) as reason:
            left_out[name] = str(reason)
            continue
        if guess.shape != past.ahead.shape or not np.isfinite(guess).all():
            left_out[name] = "no finite forecast"
            continue
        forecasts[name] = np.maximum(guess, 0) * past.factors
    return Candidates(forecasts, left_out)


def pooled(runs: list[Run], forecasts: list[Vector]) -> Errors:
    """Errors over all runs together; `forecasts[i]` belongs to `runs[i]`. MASE is the mean of the runs' own."""
    if not runs:
        return Errors(None, None, None, None)
    whole = measure(forecast=np.concatenate(forecasts), actual=np.concatenate([run.actual for run in runs]))
    each = [measure(forecast=guess, actual=run.actual, scale=run.scale).mase for guess, run in zip(forecasts, runs, strict=True)]
    known = [one for one in each if one is not None]
    return Errors(whole.wape, float(np.mean(known)) if known else None, whole.bias, whole.floor)
