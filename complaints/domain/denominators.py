"""Whose subscribers divide whose complaints. Pure look-ups over one month's counts and the region tree."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

TOTAL = "total"


@dataclass(frozen=True)
class Denominators:
    """One month: `own` holds the stored counts by (region, class), `children` the regions valid in that month below each region.

    The count of a region is its own row when there is one, else the sum over its children when every one of them has a count
    (by the same rule), else unknown. A class that nobody counted is divided by the region's total; a total is never a sum of classes.
    """

    own: Mapping[tuple[int, str], int]
    children: Mapping[int, Sequence[int]]
    _known: dict[tuple[int, str], int | None] = field(default_factory=dict, repr=False)

    def of(self, region: int, service_class: str = TOTAL) -> int | None:
        """The subscribers that divide this class's complaints in this region; None where nobody knows."""
        if service_class != TOTAL:
            found = self._counted(region, service_class)
            if found is not None:
                return found
        return self._counted(region, TOTAL)

    def over(self, regions: Iterable[int], service_class: str = TOTAL) -> int | None:
        """The subscribers of several disjoint regions together; None where one of them is unknown or there is none."""
        found = [self.of(region, service_class) for region in regions]
        known = [count for count in found if count is not None]
        return sum(known) if known and len(known) == len(found) else None

    def _counted(self, region: int, service_class: str) -> int | None:
        key = (region, service_class)
        if key not in self._known:
            self._known[key] = self.own[key] if key in self.own else self._sum_of_children(region, service_class)
        return self._known[key]

    def _sum_of_children(self, region: int, service_class: str) -> int | None:
        total = 0
        children = self.children.get(region, ())
        for child in children:
            count = self._counted(child, service_class)
            if count is None:
                return None
            total += count
        return total if children else None
