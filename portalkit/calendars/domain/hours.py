"""The hours of a day that count."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

DAY = 24 * 3600
_SPAN = re.compile(r"^(\d{1,2}):(\d{2})\s*[-–—~至到]\s*(\d{1,2}):(\d{2})$")


class BadHours(ValueError):
    """The hours are none, overlap, or stand in the wrong order. `args[0]` says which text or span."""


@dataclass(frozen=True, order=True)
class Span:
    """Seconds of the day, `[start, end)`; `end` may be midnight, 86,400."""

    start: int
    end: int

    @property
    def seconds(self) -> int:
        return self.end - self.start

    def __str__(self) -> str:
        return f"{_clock(self.start)}-{_clock(self.end)}"


@dataclass(frozen=True)
class Hours:
    """Spans in order, at least one, none touching the next; with `only_workdays` they count on workdays alone. Raises BadHours."""

    spans: tuple[Span, ...]
    only_workdays: bool = False

    def __post_init__(self) -> None:
        if not self.spans:
            raise BadHours("")
        for span in self.spans:
            if not 0 <= span.start < span.end <= DAY:
                raise BadHours(str(span))
        for one, other in zip(self.spans, self.spans[1:], strict=False):
            if one.end >= other.start:
                raise BadHours(str(other))

    @property
    def seconds_a_day(self) -> int:
        return sum(span.seconds for span in self.spans)

    def __str__(self) -> str:
        return ", ".join(str(span) for span in self.spans)


ALWAYS = Hours((Span(0, DAY),))


def parse_spans(text: str) -> tuple[Span, ...]:
    """`09:00-12:00, 14:00-18:00` as spans; one that ends before it starts goes over midnight and becomes two. Raises BadHours."""
    found: list[Span] = []
    for part in re.split(r"[,，;；、\s]+(?=\d)", text.strip()):
        found.extend(_spans(part.strip()))
    return tuple(_joined(sorted(found)))


def _spans(text: str) -> list[Span]:
    match = _SPAN.match(text)
    if match is None:
        raise BadHours(text)
    from_hour, from_minute, to_hour, to_minute = map(int, match.groups())
    start, end = from_hour * 3600 + from_minute * 60, to_hour * 3600 + to_minute * 60
    if start >= DAY or end > DAY or from_minute > 59 or to_minute > 59 or start == end:
        raise BadHours(text)
    if start < end:
        return [Span(start, end)]
    return [Span(start, DAY), *([Span(0, end)] if end else [])]


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Spans that touch are one; overlapping ones are refused."""
    found: list[Span] = []
    for span in spans:
        if found and span.start < found[-1].end:
            raise BadHours(str(span))
        if found and span.start == found[-1].end:
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    return found


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}"
