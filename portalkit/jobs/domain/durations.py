"""How long something took, in its two largest units."""

from datetime import timedelta

UNITS = (("d", 86_400), ("h", 3600), ("min", 60), ("s", 1))


def in_units(duration: timedelta) -> tuple[tuple[int, str], ...]:
    """`1 h 3 min` as ((1, "h"), (3, "min")). Whole seconds, a second unit only where it is not nought, never negative."""
    rest = max(round(duration.total_seconds()), 0)
    parts: list[tuple[int, str]] = []
    for unit, size in UNITS:
        count, rest = divmod(rest, size)
        if count or parts:
            parts.append((count, unit))
    return tuple(part for part in parts[:2] if part[0]) or ((0, "s"),)
