"""Rates by month and class, region, cause or type: counts from the roll-ups, denominators, intervals, official figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from portalkit.access.selectors import Access
from portalkit.periods.domain.calendar import Month, months
from portalkit.regions.models import Region

from ..domain.denominators import Denominators
from ..domain.rates import PER_TEN_THOUSAND, Interval, Pair, change, intervals
from ..domain.taxonomy import TICKET_CLASSES, ServiceClass
from ..models.labels import CLASS_LABELS, Label
from .basis import Basis, basis, officials
from .ground import Ground, ground
from .published import Published
from .slices import EVERYTHING, By, Slice, label_of, monthly_counts

TOTAL = str(ServiceClass.TOTAL)


@dataclass(frozen=True)
class Rate:
    """One figure. `complaints` is None in a month without any data; `rate` and `interval` are None without a denominator.

    `published` is the official figure beside it, never in its place. `region` is set where the key is a region's code.
    """

    month: Month
    key: str
    label: Label
    complaints: int | None
    subscribers: int | None
    rate: float | None
    interval: Interval | None
    is_partial: bool
    published: Published | None
    region: Region | None = None

    @property
    def has_data(self) -> bool:
        return self.complaints is not None


@dataclass(frozen=True)
class Rates:
    """`rows` by month, in a month the total first. `regions` are the outermost regions that the figures are of."""

    rows: tuple[Rate, ...]
    by: By
    per: int
    regions: tuple[Region, ...]

    def of(self, key: str) -> tuple[Rate, ...]:
        """The rows of one key, in order of month."""
        return tuple(row for row in self.rows if row.key == key)

    def at(self, month: Month, key: str = TOTAL) -> Rate | None:
        return self._by_month_and_key.get((month, key))

    @cached_property
    def _by_month_and_key(self) -> dict[tuple[Month, str], Rate]:
        return {(row.month, row.key): row for row in self.rows}

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(row.key for row in self.rows))


def change_between(now: Rate, before: Rate | None) -> float | None:
    """The relative change of the rate; None where either is unknown or counts a part of its month only."""
    if before is None or now.is_partial or before.is_partial:
        return None
    return change(now=now.rate, before=before.rate)


def monthly_rates(
    access: Access,
    *,
    first: Month,
    last: Month,
    today: date,
    region: Region | None = None,
    by: By = By.CLASS,
    per: int = PER_TEN_THOUSAND,
    only: Slice = EVERYTHING,
) -> Rates:
    """Rates of every month from `first` to `last`, both included, divided by `by`; every month has a row of the key "total".

    The region's whole subtree counts; without a region everything that the caller may see. By REGION the keys are codes of the
    region's parts, and the region's own code for tickets that name none of them. By CLASS the four classes are always there, the
    unmapped where there are any; other dimensions list what occurs. Raises RegionOutOfReach. Five queries, whatever the span.
    """
    view = ground(access, region=region)
    below = basis(view, first=first, last=last, today=today, per=per, official=officials(view, by=by, only=only))
    return rates_on(view, below, first=first, last=last, by=by, only=only)


def rates_on(ground: Ground, basis: Basis, *, first: Month, last: Month, by: By, only: Slice) -> Rates:
    """`monthly_rates` where all but the counts is known already: one query."""
    sums = _sums(ground, monthly_counts(ground, first=first, last=last, by=by, only=only), by)
    keys = _keys(ground, sums, by)
    official = _official(ground, basis, by, only)
    drafts = [_draft(ground, basis, month, key, sums, by, only) for month in months(first, last) for key in keys]
    ends = intervals([Pair(complaints=draft.complaints or 0, subscribers=draft.subscribers) for draft in drafts], per=basis.per)
    rows = (_finished(draft, interval, official, basis.per) for draft, interval in zip(drafts, ends, strict=True))
    return Rates(rows=tuple(rows), by=by, per=basis.per, regions=ground.tops)


@dataclass(frozen=True)
class _Draft:
    month: Month
    key: str
    label: Label
    complaints: int | None
    subscribers: int | None
    is_partial: bool
    region: Region | None


Sums = Mapping[tuple[Month, str], int]
Official = Mapping[tuple[Month, str], Published]


def _sums(ground: Ground, counts: Mapping[tuple[Month, Any], int], by: By) -> Sums:
    """By month and key, the total under its own key."""
    part_of = ground.part_of() if by is By.REGION else {}
    found: dict[tuple[Month, str], int] = {}
    for (month, value), counted in counts.items():
        key = _key(ground, part_of, by, value)
        found[month, TOTAL] = found.get((month, TOTAL), 0) + counted
        if key != TOTAL:
            found[month, key] = found.get((month, key), 0) + counted
    return found


def _key(ground: Ground, part_of: Mapping[int, Region], by: By, value: Any) -> str:
    if by is By.TOTAL:
        return TOTAL
    if by is not By.REGION:
        return str(value)
    return part_of[value].code if value in part_of else ground.regions[value].code


def _keys(ground: Ground, sums: Sums, by: By) -> tuple[str, ...]:
    found = {key for _, key in sums}
    if by is By.CLASS:
        classes = [str(code) for code in TICKET_CLASSES if code is not ServiceClass.UNMAPPED or code in found]
        return (TOTAL, *classes)
    if by is By.REGION:
        parts = [region.code for region in ground.parts]
        return (TOTAL, *parts, *sorted(found - {TOTAL, *parts}))
    if by is By.TOTAL:
        return (TOTAL,)
    most = sorted(found - {TOTAL}, key=lambda key: (-sum(count for (_, other), count in sums.items() if other == key), key))
    return (TOTAL, *most)


def _draft(ground: Ground, basis: Basis, month: Month, key: str, sums: Sums, by: By, only: Slice) -> _Draft:
    region = _region(ground, key) if by is By.REGION and key != TOTAL else None
    counted = sums.get((month, key), 0) if basis.covered.has_data(month) else None
    service_class = key if by is By.CLASS else only.denominator
    return _Draft(
        month=month,
        key=key,
        label=_label(by, key, region),
        complaints=counted,
        subscribers=_subscribers(ground, basis.below[month], region, service_class),
        is_partial=basis.covered.is_partial(month),
        region=region,
    )


def _region(ground: Ground, code: str) -> Region | None:
    return ground.by_code.get(code)


def _subscribers(ground: Ground, below: Denominators, region: Region | None, service_class: str) -> int | None:
    """A part's own; all of the view's for the total. Tickets that name no part have no subscribers of their own."""
    if region is None:
        return below.over([top.pk for top in ground.tops], service_class)
    return below.of(region.pk, service_class) if region in ground.parts else None


def _label(by: By, key: str, region: Region | None) -> Label:
    if region is not None:
        return region.name
    return CLASS_LABELS[ServiceClass.TOTAL] if key == TOTAL else label_of(by, key)


def _official(ground: Ground, basis: Basis, by: By, only: Slice) -> Official:
    """Official figures by month and key, where a key is something that official figures are given for."""
    wanted = {region.pk for region in officials(ground, by=by, only=only)}
    found: dict[tuple[Month, str], Published] = {}
    for (month, pk, service_class), figure in basis.published.items():
        if pk not in wanted:
            continue
        if by is By.CLASS and not only.conditions:
            found[month, service_class] = figure
        elif service_class == only.denominator:
            is_whole = ground.region is not None and pk == ground.region.pk
            found[month, TOTAL if is_whole else ground.regions[pk].code] = figure
    return found


def _finished(draft: _Draft, interval: Interval | None, official: Official, per: int) -> Rate:
    counted = draft.complaints
    pair = Pair(complaints=counted or 0, subscribers=draft.subscribers)
    return Rate(
        month=draft.month,
        key=draft.key,
        label=draft.label,
        complaints=counted,
        subscribers=draft.subscribers,
        rate=None if counted is None else pair.rate(per=per),
        interval=None if counted is None else interval,
        is_partial=draft.is_partial,
        published=official.get((draft.month, draft.key)),
        region=draft.region,
    )
