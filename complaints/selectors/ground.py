"""The regions that an answer is about: what was asked for, cut to what the caller may see. One query."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Model, QuerySet

from portalkit.access.selectors import Access
from portalkit.periods.domain.calendar import Month
from portalkit.regions.models import Region

from ..permissions import ComplaintsPermission


class RegionOutOfReach(LookupError):
    """The region is not the caller's to see. To the caller it does not exist."""


@dataclass(frozen=True)
class Ground:
    """`regions` by primary key; `tops` are the outermost regions in view, whose subtrees are the answer's whole."""

    regions: Mapping[int, Region]
    tops: tuple[Region, ...]
    is_everything: bool
    _children: Mapping[int | None, tuple[Region, ...]] = field(repr=False, default_factory=dict)

    @property
    def region(self) -> Region | None:
        """The one region in view; None where a caller's several regions are looked at together."""
        return self.tops[0] if len(self.tops) == 1 else None

    @cached_property
    def by_code(self) -> Mapping[str, Region]:
        return {region.code: region for region in self.regions.values()}

    @cached_property
    def parts(self) -> tuple[Region, ...]:
        """What a comparison compares: the parts of the region in view, or the several regions themselves."""
        if self.region is None:
            return self.tops
        return self._children.get(self.region.pk, ())

    def within(self, rows: QuerySet[Model]) -> QuerySet[Model]:
        """Rows with a `region` that lies in view."""
        if self.is_everything:
            return rows
        return rows.filter(region__in=self.inside)

    @cached_property
    def inside(self) -> tuple[int, ...]:
        """Every region in view, by primary key: what a database plans best, since it sees how many there are."""
        paths = tuple(top.path for top in self.tops)
        return tuple(pk for pk, region in self.regions.items() if paths and region.path.startswith(paths))

    def during(self, rows: QuerySet[Model], *, first: Month, last: Month) -> QuerySet[Any]:
        """Rows in view with a `month` from `first` to `last`. One month is named: an index finds it with its regions."""
        within = self.within(rows)
        if first == last:
            return within.filter(month=first.first_day)
        return within.filter(month__gte=first.first_day, month__lte=last.first_day)

    def children_in(self, month: Month) -> dict[int, tuple[int, ...]]:
        """Below each region the parts that exist on some day of the month."""
        first, last = month.first_day, month.last_day
        gone = {region.pk for region in self._changing if not _exists(region, first, last)}
        if not gone:
            return self._parts_of
        return {parent: tuple(child for child in children if child not in gone) for parent, children in self._parts_of.items()}

    @cached_property
    def _parts_of(self) -> dict[int, tuple[int, ...]]:
        return {parent: tuple(child.pk for child in children) for parent, children in self._children.items() if parent is not None}

    @cached_property
    def _changing(self) -> tuple[Region, ...]:
        """The regions that do not exist for all time; of a whole province mostly none."""
        return tuple(region for region in self.regions.values() if region.valid_from or region.valid_to)

    def part_of(self) -> dict[int, Region]:
        """For every region in view the one of `parts` that it lies in; a top region's own rows belong to none."""
        found: dict[int, Region] = {}
        for part in self.parts:
            self._claim(part, part, found)
        return found

    def _claim(self, region: Region, part: Region, found: dict[int, Region]) -> None:
        found[region.pk] = part
        for child in self._children.get(region.pk, ()):
            self._claim(child, part, found)


def ground(access: Access, *, region: Region | None = None) -> Ground:
    """Without a region: everything the caller may see. Raises RegionOutOfReach."""
    every = {row.pk: row for row in Region.objects.order_by("path")}
    children: dict[int | None, list[Region]] = {}
    for row in every.values():
        children.setdefault(row.parent_id, []).append(row)
    tops = _tops(access, every.values()) if region is None else _one(access, region)
    roots = children.get(None, [])
    return Ground(
        regions=every,
        tops=tops,
        is_everything=access.everywhere(ComplaintsPermission.VIEW) and {row.pk for row in roots} == {row.pk for row in tops},
        _children={parent: tuple(rows) for parent, rows in children.items()},
    )


def _one(access: Access, region: Region) -> tuple[Region, ...]:
    if not access.covers(ComplaintsPermission.VIEW, region):
        raise RegionOutOfReach(region.code)
    return (region,)


def _tops(access: Access, regions: Collection[Region]) -> tuple[Region, ...]:
    """In order of path a parent comes before its parts, so a region below one already taken is passed over."""
    found: list[Region] = []
    for row in regions:
        if access.covers(ComplaintsPermission.VIEW, row) and not (found and row.path.startswith(found[-1].path)):
            found.append(row)
    return tuple(found)


def _exists(region: Region, first: date, last: date) -> bool:
    return (region.valid_from is None or region.valid_from <= last) and (region.valid_to is None or region.valid_to > first)
