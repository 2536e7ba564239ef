"""What a report is about, and the answers of the other apps that several of its sections stand on, each asked for once."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from complaints.selectors import By, DailyCounts, Matrix, Overview, class_cause_matrix, daily_counts, daily_matrix, overview
from portalkit.access.selectors import Access
from portalkit.periods.domain.calendar import Month
from portalkit.regions.models import Region

from ..domain.kinds import ReportKind, ReportPeriod, periods_up_to

USUAL = 4
UNSTATED = "unstated"
"""The key of the row of those that state no department."""
EARLIER = {ReportKind.DAILY: 29, ReportKind.WEEKLY: 13, ReportKind.MONTHLY: 13}


@dataclass(frozen=True)
class Scope:
    """`access` reaches the region's whole subtree; texts are made in the language that is active."""

    access: Access
    kind: ReportKind
    period: ReportPeriod
    region: Region
    today: date

    @property
    def is_monthly(self) -> bool:
        return self.kind is ReportKind.MONTHLY

    @property
    def region_label(self) -> str:
        return region_label(self.region)

    @cached_property
    def periods(self) -> tuple[ReportPeriod, ...]:
        """This period and those before it that the charts show."""
        return periods_up_to(self.period, count=EARLIER[self.kind])

    @cached_property
    def month(self) -> Overview:
        """Only of a monthly report."""
        assert isinstance(self.period, Month)
        return overview(self.access, month=self.period, today=self.today, region=self.region)

    def counts(self, by: By) -> DailyCounts:
        """Complaints by day over all periods shown."""
        if by not in self._counts:
            first, last = self.periods[0].first_day, self.period.last_day
            self._counts[by] = daily_counts(self.access, first=first, last=last, by=by, today=self.today, region=self.region)
        return self._counts[by]

    @cached_property
    def _counts(self) -> dict[By, DailyCounts]:
        return {}

    @cached_property
    def newest_day(self) -> date | None:
        return self.month.newest_day if self.is_monthly else self.counts(By.CLASS).newest_day

    @property
    def total(self) -> int | None:
        """The complaints of the period; None where nothing is known of it."""
        return self.month.total.now.complaints if self.is_monthly else self.counts(By.CLASS).during(self.period.days())

    @property
    def is_partial(self) -> bool:
        """Something, but not everything, is known of the period."""
        if self.is_monthly:
            return self.month.is_partial
        return self.total is not None and not self.is_whole(self.period)

    def is_whole(self, period: ReportPeriod) -> bool:
        return all(day in self.counts(By.CLASS).known for day in period.days())

    def matrix(self, rows: By, columns: By) -> Matrix:
        """Complaints of the period by two dimensions."""
        if isinstance(self.period, Month):
            return class_cause_matrix(self.access, first=self.period, last=self.period, region=self.region, rows=rows, columns=columns)
        first, last = self.period.first_day, self.period.last_day
        return daily_matrix(self.access, first=first, last=last, region=self.region, rows=rows, columns=columns)

    def tickets(self, period: ReportPeriod | None = None, *, region: str = "", counted: bool = True) -> str:
        """The query string of the tickets that a figure of the period counts: of complaints unless `counted` is False."""
        about = period or self.period
        if isinstance(about, Month):
            when = {"month": str(about)}
        else:
            when = {"accepted_from": about.first_day.isoformat(), "accepted_to": about.last_day.isoformat()}
        return urlencode({**when, "region": region or self.region.code, **({"counted": "yes"} if counted else {})})


def region_label(region: Region) -> str:
    """全省 for the root of the tree; the name of any other."""
    return _("Whole province") if region.parent_id is None else region.display_name
