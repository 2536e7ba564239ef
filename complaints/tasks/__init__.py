"""Background work of this app. Importing this package declares it."""

from . import mappings, reverse  # noqa: F401
