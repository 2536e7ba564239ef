"""How long something took, in seconds."""

import re
from collections.abc import Callable
from decimal import Decimal

from . import cleaning, numbers
from .refusals import Fault
from .spec import Problem

_SECONDS = {"days": 86_400, "hours": 3_600, "minutes": 60, "seconds": 1}
_UNIT_WORDS = {
    "days": r"天|日|days?|d",
    "hours": r"个?小时|时|hours?|hrs?|h",
    "minutes": r"分钟?|minutes?|mins?|m",
    "seconds": r"秒钟?|seconds?|secs?|s",
}
_NUMBER = r"([0-9]+(?:\.[0-9]+)?)"
_SPELLED = re.compile("".join(rf"(?:{_NUMBER} ?(?:{words}) ?)?" for words in _UNIT_WORDS.values()), re.IGNORECASE | re.ASCII)
_CLOCK = re.compile(
    r"(?:([0-9]+) ?(?:天|days?,?|d) ?)?([0-9]{1,5}):([0-5]?[0-9])(?::([0-5]?[0-9])(?:\.[0-9]+)?)?", re.IGNORECASE | re.ASCII
)
_HEADER_UNIT = re.compile(
    r"[(\[/_ ](天|日|days?|个?小时|时|hours?|hrs?|h|分钟?|minutes?|mins?|m|秒钟?|seconds?|secs?|s)[)\]]?$", re.IGNORECASE
)
MOST_SECONDS = 100 * 366 * 86_400


def unit_of(header: str) -> str:
    """The unit that a header names (处理时长(分钟), Duration [h]); "" when it names none."""
    found = _HEADER_UNIT.search(cleaning.identity(header).rpartition("#")[0] or cleaning.identity(header))
    if found is None:
        return ""
    return next(unit for unit, words in _UNIT_WORDS.items() if re.fullmatch(words, found[1], re.IGNORECASE))


def duration(unit: str) -> Callable[[str], int | Problem | None]:
    """2小时30分, 1天2小时, 2h30m, 02:30:00 (hours first), or a bare number of `unit` (hours when "")."""
    factor = _SECONDS[unit or "hours"]

    def convert(word: str) -> int | Problem | None:
        bare = cleaning.identity(word)
        if not bare:
            return None
        if bare.startswith("-"):
            return Problem(Fault.BELOW_MINIMUM, value=word, params={"limit": 0})
        number = numbers.parse(bare)
        seconds = number * factor if isinstance(number, Decimal) else _spelled(bare)
        if seconds is None or seconds > MOST_SECONDS:
            return Problem(Fault.DURATION_UNREADABLE, value=word)
        return int(seconds.to_integral_value())

    return convert


def _spelled(bare: str) -> Decimal | None:
    clock = _CLOCK.fullmatch(bare)
    if clock:
        days, hours, minutes, seconds = (int(digits or 0) for digits in clock.groups())
        return Decimal(days * 86_400 + hours * 3_600 + minutes * 60 + seconds)
    parts = _SPELLED.fullmatch(bare)
    if parts is None or not any(parts.groups()):
        return None
    return sum((Decimal(amount) * factor for amount, factor in zip(parts.groups(), _SECONDS.values(), strict=True) if amount), Decimal(0))
