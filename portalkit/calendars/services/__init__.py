"""Sets special days and working hours. Imports of special days go through `portalkit.imports`."""

from .days import NotASpecialDay, remove_day, set_day
from .hours import set_hours
from .seeding import ensure_calendars, ensure_known_days

__all__ = ["NotASpecialDay", "ensure_calendars", "ensure_known_days", "remove_day", "set_day", "set_hours"]
