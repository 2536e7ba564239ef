"""How a hall's hours read."""

from datetime import date, datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portalkit.periods.domain.calendar import SHANGHAI

from .domain.opening import OpeningUnreadable, read_hours
from .models import Hall


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
