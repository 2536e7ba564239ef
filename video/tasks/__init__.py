"""Background work, a module for each group."""

from . import keeping

__all__ = ["keeping"]
