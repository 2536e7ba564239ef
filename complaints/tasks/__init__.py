"""Background work of this app. Importing this package declares it."""

from . import inspection, mappings  # noqa: F401
