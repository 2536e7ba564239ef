"""Background work of this app. Importing this package declares it."""

from . import inspection, mappings, repeats, reverse, supervision, topics, warning  # noqa: F401
