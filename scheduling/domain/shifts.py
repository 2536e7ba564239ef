"""Shifts by the clock: spans, breaks, what they cover, what they count, and the patterns in which groups rotate through them.

Minutes are counted from midnight of the day on which the shift begins; beyond 1,440 they lie on the next day.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

DAY = 1440
NIGHT_END = 360
MOST_SPANS = 4
_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*[-–~至]\s*(\d{1,2}):(\d{2})")
_BETWEEN = re.compile(r"[\s,;、，；]+")
OFF_WORDS = frozenset({"-", "休", "off", "OFF"})


class Fault(StrEnum):
    """Why a text is no shift."""

    NO_SPAN = "no_span"
    UNREADABLE = "unreadable"
    NO_TIME = "no_time"
    TOO_MANY = "too_many"
    OVERLAP = "overlap"
    TOO_LONG = "too_long"
    BREAKS_UNREADABLE = "breaks_unreadable"
    BREAKS_TOO_LONG = "breaks_too_long"


class NotAShift(ValueError):
    """The text is no shift; `fault` says why, `part` is the place."""

    def __init__(self, fault: Fault, part: str = "") -> None:
        super().__init__(f"{fault}: {part}" if part else str(fault))
        self.fault = fault
        self.part = part


@dataclass(frozen=True, order=True)
class Span:
    """Minutes `[start, end)`."""

    start: int
    end: int

    @property
    def minutes(self) -> int:
        return self.end - self.start


@dataclass(frozen=True)
class Shift:
    """Work of one day. `breaks` are minutes each and are not worked time; `spans` are ordered and do not overlap."""

    code: str
    spans: tuple[Span, ...]
    breaks: tuple[int, ...] = ()
    name: str = field(default="", compare=False)

    @property
    def start(self) -> int:
        return self.spans[0].start

    @property
    def end(self) -> int:
        return self.spans[-1].end

    @cached_property
    def minutes(self) -> int:
        """Minutes worked: the spans without the breaks."""
        return sum(span.minutes for span in self.spans) - sum(self.breaks)

    @cached_property
    def is_night(self) -> bool:
        """Some of it lies between 00:00 and 06:00."""
        return any(_touches_night(span) for span in self.spans)

    @property
    def is_split(self) -> bool:
        return len(self.spans) > 1


def shift_of(code: str, spans: str, breaks: str = "", *, name: str = "") -> Shift:
    """A shift from texts such as `08:00-12:00 14:00-18:00` and `15 30`. Raises NotAShift."""
    found = parse_spans(spans)
    pauses = parse_breaks(breaks)
    if sum(pauses) >= sum(span.minutes for span in found):
        raise NotAShift(Fault.BREAKS_TOO_LONG, breaks)
    return Shift(code=code, spans=found, breaks=pauses, name=name)


def parse_spans(text: str) -> tuple[Span, ...]:
    """Spans in the order they are worked. An end at or before its start, and a span that begins before the last one ended, lie on the
    next day. A shift lasts 24 hours at most from its first to its last minute. Raises NotAShift."""
    parts = _parts(text)
    if not parts:
        raise NotAShift(Fault.NO_SPAN)
    if len(parts) > MOST_SPANS:
        raise NotAShift(Fault.TOO_MANY, text.strip())
    spans: list[Span] = []
    for part in parts:
        spans.append(_span(part, spans[-1].end if spans else 0))
    if spans[-1].end - spans[0].start > DAY:
        raise NotAShift(Fault.TOO_LONG, text.strip())
    return tuple(spans)


def parse_breaks(text: str) -> tuple[int, ...]:
    """Minutes of each break. Raises NotAShift."""
    parts = [part for part in _BETWEEN.split(text.strip()) if part]
    if any(not part.isascii() or not part.isdigit() or not 0 < int(part) < DAY for part in parts):
        raise NotAShift(Fault.BREAKS_UNREADABLE, text.strip())
    return tuple(int(part) for part in parts)


def spans_text(spans: Sequence[Span]) -> str:
    """The canonical text of spans; `parse_spans` reads it back."""
    return " ".join(f"{clock(span.start)}-{clock(span.end)}" for span in spans)


def clock(minutes: int) -> str:
    """`08:05`; midnight at the end of a day reads 00:00."""
    return f"{minutes % DAY // 60:02d}:{minutes % 60:02d}"


def presence(shift: Shift, slot_minutes: int, pauses: Sequence[Span] = ()) -> NDArray[np.float64]:
    """The share of each slot that is worked: (2 days of slots) from midnight of the first day, 0 to 1.

    `pauses` are breaks as they are placed; left out, nobody pauses.
    """
    worked = np.zeros(2 * DAY, dtype=float)
    for span in shift.spans:
        worked[span.start : span.end] = 1
    for pause in pauses:
        worked[pause.start : pause.end] = 0
    return np.asarray(worked.reshape(-1, slot_minutes).mean(axis=1))


def place_breaks(shift: Shift, *, step: int = 15, turn: int = 0) -> tuple[Span, ...]:
    """Where the breaks of a shift lie when no optimiser placed them: spread evenly over the worked time, on the clock's `step`.

    `turn` moves them by one step to and fro, so that colleagues of a shift do not all leave at once. A break that finds no room
    inside a span is left out.
    """
    total = sum(span.minutes for span in shift.spans)
    placed: list[Span] = []
    for number, length in enumerate(shift.breaks, start=1):
        wanted = total * number / (len(shift.breaks) + 1) - length / 2 + (turn % 5 - 2) * step
        if (found := _room(shift, wanted, length, step, placed)) is not None:
            placed.append(found)
    return tuple(sorted(placed))


def read_pauses(text: str, shift: Shift) -> tuple[Span, ...]:
    """Placed breaks from `10:15-10:30 12:00-12:45`, moved to the day of the shift they lie in. Raises NotAShift."""
    pauses = []
    for part in _parts(text):
        span = _span(part, 0)
        later = Span(span.start + DAY, span.end + DAY)
        found = next((one for one in (span, later) if any(_inside(one, worked) for worked in shift.spans)), None)
        if found is None:
            raise NotAShift(Fault.BREAKS_UNREADABLE, part)
        pauses.append(found)
    return tuple(sorted(pauses))


def rest_minutes(first: Shift, second: Shift, days_between: int) -> int:
    """Minutes between the end of a shift and the start of one `days_between` days later; negative when they overlap."""
    return second.start + days_between * DAY - first.end


@dataclass(frozen=True)
class Rotation:
    """A pattern of shift codes that repeats, None for a day off: `D D N N - -` is two days, two nights, two off."""

    codes: tuple[str | None, ...]

    def on(self, day: date, *, anchor: date, offset: int = 0) -> str | None:
        """The code of a day, when the pattern begins on `anchor` and this group is `offset` days ahead."""
        return self.codes[((day - anchor).days + offset) % len(self.codes)]

    def offsets(self, groups: int) -> tuple[int, ...]:
        """How far ahead each of the groups begins so that together they cover the pattern evenly."""
        return tuple(round(group * len(self.codes) / groups) % len(self.codes) for group in range(groups))

    def hours_a_week(self, shifts: Mapping[str, Shift]) -> float:
        """Mean hours worked a week. Raises KeyError for a code that is no shift."""
        worked = sum(shifts[code].minutes for code in self.codes if code is not None)
        return worked / len(self.codes) * 7 / 60

    def stretch(self, first: date, days: int, *, anchor: date, offset: int = 0) -> dict[date, str | None]:
        """The codes of a stretch of days."""
        chosen = (first + timedelta(days=number) for number in range(days))
        return {day: self.on(day, anchor=anchor, offset=offset) for day in chosen}


def parse_rotation(text: str, known: Sequence[str]) -> Rotation:
    """A pattern from text, such as `D D N N 休 休`. Raises NotAShift for an empty one and for codes that are not `known`."""
    parts = _BETWEEN.split(text.strip())
    if not any(parts):
        raise NotAShift(Fault.NO_SPAN)
    for part in parts:
        if part not in OFF_WORDS and part not in known:
            raise NotAShift(Fault.UNREADABLE, part)
    return Rotation(tuple(None if part in OFF_WORDS else part for part in parts))


def _parts(text: str) -> list[str]:
    joined = re.sub(r"\s*([-–~至])\s*", r"\1", text.replace("：", ":").replace("－", "-").strip())
    return [part for part in _BETWEEN.split(joined) if part]


def _span(part: str, not_before: int) -> Span:
    match = _SPAN.fullmatch(part)
    if match is None:
        raise NotAShift(Fault.UNREADABLE, part)
    start_hour, start_minute, end_hour, end_minute = map(int, match.groups())
    start, end = start_hour * 60 + start_minute, end_hour * 60 + end_minute
    if max(start_minute, end_minute) > 59 or start >= DAY or end > DAY:
        raise NotAShift(Fault.NO_TIME, part)
    if start < not_before:
        start, end = start + DAY, end + DAY
    if start < not_before:
        raise NotAShift(Fault.OVERLAP, part)
    if end <= start:
        end += DAY
    if end > 2 * DAY:
        raise NotAShift(Fault.TOO_LONG, part)
    return Span(start, end)


def _touches_night(span: Span) -> bool:
    return any(span.start < midnight + NIGHT_END and span.end > midnight for midnight in (0, DAY))


def _inside(one: Span, other: Span) -> bool:
    return other.start <= one.start and one.end <= other.end


def _room(shift: Shift, wanted: float, length: int, step: int, placed: Sequence[Span]) -> Span | None:
    starts = [start for span in shift.spans for start in range(-(-span.start // step) * step, span.end - length + 1, step)]
    free = [start for start in starts if all(start + length <= one.start or start >= one.end for one in placed)]
    if not free:
        return None
    start = min(free, key=lambda start: (abs(_worked_before(shift, start) - wanted), start))
    return Span(start, start + length)


def _worked_before(shift: Shift, minute: int) -> int:
    return sum(max(0, min(span.end, minute) - span.start) for span in shift.spans)
