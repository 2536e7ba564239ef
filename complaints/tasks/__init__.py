"""Background work of this app. Importing this package declares it."""

from . import mappings, repeats  # noqa: F401
