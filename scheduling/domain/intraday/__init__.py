"""A day under way: what the rest of it will bring, who answers which queue, and what can still be moved. docs/algorithms/intraday.md.

scatter = learned(actual_of_earlier_days, forecast_of_earlier_days)
found = reforecast(actual, forecast, scatter=scatter)          # NaN in `actual`: not seen yet
moves = suggested(Situation(...))
"""

from .allotment import allotted
from .moves import Move, MoveKind, Situation, suggested, switches
from .reforecast import LEVEL, Reforecast, handling, reforecast
from .scatter import USUAL, Ratio, Scatter, learned, ratio

__all__ = [
    "LEVEL",
    "USUAL",
    "Move",
    "MoveKind",
    "Ratio",
    "Reforecast",
    "Scatter",
    "Situation",
    "allotted",
    "handling",
    "learned",
    "ratio",
    "reforecast",
    "suggested",
    "switches",
]
