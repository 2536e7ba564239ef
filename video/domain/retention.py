"""Which footage goes to make room, and how long a volume will hold. docs/algorithms/retention.md has the reasons.

Sizes are bytes, a day is 24 hours. "Younger" and "older" go by the end of a segment: while its last picture must be kept, all of it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

DAY = timedelta(days=1)
RESERVE_BYTES = 1 << 30
QUOTA_START, QUOTA_STOP = 0.97, 0.95
DISK_START, DISK_STOP = 0.03, 0.05


@dataclass(frozen=True)
class Rule:
    """How long the footage of one camera is kept: `wished_days` and never less than `legal_days`."""

    legal_days: int
    wished_days: int

    @property
    def keep_days(self) -> int:
        return max(self.legal_days, self.wished_days)

    @property
    def is_lifted(self) -> bool:
        """Whether the law asks for more than somebody wished."""
        return self.wished_days < self.legal_days


@dataclass(frozen=True, slots=True)
class Piece:
    """One closed segment. `size` is what it takes on the volume: nothing where only the archive has it."""

    key: int
    camera: int
    start: datetime
    end: datetime
    size: int
    is_archived: bool = False


@dataclass(frozen=True, slots=True)
class Hold:
    """What nobody may delete, from `start` up to `end`."""

    camera: int
    start: datetime
    end: datetime


@dataclass(frozen=True)
class Room:
    """A volume now. `used` by footage; `quota` as set, `free` and `total` of the disk, each None where there is none or nobody knows."""

    used: int
    quota: int | None = None
    free: int | None = None
    total: int | None = None

    @property
    def usable(self) -> int | None:
        """How much footage it can hold before anything must go for want of room. None: nobody knows."""
        bounds = [int(self.quota * QUOTA_START)] if self.quota is not None else []
        if self.free is not None:
            bounds.append(max(0, self.used + self.free - disk_start(self.total)))
        return min(bounds, default=None)


def disk_start(total: int | None) -> int:
    """Free bytes below which deleting begins: well above the reserve at which the recorder stops writing."""
    return max(2 * RESERVE_BYTES, int((total or 0) * DISK_START))


def disk_stop(total: int | None) -> int:
    """Free bytes at which it stops again."""
    return max(3 * RESERVE_BYTES, int((total or 0) * DISK_STOP))


def wanted_bytes(room: Room) -> int:
    """How much must go: nothing below the high-water mark, and down to the low one above it."""
    wanted = 0
    if room.quota is not None and room.used > room.quota * QUOTA_START:
        wanted = room.used - int(room.quota * QUOTA_STOP)
    if room.free is not None and room.free < disk_start(room.total):
        wanted = max(wanted, disk_stop(room.total) - room.free)
    return wanted


@dataclass(frozen=True)
class Plan:
    """`aged` are past their days, `crowded` go for want of room and are past the legal minimum, of `evicted` the archive keeps a copy.

    `short` bytes are still wanted and must not be had: what is left is held, or the law wants it kept.
    """

    aged: tuple[Piece, ...]
    evicted: tuple[Piece, ...]
    crowded: tuple[Piece, ...]
    short: int

    @property
    def freed(self) -> int:
        return sum(piece.size for piece in (*self.aged, *self.evicted, *self.crowded))


def plan(pieces: Iterable[Piece], *, rules: Mapping[int, Rule], holds: Iterable[Hold], wanted: int, now: datetime) -> Plan:
    """What goes now, oldest first, with at least `wanted` bytes freed where the law leaves that much.

    First what is past its days, whether room is wanted or not. Then local copies of what is archived: nothing is lost with them. Last what
    is past the legal minimum of its camera. What a hold touches stays in every case, and so do pieces of cameras without a rule.
    """
    held = _by_camera(holds)
    loose = sorted((piece for piece in pieces if piece.camera in rules and not _is_held(piece, held)), key=_age_order)
    aged = tuple(piece for piece in loose if piece.end <= now - rules[piece.camera].keep_days * DAY)
    gone = {piece.key for piece in aged}
    left = [piece for piece in loose if piece.key not in gone]
    missing = wanted - sum(piece.size for piece in aged)
    evicted = _until(missing, (piece for piece in left if piece.is_archived and piece.size))
    missing -= sum(piece.size for piece in evicted)
    crowded = _until(missing, (piece for piece in left if not piece.is_archived and _is_past_law(piece, rules, now)))
    missing -= sum(piece.size for piece in crowded)
    return Plan(aged=aged, evicted=evicted, crowded=crowded, short=max(0, missing))


def _is_past_law(piece: Piece, rules: Mapping[int, Rule], now: datetime) -> bool:
    return piece.end <= now - rules[piece.camera].legal_days * DAY


def _until(missing: int, pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    taken: list[Piece] = []
    for piece in pieces:
        if missing <= 0:
            break
        taken.append(piece)
        missing -= piece.size
    return tuple(taken)


def _age_order(piece: Piece) -> tuple[datetime, int]:
    return piece.end, piece.key


def _by_camera(holds: Iterable[Hold]) -> Mapping[int, list[Hold]]:
    found: dict[int, list[Hold]] = {}
    for hold in holds:
        found.setdefault(hold.camera, []).append(hold)
    return found


def _is_held(piece: Piece, holds: Mapping[int, Sequence[Hold]]) -> bool:
    return any(hold.start < piece.end and hold.end > piece.start for hold in holds.get(piece.camera, ()))


@dataclass(frozen=True)
class Load:
    """What one camera puts on a volume. `by_age[n]` are the bytes that are n to n + 1 days old and nowhere else; `held` those under a hold,
    counted only there; `bytes_per_day` what comes in; `legal_days` how long they must stay on this volume."""

    legal_days: int
    bytes_per_day: float
    by_age: Sequence[int] = ()
    held: int = 0


def bytes_per_day(recorded: int, *, over: timedelta) -> float | None:
    """Of what came in during a stretch of time; None for one too short to tell (an hour)."""
    return None if over < timedelta(hours=1) else recorded / (over / DAY)


def days_it_holds(usable: int | None, rate: float | None) -> float | None:
    """How many days of footage fit at this rate. None: unknown, or nothing comes in."""
    return None if usable is None or not rate else usable / rate


def danger_in_days(loads: Sequence[Load], *, usable: int | None) -> int | None:
    """In how many days, at the rates of now, footage that the law wants kept no longer fits: 0 is today. None: never, or unknown.

    In d days must be there: what came in since, up to the legal days, what is there now and will then still be too young, and what is held.
    """
    if usable is None:
        return None
    sums = [_running(load) for load in loads]
    for day in range(max((load.legal_days for load in loads), default=0) + 1):
        if sum(_must_stay(load, running, day) for load, running in zip(loads, sums, strict=True)) > usable:
            return day
    return None


def _running(load: Load) -> list[int]:
    """`[n]`: the bytes younger than n days."""
    sums = [0]
    for size in load.by_age:
        sums.append(sums[-1] + size)
    return sums


def _must_stay(load: Load, running: Sequence[int], day: int) -> float:
    still_young = min(max(load.legal_days - day, 0), len(running) - 1)
    return load.held + load.bytes_per_day * min(day, load.legal_days) + running[still_young]
