"""Instances of the public Employee Shift Scheduling benchmark in their text format; schedulingbenchmarks.org tells the fields' meaning."""

from collections.abc import Iterator
from dataclasses import dataclass

SECTIONS = ("HORIZON", "SHIFTS", "STAFF", "DAYS_OFF", "SHIFT_ON_REQUESTS", "SHIFT_OFF_REQUESTS", "COVER")
WIDTH = {"SHIFTS": 2, "STAFF": 8, "DAYS_OFF": 1, "SHIFT_ON_REQUESTS": 4, "SHIFT_OFF_REQUESTS": 4, "COVER": 5}


@dataclass(frozen=True)
class Kind:
    """A shift: `minutes` long, `blocks` may not be worked the day after."""

    code: str
    minutes: int
    blocks: frozenset[str]


@dataclass(frozen=True)
class Member:
    """`most` shifts of each kind; the rest as the columns of SECTION_STAFF; `days_off` must be free."""

    key: str
    most: dict[str, int]
    max_minutes: int
    min_minutes: int
    max_row: int
    min_row: int
    min_off: int
    max_weekends: int
    days_off: frozenset[int]


@dataclass(frozen=True)
class Request:
    """Wants to work (`on`) or not to work a shift on a day; `weight` is what it costs otherwise."""

    member: str
    day: int
    shift: str
    weight: int
    on: bool


@dataclass(frozen=True)
class Need:
    """`heads` wanted in a shift on a day; each missing costs `under`, each too many `over`."""

    day: int
    shift: str
    heads: int
    under: int
    over: int


@dataclass(frozen=True)
class Instance:
    """Day 0 is a Monday."""

    days: int
    shifts: tuple[Kind, ...]
    staff: tuple[Member, ...]
    requests: tuple[Request, ...]
    cover: tuple[Need, ...]


class BadInstance(Exception):
    """The text is not in the format; `line` is where, from 1."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line


@dataclass(frozen=True)
class _Line:
    number: int
    cells: list[str]

    def whole(self, place: int) -> int:
        try:
            return int(self.cells[place])
        except ValueError:
            raise BadInstance(self.number, f"{self.cells[place]!r} is no whole number") from None


def instance_from(text: str) -> Instance:
    """Raises BadInstance where a section is unknown or missing, a line is short, or a name or day is not known."""
    sections = _sections(text)
    horizon = next(iter(sections["HORIZON"]), None)
    if horizon is None:
        raise BadInstance(1, "SECTION_HORIZON has no days")
    off = {line.cells[0]: frozenset(line.whole(place) for place in range(1, len(line.cells))) for line in sections["DAYS_OFF"]}
    found = Instance(
        days=horizon.whole(0),
        shifts=tuple(_kind(line) for line in sections["SHIFTS"]),
        staff=tuple(_member(line, off) for line in sections["STAFF"]),
        requests=tuple(_request(line, on=name == "SHIFT_ON_REQUESTS") for name in SECTIONS[4:6] for line in sections[name]),
        cover=tuple(Need(line.whole(0), line.cells[1], line.whole(2), line.whole(3), line.whole(4)) for line in sections["COVER"]),
    )
    _check(found, sections)
    return found


def _sections(text: str) -> dict[str, list[_Line]]:
    found: dict[str, list[_Line]] = {}
    name = ""
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("SECTION_"):
            name = line.removeprefix("SECTION_")
            if name not in SECTIONS or name in found:
                raise BadInstance(number, f"{line} is unknown or stands there twice")
            found[name] = []
            continue
        cells = [cell.strip() for cell in line.split(",")]
        if not name or len(cells) < WIDTH.get(name, 1):
            raise BadInstance(number, f"{line!r} has too few fields or stands before any section")
        found[name].append(_Line(number, cells))
    missing = [name for name in SECTIONS[:3] if name not in found]
    if missing:
        raise BadInstance(1, f"SECTION_{missing[0]} is missing")
    return {name: found.get(name, []) for name in SECTIONS}


def _kind(line: _Line) -> Kind:
    blocks = line.cells[2] if len(line.cells) > 2 else ""
    return Kind(line.cells[0], line.whole(1), frozenset(filter(None, blocks.split("|"))))


def _member(line: _Line, off: dict[str, frozenset[int]]) -> Member:
    most = {}
    for pair in filter(None, line.cells[1].split("|")):
        code, _, count = pair.partition("=")
        if not count.isdigit():
            raise BadInstance(line.number, f"{pair!r} is no limit of a shift")
        most[code] = int(count)
    longest, least, row, short_row, short_off, weekends = (line.whole(place) for place in range(2, 8))
    free = off.get(line.cells[0], frozenset())
    return Member(line.cells[0], most, longest, least, row, short_row, short_off, weekends, free)


def _request(line: _Line, *, on: bool) -> Request:
    return Request(line.cells[0], line.whole(1), line.cells[2], line.whole(3), on)


def _check(found: Instance, sections: dict[str, list[_Line]]) -> None:
    codes, keys = {kind.code for kind in found.shifts}, {member.key for member in found.staff}
    for line, member, day, shift in _named(sections):
        if member and member not in keys:
            raise BadInstance(line.number, f"there is no employee {member}")
        if shift and shift not in codes:
            raise BadInstance(line.number, f"there is no shift {shift}")
        if not 0 <= day < found.days:
            raise BadInstance(line.number, f"day {day} lies outside the horizon of {found.days} days")


def _named(sections: dict[str, list[_Line]]) -> Iterator[tuple[_Line, str, int, str]]:
    for line in sections["DAYS_OFF"]:
        for place in range(1, len(line.cells)):
            yield line, line.cells[0], line.whole(place), ""
    for name in SECTIONS[4:6]:
        for line in sections[name]:
            yield line, line.cells[0], line.whole(1), line.cells[2]
    for line in sections["COVER"]:
        yield line, "", line.whole(0), line.cells[1]
