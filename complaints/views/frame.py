"""What a dashboard is about: region, month and unit, out of the URL, the header's pickers, or the newest data."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from portalkit.access.selectors import PortalRequest, picked_period, picked_region
from portalkit.periods.domain.calendar import Month, NotAPeriod, month_of, parse
from portalkit.regions.models import Region

from ..domain.rates import PER_MILLION, PER_TEN_THOUSAND
from ..permissions import ComplaintsPermission
from ..selectors import newest_data_date


@dataclass(frozen=True)
class Frame:
    """`month` is the newest with data unless one was asked for. `region` is None only where the caller reaches none."""

    region: Region | None
    month: Month
    per: int
    today: date
    newest_day: date | None
    path: str

    @property
    def digits(self) -> int:
        return 2 if self.per == PER_TEN_THOUSAND else 1

    def link(self, **changes: object) -> str:
        """This page with other parameters."""
        return f"{self.path}?{urlencode({name: str(value) for name, value in (self._parameters() | changes).items()}, doseq=True)}"

    def page(self, name: str, **changes: object) -> str:
        """Another dashboard of the same region, month and unit."""
        parameters = self._parameters() | changes
        return f"{reverse(f'complaints:{name}')}?{urlencode({key: str(value) for key, value in parameters.items()})}"

    def tickets(self, **more: object) -> str:
        """The tickets behind a figure of this region and month; `more` narrows or replaces."""
        parameters = {"region": self.region.code if self.region else "", "month": self.month, "counted": "yes"} | more
        return f"{reverse('complaints:tickets')}?{urlencode({name: str(value) for name, value in parameters.items() if value != ''})}"

    @property
    def previous_url(self) -> str:
        return self.link(month=self.month.previous())

    @property
    def next_url(self) -> str:
        """Empty where the next month has not begun."""
        return self.link(month=self.month.next()) if self.month.next().first_day <= self.today else ""

    @property
    def units(self) -> tuple[tuple[int, str, bool], ...]:
        """Unit, address and whether it is the present one."""
        return tuple((per, self.link(per=per), per == self.per) for per in (PER_TEN_THOUSAND, PER_MILLION))

    def _parameters(self) -> dict[str, object]:
        return {"region": self.region.code if self.region else "", "month": self.month, "per": self.per}


def frame_of(request: PortalRequest) -> Frame:
    """Never raises: what the URL says wrongly, or of foreign regions, is passed over."""
    access = request.access
    today = timezone.localdate()
    newest = newest_data_date(access)
    month = _month(picked_period(access, requested=request.GET.get("month", "")))
    return Frame(
        region=picked_region(access, requested=request.GET.get("region", ""), permission=ComplaintsPermission.VIEW),
        month=month or month_of(newest or today),
        per=_per(request),
        today=today,
        newest_day=newest,
        path=request.path,
    )


def _per(request: HttpRequest) -> int:
    return PER_MILLION if request.GET.get("per") == str(PER_MILLION) else PER_TEN_THOUSAND


def _month(period: str) -> Month | None:
    try:
        return month_of(parse(period).first_day) if period else None
    except NotAPeriod:
        return None
