"""The kinds of import of the register, as data for `portalkit.imports`."""

from .halls import HALLS

SPECS = (HALLS,)
