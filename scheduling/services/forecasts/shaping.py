"""Calls of a forecast's day over its intervals: what the method says by the weekday's shape, what campaigns add by their arrivals."""

from datetime import date

import numpy as np

from ...domain.forecast.errors import Vector
from ...models import Forecast, ForecastDay

SUNDAY, WEDNESDAY = 6, 2


class Shapes:
    """The shapes that were kept with a forecast."""

    def __init__(self, forecast: Forecast) -> None:
        choice = forecast.choice
        self._shares = np.array(choice["shapes"], dtype=float)
        self._arrival = np.array(choice["arrival"], dtype=float)
        self._handling = np.array(choice["aht"], dtype=float)
        self._specials: dict[str, str] = choice["specials"]
        self._open: list[int] = choice["open_weekdays"]

    def open_slots(self, day: date) -> np.ndarray:
        """(slots,) flags; none on a closed weekday."""
        return self._shares[self._row(day)] > 0 if day.weekday() in self._open else np.zeros(self._shares.shape[1], dtype=bool)

    def calls(self, one: ForecastDay) -> Vector:
        """(slots,) that add up to the day's calls, overrides counted in; (all zero on a closed weekday)."""
        shape = np.where(self.open_slots(one.day), self._shares[self._row(one.day)], 0.0)
        arrival = np.where(self.open_slots(one.day), self._arrival, 0.0)
        mixed = one.base * _normal(shape) + one.campaign * _normal(arrival)
        if mixed.sum() <= 0:
            mixed = shape
        return _normal(mixed) * one.calls

    def handling(self, day: date) -> Vector:
        """(slots,) seconds."""
        return np.asarray(self._handling[self._row(day)])

    def _row(self, day: date) -> int:
        kind = self._specials.get(day.isoformat(), "").split(":")[0]
        if kind == "holiday" and SUNDAY in self._open:
            return SUNDAY
        return WEDNESDAY if kind == "made_up" and WEDNESDAY in self._open else day.weekday()


def _normal(values: Vector) -> Vector:
    total = float(values.sum())
    return values / total if total > 0 else values
