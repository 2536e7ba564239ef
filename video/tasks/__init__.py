"""Background work, a module for each group."""

from . import devices

__all__ = ["devices"]
