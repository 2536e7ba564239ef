"""Background work, a module for each group."""

from . import rosters

__all__ = ["rosters"]
from . import forecasts

__all__ = ["forecasts"]
