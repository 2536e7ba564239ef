"""The jobs of signage, a module for each group."""

from . import library, programme, screens  # noqa: F401
