"""How many of the dispatched tickets were needless: for a period, by department, by region, by month."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Sum

from portalkit.access.selectors import Access
from portalkit.periods.domain.calendar import Month, Period, months
from portalkit.regions.models import Region

from ...models import RepeatGroup, RepeatRollup
from ..ground import Ground, ground
from .counting import Needless, counted

_LARGEST = 5
_FIGURES = ("tickets", "dispatches", "complaints", "faults", "invalid")


@dataclass(frozen=True)
class DepartmentRepeats:
    """An empty department means that none is stated."""

    department: str
    figures: Needless


@dataclass(frozen=True)
class RegionRepeats:
    region: Region
    figures: Needless


@dataclass(frozen=True)
class MonthRepeats:
    month: Month
    figures: Needless


@dataclass(frozen=True)
class RepeatsSummary:
    """Of a period and region. `tickets` were dispatched, `repeated_share` of them are the same matter dispatched again.

    `mass_groups` are the mass complaints whose last ticket lies in the period, `largest` the largest of them; `mass_tickets` are the
    tickets beyond the first of each. Shares are None without tickets. `departments`: most repeated dispatches first.
    """

    tickets: int
    repeated_dispatches: int
    repeated_share: float | None
    repeated_complaints: int
    mass_groups: int
    mass_tickets: int
    largest: tuple[RepeatGroup, ...]
    invalid: int
    invalid_share: float | None
    departments: tuple[DepartmentRepeats, ...]


@dataclass(frozen=True)
class RepeatShares:
    """A month with those before it, by region and by department. `total` is the month's."""

    total: Needless
    by_month: tuple[MonthRepeats, ...]
    by_region: tuple[RegionRepeats, ...]
    by_department: tuple[DepartmentRepeats, ...]
    tops: tuple[Region, ...] = field(default=())


def repeats_summary(access: Access, *, period: Period, region: Region | None = None) -> RepeatsSummary:
    """Months come from roll-ups, other periods from their tickets. Raises RegionOutOfReach."""
    place = ground(access, region=region)
    by_department: dict[str, Needless] = {}
    for (_region, department), figures in _figures(place, period).items():
        by_department.setdefault(department, Needless()).add(figures)
    total = _sum(by_department.values())
    mass = place.within(RepeatGroup.objects.filter(kind=RepeatGroup.Kind.MASS))
    mass = mass.filter(last_on__gte=period.first_day, last_on__lte=period.last_day)
    return RepeatsSummary(
        tickets=total.tickets,
        repeated_dispatches=total.dispatches,
        repeated_share=total.dispatch_share,
        repeated_complaints=total.complaints,
        mass_groups=mass.count(),
        mass_tickets=total.faults,
        largest=tuple(mass.select_related("region").order_by("-tickets", "-last_on", "-pk")[:_LARGEST]),  # type: ignore[arg-type]
        invalid=total.invalid,
        invalid_share=total.invalid_share,
        departments=_departments(by_department),
    )


def repeat_shares(access: Access, *, month: Month, length: int, region: Region | None = None) -> RepeatShares:
    """The month and the `length` − 1 before it, from roll-ups. Raises RegionOutOfReach."""
    place = ground(access, region=region)
    first = month.plus(1 - length)
    sums = {name: Sum(name) for name in _FIGURES}
    rows = place.during(RepeatRollup.objects.all(), first=first, last=month).order_by()
    by_month = {row.pop("month"): Needless(**row) for row in rows.values("month").annotate(**sums)}
    now = rows.filter(month=month.first_day)
    part_of = place.part_of()
    by_region: dict[int, Needless] = {part.pk: Needless() for part in place.parts}
    for row in now.values("region_id").annotate(**sums):
        part = part_of.get(row.pop("region_id"))
        if part is not None:
            by_region[part.pk].add(Needless(**row))
    by_department = {row.pop("department"): Needless(**row) for row in now.values("department").annotate(**sums)}
    return RepeatShares(
        total=by_month.get(month.first_day, Needless()),
        by_month=tuple(MonthRepeats(one, by_month.get(one.first_day, Needless())) for one in months(first, month)),
        by_region=tuple(RegionRepeats(part, by_region[part.pk]) for part in place.parts if by_region[part.pk].tickets),
        by_department=_departments(by_department),
        tops=place.tops,
    )


def _figures(place: Ground, period: Period) -> Mapping[tuple[int, str], Needless]:
    if isinstance(period, Month):
        rows = place.during(RepeatRollup.objects.all(), first=period, last=period)
        return {(row.region_id, row.department): Needless(**{name: getattr(row, name) for name in _FIGURES}) for row in rows}
    regions = None if place.is_everything else place.inside
    return counted(first=period.first_day, last=period.last_day, regions=regions)


def _sum(rows: Iterable[Needless]) -> Needless:
    total = Needless()
    for row in rows:
        total.add(row)
    return total


def _departments(found: Mapping[str, Needless]) -> tuple[DepartmentRepeats, ...]:
    rows: Sequence[DepartmentRepeats] = [DepartmentRepeats(department, figures) for department, figures in found.items()]
    return tuple(sorted(rows, key=lambda row: (-row.figures.dispatches, -row.figures.tickets, row.department)))
