"""Background work, a module for each group."""

from . import forecasts

__all__ = ["forecasts"]
