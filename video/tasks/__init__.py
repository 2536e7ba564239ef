"""Background work, a module for each group."""

from . import devices, watching

__all__ = ["devices", "watching"]
