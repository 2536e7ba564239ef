"""Which days a calendar shows, by its address."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

WEEK = 7
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 1)


@dataclass(frozen=True)
class Span:
    """A week from its Monday, or a month."""

    first: date
    days: int
    is_month: bool

    @property
    def last(self) -> date:
        return self.first + timedelta(days=self.days - 1)

    @property
    def before(self) -> date:
        return _first_of(self.first - timedelta(days=1), is_month=self.is_month)

    @property
    def after(self) -> date:
        return self.first + timedelta(days=self.days)

    @property
    def lead(self) -> range:
        """The days of a month's first week that are not its own."""
        return range(self.first.weekday() if self.is_month else 0)


def span_of(request: HttpRequest) -> Span:
    """`?from=` with `?span=month`; this week for what cannot be read."""
    is_month = request.GET.get("span") == "month"
    try:
        day = date.fromisoformat(request.GET.get("from", ""))
    except ValueError:
        day = timezone.localdate()
    first = _first_of(min(max(day, EARLIEST), LATEST), is_month=is_month)
    days = ((first + timedelta(days=32)).replace(day=1) - first).days if is_month else WEEK
    return Span(first, days, is_month)


def ways(current: str) -> list[tuple[str, str, bool]]:
    """The calendars, as tabs; `current` is the name of the page."""
    names = (("calendar", _("By screen")), ("regional_calendar", _("By region or hall")))
    return [(label, reverse(f"signage:{name}"), name == current) for name, label in names]


def _first_of(day: date, *, is_month: bool) -> date:
    return day.replace(day=1) if is_month else day - timedelta(days=day.weekday())
