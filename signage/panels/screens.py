"""Screens in words and colours: states, faults, what plays."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..domain.hours import parts_text
from ..domain.screen_states import ScreenState
from ..models import Screen, ScreenStatus
from ..services.fault_words import FAULT_LABELS

STATE_LABELS: Mapping[ScreenState, Any] = {
    ScreenState.PLAYING: _("Playing"),
    ScreenState.BEHIND: _("Fetching"),
    ScreenState.FAULTS: _("Playing with faults"),
    ScreenState.SILENT: _("Silent"),
    ScreenState.OFF: _("Off by its hours"),
    ScreenState.NOT_PAIRED: _("Not paired"),
    ScreenState.OUT_OF_SERVICE: _("Out of service"),
}
STATE_TONES: Mapping[ScreenState, str] = {
    ScreenState.PLAYING: "good",
    ScreenState.BEHIND: "info",
    ScreenState.FAULTS: "warn",
    ScreenState.SILENT: "bad",
    ScreenState.OFF: "neutral",
    ScreenState.NOT_PAIRED: "neutral",
    ScreenState.OUT_OF_SERVICE: "neutral",
}
WEEKDAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))


def screen_url(screen: Screen) -> str:
    return reverse("signage:screen", args=[screen.pk])


def fault_text(code: str) -> str:
    return str(FAULT_LABELS.get(code, code))


def status_of(screen: Screen) -> ScreenStatus | None:
    """None while its player has said nothing."""
    return getattr(screen, "status", None)


def titles_playing(screen: Screen) -> str:
    """What it shows by its last word, zone by zone."""
    status = status_of(screen)
    return " · ".join(dict.fromkeys(one["title"] for one in status.playing if one.get("title"))) if status else ""


def hours_text(screen: Screen) -> list[tuple[Any, str]]:
    """Weekday and hours; no lines for a screen that is always on."""
    return [(day, parts_text(parts)) for day, parts in zip(WEEKDAYS, screen.hours, strict=False)]


def moment_text(ms: int | None) -> datetime | None:
    """When epoch milliseconds were; None where a player says what is no date."""
    try:
        return datetime.fromtimestamp(ms / 1000, UTC) if ms is not None else None
    except (ValueError, OverflowError, OSError):
        return None
