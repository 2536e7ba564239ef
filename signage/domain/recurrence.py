"""When a schedule is on: its days and day parts as intervals in UTC."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rrulestr

from portalkit.calendars.domain.days import Workdays

from .kinds import HolidayRule

Interval = tuple[int, int]
LONGEST_RULE = 300
_FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
_PARTS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "BYYEARDAY", "BYWEEKNO", "WKST"})
_LARGEST_INTERVAL, _LARGEST_COUNT = 400, 10_000
_MIDNIGHT = time()
_DAY = timedelta(days=1)
# The rule's last 28 years of the calendar: dateutil stops at its end, so that a rule that never holds is known soon.
_LATE = date(9972, 1, 1)
# The calendar repeats after as many years, weekdays included: a rule is read as late as it can be, for the same reason.
_CALENDAR_YEARS, _LAST_YEAR = 400, 9998
_FOR_EVER = date(2399, 12, 31)


class BadRule(ValueError):
    """The recurrence rule cannot be used. `code`: `unreadable`, `part` (a part that is not taken), `frequency`, `bounds`, `never`."""

    def __init__(self, code: str, part: str = "") -> None:
        super().__init__(f"{code} {part}".strip())
        self.code = code
        self.part = part


@dataclass(frozen=True)
class Recurrence:
    """`day_parts` are wall-clock spans; an end at or before its start lies on the next day, equal ones are 24 hours; empty: the whole day.

    Days: from `first_day` to `last_day` (inclusive; None: for ever) those of the rule (empty: every day) that fall on `weekdays`
    (0 Monday … 6 Sunday; empty: all), are no `exceptions` and are what `holidays` asks for.
    """

    first_day: date
    last_day: date | None = None
    day_parts: tuple[tuple[time, time], ...] = ()
    weekdays: frozenset[int] = frozenset()
    rrule: str = ""
    exceptions: frozenset[date] = frozenset()
    holidays: HolidayRule = HolidayRule.IGNORE


def recurrence_of(
    *,
    first_day: date,
    last_day: date | None,
    day_parts: Iterable[Iterable[str]],
    weekdays: Iterable[int],
    rrule: str,
    exceptions: Iterable[str],
    holidays: str,
) -> Recurrence:
    """From the forms that rows keep: `["HH:MM", "HH:MM"]`, ISO dates. Raises ValueError for what is none of those."""
    parts = [tuple(time.fromisoformat(text) for text in part) for part in day_parts]
    return Recurrence(
        first_day=first_day,
        last_day=last_day,
        day_parts=tuple((start, end) for start, end in parts),
        weekdays=frozenset(weekdays),
        rrule=rrule.strip().upper().removeprefix("RRULE:"),
        exceptions=frozenset(date.fromisoformat(text) for text in exceptions),
        holidays=HolidayRule(holidays),
    )


def check_rule(text: str, *, first_day: date) -> None:
    """Raises BadRule unless the rule is readable, within bounds, and names a day some time."""
    parts = _parts_of(text.strip().upper().removeprefix("RRULE:"))
    for part in parts:
        if part not in _PARTS:
            raise BadRule("part", part)
    if parts.get("FREQ", "") not in _FREQUENCIES:
        raise BadRule("frequency")
    if "COUNT" in parts and "UNTIL" in parts:
        raise BadRule("unreadable")
    if not 1 <= _number(parts, "INTERVAL", 1) <= _LARGEST_INTERVAL or not 1 <= _number(parts, "COUNT", 1) <= _LARGEST_COUNT:
        raise BadRule("bounds")
    endless = {name: value for name, value in parts.items() if name not in {"INTERVAL", "COUNT", "UNTIL"}}
    if next(iter(_rule(endless, _LATE)), None) is None or not _names_a_day(parts, first_day):
        raise BadRule("never")


def expand(recurrence: Recurrence, *, zone: ZoneInfo, workdays: Workdays, since: datetime, until: datetime) -> list[Interval]:
    """The occurrences that touch [since, until), whole, in milliseconds since 1970 UTC: half-open, sorted, disjoint.

    A start inside another occurrence ends that one and begins the next, which lasts until the later of the two ends. A wall-clock time that
    a change of the clock leaves out is as much later as was left out; one that comes twice is the first. Raises BadRule.
    """
    first = max(recurrence.first_day, since.astimezone(zone).date() - 2 * _DAY)
    last = min(recurrence.last_day or date.max, until.astimezone(zone).date() + 2 * _DAY)
    spans = [
        span
        for day in _days(recurrence, first, last, zone)
        if _is_meant(day, recurrence, workdays)
        for part in recurrence.day_parts or ((_MIDNIGHT, _MIDNIGHT),)
        if (span := _span(day, part, zone))
    ]
    begin, end = _ms(since), _ms(until)
    return [span for span in _split(sorted(spans)) if span[1] > begin and span[0] < end]


def _days(recurrence: Recurrence, first: date, last: date, zone: ZoneInfo) -> Iterable[date]:
    if first > last:
        return ()
    if recurrence.rrule:
        return _days_of_rule(recurrence.rrule, recurrence.first_day, first, last, zone)
    return (first + _DAY * number for number in range((last - first).days + 1))


@lru_cache(maxsize=512)
def _days_of_rule(text: str, first_day: date, first: date, last: date, zone: ZoneInfo) -> tuple[date, ...]:
    parts = dict(_parts_of(text))
    ends = _last_day(parts.pop("UNTIL", ""), zone)
    shift = _shift(last)
    begin, end = _midnight_of(_later(first, shift)), _midnight_of(_later(min(last, ends), shift))
    found = _rule(parts, _later(first_day, shift)).between(begin, end, inc=True)
    return tuple(_later(moment.date(), -shift) for moment in found)


def _names_a_day(parts: Mapping[str, str], first_day: date) -> bool:
    """Whether the rule has any day. An UNTIL in UTC may mean a day later in the screen's zone."""
    endless, shift = dict(parts), _shift(first_day)
    ends = _last_day(endless.pop("UNTIL", ""), ZoneInfo("UTC")) + _DAY
    found = next(iter(_rule(endless, _later(first_day, shift))), None)
    return found is not None and _later(found.date(), -shift) <= ends


