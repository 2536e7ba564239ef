"""Opening hours of a week: read from what people write in Chinese or English, asked for a moment, written again.

    周一至周五 08:30-18:00; 周六、周日 09:00-17:00        Mo-Fr 08:30-18:00; Sa-Su 09:00-17:00
    每天 09:00-12:00, 13:30-18:00                        daily 09:00-12:00, 13:30-18:00
    周一至周六 9:00-17:30; 周日 休息                      Mo-Sa 9:00-17:30; Su closed

Parts are divided by semicolons or lines. Days that no part names are closed. Spans of one day may stand in several parts; they must
not overlap, and none goes past midnight (24:00 ends a day).
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

DAYS = 7
_END_OF_DAY = 24 * 60
_CHINESE = "一二三四五六日"
_ENGLISH = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_ALL = {"每天", "每日", "全周", "天天", "daily", "every day", "everyday"}
_SETS = {
    **dict.fromkeys(_ALL, tuple(range(DAYS))),
    **dict.fromkeys(("工作日", "平日", "weekdays"), tuple(range(5))),
    **dict.fromkeys(("周末", "双休日", "weekend", "weekends"), (5, 6)),
}
_CLOSED = {"休息", "不营业", "关闭", "closed", "off"}
_TO = r"\s*(?:-|–|—|~|～|至|到)\s*"
_CLOCK = r"(\d{1,2}):(\d{2})(?::00)?"
_SPAN = re.compile(rf"{_CLOCK}{_TO}{_CLOCK}", re.ASCII)
_TIMES = re.compile(rf"\d{{1,2}}:\d{{2}}|{'|'.join(sorted(_CLOSED))}", re.ASCII | re.IGNORECASE)
_DAY_NAMES = {
    **{f"{week}{char}": day for week in ("周", "星期", "礼拜") for day, char in enumerate(_CHINESE)},
    **{f"{week}天": 6 for week in ("周", "星期", "礼拜")},
    **{char: day for day, char in enumerate(_CHINESE)},
    **{name.lower(): day for day, name in enumerate(_ENGLISH)},
    **{name: day for day, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))},
}


class OpeningUnreadable(ValueError):
    """`part` is the piece of the text that cannot be read, or that contradicts another."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From `start` to `end`, in minutes since midnight; the end is no more inside."""

    start: int
    end: int

    def __str__(self) -> str:
        return f"{self.start // 60:02}:{self.start % 60:02}-{self.end // 60:02}:{self.end % 60:02}"


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """The spans of each day, Monday first, in order and apart from one another; a day without any is closed."""

    days: tuple[tuple[Span, ...], ...]

    def is_open(self, at: datetime) -> bool:
        """At a moment in the hall's own time. Public holidays are not known here."""
        minute = at.hour * 60 + at.minute
        return any(span.start <= minute < span.end for span in self.days[at.weekday()])

    @property
    def minutes(self) -> int:
        """Open minutes of a week."""
        return sum(span.end - span.start for spans in self.days for span in spans)

    def written(self, *, is_chinese: bool) -> str:
        """In words that `read_hours` reads back; closed days are left out, unless all are."""
        groups: list[tuple[list[int], tuple[Span, ...]]] = []
        for day, spans in enumerate(self.days):
            if spans and groups and groups[-1][1] == spans and groups[-1][0][-1] == day - 1:
                groups[-1][0].append(day)
            elif spans:
                groups.append(([day], spans))
        if not groups:
            return "每天 休息" if is_chinese else "daily closed"
        return "; ".join(f"{_written_days(days, is_chinese=is_chinese)} {', '.join(map(str, spans))}" for days, spans in groups)


def read_hours(text: str) -> WeeklyHours:
    """The week that a text describes. Raises OpeningUnreadable."""
    plain = unicodedata.normalize("NFKC", text)
    parts = [part.strip() for part in re.split(r"[;\n。]", plain) if part.strip()]
    if not parts:
        raise OpeningUnreadable(text.strip())
    week: list[list[Span]] = [[] for _ in range(DAYS)]
    named: set[int] = set()
    for part in parts:
        days, spans = _read_part(part)
        if not spans and named & set(days):
            raise OpeningUnreadable(part)
        named |= set(days)
        for day in days:
            week[day].extend(spans)
            week[day].sort()
            if any(one.end > other.start for one, other in zip(week[day], week[day][1:], strict=False)):
                raise OpeningUnreadable(part)
    return WeeklyHours(days=tuple(tuple(spans) for spans in week))


def _read_part(part: str) -> tuple[tuple[int, ...], list[Span]]:
    """Days and spans; no span: closed. Without days the spans are those of every day."""
    found = _TIMES.search(part)
    if found is None:
        raise OpeningUnreadable(part)
    days = _read_days(part[: found.start()].strip(" :,、"), part)
    times = part[found.start() :].strip()
    if times.lower() in _CLOSED:
        return days, []
    return days, [
        _read_span(piece, part) for piece in re.split(r"[,、/&和及]|\s+(?=\d{1,2}:\d{2}\s*(?:-|–|—|~|至|到))", times) if piece.strip()
    ]


def _read_span(piece: str, part: str) -> Span:
    found = _SPAN.fullmatch(piece.strip())
    if found is None:
        raise OpeningUnreadable(part)
    hours, minutes, last_hours, last_minutes = map(int, found.groups())
    span = Span(hours * 60 + minutes, last_hours * 60 + last_minutes)
    if max(minutes, last_minutes) > 59 or not span.start < span.end <= _END_OF_DAY:
        raise OpeningUnreadable(part)
    return span


def _read_days(text: str, part: str) -> tuple[int, ...]:
    if not text:
        return tuple(range(DAYS))
    days: list[int] = []
    for piece in re.split(r"[,、/&和及]|\s+", re.sub(_TO, "-", text.lower())):
        first, _, last = piece.partition("-")
        if piece in _SETS:
            days.extend(_SETS[piece])
        elif first in _DAY_NAMES and (not _ or last in _DAY_NAMES):
            start, end = _DAY_NAMES[first], _DAY_NAMES[last] if _ else _DAY_NAMES[first]
            days.extend((start + step) % DAYS for step in range((end - start) % DAYS + 1))
        else:
            raise OpeningUnreadable(part)
    if len(set(days)) != len(days):
        raise OpeningUnreadable(part)
    return tuple(days)


def _written_days(days: list[int], *, is_chinese: bool) -> str:
    if len(days) == DAYS:
        return "每天" if is_chinese else "daily"
    first, last = ((f"周{_CHINESE[day]}" if is_chinese else _ENGLISH[day]) for day in (days[0], days[-1]))
    if len(days) == 1:
        return first
    if is_chinese:
        return f"{first}{'、' if len(days) == 2 else '至'}{last}"
    return f"{first}-{last}"
