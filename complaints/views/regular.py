"""Regular analysis: a day, a week or a month on one page, every number leading to its tickets."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext

from portalkit.access.selectors import PortalRequest, picked_period, picked_region
from portalkit.charts.views import chart_export
from portalkit.guards.permissions import requires
from portalkit.periods.domain.calendar import Day, IsoWeek, Month, NotAPeriod, parse
from portalkit.regions.models import Region

from ..charts import regular as charts
from ..domain.regular import KINDS, DayWeekMonth, digits_of, kind_of, period_at
from ..filters.tickets import EXACTLY
from ..panels.regular import LineRow, regular_stats
from ..permissions import ComplaintsPermission
from ..selectors import By, newest_data_date
from ..selectors.regular import Line, regular_summary

PARAMETER = {
    By.CLASS: "class", By.TYPE: "type", By.CHANNEL: "channel", By.CAUSE: "cause", By.SIDE: "side", By.REGION: "region",
}  # fmt: skip


@dataclass(frozen=True)
class PeriodFrame:
    """What an analysis of a period is about. Without a period in the URL or the header the newest month with data.

    Its URL parameter is the header's, `month`, which takes days and weeks too.
    """

    region: Region | None
    period: DayWeekMonth
    today: date
    newest_day: date | None
    path: str

    def link(self, **changes: object) -> str:
        """This page with other parameters."""
        return f"{self.path}?{_query(self._parameters() | changes)}"

    def tickets(self, period: DayWeekMonth | None = None, **more: object) -> str:
        """The counted tickets of the period (this one unless another is given); `more` narrows or replaces."""
        parameters = {"region": self.region.code if self.region else "", **days_of(period or self.period), "counted": "yes"} | more
        return f"{reverse('complaints:tickets')}?{_query(parameters)}"

    @property
    def previous_url(self) -> str:
        return self.link(month=self.period.previous())

    @property
    def next_url(self) -> str:
        """Empty where the next period has not begun."""
        following = self.period.next()
        return self.link(month=following) if following.first_day <= self.today else ""

    @property
    def tabs(self) -> list[tuple[str, str, bool]]:
        """A tab for each kind of period; each leads to the one that holds this one's last day with data."""
        names = {"day": pgettext("period", "Day"), "week": pgettext("period", "Week"), "month": pgettext("period", "Month")}
        last = min(self.period.last_day, self.newest_day) if self.newest_day and self.newest_day in self.period else self.period.last_day
        day = min(last, self.today)
        return [(names[kind], self.link(month=period_at(kind, day)), kind == kind_of(self.period)) for kind in KINDS]

    def _parameters(self) -> dict[str, object]:
        return {"region": self.region.code if self.region else "", "month": self.period}


def period_frame(request: PortalRequest) -> PeriodFrame:
    """Never raises: what the URL says wrongly, or of foreign regions, is passed over."""
    access = request.access
    today = timezone.localdate()
    newest = newest_data_date(access)
    picked = picked_period(access, requested=request.GET.get("month", ""))
    return PeriodFrame(
        region=picked_region(access, requested=request.GET.get("region", ""), permission=ComplaintsPermission.VIEW),
        period=_period(picked) or period_at("month", newest or today),
        today=today,
        newest_day=newest,
        path=request.path,
    )


def days_of(period: DayWeekMonth) -> Mapping[str, object]:
    """The parameters of the ticket list for a period."""
    if isinstance(period, Month):
        return {"month": period}
    return {"accepted_from": period.first_day, "accepted_to": period.last_day}


@requires(ComplaintsPermission.VIEW)
def regular(request: PortalRequest) -> HttpResponseBase:
    frame = period_frame(request)
    found = regular_summary(request.access, period=frame.period, region=frame.region, today=frame.today)
    drawn = (
        charts.course(found, link=lambda period: frame.link(month=period)),
        charts.ranking(found, link=lambda line: _to_tickets(frame, line), newest=frame.newest_day),
    )
    sheets = [charts.sheet(by, lines, digits=digits_of(found.period)) for by, lines in found.lines.items()]
    if download := chart_export(request, [*drawn, *sheets], permission_to_export=ComplaintsPermission.EXPORT):
        return download
    titles = charts.titles()
    context: dict[str, Any] = {
        "frame": frame,
        "found": found,
        "charts": drawn,
        "stats": regular_stats(found, link=frame.tickets),
        "digits": digits_of(found.period),
        "tables": {str(by): {"by": str(by), "title": titles[by], "rows": _rows(frame, found.lines[by])} for by in found.lines},
        "movers": [(one, titles[one.line.by], _row(frame, one.line)) for one in found.movers],
        "can_export": request.access.can(ComplaintsPermission.EXPORT),
        "query": request.GET.urlencode(),
    }
    return render(request, "complaints/regular.html", context)


def _rows(frame: PeriodFrame, lines: tuple[Line, ...]) -> list[LineRow]:
    return [_row(frame, line) for line in lines]


def _row(frame: PeriodFrame, line: Line) -> LineRow:
    return LineRow(
        line=line,
        name=charts.name_of(line),
        url=_to_tickets(frame, line),
        before_url=_to_tickets(frame, line, frame.period.previous()),
        last_year_url=_to_tickets(frame, line, frame.period.same_last_year()),
    )


def _to_tickets(frame: PeriodFrame, line: Line, period: DayWeekMonth | None = None) -> str:
    """Empty for tickets that name no part of the region: the list cannot leave out the parts."""
    if line.by is By.REGION and not line.key:
        return ""
    value = f"{EXACTLY}{line.key}" if line.by is By.CHANNEL else line.key
    return frame.tickets(period, **{PARAMETER[line.by]: value})


def _period(written: str) -> DayWeekMonth | None:
    try:
        found = parse(written)
    except NotAPeriod:
        return None
    return found if isinstance(found, Day | IsoWeek | Month) else None


def _query(parameters: Mapping[str, object]) -> str:
    return urlencode({name: str(value) for name, value in parameters.items() if value not in ("", None)})
