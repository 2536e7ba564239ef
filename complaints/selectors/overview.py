"""The first page: one month against the month before, the same month last year and the target."""

from dataclasses import dataclass
from datetime import date

from portalkit.access.selectors import Access
from portalkit.periods.domain.calendar import Month
from portalkit.regions.models import Region

from ..domain.rates import PER_TEN_THOUSAND
from ..models import Annotation
from .analysis import CauseShares, Ranked, ResolutionPoints, cause_shares_on, ranking_on, resolution_points_on
from .basis import basis, officials
from .coverage import data_version
from .ground import ground
from .published import annotations, targets
from .rates import TOTAL, Rate, Rates, change_between, rates_on
from .slices import EVERYTHING, By


@dataclass(frozen=True)
class Comparison:
    """One class, or the total, of the month. Changes are relative (0.1 is 10 % more); None where either side is unknown or a part
    of its month only.

    `target` is the rate to stay below; `meets_target` None without a target or a rate.
    """

    now: Rate
    before: Rate | None
    last_year: Rate | None
    change: float | None
    change_on_year: float | None
    target: float | None

    @property
    def meets_target(self) -> bool | None:
        return None if self.target is None or self.now.rate is None else self.now.rate <= self.target


@dataclass(frozen=True)
class Overview:
    """`series` are the thirteen months up to this one, by class. `regions` are the outermost regions the figures are of.

    `newest_day` is the newest day with data over all regions, None before the first import; `version` the data's version.
    """

    month: Month
    regions: tuple[Region, ...]
    total: Comparison
    classes: tuple[Comparison, ...]
    series: Rates
    ranking: tuple[Ranked, ...]
    causes: CauseShares
    resolution: ResolutionPoints
    annotations: tuple[Annotation, ...]
    newest_day: date | None
    is_partial: bool
    version: int


def overview(access: Access, *, month: Month, today: date, region: Region | None = None, per: int = PER_TEN_THOUSAND) -> Overview:
    """Everything that the first page shows. Raises RegionOutOfReach. Eleven queries, whatever the data."""
    view = ground(access, region=region)
    first = month.same_last_year()
    below = basis(view, first=first, last=month, today=today, per=per, official=officials(view, by=By.REGION, only=EVERYTHING))
    series = rates_on(view, below, first=first, last=month, by=By.CLASS, only=EVERYTHING)
    goals = targets(view.region, month=month, per=per)
    return Overview(
        month=month,
        regions=view.tops,
        total=_comparison(series, month, TOTAL, goals.get(TOTAL)),
        classes=tuple(_comparison(series, month, key, goals.get(key)) for key in series.keys if key != TOTAL),
        series=series,
        ranking=ranking_on(view, below, month=month),
        causes=cause_shares_on(view, first=month, last=month),
        resolution=resolution_points_on(view, first=month, last=month),
        annotations=annotations(view.tops, first=first.first_day, last=month.last_day),
        newest_day=below.covered.newest_day,
        is_partial=below.covered.is_partial(month),
        version=data_version(),
    )


def _comparison(series: Rates, month: Month, key: str, target: float | None) -> Comparison:
    now, before, last_year = series.at(month, key), series.at(month.previous(), key), series.at(month.same_last_year(), key)
    assert now is not None
    return Comparison(
        now=now,
        before=before,
        last_year=last_year,
        change=change_between(now, before),
        change_on_year=change_between(now, last_year),
        target=target,
    )
