"""Background work, a module for each group."""

from . import generating

__all__ = ["generating"]
