"""Background work, a module for each group."""

from . import forecasts, rosters, skills

__all__ = ["forecasts", "rosters", "skills"]
