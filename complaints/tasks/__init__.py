"""Background work of this app. Importing this package declares it."""

from . import mappings, supervision  # noqa: F401
