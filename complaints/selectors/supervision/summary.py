"""What reports say of supervision in a period."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from portalkit.access.selectors import Access
from portalkit.calendars.domain.working_time import seconds_of
from portalkit.periods.domain.calendar import Period
from portalkit.regions.models import Region

from ...domain.supervision.bulk import Watches, due_times
from ...domain.supervision.legacy import LegacyStanding
from ...domain.supervision.notices import NoticeState, NoticeStep
from ...domain.supervision.stopwatch import Alarm, Limit, Pause, Run, Watch, WatchState, read, run_of
from ...models import LegacyCase, NoticeEvent, SupervisionNotice, Ticket
from ..ground import Ground, ground
from .books import Books, agreed_dates, books, holds_of
from .legacy import with_standing
from .running import COLUMNS, is_watched, steps_of
from .watches import freshness


@dataclass(frozen=True)
class WatchFigures:
    """Tickets by how a watch ended or stands: `met`, `missed`, `running` (of them `overdue`), `held`, `unknown`."""

    met: int = 0
    missed: int = 0
    running: int = 0
    overdue: int = 0
    held: int = 0
    unknown: int = 0

    @property
    def tickets(self) -> int:
        return self.met + self.missed + self.running + self.held + self.unknown

    @property
    def judged(self) -> int:
        """Those of which it is known whether the limit held: ended ones, and running ones past it."""
        return self.met + self.missed + self.overdue

    @property
    def on_time(self) -> float | None:
        """The share of the judged that were met; None without any."""
        return self.met / self.judged if self.judged else None


@dataclass(frozen=True)
class DepartmentFigures:
    """`department` is empty where the tickets state none."""

    department: str
    watches: Mapping[Watch, WatchFigures]


@dataclass(frozen=True)
class NoticeFigures:
    """Steps in the period: notices opened, answered, closed, and how often one was raised. `waiting`: open at its end."""

    opened: int
    answered: int
    closed: int
    escalated: int
    waiting: int


@dataclass(frozen=True)
class LegacyFigures:
    """Cases agreed or proposed by the end of the period, as they stand then."""

    proposed: int
    due: int
    overdue: int
    solved: int


@dataclass(frozen=True)
class SupervisionSummary:
    """Tickets complained of in the period, judged at `as_of`: the end of the period, or the newest import where that is earlier.

    `region` None: everything in reach. Departments with the most tickets missed or overdue come first.
    """

    period: Period
    region: Region | None
    as_of: datetime
    watches: Mapping[Watch, WatchFigures]
    departments: tuple[DepartmentFigures, ...]
    notices: NoticeFigures
    legacy: LegacyFigures


def supervision_summary(access: Access, *, period: Period, region: Region | None = None) -> SupervisionSummary:
    """Raises RegionOutOfReach. Thirteen queries; the tickets of the period are read once."""
    view = ground(access, region=region)
    imported_at = freshness().imported_at
    as_of = min(period.end, imported_at) if imported_at else period.end
    counts = _counts(view, period, as_of)
    departments = sorted({department for department, _ in counts})
    lines = [DepartmentFigures(name, {watch: _figures([counts.get((name, watch), {})]) for watch in Watch}) for name in departments]
    return SupervisionSummary(
        period=period,
        region=view.region,
        as_of=as_of,
        watches={watch: _figures(found for (_, kind), found in counts.items() if kind == watch) for watch in Watch},
        departments=tuple(sorted(lines, key=lambda line: (-_failed(line), line.department))),
        notices=_notices(view, period),
        legacy=_legacy(view, as_of),
    )


Outcomes = dict[str, int]


@dataclass
class _Counting:
    """Outcomes by (department, watch). Watches without holds are judged together by `settle`."""

    given: Books
    as_of: datetime
    found: dict[tuple[str, Watch], Outcomes] = field(default_factory=dict)
    _plain: Watches = field(default_factory=Watches)
    _rows: list[tuple[str, Watch, int | None]] = field(default_factory=list)

    def add(self, ticket: Any, pauses: Iterable[Pause], agreed: datetime | None) -> None:
        steps = steps_of(ticket)
        for watch in Watch:
            run = run_of(watch, steps)
            if not is_watched(watch, ticket):
                continue
            limit = self.given.limit(watch, ticket, run.start, agreed=agreed) if run.start else None
            if limit is None or not run.is_knowable or run.start is None:
                self._count(ticket.department, watch, "unknown")
            elif pauses:
                self._read(ticket, run, Limit(limit.seconds, self.given.times[limit.calendar], limit.source), list(pauses), watch)
            else:
                self._plain.add(start=seconds_of(run.start), limit=limit.seconds, calendar=limit.calendar)
                self._rows.append((ticket.department, watch, seconds_of(run.stop) if run.stop else None))

    def settle(self) -> dict[tuple[str, Watch], Outcomes]:
        due = due_times(self._plain, self.given.times).due.tolist()
        now = seconds_of(self.as_of)
        for (department, watch, stop), until in zip(self._rows, due, strict=True):
            if stop is not None:
                self._count(department, watch, "met" if stop <= until else "missed")
                continue
            self._count(department, watch, "running")
            if now > until:
                self._count(department, watch, "overdue")
        return self.found

    def _read(self, ticket: Any, run: Run, limit: Limit, pauses: list[Pause], watch: Watch) -> None:
        seen = read(watch, run, limit=limit, pauses=pauses, now=self.as_of)
        outcome = {WatchState.MET: "met", WatchState.MISSED: "missed", WatchState.RUNNING: "running", WatchState.PAUSED: "held"}
        is_overdue = seen.alarm is Alarm.OVERDUE
        self._count(ticket.department, watch, "running" if is_overdue else outcome.get(seen.state, "unknown"))
        if is_overdue:
            self._count(ticket.department, watch, "overdue")

    def _count(self, department: str, watch: Watch, outcome: str) -> None:
        line = self.found.setdefault((department, watch), {})
        line[outcome] = line.get(outcome, 0) + 1


def _counts(view: Ground, period: Period, as_of: datetime) -> dict[tuple[str, Watch], Outcomes]:
    rows: QuerySet[Any] = view.within(Ticket.objects.filter(accepted_on__gte=period.first_day, accepted_on__lte=period.last_day))
    held, agreed = holds_of(rows.values("pk")), agreed_dates(rows.values("pk"), now=as_of)
    counting = _Counting(books(), as_of)
    for ticket in rows.order_by().values_list(*COLUMNS, named=True).iterator(chunk_size=5000):
        counting.add(ticket, held.get(ticket.pk, ()), agreed.get(ticket.pk))
    return counting.settle()


def _figures(found: Iterable[Outcomes]) -> WatchFigures:
    total: Outcomes = {}
    for outcomes in found:
        for outcome, count in outcomes.items():
            total[outcome] = total.get(outcome, 0) + count
    return WatchFigures(**total)


def _failed(line: DepartmentFigures) -> int:
    return sum(one.missed + one.overdue for one in line.watches.values())


def _notices(view: Ground, period: Period) -> NoticeFigures:
    notices = view.within(SupervisionNotice.objects.all())
    events = NoticeEvent.objects.filter(notice__in=notices.values("pk"), at__gte=period.start, at__lt=period.end)
    steps = dict(events.order_by().values_list("step").annotate(count=Count("pk")))
    ended = Q(state=NoticeState.CLOSED, closed_at__lt=period.end) | Q(state=NoticeState.ANSWERED, answered_at__lt=period.end)
    waiting = SupervisionNotice.objects.filter(pk__in=notices.values("pk"), opened_at__lt=period.end).exclude(ended).count()
    return NoticeFigures(
        opened=steps.get(NoticeStep.OPENED, 0),
        answered=steps.get(NoticeStep.ANSWERED, 0),
        closed=steps.get(NoticeStep.CLOSED, 0),
        escalated=steps.get(NoticeStep.ESCALATED, 0),
        waiting=waiting,
    )


def _legacy(view: Ground, as_of: datetime) -> LegacyFigures:
    cases: QuerySet[Any] = LegacyCase.objects.filter(pk__in=view.within(LegacyCase.objects.filter(proposed_at__lte=as_of)).values("pk"))
    standing: QuerySet[Any] = with_standing(cases, now=as_of).order_by()
    found = dict(standing.values_list("standing").annotate(count=Count("pk")))
    return LegacyFigures(
        proposed=found.get(LegacyStanding.PROPOSED.value, 0),
        due=found.get(LegacyStanding.DUE.value, 0) + found.get(LegacyStanding.REVIEW.value, 0),
        overdue=found.get(LegacyStanding.OVERDUE.value, 0),
        solved=found.get(LegacyStanding.SOLVED.value, 0),
    )
