"""Background work, a module for each group."""

from . import devices, keeping, looking, watching

__all__ = ["devices", "keeping", "looking", "watching"]
