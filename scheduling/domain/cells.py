"""Reads what files of call centres write in a cell: handling times, clock times, shares, lists. None: it cannot be read."""

import re
from datetime import date, time

_CLOCK = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):(\d{1,2})(?:\.\d+)?", re.ASCII)
_SPELLED = re.compile(r"(?:(\d+)(?:小时|时|h))?(?:(\d+)(?:分钟?|m|min))?(?:(\d+(?:\.\d+)?)(?:秒|s|sec))?", re.ASCII | re.IGNORECASE)
_MOMENT = re.compile(r"(?:(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[ T]+)?(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?", re.ASCII)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_SPAN = re.compile(r"(\d{1,2})(?::(\d{1,2})(?::\d{1,2})?)?(?:\s*(?:-|–|—|~|～|至|到)\s*(\d{1,2})(?::(\d{1,2})(?::\d{1,2})?)?)?", re.ASCII)
_DIVIDERS = re.compile(r"[\s,，、;；/|+]+")
_DAY_MINUTES = 1440
_WEEKDAYS = {
    **dict(zip("一二三四五六", range(1, 7), strict=True)),
    **dict(zip("123456", range(1, 7), strict=True)),
    **dict.fromkeys(("日", "天", "7"), 7),
    **{name: number for number, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), start=1)},
}


def handling_seconds(text: str) -> float | None:
    """`185`, `185.4` seconds, `3:05` minutes and seconds, `0:03:05`, `3分5秒`. Negative numbers come back negative."""
    bare = text.strip().replace("：", ":")
    if _NUMBER.fullmatch(bare):
        return float(bare)
    clock = _CLOCK.fullmatch(bare)
    if clock:
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        return None if seconds > 59 else hours * 3600.0 + minutes * 60 + seconds
    spelled = _SPELLED.fullmatch(bare.replace(" ", ""))
    if spelled is None or not any(spelled.groups()):
        return None
    return sum(float(part or 0) * factor for part, factor in zip(spelled.groups(), (3600, 60, 1), strict=True))


def clock_span(text: str) -> tuple[time, int | None] | None:
    """`08:00-08:30` → (08:00, 30 minutes); `08:00` or `8` → (08:00, None). An end at or before the start lies on the next day."""
    found = _SPAN.fullmatch(text.strip().replace("：", ":").replace("时", ":00"))
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if hour > 23 or minute > 59:
        return None
    if found[3] is None:
        return time(hour, minute), None
    end = int(found[3]) * 60 + int(found[4] or 0)
    length = (end - hour * 60 - minute) % _DAY_MINUTES
    return (time(hour, minute), length) if end <= _DAY_MINUTES and length else None


def clock_moment(text: str) -> tuple[date | None, int] | None:
    """`2026-11-02 08:05:30` → (2 November 2026, 485 minutes); `8:05` → (None, 485). Seconds are dropped; 24:00 is the day's end."""
    found = _MOMENT.fullmatch(text.strip().replace("：", ":"))
    if found is None:
        return None
    year, month, day, hour, minute = (int(part) if part else None for part in found.groups())
    assert hour is not None
    assert minute is not None
    if minute > 59 or hour * 60 + minute > _DAY_MINUTES:
        return None
    if year is None or month is None or day is None:
        return None, hour * 60 + minute
    try:
        return date(year, month, day), hour * 60 + minute
    except ValueError:
        return None


def share(text: str) -> float | None:
    """`2%` and `0.02` → 0.02. A bare number above 1 is not a share: nobody can tell whether per cent or calls are meant."""
    bare = text.strip().replace("％", "%")
    is_percent = bare.endswith("%")
    number = bare.removesuffix("%").strip()
    if not _NUMBER.fullmatch(number):
        return None
    value = float(number) / 100 if is_percent else float(number)
    return value if 0 <= value <= 1 else None


def parts(text: str) -> tuple[str, ...]:
    """The entries of a list with commas, stops, slashes or spaces between, without repeats."""
    return tuple(dict.fromkeys(part for part in _DIVIDERS.split(text.strip()) if part))


def weekdays(text: str) -> tuple[int, ...] | None:
    """`周六、周日`, `星期日`, `6 7`, `Sat, Sun` → weekdays from 1 (Monday), rising; None when one of the words is no weekday."""
    found = set()
    for part in parts(text):
        word = re.sub(r"^(?:周|星期|礼拜)", "", part.casefold())
        number = _WEEKDAYS.get(word) or _WEEKDAYS.get(word[:3] if word.isascii() else word)
        if number is None:
            return None
        found.add(number)
    return tuple(sorted(found))
