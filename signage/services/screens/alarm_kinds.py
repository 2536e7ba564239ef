"""The alarms of screens, as data for `portalkit.alarms`."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from portalkit.alarms.domain.identity import EventType
from portalkit.alarms.domain.kinds import AlarmKind
from portalkit.periods.domain.calendar import SHANGHAI
from portalkit.ui.domain.formats import datetime_text

from ..fault_words import FAULT_LABELS
from .watching import BEHIND, FAULTY, SILENT


def _moment(text: Any) -> str:
    return datetime_text(datetime.fromisoformat(str(text)).astimezone(SHANGHAI))


ALARM_KINDS = (
    AlarmKind(
        code=SILENT,
        object_class="screen",
        event_type=EventType.COMMUNICATIONS,
        probable_cause="communicationsSubsystemFailure",
        label=_("Screen is silent"),
        text=_("{region}, {screen}: nothing heard since {since}"),
        formats={"since": _moment},
    ),
    AlarmKind(
        code=FAULTY,
        object_class="screen",
        event_type=EventType.PROCESSING_ERROR,
        probable_cause="softwareProgramError",
        label=_("Screen reports faults"),
        text=_("{region}, {screen}: {fault} ({count} kinds of faults in all)"),
        words={"fault": {str(code): label for code, label in FAULT_LABELS.items()}},
    ),
    AlarmKind(
        code=BEHIND,
        object_class="screen",
        event_type=EventType.QUALITY_OF_SERVICE,
        probable_cause="thresholdCrossed",
        label=_("Screen lacks a publication"),
        text=_("{region}, {screen}: has not fetched all that was published at {since}"),
        formats={"since": _moment},
    ),
)
