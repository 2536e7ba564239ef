"""Reads the region tree."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from .domain.matching import Place, RegionMatcher
from .models import Level, Region


@dataclass(frozen=True)
class Node:
    """A region with its depth below the roots shown and whether a shown region hangs on it."""

    region: Region
    depth: int
    has_children: bool

    @property
    def indent(self) -> str:
        return "\u3000" * self.depth


@dataclass(frozen=True)
class Group:
    """A region with what hangs on it, in tree order. `levels` counts that by level, in words."""

    head: Node
    below: list[Node] = field(default_factory=list)

    @property
    def nodes(self) -> list[Node]:
        return [self.head, *self.below]

    @property
    def levels(self) -> list[tuple[str, int]]:
        counts = Counter(node.region.level for node in self.below)
        return [(str(level.label), counts[level]) for level in Level if counts[level]]


def region_matcher(*, on: date | None = None) -> RegionMatcher:
    """A matcher over the regions valid on a day, or over all, closed ones last. One query; keep it for the whole run."""
    rows = Region.objects.all() if on is None else valid_on(Region.objects.all(), on)
    return RegionMatcher(
        Place(pk=pk, code=code, path=path, names=(name, name_en), is_closed=valid_to is not None)
        for pk, code, path, name, name_en, valid_to in rows.values_list("pk", "code", "path", "name", "name_en", "valid_to")
    )


def valid_on(regions: QuerySet[Region], on: date) -> QuerySet[Region]:
    """The regions that exist on a day: from `valid_from` (inclusive) to `valid_to` (exclusive)."""
    return regions.filter(Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gt=on))


def subtree(region: Region) -> QuerySet[Region]:
    """The region and everything below it."""
    return Region.objects.filter(path__startswith=region.path)


def ancestors(region: Region) -> QuerySet[Region]:
    """From the root down to the region's parent."""
    return Region.objects.filter(code__in=region.path.strip("/").split("/")[:-1])


def tree(regions: QuerySet[Region]) -> list[Node]:
    """The regions in tree order, ready to be indented; parents that the queryset leaves out do not count as depth."""
    rows = list(regions.order_by("path"))
    shown = {row.path for row in rows}
    parents = {row.path.rsplit("/", 2)[0] + "/" for row in rows}
    return [Node(region=row, depth=_depth(row.path, shown), has_children=row.path in parents) for row in rows]


def groups(nodes: list[Node]) -> list[Group]:
    """The tree cut into the regions below the provinces, each with everything below it. Provinces stand alone."""
    found: list[Group] = []
    for node in nodes:
        head = found[-1].head.region if found else None
        if head and head.level != Level.PROVINCE and node.region.path.startswith(head.path):
            found[-1].below.append(node)
        else:
            found.append(Group(head=node))
    return found


def matching(regions: QuerySet[Region], text: str) -> QuerySet[Region]:
    """The regions whose names or code hold the text."""
    return regions.filter(Q(name__icontains=text) | Q(name_en__icontains=text) | Q(code__icontains=text))


def _depth(path: str, shown: set[str]) -> int:
    codes = path.strip("/").split("/")[:-1]
    return sum("/" + "/".join(codes[: place + 1]) + "/" in shown for place in range(len(codes)))
