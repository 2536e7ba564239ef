"""What the start page says of each app: its key figures, and the work in it that waits for the caller."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.panels import overview_stats
from complaints.panels.waiting import waiting_lines as complaint_work
from complaints.permissions import ComplaintsPermission
from complaints.selectors import overview
from complaints.views.frame import frame_of
from portalkit.access.selectors import PortalRequest
from portalkit.periods import panels as periods
from portalkit.ui.panels.figures import Stat
from portalkit.ui.panels.waiting import Waiting
from reports.panels.waiting import waiting_lines as report_work
from scheduling.panels.waiting import waiting_lines as hotline_work
from signage.panels.waiting import waiting_lines as signage_work


class Card(Protocol):
    """A stat card with the line of its last periods."""

    @property
    def stat(self) -> Stat: ...

    @property
    def trend(self) -> Sequence[float | None]: ...


@dataclass(frozen=True)
class Highlights:
    """An app's key figures. `newest_day` is the newest day with data, `url` where the whole story stands."""

    title: str
    cards: Sequence[Card]
    newest_day: date
    url: str


Provider = Callable[[PortalRequest], Highlights | None]


def complaint_rates(request: PortalRequest) -> Highlights | None:
    """The complaint rates of the picked region and month; None without the permission or without data."""
    if not request.access.can(ComplaintsPermission.VIEW):
        return None
    frame = frame_of(request)
    if frame.newest_day is None or frame.region is None:
        return None
    found = overview(request.access, month=frame.month, today=frame.today, region=frame.region, per=frame.per)
    cards = overview_stats(found, digits=frame.digits, link=lambda key: frame.tickets(**({} if key == "total" else {"class": key})))
    title = _("Complaints per 10,000 subscribers: {region}, {month}")
    return Highlights(
        title=title.format(region=frame.region.display_name, month=periods.label(frame.month)),
        cards=cards,
        newest_day=frame.newest_day,
        url=reverse("complaints:overview"),
    )


def work_waiting(request: PortalRequest) -> list[Waiting]:
    """What waits for the caller in every app."""
    return [
        *complaint_work(request.access, now=timezone.now()),
        *report_work(request.access),
        *hotline_work(request.access, user=request.user, now=timezone.now()),
        *signage_work(request.access, user=request.user),
    ]


PROVIDERS: tuple[Provider, ...] = (complaint_rates,)
