"""Background work, a module for each group."""

from . import forecasts, rosters

__all__ = ["forecasts", "rosters"]
