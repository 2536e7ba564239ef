"""Background work, a module for each group."""

from . import devices, keeping, watching

__all__ = ["devices", "keeping", "watching"]
