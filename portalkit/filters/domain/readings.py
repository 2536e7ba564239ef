"""What came out of reading one filter's parameters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from portalkit.periods.domain.calendar import Month

Parameters = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Reading:
    """`value` is None where nothing was chosen or the input was invalid; `raw` is what the user sent, to show it again."""

    value: Any = None
    raw: Parameters = field(default_factory=dict)
    error: str = ""

    @property
    def is_active(self) -> bool:
        return self.value is not None


@dataclass(frozen=True)
class Chip:
    """An active choice in words. `query` is the query string of the page without it."""

    label: str
    text: str
    query: str


@dataclass(frozen=True)
class Remaining:
    """One removable part of a value: its words, and the parameters that stay when it goes."""

    text: str
    parameters: Parameters = field(default_factory=dict)


@dataclass(frozen=True)
class MonthRange:
    first: Month | None
    last: Month | None


@dataclass(frozen=True)
class DateRange:
    """Both days included; None is open."""

    first: date | None
    last: date | None


@dataclass(frozen=True)
class NumberRange:
    """Both ends included; None is open."""

    least: float | None
    most: float | None
