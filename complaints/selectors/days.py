"""Complaints by day, for reports of days and weeks: counts from the daily roll-up, without rates, since subscribers are by month."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Sum

from portalkit.access.selectors import Access
from portalkit.periods.domain.calendar import Span
from portalkit.regions.models import Region

from ..domain.partial import is_improbable
from ..domain.taxonomy import TICKET_CLASSES, ServiceClass
from ..models import DailyRollup
from .analysis import Matrix, Share, part_of_all
from .coverage import covered_months
from .ground import Ground, ground
from .slices import COLUMN_OF, By, label_of

USUAL_DAYS = 28


@dataclass(frozen=True)
class DailyCounts:
    """Complaints by day and key of the dimension. `known` are the days with data; on any other day nothing is known.

    `keys` with most complaints first (classes and regions in their own order); `labels` and, for regions, `regions` name them.
    """

    first: date
    last: date
    keys: tuple[str, ...]
    labels: Mapping[str, Any]
    regions: Mapping[str, Region]
    known: frozenset[date]
    newest_day: date | None
    _counts: Mapping[tuple[date, str], int]

    def on(self, day: date, key: str = "") -> int | None:
        """The complaints of a day, of one key or of all; None where nothing is known of the day."""
        if day not in self.known:
            return None
        if key:
            return self._counts.get((day, key), 0)
        return sum(counted for (when, _), counted in self._counts.items() if when == day)

    def during(self, days: Iterable[date], key: str = "") -> int | None:
        """The sum over the days of which something is known; None where that is none of them."""
        found = [counted for day in days if (counted := self.on(day, key)) is not None]
        return sum(found) if found else None


def daily_counts(access: Access, *, first: date, last: date, by: By, today: date, region: Region | None = None) -> DailyCounts:
    """The days from `first` to `last`, both included, by one dimension. Raises RegionOutOfReach. Four queries.

    A day has no data before the first and after the newest day with any complaint anywhere, from `today` on, and where a day without
    a complaint anywhere is too improbable to be chance (see docs/algorithms/rate.md, "Partial months").
    """
    view = ground(access, region=region)
    column = COLUMN_OF.get(by)
    rows = _in_days(view, first, last).values_list("day", *([column] if column else [])).annotate(counted=Sum("complaints"))
    part_of = view.part_of() if by is By.REGION else {}
    counts: dict[tuple[date, str], int] = {}
    for day, *value, counted in rows.order_by():
        key = _key(view, part_of, by, value[0] if value else None)
        counts[day, key] = counts.get((day, key), 0) + counted
    keys = _keys(view, counts, by)
    covered = covered_months(today=today)
    return DailyCounts(
        first=first,
        last=last,
        keys=keys,
        labels={key: label_of(by, key) for key in keys},
        regions={key: view.by_code[key] for key in keys if by is By.REGION and key in view.by_code},
        known=_known(first, last, today=today, newest=covered.newest_day),
        newest_day=covered.newest_day,
        _counts=counts,
    )


def daily_matrix(access: Access, *, first: date, last: date, rows: By, columns: By, region: Region | None = None) -> Matrix:
    """`class_cause_matrix` of a span of days. Raises RegionOutOfReach. Two queries."""
    view = ground(access, region=region)
    found: dict[tuple[str, str], int] = {}
    values = _in_days(view, first, last).values_list(COLUMN_OF[rows], COLUMN_OF[columns]).annotate(counted=Sum("complaints"))
    for row, column, counted in values.order_by():
        found[str(row), str(column)] = found.get((str(row), str(column)), 0) + counted
    total = sum(found.values())
    return Matrix(rows=_shares(found, 0, rows, total), columns=_shares(found, 1, columns, total), cells=found, total=total)


def _in_days(view: Ground, first: date, last: date) -> Any:
    rows = view.within(DailyRollup.objects.all())
    return rows.filter(day=first) if first == last else rows.filter(day__gte=first, day__lte=last)


def _key(view: Ground, part_of: Mapping[int, Region], by: By, value: Any) -> str:
    if by is By.TOTAL:
        return str(ServiceClass.TOTAL)
    if by is not By.REGION:
        return str(value)
    return part_of[value].code if value in part_of else view.regions[value].code


def _keys(view: Ground, counts: Mapping[tuple[date, str], int], by: By) -> tuple[str, ...]:
    sums: dict[str, int] = {}
    for (_, key), counted in counts.items():
        sums[key] = sums.get(key, 0) + counted
    if by is By.CLASS:
        return tuple(str(code) for code in TICKET_CLASSES if code is not ServiceClass.UNMAPPED or str(code) in sums)
    if by is By.REGION:
        parts = [region.code for region in view.parts]
        return (*parts, *sorted(set(sums) - set(parts)))
    return tuple(sorted(sums, key=lambda key: (-sums[key], key)))


def _known(first: date, last: date, *, today: date, newest: date | None) -> frozenset[date]:
    """Which of these days have data. Two queries: the oldest day, and all complaints of these and of the usual days before them."""
    oldest = DailyRollup.objects.order_by("day").values_list("day", flat=True).first()
    if newest is None or oldest is None:
        return frozenset()
    before = first - timedelta(days=USUAL_DAYS)
    rows = DailyRollup.objects.filter(day__gte=before, day__lte=last).values_list("day").annotate(counted=Sum("complaints")).order_by()
    everywhere = dict(rows)
    days = [day for day in Span(before, last).days() if oldest <= day <= newest and day < today]
    usual = sum(everywhere.get(day, 0) for day in days) / len(days) if days else 0.0
    silent = {day for day in days if not everywhere.get(day) and is_improbable(silent_days=1, per_day=usual)}
    return frozenset(day for day in days if day >= first and day not in silent)


def _shares(found: Mapping[tuple[str, str], int], place: int, by: By, total: int) -> tuple[Share, ...]:
    sums: dict[str, int] = {}
    for pair, counted in found.items():
        sums[pair[place]] = sums.get(pair[place], 0) + counted
    ranked = sorted(sums.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Share(key, label_of(by, key), counted, part_of_all(counted, total)) for key, counted in ranked)
