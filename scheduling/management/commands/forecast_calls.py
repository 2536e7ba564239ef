"""Forecasts the calls of any CSV with the columns datetime and calls."""

import csv
import json
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandError

from scheduling.adapters.forecast import ALL
from scheduling.domain.forecast.errors import Errors, HistoryTooShort, Vector
from scheduling.domain.forecast.plan import BACKTEST, DayPlan, plan_days
from scheduling.domain.forecast.profile import intraday, spread_over_day
from scheduling.domain.forecast.reading import NothingToForecast, Reading, read_rows
from scheduling.domain.forecast.series import DAY_MINUTES, daily_series, opening_of
from scheduling.domain.forecast.spread import LEVEL

MISUSE = 2
LONGEST = 366
COLUMNS = ("datetime", "calls")


class Command(BaseCommand):
    help = "Forecast of calls by day and interval from a CSV with datetime,calls. Exit 0: printed, 2: misuse or nothing to forecast from."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="CSV with the columns datetime (local time, interval start) and calls")
        parser.add_argument("--horizon", type=int, default=28, help="calendar days ahead")
        parser.add_argument("--backtest", type=int, default=BACKTEST, metavar="N", help="origins that measure the expected error")
        parser.add_argument("--json", action="store_true", help="one JSON object as the last line")

    def handle(self, **options: Any) -> None:
        if not 1 <= options["horizon"] <= LONGEST:
            raise CommandError(f"--horizon must be 1 to {LONGEST} days", returncode=MISUSE)
        if not 0 <= options["backtest"] <= 60:
            raise CommandError("--backtest must be 0 to 60 origins", returncode=MISUSE)
        try:
            reading = read_rows(_rows(options["file"]))
            document = _document(reading, options["horizon"], options["backtest"])
        except (NothingToForecast, HistoryTooShort) as reason:
            raise CommandError(f"{options['file']}: {reason}", returncode=MISUSE) from reason
        if options["json"]:
            self.stdout.write(json.dumps(document, ensure_ascii=False))
            return
        for line in _lines(document):
            self.stdout.write(line)


def _rows(path: Path) -> Iterator[tuple[str, str]]:
    """Raises CommandError when the file is none or lacks a column."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            names = {(name or "").strip().lower(): name for name in reader.fieldnames or ()}
            if any(name not in names for name in COLUMNS):
                raise CommandError(f"{path}: the first line must name the columns datetime and calls", returncode=MISUSE)
            for row in reader:
                yield row[names["datetime"]] or "", row[names["calls"]] or ""
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CommandError(f"{path}: {error}", returncode=MISUSE) from error


def _document(reading: Reading, horizon: int, backtest: int) -> dict[str, Any]:
    history = reading.history
    opening = opening_of(history)
    series = daily_series(history, opening)
    plan = plan_days(series, ALL, horizon=horizon, backtest=backtest)
    days = [date.fromordinal(int(day)) for day in plan.days]
    document: dict[str, Any] = {
        "method": plan.choice.method,
        "weights": {name: round(weight, 4) for name, weight in plan.choice.weights.items()},
        "reasons": [str(reason) for reason in plan.choice.reasons],
        "history": {"first_day": str(history.first_day), "last_day": str(history.last_day), "minutes": history.minutes},
        "forecast": [{"day": str(day), "calls": _round(calls)} for day, calls in zip(days, plan.calls, strict=True)],
        "interval": _interval(days, plan.low, plan.high),
        **_errors(plan.errors),
        "seasonal_naive": {
            "method": "seasonal_naive",
            "forecast": [{"day": str(day), "calls": _round(calls)} for day, calls in zip(days, plan.naive_calls, strict=True)],
            "interval": _interval(days, plan.naive_low, plan.naive_high),
            **_errors(plan.naive),
        },
        "poisson_floor": plan.errors.floor,
        "backtest_origins": plan.origins,
        "candidates": _candidates(plan),
        "findings": [{"trouble": str(one.trouble), "count": one.count, "first": one.first} for one in reading.findings],
    }
    if history.minutes < DAY_MINUTES:
        calls = spread_over_day(intraday(history, opening), opening, plan.days, plan.calls, {})
        document["interval_minutes"] = history.minutes
        document["intervals"] = _slots(days, calls, opening.slots, history.minutes)
    return document


def _interval(days: list[date], low: Vector, high: Vector) -> dict[str, Any]:
    rows = [{"day": str(day), "low": _round(least), "high": _round(most)} for day, least, most in zip(days, low, high, strict=True)]
    return {"level": LEVEL, "days": rows}


def _candidates(plan: DayPlan) -> list[dict[str, Any]]:
    return [
        {"method": one.name, "weight": round(one.weight, 4), "origins": one.runs, **_errors(one.errors), "left_out": one.left_out or None}
        for one in plan.scores
    ]


def _slots(days: list[date], calls: Vector, slots: np.ndarray, minutes: int) -> list[dict[str, Any]]:
    found = []
    for day, row in zip(days, calls, strict=True):
        midnight = datetime.combine(day, datetime.min.time())
        for slot in np.flatnonzero(slots[day.weekday()]):
            moment = midnight + timedelta(minutes=int(slot) * minutes)
            found.append({"datetime": moment.isoformat(sep=" "), "calls": _round(row[slot])})
    return found


def _errors(errors: Errors) -> dict[str, float | None]:
    return {
        name: None if value is None else round(value, 6)
        for name, value in (("wape", errors.wape), ("mase", errors.mase), ("bias", errors.bias))
    }


def _round(value: float) -> float:
    return round(float(value), 3)


def _lines(document: dict[str, Any]) -> Iterator[str]:
    for one in document["findings"]:
        yield f"note: {one['trouble']} {one['count']} x, first {one['first']}"
    yield f"method: {document['method']} {document['weights']}"
    for name, values in (("chosen", document), ("seasonal naive", document["seasonal_naive"])):
        yield f"{name}: wape {_percent(values['wape'])}, mase {values['mase']}, bias {_percent(values['bias'])}"
    for day, limits in zip(document["forecast"], document["interval"]["days"], strict=True):
        yield f"{day['day']} {day['calls']:10.1f}  [{limits['low']:.1f}, {limits['high']:.1f}]"


def _percent(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.2%}"
