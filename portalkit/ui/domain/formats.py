"""Numbers, dates and sparklines as text. The same figures read the same in both languages; only unit words differ."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from math import isfinite

DASH = "—"
MINUS = "−"
Number = int | float | Decimal


def number_text(value: Number | None, *, digits: int | None = None, is_signed: bool = False) -> str:
    """`1,234.56` with `digits` decimals (None: as many as an int needs, two for others); a dash for None and what is not finite."""
    if value is None or not isfinite(value):
        return DASH
    places = digits if digits is not None else (0 if isinstance(value, int) else 2)
    text = f"{abs(value):,.{places}f}"
    is_zero = not any(character in "123456789" for character in text)
    if is_zero:
        return text
    if value < 0:
        return MINUS + text
    return f"+{text}" if is_signed else text


def in_ten_thousands(value: Number | None, *, digits: int = 1) -> str:
    """The figure in units of 万 (ten thousand), without the unit word."""
    return DASH if value is None else number_text(float(value) / 10_000, digits=digits)


def percent_text(fraction: Number | None, *, digits: int = 1, is_signed: bool = False) -> str:
    """0.1234 → `12.3%`."""
    if fraction is None or not isfinite(fraction):
        return DASH
    return number_text(float(fraction) * 100, digits=digits, is_signed=is_signed) + "%"


def relative_change(value: Number | None, before: Number | None) -> float | None:
    """(value − before) ÷ before; None where either is unknown or `before` is zero."""
    if value is None or before is None or not before:
        return None
    return (float(value) - float(before)) / abs(float(before))


def datetime_text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M")


def bytes_text(size: int | None) -> str:
    """1536 → `1.5 KiB`."""
    if size is None:
        return DASH
    amount = float(size)
    for unit in ("B", "KiB", "MiB", "GiB"):
        if amount < 1024:
            return f"{amount:,.0f} {unit}" if unit == "B" else f"{amount:,.1f} {unit}"
        amount /= 1024
    return f"{amount:,.1f} TiB"


def sparkline_points(values: Sequence[float | None], *, width: float = 96, height: float = 28, margin: float = 2) -> tuple[str, ...]:
    """SVG `points` of the line through the values, one string per unbroken run: an unknown value is a gap, not a zero."""
    known = [value for value in values if value is not None]
    if not known:
        return ()
    low, high = min(known), max(known)
    span = (high - low) or 1
    step = (width - 2 * margin) / max(len(values) - 1, 1)
    runs: list[list[str]] = [[]]
    for position, value in enumerate(values):
        if value is None:
            runs.append([])
            continue
        x = margin + position * step
        y = height - margin - (value - low) / span * (height - 2 * margin)
        runs[-1].append(f"{x:.1f},{y:.1f}")
    return tuple(" ".join(run) for run in runs if run)
