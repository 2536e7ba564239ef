"""Which preferences a user may keep, and what their values may be."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

# What the header sets through the preference form; a table keeps its own settings under `table.<key>`.
HEADER_KEYS = frozenset({"theme", "picked_region", "picked_period"})
LARGEST = 60_000
_CODE = re.compile(r"[^\s/]{1,40}")
_MONTH = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])")
_WEEK = re.compile(r"((?:19|20)\d\d)-W(\d\d)")
_TABLE = re.compile(r"table\.[A-Za-z0-9_.\-:]{1,70}")


class BadPreference(Exception):
    """The key is not one of the known ones, or its value is not of the shape it must have."""


def checked(key: str, value: Any) -> Any:
    """The value as it is kept. Raises `BadPreference`."""
    check = _CHECKS.get("table" if _TABLE.fullmatch(key) else key)
    if check is None or not check(value) or len(repr(value)) > LARGEST:
        raise BadPreference(key)
    return value


def is_period(value: Any) -> bool:
    """A month (2011-09), an ISO week (2011-W36) or a day (2011-09-05)."""
    if not isinstance(value, str):
        return False
    if _MONTH.fullmatch(value):
        return True
    if match := _WEEK.fullmatch(value):
        return _holds(lambda: date.fromisocalendar(int(match[1]), int(match[2]), 1))
    return len(value) == 10 and _holds(lambda: date.fromisoformat(value))


def _is_theme(value: Any) -> bool:
    return value in ("light", "dark", "auto")


def _is_region(value: Any) -> bool:
    return isinstance(value, str) and (not value or bool(_CODE.fullmatch(value)))


def _is_period_or_empty(value: Any) -> bool:
    return value == "" or is_period(value)


def _is_table(value: Any) -> bool:
    """A table's settings: `{"columns": [...], "size": 50, "views": {name: query}}`."""
    return isinstance(value, dict) and set(value) <= {"columns", "size", "views"}


def _holds(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except ValueError:
        return False
    return True


_CHECKS: Mapping[str, Callable[[Any], bool]] = {
    "theme": _is_theme,
    "picked_region": _is_region,
    "picked_period": _is_period_or_empty,
    "table": _is_table,
}
