"""The alarms of early warning, as data for `portalkit.alarms`."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portalkit.alarms.domain.identity import EventType
from portalkit.alarms.domain.kinds import AlarmKind
from portalkit.ui.domain.formats import number_text, percent_text

from ..domain.signals import Method
from ..models.labels import CLASS_LABELS
from ..models.warning import METHOD_LABELS
from .warning import KINDS


def _percent(value: Any) -> str:
    return percent_text(value, digits=0)


def _kind(method: Method, text: Any) -> AlarmKind:
    return AlarmKind(
        code=KINDS[method],
        object_class="region",
        event_type=EventType.QUALITY_OF_SERVICE,
        probable_cause="thresholdCrossed",
        label=METHOD_LABELS[method],
        text=text,
        words={"service_class": CLASS_LABELS},
        formats={"complaints": number_text, "expected": number_text, "excess": _percent},
    )


ALARM_KINDS = (
    _kind(
        Method.DAILY_RISE,
        _("{region}, {service_class}: complaints {excess} above the usual since {since} ({complaints} instead of {expected})"),
    ),
    _kind(
        Method.ABOVE,
        _("{region}, {service_class}: {month} lies {excess} above the usual rate ({complaints} complaints instead of {expected})"),
    ),
    _kind(
        Method.SHIFT_UP,
        _("{region}, {service_class}: the rate has been above the usual in every month since {since_month}"),
    ),
)
