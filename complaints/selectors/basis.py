"""What stands below and beside the counts of a span: which months have data, the denominators, the official figures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from portalkit.periods.domain.calendar import Month
from portalkit.regions.models import Region

from ..domain.denominators import Denominators
from .coverage import Months, covered_months
from .ground import Ground
from .published import Published, published_figures
from .slices import By, Slice
from .subscribers import denominators


@dataclass(frozen=True)
class Basis:
    """Of at least the months and regions that rates are wanted of; several tables of rates may stand on the same one.

    `published` is by month, region and class, in complaints per `per` subscribers.
    """

    covered: Months
    below: Mapping[Month, Denominators]
    published: Mapping[tuple[Month, int, str], Published]
    per: int


def basis(ground: Ground, *, first: Month, last: Month, today: date, per: int, official: Iterable[Region]) -> Basis:
    """`official` are the regions whose official figures are wanted. Three queries, two without such regions."""
    return Basis(
        covered=covered_months(today=today),
        below=denominators(ground, first=first, last=last),
        published=published_figures(official, first=first, last=last, per=per),
        per=per,
    )


def officials(ground: Ground, *, by: By, only: Slice) -> tuple[Region, ...]:
    """The regions for which official figures can stand in a table of this dimension; none where it is cut finer than by class."""
    if not only.is_class_only:
        return ()
    whole = (ground.region,) if ground.region else ()
    return (*whole, *ground.parts) if by is By.REGION else whole
