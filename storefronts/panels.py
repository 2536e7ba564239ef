"""How a hall's hours read, and where else a hall has a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portalkit.access.selectors import Access
from portalkit.periods.domain.calendar import SHANGHAI
from portalkit.ui.domain.navigation import Item

from .domain.opening import OpeningUnreadable, read_hours
from .models import Hall


@dataclass(frozen=True)
class HallLink:
    """A page about a hall in another app."""

    item: Item
    url: str


def links_of(hall: Hall, *, access: Access) -> list[HallLink]:
    """Pages that the installation names (setting NOC_HALL_LINKS: items whose address takes the hall's code) and the caller may open."""
    items: Iterable[Item] = import_string(settings.NOC_HALL_LINKS)
    allowed = [item for item in items if item.permission is not None and access.covers(item.permission, hall.region)]
    return [HallLink(item, reverse(item.url_name, args=[hall.code])) for item in allowed]


def opening_text(hall: Hall) -> str:
    """The hours in the reader's language; empty when they are not known."""
    try:
        return read_hours(hall.opening).written(is_chinese=(get_language() or "").startswith("zh")) if hall.opening else ""
    except OpeningUnreadable:
        return hall.opening


def open_state(hall: Hall, *, now: datetime) -> tuple[str, str]:
    """In words and with its tone: closed down, open now, closed now; empty when the hours are not known."""
    if is_closed_down(hall, on=now.astimezone(SHANGHAI).date()):
        return _("Closed down"), "neutral"
    try:
        hours = read_hours(hall.opening)
    except OpeningUnreadable:
        return "", "neutral"
    return (_("Open now"), "good") if hours.is_open(now.astimezone(SHANGHAI)) else (_("Closed now"), "neutral")


def is_closed_down(hall: Hall, *, on: date) -> bool:
    last = hall.region.valid_to
    return last is not None and last <= on
