"""Background work, a module for each group."""

from . import rosters

__all__ = ["rosters"]
