"""Which months have data at all, which only in part, and how new the data is."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Max

from portalkit.access.selectors import Access
from portalkit.periods.domain.calendar import Month

from ..domain.partial import Coverage, is_partial
from ..models import DataVersion, MonthlyClassRollup, MonthTotal
from ..permissions import ComplaintsPermission


@dataclass(frozen=True)
class Months:
    """The months with data, over all regions. A month without any complaint anywhere has no data; it is not a month of nought."""

    covered: dict[Month, Coverage]
    today: date
    _partial: dict[Month, bool] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def first(self) -> Month | None:
        return min(self.covered, default=None)

    @property
    def newest_day(self) -> date | None:
        return max((coverage.last_on for coverage in self.covered.values()), default=None)

    def has_data(self, month: Month) -> bool:
        return month in self.covered

    def is_partial(self, month: Month) -> bool:
        """A month without data is neither whole nor partial: False."""
        if month not in self._partial:
            coverage = self.covered.get(month)
            self._partial[month] = coverage is not None and is_partial(coverage, today=self.today, is_first=month == self.first)
        return self._partial[month]


def covered_months(*, today: date) -> Months:
    """One query."""
    rows = MonthTotal.objects.values_list("month", "complaints", "first_on", "last_on")
    return Months(
        covered={
            Month(month.year, month.month): Coverage(month=month, complaints=counted, first_on=first_on, last_on=last_on)
            for month, counted, first_on, last_on in rows
        },
        today=today,
    )


def newest_data_date(access: Access) -> date | None:
    """The day of the newest counted ticket that the caller may see; None without any. One query."""
    everything = access.everywhere(ComplaintsPermission.VIEW)
    rows = MonthTotal.objects.all() if everything else access.scope(ComplaintsPermission.VIEW, MonthlyClassRollup.objects.all())
    newest: date | None = rows.aggregate(newest=Max("last_on"))["newest"]
    return newest


def data_version() -> int:
    """Grows with every import, undo, correction and remapping; the key of caches and live pages. One query."""
    return DataVersion.objects.filter(pk=1).values_list("number", flat=True).first() or 0
