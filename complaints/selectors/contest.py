"""The finding-faults contest as a caller may see it: entries, standings, champions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db.models import Q, QuerySet

from portalkit.access.selectors import Access
from portalkit.periods.domain.calendar import Month, Period, month_of, months
from portalkit.regions.models import Region

from ..domain import contest
from ..domain.contest import Formula, Found, Severity, Standing, State, Tally
from ..models import ContestChampion, ContestFormula, FaultEntry
from ..permissions import ComplaintsPermission
from .ground import Ground, ground

MONTHS = 12
PODIUM = 3
MOST_SIMILAR = 5
_WALL = 60


@dataclass(frozen=True)
class MonthTally:
    """Entries found in a month, and what became of them until now."""

    month: Month
    tally: Tally


@dataclass(frozen=True)
class Announced:
    """The champions of a month as they were announced, first place first."""

    month: Month
    champions: tuple[ContestChampion, ...]


@dataclass(frozen=True)
class Board:
    """A month of the contest. `podium`: everybody on the first three places. `announced`: the champions of this month, where they are.

    `wall`: former champions, newest month first. `trend`: the months up to this one. `region` is None where several are in view.
    """

    region: Region | None
    month: Month
    tally: Tally
    people: tuple[Standing, ...]
    departments: tuple[Standing, ...]
    trend: tuple[MonthTally, ...]
    announced: Announced | None
    wall: tuple[Announced, ...]

    @property
    def podium(self) -> tuple[Standing, ...]:
        return podium(self.people)


@dataclass(frozen=True)
class FaultPage:
    """An entry, others of the same place and kind, and the departments that a form can suggest."""

    entry: FaultEntry
    similar: tuple[FaultEntry, ...]
    departments: tuple[str, ...]


@dataclass(frozen=True)
class ContestSummary:
    """What a report says of a period. `found` leaves out refused entries; `champions` are those announced for months of the period,
    and, while none is, the first three of the ranking stand in `people`.
    """

    period: Period
    found: int
    accepted: int
    solved: int
    refused: int
    share: float | None
    people: tuple[Standing, ...]
    departments: tuple[Standing, ...]
    champions: tuple[Announced, ...]


def fault_entries(access: Access) -> QuerySet[FaultEntry]:
    """All entries in reach, newest first."""
    rows = access.scope(ComplaintsPermission.VIEW, FaultEntry.objects.select_related("region__parent"))
    return rows.order_by("-found_on", "-pk")


def my_fault_entries(access: Access) -> QuerySet[FaultEntry]:
    """What the caller entered, or found where a colleague typed it."""
    rows = fault_entries(access)
    if access.user is None:
        return rows.none()
    return rows.filter(Q(entered_by=access.user) | Q(finder=str(access.user), finder_department=access.user.department or "—"))


def fault_page(access: Access, *, pk: int) -> FaultPage:
    """Raises FaultEntry.DoesNotExist where there is none in reach. Three queries."""
    entry = fault_entries(access).select_related("region__parent", "ticket", "entered_by").get(pk=pk)
    similar = similar_entries(access, place=entry.place, category=entry.category, besides=entry.pk)
    return FaultPage(entry=entry, similar=similar, departments=known_departments(access))


def similar_entries(access: Access, *, place: str, category: str, besides: int = 0) -> tuple[FaultEntry, ...]:
    """Entries of the same place and kind that were not refused, newest first. One query, none without a place."""
    key = contest.place_key(place)
    if not key or not category:
        return ()
    rows = fault_entries(access).filter(place_key=key, category=category).exclude(state=State.REFUSED).exclude(pk=besides)
    return tuple(rows[:MOST_SIMILAR])


def contest_formulas() -> QuerySet[ContestFormula]:
    """The formulas that were set, latest first."""
    return ContestFormula.objects.order_by("-valid_from")


def known_departments(access: Access) -> tuple[str, ...]:
    """Departments that entries name, for the suggestions of a form. One query."""
    names = fault_entries(access).order_by().values_list("finder_department", "owner_department").distinct()
    return tuple(sorted({name for pair in names for name in pair if name}))


def contest_board(access: Access, *, month: Month, region: Region | None = None) -> Board:
    """A month's standings with the trend and the champions. Raises RegionOutOfReach. Four queries."""
    view = ground(access, region=region)
    first = month.plus(1 - MONTHS)
    formula = _formula()
    found = _found(view, first.first_day, month.last_day)
    of_month = [entry for entry in found if month_of(entry.on) == month]
    announced = _announced(view)
    return Board(
        region=view.region,
        month=month,
        tally=contest.tally(of_month, formula=formula),
        people=contest.ranking(of_month, who=contest.people, formula=formula),
        departments=contest.ranking(of_month, who=contest.departments, formula=formula),
        trend=_trend(found, first, month, formula),
        announced=next((one for one in announced if one.month == month), None),
        wall=tuple(one for one in announced if one.month != month),
    )


def contest_summary(access: Access, *, period: Period, region: Region | None = None) -> ContestSummary:
    """Found, solved and standings of a period, for the reports. Raises RegionOutOfReach. Four queries."""
    view = ground(access, region=region)
    formula = _formula()
    found = _found(view, period.first_day, period.last_day)
    every = contest.tally(found, formula=formula)
    return ContestSummary(
        period=period,
        found=every.found,
        accepted=every.accepted,
        solved=every.solved,
        refused=every.refused,
        share=every.share,
        people=contest.ranking(found, who=contest.people, formula=formula),
        departments=contest.ranking(found, who=contest.departments, formula=formula),
        champions=tuple(one for one in _announced(view) if period.first_day <= one.month.first_day <= period.last_day),
    )


def people_of_month(access: Access, *, month: Month, region: Region) -> tuple[Standing, ...]:
    """The month's ranking of people in a region. Raises RegionOutOfReach."""
    found = _found(ground(access, region=region), month.first_day, month.last_day)
    return contest.ranking(found, who=contest.people, formula=_formula())


def podium(people: Sequence[Standing]) -> tuple[Standing, ...]:
    """Those on the first three places; a shared place may bring more."""
    return tuple(one for one in people if one.place <= PODIUM)


def _found(view: Ground, first: date, last: date) -> list[Found]:
    rows = view.within(FaultEntry.objects.filter(found_on__gte=first, found_on__lte=last))
    return [
        Found(on=on, state=State(state), severity=Severity(severity), finder=finder, department=department)
        for on, state, severity, finder, department in rows.values_list("found_on", "state", "severity", "finder", "finder_department")
    ]


def _formula() -> Callable[[date], Formula]:
    history = [(row.valid_from, row.formula) for row in ContestFormula.objects.all()]
    return partial(contest.formula_on, history)


def _trend(found: Sequence[Found], first: Month, last: Month, formula: Callable[[date], Formula]) -> tuple[MonthTally, ...]:
    by_month: dict[Month, list[Found]] = {month: [] for month in months(first, last)}
    for entry in found:
        by_month[month_of(entry.on)].append(entry)
    return tuple(MonthTally(month=month, tally=contest.tally(entries, formula=formula)) for month, entries in by_month.items())


def _announced(view: Ground) -> tuple[Announced, ...]:
    if view.region is None:
        return ()
    rows = ContestChampion.objects.filter(region=view.region).order_by("-month", "place", "pk")
    found: dict[Month, list[ContestChampion]] = {}
    for row in rows[:_WALL]:
        found.setdefault(month_of(row.month), []).append(row)
    return tuple(Announced(month=month, champions=tuple(champions)) for month, champions in found.items())
