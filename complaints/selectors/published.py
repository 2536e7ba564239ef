"""Official figures, targets and annotations."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from portalkit.access.selectors import Access
from portalkit.periods.domain.calendar import Month
from portalkit.regions.models import Region

from ..domain.rates import PER_TEN_THOUSAND
from ..models import Annotation, PublishedRate, RateTarget
from ..permissions import ComplaintsPermission


@dataclass(frozen=True)
class Published:
    """An official figure in the unit asked for; exact, as somebody printed it."""

    value: Decimal
    source: str


def published_figures(regions: Iterable[Region], *, first: Month, last: Month, per: int) -> dict[tuple[Month, int, str], Published]:
    """By month, region and class. One query, none without regions."""
    rows = PublishedRate.objects.filter(month__gte=first.first_day, month__lte=last.first_day, region__in=[region.pk for region in regions])
    found: dict[tuple[Month, int, str], Published] = {}
    for month, region, service_class, value, unit, source in rows.values_list(
        "month", "region_id", "service_class", "value", "per", "source"
    ):
        figure = Published(value=value if unit == per else value * per / unit, source=source)
        found[Month(month.year, month.month), region, service_class] = figure
    return found


def published_rates(access: Access) -> Any:
    """The official figures that the caller may see, newest month first."""
    rows = access.scope(ComplaintsPermission.VIEW, PublishedRate.objects.all())
    return rows.select_related("region", "batch").order_by("-month", "region__path", "service_class")


def targets(region: Region | None, *, month: Month, per: int) -> dict[str, float]:
    """The target rates of a region in a month, by class: the latest that has begun and not ended. One query."""
    if region is None:
        return {}
    day = month.first_day
    rows = RateTarget.objects.filter(region=region, first_month__lte=day).filter(Q(last_month=None) | Q(last_month__gte=day))
    return {row.service_class: float(row.value) * per / PER_TEN_THOUSAND for row in rows.order_by("first_month")}


def annotations(tops: Iterable[Region], *, first: date, last: date) -> tuple[Annotation, ...]:
    """The events of these days that concern the regions in view: everywhere, above, at or below them. One query."""
    concerns = Q(region=None)
    for top in tops:
        above = [code for code in top.path.split("/") if code]
        concerns |= Q(region__path__startswith=top.path) | Q(region__code__in=above)
    return tuple(Annotation.objects.filter(concerns, day__gte=first, day__lte=last).select_related("region"))