def _last_day(until: str, zone: ZoneInfo) -> date:
    """The day of an UNTIL, which belongs to the rule; of a moment in UTC, its day in the zone."""
    if not until:
        return _FOR_EVER
    try:
        day = min(date.fromisoformat(until[:8]), _FOR_EVER)
        moment = datetime.fromisoformat(until)
    except ValueError:
        raise BadRule("unreadable") from None
    return moment.astimezone(zone).date() if moment.tzinfo and day < _FOR_EVER else day


def _shift(day: date) -> int:
    return (_LAST_YEAR - day.year) // _CALENDAR_YEARS * _CALENDAR_YEARS


def _later(day: date, years: int) -> date:
    return day.replace(year=day.year + years)


def _is_meant(day: date, recurrence: Recurrence, workdays: Workdays) -> bool:
    if day in recurrence.exceptions or (recurrence.weekdays and day.weekday() not in recurrence.weekdays):
        return False
    is_holiday = workdays.special.get(day) is False
    match recurrence.holidays:
        case HolidayRule.SKIP:
            return not is_holiday
        case HolidayRule.ONLY:
            return is_holiday
        case HolidayRule.WORKDAYS:
            return workdays.is_workday(day)
        case HolidayRule.DAYS_OFF:
            return not workdays.is_workday(day)
    return True


def _span(day: date, part: tuple[time, time], zone: ZoneInfo) -> Interval | None:
    start, end = part
    last = day if end > start else day + _DAY
    span = (_ms(datetime.combine(day, start, zone)), _ms(datetime.combine(last, end, zone)))
    return span if span[0] < span[1] else None


def _split(spans: list[Interval]) -> list[Interval]:
    """Sorted spans as disjoint ones that cover the same: each begins where one of them does, or goes on to the next begin."""
    found: list[Interval] = []
    for start, end in spans:
        reach = end
        if found and found[-1][1] > start:
            before = found.pop()
            reach = max(end, before[1])
            if before[0] < start:
                found.append((before[0], start))
        found.append((start, reach))
    return found


def _rule(parts: Mapping[str, str], start: date) -> rrule:
    try:
        made = rrulestr(";".join(f"{name}={value}" for name, value in parts.items()), dtstart=_midnight_of(start))
    except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise BadRule("unreadable") from error
    if not isinstance(made, rrule):
        raise BadRule("unreadable")
    return made


def _parts_of(text: str) -> Mapping[str, str]:
    if len(text) > LONGEST_RULE or not text.isascii() or not text.isprintable():
        raise BadRule("unreadable")
    pairs = [part.partition("=") for part in text.upper().split(";")]
    if any(not name or not value for name, _, value in pairs) or len({name for name, _, _ in pairs}) != len(pairs):
        raise BadRule("unreadable")
    return {name: value for name, _, value in pairs}


def _number(parts: Mapping[str, str], name: str, otherwise: int) -> int:
    text: Any = parts.get(name, otherwise)
    try:
        return int(text)
    except ValueError:
        raise BadRule("unreadable") from None


def _midnight_of(day: date) -> datetime:
    return datetime.combine(day, _MIDNIGHT)


def _ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
