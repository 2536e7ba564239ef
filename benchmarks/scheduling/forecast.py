"""Forecasts of 28 days over rolling origins: the way of choosing against seasonal naive and against every single candidate.

    python -m benchmarks.scheduling.forecast [--county FILE.csv] [--origins 10] [--json]

Each origin is forecast with what its own past would have chosen, so nothing that is judged had a part in the choice. The county file
(a CSV with datetime,calls) also comes from BENCH_COUNTY_CALLS; without it that series is skipped. The generated centres use seeds that no
setting was tuned on. Bars: better than seasonal naive and within 3 % of the best single candidate on every series; monthly bias within
±1.4 % and daily WAPE ≤ 5 % on the large centre; a forecast with all candidates ≤ 60 s.
"""

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from benchmarks import report  # noqa: E402

HORIZON = 28
STEP = 14


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--county", type=Path, default=os.environ.get("BENCH_COUNTY_CALLS"))
    parser.add_argument("--origins", type=int, default=10)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "noc_portal.settings.test")
    found = {}
    if arguments.county and Path(arguments.county).exists():
        found["county"] = _measured(*_county(Path(arguments.county)), arguments.origins)
    else:
        print("county: skipped, no file (give --county or BENCH_COUNTY_CALLS)", file=sys.stderr)
    from benchmarks.scheduling import centres

    for centre in (centres.LARGE, centres.SMALL):
        found[centre.name] = _measured(centres.history(centre), centres.specials(), arguments.origins)
    if arguments.json:
        print(json.dumps(found, ensure_ascii=False))
        return
    report.heading()
    for name, figures in found.items():
        report.table(
            name, {row: {column: f"{value:.3f}" for column, value in columns.items()} for row, columns in figures["methods"].items()}
        )
        report.table(f"{name}, bars", {bar: {"measured": f"{value:.3f}"} for bar, value in figures["bars"].items()})


def _county(path: Path) -> tuple[Any, dict[int, str]]:
    import csv

    from scheduling.domain.forecast.reading import read_rows

    with path.open(encoding="utf-8-sig", newline="") as file:
        return read_rows((row["datetime"], row["calls"]) for row in csv.DictReader(file)).history, {}


def _measured(history: Any, specials: dict[int, str], origins: int) -> dict[str, Any]:
    from scheduling.adapters.forecast import ALL
    from scheduling.domain.forecast.backtest import origins_of, pooled, roll
    from scheduling.domain.forecast.choice import RUNS, judge, score, score_of
    from scheduling.domain.forecast.methods import mean_of
    from scheduling.domain.forecast.plan import plan_days
    from scheduling.domain.forecast.series import daily_series, opening_of

    opening = opening_of(history)
    series = daily_series(history, opening, specials=specials)
    began = time.perf_counter()
    plan_days(series, ALL, horizon=HORIZON)
    seconds = time.perf_counter() - began
    runs = roll(series, ALL, horizon=HORIZON, origins=origins_of(series, horizon=HORIZON, count=origins + 2 + RUNS, step=STEP))
    judged = judge(runs, count=origins)
    newest = [one.run for one in judged]
    table: dict[str, Any] = {"chosen": score(judged), "mean of all": pooled(newest, [mean_of(dict(run.forecasts)) for run in newest])}
    table |= {name: score_of(newest, name) for name in ALL if all(name in run.forecasts for run in newest)}
    chosen = table["chosen"]
    best = min(one.wape for name, one in table.items() if name != "chosen")
    rows = {
        name: {"WAPE %": 100 * one.wape, "MASE": one.mase, "bias %": 100 * one.bias, "÷ chosen": one.wape / chosen.wape}
        for name, one in table.items()
    }
    months = [_bias(one) for one in judged]
    bars = {
        "daily WAPE %": 100 * chosen.wape,
        "Poisson floor %": 100 * chosen.floor,
        "÷ best single": chosen.wape / best,
        "÷ seasonal naive": chosen.wape / table["seasonal_naive"].wape,
        "mean bias %": sum(months) / len(months),
        "mean |bias| %": sum(abs(one) for one in months) / len(months),
        "worst bias %": max(months, key=abs),
        "interval WAPE %": 100 * _interval_wape(history, series, judged, opening, specials),
        "seconds": seconds,
    }
    return {"methods": rows, "bars": bars}


def _bias(one: Any) -> float:
    import numpy as np

    known = np.isfinite(one.run.actual)
    return 100 * float(one.forecast[known].sum() / one.run.actual[known].sum() - 1)


def _interval_wape(history: Any, series: Any, judged: list[Any], opening: Any, specials: dict[int, str]) -> float:
    """Over every other judged origin, whose four weeks do not overlap."""
    import numpy as np

    from scheduling.domain.forecast.profile import intraday, spread_over_day
    from scheduling.domain.forecast.series import History

    missed = whole = 0.0
    first = history.first_day.toordinal()
    for one in judged[::2]:
        before = History(history.first_day, history.minutes, history.calls[: int(one.run.days[0]) - first])
        profile = intraday(before, opening, left_out=frozenset(specials))
        guess = spread_over_day(profile, opening, one.run.days, one.forecast, specials)
        real = history.calls[one.run.days - first]
        missed += float(np.nansum(np.abs(guess - real)))
        whole += float(np.nansum(real))
    return missed / whole


if __name__ == "__main__":
    main()
