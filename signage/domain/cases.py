"""Cases of resolution written by hand: screens, content, schedules, and probes that ask what is on. The form is described in
docs/algorithms/playlist-resolution.md."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from portalkit.calendars.domain.days import Workdays

from .days import midnight
from .explaining import Reason, explain
from .kinds import HIGHEST_PRIORITY, LOWEST_PRIORITY, MAIN_ZONE, HolidayRule, ScheduleKind
from .programme import programme_of
from .recurrence import BadRule, check_rule, expand, recurrence_of
from .resolver import Decision, Resolver
from .standby import by_zone, rank, within
from .targets import Place, Target, matches, nearness

HORIZON = timedelta(days=21)
EARLIEST, LATEST = 1990, 2200
MOST_PLAYS, LONGEST_SHARE = 360, 3600
_KINDS = frozenset(kind.value for kind in ScheduleKind)
_MINUTES = 24 * 60
_FIRST = date(2000, 1, 1)


class BadCase(ValueError):
    """The file cannot be read as cases; the text says where and why."""


@dataclass(frozen=True)
class Answer:
    """`names` are the schedules' own; `reasons` say of each why it is on or not; those not meant for the screen stand in `unmeant`.

    `differences` are what `expect` said otherwise.
    """

    probe: str
    decision: Decision
    names: Mapping[int, str]
    reasons: Sequence[Reason]
    unmeant: Mapping[str, str]
    differences: Sequence[str] = field(default_factory=tuple)


def answer_cases(told: Any) -> list[Answer]:
    """Raises BadCase."""
    cases = _mapping(told, "the file")
    content = {name: _mapping(one, f"content {name}") for name, one in _named(cases, "content").items()}
    schedules, screens = _named(cases, "schedules"), _named(cases, "screens")
    workdays = Workdays(
        {_day(day, "holidays"): bool(is_worked) for day, is_worked in _mapping(cases.get("holidays", {}), "holidays").items()}
    )
    probes = cases.get("probes", [])
    if not isinstance(probes, list):
        raise BadCase("probes: a list is wanted")
    return [
        _answer(_mapping(probe, f"probe {number}"), number, screens, schedules, content, workdays) for number, probe in enumerate(probes, 1)
    ]


def _answer(
    probe: Mapping[str, Any],
    number: int,
    screens: Mapping[str, Any],
    schedules: Mapping[str, Any],
    content: Mapping[str, Mapping[str, Any]],
    workdays: Workdays,
) -> Answer:
    where = f"probe {number}"
    name = str(probe.get("screen", ""))
    if name not in screens:
        raise BadCase(f"{where}: there is no screen {name!r}")
    screen = _mapping(screens[name], f"screen {name}")
    zone = _zone(screen, f"screen {name}")
    at = _moment(probe.get("at"), zone, where)
    place = Place(
        screen=list(screens).index(name) + 1, path=_path(screen.get("region", "/")), tags=frozenset(_texts(screen.get("tags", []), where))
    )
    ids = {title: pk for pk, title in enumerate(schedules, start=1)}
    entries, unmeant = [], {}
    for title, one in schedules.items():
        told = _mapping(one, f"schedule {title}")
        target = _target(told, title, list(screens))
        if told.get("published", True) is not True:
            unmeant[title] = "not_published"
        elif not matches(target, place):
            unmeant[title] = "not_meant"
        else:
            entry = _entry(told, title, ids[title], content, zone=zone, at=at, workdays=workdays)
            entries.append(entry | {"nearness": nearness(target, place)})
    resolver = Resolver(programme_of(_manifest(screen, entries)), verified=_verified(screen, content))
    decision = resolver.resolve(_ms(at))
    names = {pk: title for title, pk in ids.items()}
    return Answer(
        probe=f"{name} @ {at.isoformat()}",
        decision=decision,
        names=names,
        reasons=explain(resolver, decision),
        unmeant=unmeant,
        differences=_differences(probe.get("expect"), decision, names, where),
    )


def _target(told: Mapping[str, Any], title: str, screens: Sequence[str]) -> Target:
    if str(told.get("kind", "loop")) not in _KINDS:
        raise BadCase(f"schedule {title}: kind is one of {', '.join(sorted(_KINDS))}")
    target = _mapping(told.get("target", {}), f"schedule {title}: target")
    where = f"schedule {title}: target"
    unknown = [name for name in _texts(target.get("screens", []), where) if name not in screens]
    if unknown:
        raise BadCase(f"{where}: there is no screen {unknown[0]!r}")
    named = frozenset(screens.index(name) + 1 for name in _texts(target.get("screens", []), where))
    paths = frozenset(_path(path) for path in _texts(target.get("regions", []), where))
    return Target(
        paths=paths if paths or named else frozenset({"/"}),
        screens=named,
        tags_any=frozenset(_texts(target.get("any", []), where)),
        tags_all=frozenset(_texts(target.get("all", []), where)),
        tags_none=frozenset(_texts(target.get("none", []), where)),
    )


def _entry(
    told: Mapping[str, Any], title: str, pk: int, content: Mapping[str, Any], *, zone: ZoneInfo, at: datetime, workdays: Workdays
) -> dict[str, Any]:
    where = f"schedule {title}"
    kind = told.get("kind", "loop")
    items = [_item(one, content, zone, where) for one in _list(told.get("items", []), f"{where}: items")]
    if kind == ScheduleKind.DEFAULT:
        first, last = _bounds(told, zone, where)
        items = [within(item, first, last) for item in items]
    return {
        "id": pk,
        "title": title,
        "kind": kind,
        "zone": str(told.get("zone") or ("" if kind == ScheduleKind.DEFAULT else MAIN_ZONE)),
        "priority": _within(told.get("priority", 5), LOWEST_PRIORITY, HIGHEST_PRIORITY, f"{where}: priority"),
        "severity": _whole(told.get("severity", 1), f"{where}: severity") if kind == ScheduleKind.EMERGENCY else 0,
        "order": _whole(told.get("order", 0), f"{where}: order"),
        "created": _ms(_moment(told["created"], zone, where)) if "created" in told else pk,
        "share": _an_hour(told, "share", LONGEST_SHARE, where),
        "plays": _an_hour(told, "plays", MOST_PLAYS, where),
        "intervals": [] if kind == ScheduleKind.DEFAULT else _intervals(told, zone=zone, at=at, workdays=workdays, where=where),
        "items": items,
    }


def _bounds(told: Mapping[str, Any], zone: ZoneInfo, where: str) -> tuple[int, int | None]:
    """Of a default, from and until before when."""
    if "from" in told:
        return _ms(_moment(told["from"], zone, where)), _ms(_moment(told["to"], zone, where)) if "to" in told else None
    first, last = (_day(told[name], where) if name in told else None for name in ("first_day", "last_day"))
    ends = midnight(last + timedelta(days=1), zone) if last and last.year <= LATEST else None
    return _ms(midnight(max(first or _FIRST, _FIRST), zone)), _ms(ends) if ends else None


def _intervals(told: Mapping[str, Any], *, zone: ZoneInfo, at: datetime, workdays: Workdays, where: str) -> list[tuple[int, int]]:
    if "from" in told:
        start = _moment(told["from"], zone, where)
        end = _moment(told["to"], zone, where) if "to" in told else max(at, start) + HORIZON
        if end <= start:
            raise BadCase(f"{where}: it ends before it begins")
        return [(_ms(start), _ms(end))]
    try:
        recurrence = recurrence_of(
            first_day=_day(told.get("first_day", "2000-01-01"), where),
            last_day=_day(told["last_day"], where) if "last_day" in told else None,
            day_parts=[_day_part(part, f"{where}: day_parts") for part in _list(told.get("day_parts", []), where)],
            weekdays=[_weekday(day, f"{where}: weekdays") for day in _list(told.get("weekdays", []), where)],
            rrule=str(told.get("rrule", "")),
            exceptions=[str(day) for day in _list(told.get("exceptions", []), where)],
            holidays=str(told.get("holidays", HolidayRule.IGNORE)),
        )
        if recurrence.rrule:
            check_rule(recurrence.rrule, first_day=recurrence.first_day)
        return expand(recurrence, zone=zone, workdays=workdays, since=at - timedelta(days=2), until=at + HORIZON)
    except (BadRule, ValueError) as error:
        raise BadCase(f"{where}: {error}") from error


def _item(told: Any, content: Mapping[str, Any], zone: ZoneInfo, where: str) -> dict[str, Any]:
    one = told if isinstance(told, Mapping) else {"content": told}
    name = str(one.get("content", ""))
    if name not in content:
        raise BadCase(f"{where}: there is no content {name!r}")
    about = content[name]
    seconds = one.get("seconds", about.get("seconds", 10))
    if not isinstance(seconds, int | float) or isinstance(seconds, bool) or not 0.001 <= seconds <= 86_400:
        raise BadCase(f"{where}: {name} lasts from 0.001 to 86400 seconds")
    bounds = {bound: [_ms(_moment(of[bound], zone, where)) for of in (one, about) if bound in of] for bound in ("from", "to")}
    return {
        "id": name,
        "media": None if about.get("text") else name,
        "duration": round(seconds * 1000),
        "from": max(bounds["from"], default=None),
        "to": min(bounds["to"], default=None),
    }


def _manifest(screen: Mapping[str, Any], entries: Sequence[dict[str, Any]]) -> dict[str, Any]:
    zones = _texts(screen.get("zones", [MAIN_ZONE]), "zones")
    standby = [entry for entry in entries if entry["kind"] == ScheduleKind.DEFAULT]
    standby.sort(key=_rank)
    return {
        "layout": {"zones": [{"name": name} for name in zones]},
        "schedules": [entry for entry in entries if entry["kind"] != ScheduleKind.DEFAULT],
        "defaults": by_zone(((entry["zone"], entry) for entry in standby), zones),
    }


def _rank(entry: Mapping[str, Any]) -> tuple[int, ...]:
    return rank(**{name: entry[name] for name in ("nearness", "priority", "order", "created")}, pk=entry["id"])


def _verified(screen: Mapping[str, Any], content: Mapping[str, Any]) -> frozenset[str]:
    told = screen.get("verified", "all")
    return frozenset(content) if told == "all" else frozenset(_texts(told, "verified"))


def _differences(expected: Any, decision: Decision, names: Mapping[int, str], where: str) -> list[str]:
    if expected is None:
        return []
    found = {zone: shown.item for zone, shown in decision.zones.items()}
    found |= {"emergency": names[pk] if decision.emergency and (pk := decision.emergency.schedule) else None}
    found |= {"overlay": names[pk] if decision.overlay and (pk := decision.overlay.schedule) else None}
    wanted = _mapping(expected, f"{where}: expect")
    return [f"{name}: expected {value}, found {found.get(name)}" for name, value in wanted.items() if found.get(str(name)) != _text(value)]


def _mapping(told: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(told, Mapping):
        raise BadCase(f"{where}: names with values are wanted")
    return told


def _named(told: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """By their names, which YAML may have read as numbers or days."""
    return {str(key): value for key, value in _mapping(told.get(name, {}), name).items()}


def _text(told: Any) -> str | None:
    return None if told is None else str(told)


def _list(told: Any, where: str) -> list[Any]:
    if not isinstance(told, list):
        raise BadCase(f"{where}: a list is wanted")
    return told


def _texts(told: Any, where: str) -> list[str]:
    return [str(one) for one in _list(told, where)]


def _whole(told: Any, where: str) -> int:
    if not isinstance(told, int) or isinstance(told, bool):
        raise BadCase(f"{where}: a whole number is wanted")
    return told


def _an_hour(told: Mapping[str, Any], name: str, most: int, where: str) -> int | None:
    if told.get(name) is None:
        return None
    return _within(told[name], 1, most, f"{where}: {name}")


def _within(told: Any, least: int, most: int, where: str) -> int:
    if not least <= (found := _whole(told, where)) <= most:
        raise BadCase(f"{where} goes from {least} to {most}")
    return found


def _weekday(told: Any, where: str) -> int:
    if not 0 <= (found := _whole(told, where)) <= 6:
        raise BadCase(f"{where}: a weekday goes from 0 (Monday) to 6")
    return found


def _day_part(told: Any, where: str) -> list[str]:
    found = [_clock(one, where) for one in _list(told, where)]
    if len(found) != 2:
        raise BadCase(f"{where}: a part is a start and an end")
    return found


def _clock(told: Any, where: str) -> str:
    """ "22:00" without quotes is a number in YAML: 22 sixties and none."""
    if isinstance(told, int) and not isinstance(told, bool) and 0 <= told <= _MINUTES:
        told = f"{told // 60:02d}:{told % 60:02d}"
    if not isinstance(told, str) or ":" not in told:
        raise BadCase(f"{where}: {told!r} is no time like 09:30")
    if told == "24:00":
        return "00:00"
    try:
        is_local = time.fromisoformat(told).tzinfo is None
    except ValueError:
        is_local = False
    if not is_local:
        raise BadCase(f"{where}: {told!r} is no time like 09:30")
    return told


def _zone(screen: Mapping[str, Any], where: str) -> ZoneInfo:
    try:
        return ZoneInfo(str(screen.get("time_zone", "Asia/Shanghai")))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadCase(f"{where}: this time zone is not known") from None


def _moment(told: Any, zone: ZoneInfo, where: str) -> datetime:
    try:
        found = told if isinstance(told, datetime) else datetime.fromisoformat(str(told))
    except ValueError:
        raise BadCase(f"{where}: {told!r} is no moment like 2026-11-26T09:30:00") from None
    if not EARLIEST <= found.year <= LATEST:
        raise BadCase(f"{where}: moments lie from {EARLIEST} to {LATEST}")
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=zone)


def _day(told: Any, where: str) -> date:
    try:
        return told if isinstance(told, date) and not isinstance(told, datetime) else date.fromisoformat(str(told))
    except ValueError:
        raise BadCase(f"{where}: {told!r} is no day like 2026-11-26") from None


def _path(told: str) -> str:
    return "/" + "/".join(part for part in str(told).split("/") if part) + ("/" if str(told).strip("/") else "")


def _ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
