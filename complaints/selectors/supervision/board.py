"""The board of running watches by department, and what falls due next."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from portalkit.access.selectors import Access
from portalkit.regions.models import Region

from ...domain.supervision.notices import NoticeState
from ...domain.supervision.stopwatch import Watch
from ...models import OpenWatch, SupervisionNotice
from ...permissions import ComplaintsPermission
from .watches import IS_AT_RISK, IS_HELD, IS_IN_TIME, IS_OVERDUE, IS_UNLIMITED, Freshness, freshness, open_watches

BUCKETS = ((0, 1), (1, 2), (2, 4), (4, 8), (8, 12), (12, 24))
Narrow = Callable[[QuerySet[OpenWatch]], QuerySet[OpenWatch]]


@dataclass(frozen=True)
class Tally:
    """Watches that run: `in_time`, `at_risk`, `overdue` apart; on hold and without a limit beside them. `oldest`: since when."""

    in_time: int = 0
    at_risk: int = 0
    overdue: int = 0
    held: int = 0
    unlimited: int = 0
    oldest: datetime | None = None

    @property
    def running(self) -> int:
        return self.in_time + self.at_risk + self.overdue

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            in_time=self.in_time + other.in_time,
            at_risk=self.at_risk + other.at_risk,
            overdue=self.overdue + other.overdue,
            held=self.held + other.held,
            unlimited=self.unlimited + other.unlimited,
            oldest=min((one for one in (self.oldest, other.oldest) if one), default=None),
        )


@dataclass(frozen=True)
class DepartmentLine:
    """`department` is empty where the ticket states none. `tallies` holds every watch."""

    department: str
    tallies: Mapping[Watch, Tally]

    @property
    def whole(self) -> Tally:
        return sum(self.tallies.values(), Tally())


@dataclass(frozen=True)
class NoticeCounts:
    open: int
    unanswered: int
    answered: int


@dataclass(frozen=True)
class Board:
    """Departments with most overdue watches first. `ahead[watch]`: watches that fall due in each of BUCKETS, hours from now."""

    departments: tuple[DepartmentLine, ...]
    totals: Mapping[Watch, Tally]
    ahead: Mapping[Watch, tuple[int, ...]]
    notices: NoticeCounts
    freshness: Freshness

    @property
    def is_empty(self) -> bool:
        return not self.departments


def board(access: Access, *, now: datetime, region: Region | None = None, narrow: Narrow = lambda rows: rows) -> Board:
    """`narrow` filters the rows further. Raises RegionOutOfReach. Six queries, none of them over all tickets."""
    rows = narrow(open_watches(access, now=now, region=region))
    lines = _lines(rows)
    totals = {watch: sum((line.tallies[watch] for line in lines), Tally()) for watch in Watch}
    return Board(
        departments=tuple(sorted(lines, key=lambda line: (-line.whole.overdue, -line.whole.at_risk, -line.whole.running, line.department))),
        totals=totals,
        ahead=_ahead(rows, now),
        notices=_notices(access, now, region),
        freshness=freshness(),
    )


@dataclass
class _Line:
    tallies: dict[Watch, Tally] = field(default_factory=lambda: dict.fromkeys(Watch, Tally()))


def _lines(rows: QuerySet[OpenWatch]) -> list[DepartmentLine]:
    found: dict[str, _Line] = {}
    counts: dict[str, Any] = {
        "in_time": Count("pk", filter=IS_IN_TIME),
        "at_risk": Count("pk", filter=IS_AT_RISK),
        "overdue": Count("pk", filter=IS_OVERDUE),
        "held": Count("pk", filter=IS_HELD),
        "unlimited": Count("pk", filter=IS_UNLIMITED),
        "oldest": Min("started_at", filter=IS_IN_TIME | IS_AT_RISK | IS_OVERDUE),
    }
    grouped: Iterable[tuple[Any, ...]] = rows.order_by().values_list("department", "watch").annotate(**counts)
    for department, watch, *tally in grouped:
        found.setdefault(department, _Line()).tallies[Watch(watch)] = Tally(*tally)
    return [DepartmentLine(department=name, tallies=line.tallies) for name, line in found.items()]


def falls_due(now: Any, bucket: tuple[int, int]) -> Q:
    """Between so many hours from now; `now` a moment or `F("now")`."""
    first, last = (now + timedelta(hours=hours) if hours else now for hours in bucket)
    return Q(paused_at=None, due_at__gte=first, due_at__lt=last)


def _ahead(rows: QuerySet[OpenWatch], now: datetime) -> dict[Watch, tuple[int, ...]]:
    counts = {f"b{first}": Count("pk", filter=falls_due(now, (first, last))) for first, last in BUCKETS}
    grouped: Iterable[tuple[Any, ...]] = rows.order_by().values_list("watch").annotate(**counts)
    found = {Watch(watch): tuple(hours) for watch, *hours in grouped}
    return {watch: found.get(watch, (0,) * len(BUCKETS)) for watch in Watch}


def _notices(access: Access, now: datetime, region: Region | None) -> NoticeCounts:
    rows = access.scope(ComplaintsPermission.VIEW, SupervisionNotice.objects.all())
    if region is not None:
        rows = rows.filter(region__path__startswith=region.path)
    found = rows.aggregate(
        open=Count("pk", filter=Q(state=NoticeState.OPEN)),
        unanswered=Count("pk", filter=Q(state=NoticeState.OPEN, reply_by__lte=now)),
        answered=Count("pk", filter=Q(state=NoticeState.ANSWERED)),
    )
    return NoticeCounts(**found)
