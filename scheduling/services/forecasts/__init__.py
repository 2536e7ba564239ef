"""Forecasts are drawn up in a job, kept as versions, changed by overrides, and compared with what came."""

from .keeping import keep_forecast, make_forecast
from .making import CannotForecast, Drawn, draw_forecast
from .overriding import BadOverride, override_forecast, undo_override
from .starting import FORECAST, start_forecast

__all__ = [
    "FORECAST",
    "BadOverride",
    "CannotForecast",
    "Drawn",
    "draw_forecast",
    "keep_forecast",
    "make_forecast",
    "override_forecast",
    "start_forecast",
    "undo_override",
]
