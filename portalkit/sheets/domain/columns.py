"""Typed columns and the text that a value shows on screen."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from portalkit.periods.domain.calendar import SHANGHAI, month_of
from portalkit.ui.domain.formats import DASH, bytes_text, datetime_text, number_text, percent_text


class Kind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    RATE = "rate"  # per ten thousand, or another quotient with two decimals
    PERCENT = "percent"  # a share: 0.25 shows as 25.0%
    DATETIME = "datetime"
    DATE = "date"
    MONTH = "month"  # a Month, or any day or moment in it
    BADGE = "badge"
    BYTES = "bytes"


NUMERIC = frozenset({Kind.NUMBER, Kind.RATE, Kind.PERCENT, Kind.BYTES})
DIGITS = {Kind.RATE: 2, Kind.PERCENT: 1}


class FileFormat(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True)
class SheetColumn:
    """`label` is text, translatable text included. `digits`: decimals of a number (None: the kind's own, and unrounded in CSV)."""

    key: str
    label: Any
    kind: Kind = Kind.TEXT
    digits: int | None = None


def shown(value: object, *, kind: Kind, digits: int | None = None) -> str:
    """What a value looks like on screen; a dash for an unknown one and for empty text."""
    if value is None or value == "":
        return DASH
    places = DIGITS.get(kind) if digits is None else digits
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return _text(value, kind=kind)
    if kind is Kind.PERCENT:
        return percent_text(value, digits=places or 0)
    if kind is Kind.BYTES:
        return bytes_text(int(value))
    return str(value) if kind in {Kind.TEXT, Kind.BADGE} else number_text(value, digits=places)


def local(value: object, *, kind: Kind) -> object:
    """Moments in Shanghai time, without a zone; a day for DATE and the written month for MONTH. Other values as they are."""
    if kind is Kind.MONTH:
        return str(month_of(value)) if isinstance(value, date) else str(value)
    if isinstance(value, datetime):
        moment = value.astimezone(SHANGHAI).replace(tzinfo=None) if value.tzinfo else value
        return moment.date() if kind is Kind.DATE else moment
    return value


def _text(value: object, *, kind: Kind) -> str:
    here = local(value, kind=kind)
    if isinstance(here, datetime):
        return datetime_text(here)
    return here.isoformat() if isinstance(here, date) else str(here)
