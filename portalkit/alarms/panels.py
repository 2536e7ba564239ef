"""Alarms in words and tones."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from .domain.identity import Severity
from .domain.states import What
from .models import SEVERITY_LABELS, Alarm, AlarmEvent
from .selectors import OpenAlarms

_TONES = {
    Severity.CRITICAL: "bad",
    Severity.MAJOR: "bad",
    Severity.MINOR: "warn",
    Severity.WARNING: "info",
    Severity.INDETERMINATE: "neutral",
}
_WHAT_TONES = {What.RAISED: "bad", What.WORSENED: "bad", What.CLEARED: "good", What.EASED: "info", What.ACKNOWLEDGED: "info"}


@dataclass(frozen=True)
class Tile:
    """How many alarms of a severity are open, and the way to them."""

    label: Any
    count: int
    tone: str
    url: str


@dataclass(frozen=True)
class Line:
    """A line of an alarm's history."""

    event: AlarmEvent
    tone: str


def severity_tone(alarm: Alarm) -> str:
    """Grey once it is over."""
    return _TONES[Severity(alarm.severity)] if alarm.is_open else "neutral"


def header_tone(found: OpenAlarms) -> str:
    return _TONES[found.gravest] if found.gravest else "neutral"


def tiles(found: OpenAlarms) -> Sequence[Tile]:
    """Unacknowledged ones first, then the severities from the gravest down."""
    url = reverse("alarms:list")
    waiting = Tile(_("Not acknowledged"), found.unacknowledged, "warn" if found.unacknowledged else "neutral", f"{url}?acknowledged=no")
    severities = [
        Tile(SEVERITY_LABELS[severity], count, _TONES[severity] if count else "neutral", f"{url}?severity={severity}")
        for severity, count in found.by_severity.items()
        if count or severity is not Severity.INDETERMINATE
    ]
    return [waiting, *severities]


def lines(events: Sequence[AlarmEvent]) -> Sequence[Line]:
    return [Line(event, _WHAT_TONES.get(What(event.what), "neutral")) for event in events]
