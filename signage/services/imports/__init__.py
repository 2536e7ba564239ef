"""The kinds of import of hall signage, as data for `portalkit.imports`. Halls are made before by their own kind."""

from .screens import SCREENS

SPECS = (SCREENS,)
