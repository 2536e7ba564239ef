"""Hours of operation: seven lists, from Monday, of day parts `["HH:MM", "HH:MM"]`; no list at all means always.

A part whose end is at or before its start ends on the next day; equal ends are 24 hours. Days and times are the screen's own.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta

from .downloads import united

Part = list[str]
Hours = Sequence[Sequence[Sequence[str]]]
WEEK = 7
MOST_PARTS = 6
_DAY = 24 * 60
_PART = re.compile(r"(\d{1,2})[:：](\d{2})\s*[-–—~～至到]\s*(\d{1,2})[:：](\d{2})")
_BETWEEN = re.compile(r"[,;，；、\s]+")
_WITHIN = re.compile(r"\s*([-–—~～至到])\s*")


class BadParts(ValueError):
    """`text` is no day part, or `text` is empty and there are too many of them."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def read_parts(text: str) -> list[Part]:
    """`08:30-12:00, 14:00-18:00` as day parts, also as people write it in Chinese; 24:00 is midnight. Raises BadParts."""
    pieces = [piece for piece in _BETWEEN.split(_WITHIN.sub(r"\1", text.strip())) if piece]
    if len(pieces) > MOST_PARTS:
        raise BadParts("")
    return [_part(piece) for piece in pieces]


def parts_text(parts: Iterable[Sequence[str]]) -> str:
    """What `read_parts` reads."""
    return ", ".join(f"{start}-{end}" for start, end in parts)


def is_on(hours: Hours, local: datetime) -> bool:
    return on_since(hours, local) is not None


def on_since(hours: Hours, local: datetime) -> datetime | None:
    """When the time in which a screen is on began, at most eight days ago; None while it is to be off. `local` is in the screen's zone."""
    first = _first(local)
    if not hours:
        return first
    at = (local.date() - first.date()).days * _DAY + local.hour * 60 + local.minute
    for start, end in united(_minutes(hours, first.weekday())):
        if start <= at < end:
            return first + timedelta(minutes=start)
    return None


def time_on(hours: Hours, *, since: datetime, until: datetime) -> timedelta:
    """For how long a screen is to be on between two moments in its zone; of hours that close only the last eight days count."""
    if not hours:
        return max(until - since, timedelta())
    first = _first(until)
    spans = (
        min(first + timedelta(minutes=end), until) - max(first + timedelta(minutes=start), since)
        for start, end in united(_minutes(hours, first.weekday()))
    )
    return sum((max(span, timedelta()) for span in spans), timedelta())


def _first(local: datetime) -> datetime:
    return datetime.combine(local.date() - timedelta(days=WEEK + 1), time(), local.tzinfo)


def _minutes(hours: Hours, weekday: int) -> Iterable[tuple[int, int]]:
    """Parts in minutes since the midnight of a day that is this weekday, over nine days."""
    for day in range(WEEK + 2):
        for start, end in hours[(weekday + day) % WEEK]:
            begin, finish = _minute(start), _minute(end)
            yield day * _DAY + begin, day * _DAY + (finish if finish > begin else finish + _DAY)


def _minute(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)


def _part(text: str) -> Part:
    found = _PART.fullmatch(text)
    if not found:
        raise BadParts(text)
    hour, minute, end_hour, end_minute = (int(number) for number in found.groups())
    return [_clock(hour, minute, text), _clock(end_hour, end_minute, text)]


def _clock(hour: int, minute: int, text: str) -> str:
    if hour == 24 and minute == 0:
        return "00:00"
    if hour > 23 or minute > 59:
        raise BadParts(text)
    return f"{hour:02}:{minute:02}"
