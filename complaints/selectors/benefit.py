"""Benefit estimates as a caller may see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from portalkit.access.selectors import Access
from portalkit.periods.domain.calendar import Month, Period, month_of
from portalkit.regions.models import Region

from ..domain import benefit
from ..models import BenefitEstimate
from ..permissions import ComplaintsPermission
from .ground import ground


@dataclass(frozen=True)
class MonthBenefit:
    """The benefit of a month, yuan in cents: the sum of the estimates that count in it."""

    month: Month
    benefit: Decimal
    estimates: tuple[BenefitEstimate, ...]


@dataclass(frozen=True)
class BenefitSummary:
    """`months` in order; `total` in yuan and cents is rounded once, from the exact sum. None while nothing is estimated.

    Where a region and a part of it are both estimated for a month, the region counts and its part does not.
    """

    period: Period
    months: tuple[MonthBenefit, ...]
    total: Decimal | None

    @property
    def estimates(self) -> tuple[BenefitEstimate, ...]:
        return tuple(estimate for month in self.months for estimate in month.estimates)


def benefit_estimates(access: Access) -> QuerySet[BenefitEstimate]:
    """The newest version of every estimate in reach, newest month first."""
    return _estimates(access).filter(is_current=True).order_by("-month", "region__path")


def benefit_versions(access: Access, *, estimate: BenefitEstimate) -> tuple[BenefitEstimate, ...]:
    """Every version of the estimate's region and month, newest first."""
    return tuple(_estimates(access).filter(region=estimate.region, month=estimate.month).order_by("-version"))


def benefit_estimate(access: Access, *, pk: int) -> BenefitEstimate:
    """Raises BenefitEstimate.DoesNotExist where there is none in reach."""
    return _estimates(access).get(pk=pk)


def benefit_summary(access: Access, *, period: Period, region: Region | None = None) -> BenefitSummary:
    """The benefit of the months that begin in the period. Raises RegionOutOfReach. Two queries."""
    view = ground(access, region=region)
    rows = view.within(BenefitEstimate.objects.filter(is_current=True, month__gte=period.first_day, month__lte=period.last_day))
    by_month: dict[Month, list[BenefitEstimate]] = {}
    for row in rows.select_related("region").order_by("month", "region__path"):
        assert isinstance(row, BenefitEstimate)
        by_month.setdefault(month_of(row.month), []).append(row)
    counted = {month: _outermost(estimates) for month, estimates in by_month.items()}
    every = [estimate.inputs.benefit for estimates in counted.values() for estimate in estimates]
    return BenefitSummary(
        period=period,
        months=tuple(
            MonthBenefit(month=month, benefit=benefit.in_cents(benefit.total(one.inputs.benefit for one in estimates)), estimates=estimates)
            for month, estimates in counted.items()
        ),
        total=benefit.in_cents(benefit.total(every)) if every else None,
    )


def _estimates(access: Access) -> QuerySet[BenefitEstimate]:
    return access.scope(ComplaintsPermission.VIEW, BenefitEstimate.objects.select_related("region__parent"))


def _outermost(estimates: Iterable[BenefitEstimate]) -> tuple[BenefitEstimate, ...]:
    """In order of path a region comes before its parts."""
    found: list[BenefitEstimate] = []
    for estimate in estimates:
        if not any(estimate.region.path.startswith(one.region.path) for one in found):
            found.append(estimate)
    return tuple(found)
