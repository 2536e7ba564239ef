"""Looks for warnings in every region and class: reads only; `services.warning` keeps what is found."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portalkit.access.selectors import Access
from portalkit.periods.domain.calendar import month_of
from portalkit.regions.models import Level, Region

from ..domain.control_chart import RISES, ChartPoint, Flag
from ..domain.signals import METHOD_OF, Grade, Method
from ..domain.watch import Rise
from ..models import WarningRules
from ..permissions import ComplaintsPermission
from .coverage import newest_data_date
from .warning_series import DailyWatch, MonthlyChart, daily_watches, monthly_charts

GOVERNED_MONTHS = 12
GOVERNED_DAYS = 180
_LEVELS = (Level.PROVINCE, Level.PREFECTURE, Level.COUNTY)
OnRegion = Callable[[int, int], None]


@dataclass(frozen=True)
class Finding:
    """What `WarningSignal` keeps, before it is kept. `grade` is None where things got better; `ended_on` None while it goes on."""

    region: Region
    service_class: str
    method: Method
    on: date
    since: date
    complaints: int
    value: float
    expected: float
    lower: float | None
    upper: float | None
    grade: Grade | None
    ended_on: date | None = None

    @property
    def ratio(self) -> float:
        return self.value / self.expected

    @property
    def key(self) -> tuple[int, str, str, date]:
        return self.region.pk, self.service_class, str(self.method), self.on


@dataclass(frozen=True)
class Looked:
    """How many series of a region could be judged: monthly charts and daily watches."""

    region: Region
    charts: int
    watches: int


@dataclass(frozen=True)
class Findings:
    """Of the days and months that a pass is the judge of: months from `first_month` and days from `first_day` on, seen from the
    newest day with data. Each series that was judged may err by chance.
    """

    today: date
    first_month: date
    first_day: date
    findings: tuple[Finding, ...]
    looked: tuple[Looked, ...]

    @property
    def charts(self) -> int:
        return sum(one.charts for one in self.looked)

    @property
    def watches(self) -> int:
        return sum(one.watches for one in self.looked)


def look_for_warnings(access: Access, *, today: date, rules: WarningRules, on_region: OnRegion = lambda _done, _total: None) -> Findings:
    """Province, prefecture branches and counties in the caller's reach, each class and the total. Nine queries a region.

    `on_region(done, total)` is called between the regions.
    """
    regions = list(access.regions(ComplaintsPermission.VIEW).filter(level__in=_LEVELS).order_by("path"))
    newest = newest_data_date(access)
    edge = min(today, newest + timedelta(days=1)) if newest else today
    first_month, first_day = month_of(edge).plus(-GOVERNED_MONTHS).first_day, edge - timedelta(days=GOVERNED_DAYS)
    found: list[Finding] = []
    looked: list[Looked] = []
    for done, region in enumerate(regions):
        on_region(done, len(regions))
        monthly = monthly_charts(access, region=region, today=today, rules=rules, last=month_of(edge))
        daily = daily_watches(access, region=region, today=today, rules=rules)
        charts, watches = sum(one.is_judged for one in monthly.values()), sum(one.is_watched for one in daily.values())
        looked.append(Looked(region=region, charts=charts, watches=watches))
        for chart in monthly.values():
            found += (one for one in monthly_findings(chart, rules) if one.on >= first_month)
        for watched in daily.values():
            found += (one for one in daily_findings(watched, rules) if one.on >= first_day)
    return Findings(today=today, first_month=first_month, first_day=first_day, findings=tuple(found), looked=tuple(looked))


def monthly_findings(chart: MonthlyChart, rules: WarningRules) -> Iterator[Finding]:
    """The flagged months of a chart. Beyond a limit: goes on while it is the newest judged month; a shift: while its run goes on."""
    points = chart.chart.points
    judged = [position for position, point in enumerate(points) if point.deviation is not None]
    for position in judged:
        point, row = points[position], chart.rows[position]
        if point.flag is None or point.rate is None or point.centre is None:
            continue
        started = position if point.flag in (Flag.ABOVE, Flag.BELOW) else judged[judged.index(position) + 1 - abs(point.run)]
        yield Finding(
            region=chart.region,
            service_class=chart.service_class,
            method=METHOD_OF[point.flag],
            on=row.month.first_day,
            since=chart.rows[started].month.first_day,
            complaints=row.complaints or 0,
            value=point.rate,
            expected=point.centre,
            lower=point.lower,
            upper=point.upper,
            grade=rules.steps.grade(point.rate / point.centre - 1) if point.flag in RISES else None,
            ended_on=_month_that_ends(chart, judged, position),
        )


def daily_findings(watched: DailyWatch, rules: WarningRules) -> Iterator[Finding]:
    """The rises of a watch."""
    for rise in watched.watch.rises:
        yield Finding(
            region=watched.region,
            service_class=watched.service_class,
            method=Method.DAILY_RISE,
            on=rise.found_on,
            since=rise.since,
            complaints=rise.complaints,
            value=float(rise.complaints),
            expected=rise.expected,
            lower=None,
            upper=None,
            grade=_grade(rise, rules),
            ended_on=rise.ended_on,
        )


def _grade(rise: Rise, rules: WarningRules) -> Grade:
    return rules.steps.grade(rise.ratio - 1)


def _month_that_ends(chart: MonthlyChart, judged: Sequence[int], position: int) -> date | None:
    """The last day of the judged month that no longer belongs to it; None while there is none."""
    points = chart.chart.points
    for later in judged[judged.index(position) + 1 :]:
        if not _goes_on(points[position], points[later]):
            return chart.rows[later].month.last_day
    return None


def _goes_on(flagged: ChartPoint, later: ChartPoint) -> bool:
    """A shift goes on while its run grows; a month beyond a limit is followed by a month of its own."""
    return flagged.flag in (Flag.SHIFT_UP, Flag.SHIFT_DOWN) and abs(later.run) > abs(flagged.run) and later.run * flagged.run > 0
