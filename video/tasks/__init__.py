"""Background work, a module for each group."""

from . import watching

__all__ = ["watching"]
