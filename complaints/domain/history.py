"""The province's published series of 2011, per 10,000 subscribers, as the operator's monthly report printed it.

The total is a figure of its own: the four classes sum to it only up to rounding. On 1 April 2011 customer service began to
record every single complaint (每诉必录), which is why the series starts, and breaks, there.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .taxonomy import ServiceClass


@dataclass(frozen=True)
class Figure:
    """One printed rate per 10,000 subscribers."""

    month: date
    service_class: str
    value: Decimal


@dataclass(frozen=True)
class Event:
    """Something that charts mark because it changed what is counted or how."""

    day: date
    label: str
    label_en: str
    kind: str


COLUMNS = (ServiceClass.TOTAL, ServiceClass.VOICE, ServiceClass.INTERNET, ServiceClass.MESSAGING, ServiceClass.OTHER)
_PRINTED = {
    4: "13.67 6.22 6.54 0.68 0.21",
    5: "13.25 5.59 6.58 0.89 0.19",
    6: "7.01 4.66 2.08 0.21 0.05",
    7: "6.81 4.03 2.50 0.25 0.02",
    8: "5.90 3.37 1.99 0.50 0.04",
    9: "5.74 2.80 2.50 0.39 0.04",
}
PROVINCE_2011 = tuple(
    Figure(month=date(2011, month, 1), service_class=service_class, value=Decimal(value))
    for month, printed in _PRINTED.items()
    for service_class, value in zip(COLUMNS, printed.split(), strict=True)
)
EVERY_COMPLAINT_RECORDED = Event(
    day=date(2011, 4, 1), label="每诉必录：开始登记每一宗投诉", label_en="Every complaint is recorded from here on", kind="counting"
)
