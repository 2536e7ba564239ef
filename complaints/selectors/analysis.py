"""What the dashboards show: trend, ranking, shares, matrix, resolution times."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from portalkit.access.selectors import Access
from portalkit.periods.domain.calendar import Month, months
from portalkit.regions.models import Region

from ..domain.histogram import percentile
from ..domain.rates import PER_TEN_THOUSAND
from ..domain.taxonomy import SIDE_OF, Cause, CauseSide, ServiceClass
from ..models import Annotation, ResolutionHistogram
from ..models.labels import CAUSE_LABELS, SIDE_LABELS, Label
from .basis import Basis, basis, officials
from .ground import Ground, ground
from .published import annotations
from .rates import Rate, Rates, change_between, rates_on
from .slices import COLUMN_OF, EVERYTHING, By, Slice, counts, label_of


@dataclass(frozen=True)
class Trend:
    """`rates` by class over the months, and the events among them."""

    rates: Rates
    months: tuple[Month, ...]
    annotations: tuple[Annotation, ...]


@dataclass(frozen=True)
class Ranked:
    """A region in the comparison. `place` counts from 1 at the highest rate; None where there is no rate. `change` is
    relative, None for a part of a month.
    """

    place: int | None
    region: Region
    now: Rate
    before: Rate | None
    change: float | None


@dataclass(frozen=True)
class Share:
    """A part of all complaints of a span, 0 to 1."""

    key: str
    label: Label
    complaints: int
    share: float
    side: str = ""


@dataclass(frozen=True)
class CauseShares:
    """`causes` by number, most first; `sides` within and beyond control and the rest; `total` complaints."""

    causes: tuple[Share, ...]
    sides: tuple[Share, ...]
    total: int


@dataclass(frozen=True)
class Matrix:
    """Complaints by two dimensions; rows and columns with most complaints first. A cell that is not there is nought."""

    rows: tuple[Share, ...]
    columns: tuple[Share, ...]
    cells: Mapping[tuple[str, str], int]
    total: int


@dataclass(frozen=True)
class ResolutionPoints:
    """Within how many seconds half, 80 % and 95 % of the solved or closed tickets were done; None without any."""

    tickets: int
    half: float | None
    eighty: float | None
    ninety_five: float | None


def trend(
    access: Access,
    *,
    last: Month,
    today: date,
    length: int = 24,
    region: Region | None = None,
    per: int = PER_TEN_THOUSAND,
    only: Slice = EVERYTHING,
) -> Trend:
    """The months up to `last`, by class with the total. Raises RegionOutOfReach. Six queries."""
    view = ground(access, region=region)
    first = last.plus(1 - length)
    below = basis(view, first=first, last=last, today=today, per=per, official=officials(view, by=By.CLASS, only=only))
    return Trend(
        rates=rates_on(view, below, first=first, last=last, by=By.CLASS, only=only),
        months=months(first, last),
        annotations=annotations(view.tops, first=first.first_day, last=last.last_day),
    )


def region_ranking(
    access: Access, *, month: Month, today: date, region: Region | None = None, per: int = PER_TEN_THOUSAND, only: Slice = EVERYTHING
) -> tuple[Ranked, ...]:
    """The parts of the region by rate, highest first, with the month before. Raises RegionOutOfReach. Five queries."""
    view = ground(access, region=region)
    official = officials(view, by=By.REGION, only=only)
    return ranking_on(
        view, basis(view, first=month.previous(), last=month, today=today, per=per, official=official), month=month, only=only
    )


def ranking_on(view: Ground, basis: Basis, *, month: Month, only: Slice = EVERYTHING) -> tuple[Ranked, ...]:
    """`region_ranking` where all but the counts is known already: one query."""
    rates = rates_on(view, basis, first=month.previous(), last=month, by=By.REGION, only=only)
    now = [row for row in rates.rows if row.month == month and row.region in view.parts]
    now.sort(key=lambda row: (row.rate is None, -(row.rate or 0), row.key))
    return tuple(_ranked(place, row, rates.at(month.previous(), row.key)) for place, row in enumerate(now, start=1))


def cause_shares(access: Access, *, first: Month, last: Month, region: Region | None = None, only: Slice = EVERYTHING) -> CauseShares:
    """What the complaints came from, and how much of it is within control. Raises RegionOutOfReach. Two queries."""
    return cause_shares_on(ground(access, region=region), first=first, last=last, only=only)


def cause_shares_on(view: Ground, *, first: Month, last: Month, only: Slice = EVERYTHING) -> CauseShares:
    """`cause_shares` where the regions are known already: one query."""
    found = counts(view, first=first, last=last, columns=("cause", "cause_side"), only=only)
    by_cause: dict[str, int] = {}
    by_side: dict[str, int] = dict.fromkeys((str(side) for side in CauseSide), 0)
    for (cause, side), counted in found.items():
        by_cause[cause] = by_cause.get(cause, 0) + counted
        by_side[side] = by_side.get(side, 0) + counted
    total = sum(by_cause.values())
    causes = [
        Share(cause, CAUSE_LABELS.get(cause, cause), counted, part_of_all(counted, total), _side(cause))
        for cause, counted in by_cause.items()
    ]
    sides = [Share(side, SIDE_LABELS.get(side, side), counted, part_of_all(counted, total), side) for side, counted in by_side.items()]
    return CauseShares(causes=_most_first(causes), sides=tuple(side for side in sides if side.complaints), total=total)


def class_cause_matrix(
    access: Access,
    *,
    first: Month,
    last: Month,
    region: Region | None = None,
    rows: By = By.CLASS,
    columns: By = By.CAUSE,
    only: Slice = EVERYTHING,
) -> Matrix:
    """Complaints of the span by two dimensions (neither REGION nor TOTAL). Raises RegionOutOfReach, ValueError. Two queries."""
    if {rows, columns} & {By.REGION, By.TOTAL} or rows is columns:
        raise ValueError("a matrix has two different dimensions, regions apart")
    found = counts(ground(access, region=region), first=first, last=last, columns=(COLUMN_OF[rows], COLUMN_OF[columns]), only=only)
    total = sum(found.values())
    return Matrix(
        rows=_shares(rows, [(row, counted) for (row, _), counted in found.items()], total),
        columns=_shares(columns, [(column, counted) for (_, column), counted in found.items()], total),
        cells={(str(row), str(column)): counted for (row, column), counted in found.items()},
        total=total,
    )


def shares(
    access: Access, *, first: Month, last: Month, by: By, region: Region | None = None, only: Slice = EVERYTHING
) -> tuple[Share, ...]:
    """The parts of all complaints by one dimension, most first. Raises RegionOutOfReach, KeyError for TOTAL. Two queries."""
    found = counts(ground(access, region=region), first=first, last=last, columns=(COLUMN_OF[by],), only=only)
    return _shares(by, [(key, counted) for (key,), counted in found.items()], sum(found.values()))


def resolution_points(
    access: Access, *, first: Month, last: Month, region: Region | None = None, service_class: str = ""
) -> ResolutionPoints:
    """How long solved and closed tickets took. Raises RegionOutOfReach. Two queries."""
    return resolution_points_on(ground(access, region=region), first=first, last=last, service_class=service_class)


def resolution_points_on(view: Ground, *, first: Month, last: Month, service_class: str = "") -> ResolutionPoints:
    """`resolution_points` where the regions are known already: one query."""
    rows = view.during(ResolutionHistogram.objects.all(), first=first, last=last)
    if service_class and service_class != ServiceClass.TOTAL:
        rows = rows.filter(service_class=service_class)
    found = dict(rows.values("bucket").annotate(counted=Sum("tickets")).order_by().values_list("bucket", "counted"))
    return ResolutionPoints(
        tickets=sum(found.values()), half=percentile(found, 0.5), eighty=percentile(found, 0.8), ninety_five=percentile(found, 0.95)
    )


def _ranked(place: int, now: Rate, before: Rate | None) -> Ranked:
    assert now.region is not None
    return Ranked(
        place=place if now.rate is not None else None,
        region=now.region,
        now=now,
        before=before,
        change=change_between(now, before),
    )


def _shares(by: By, found: list[tuple[str, int]], total: int) -> tuple[Share, ...]:
    sums: dict[str, int] = {}
    for key, counted in found:
        sums[str(key)] = sums.get(str(key), 0) + counted
    return _most_first([Share(key, label_of(by, key), counted, part_of_all(counted, total)) for key, counted in sums.items()])


def _most_first(found: list[Share]) -> tuple[Share, ...]:
    return tuple(sorted(found, key=lambda share: (-share.complaints, share.key)))


def part_of_all(counted: int, total: int) -> float:
    """The share of a whole; nought of nothing."""
    return counted / total if total else 0.0


def _side(cause: str) -> str:
    return str(SIDE_OF[Cause(cause)]) if cause in SIDE_OF else cause
