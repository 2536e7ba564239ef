"""A month, and ranges of months, days and numbers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Generic, TypeVar

from django.db.models import Q
from django.utils.translation import gettext as _

from portalkit.filters.domain.readings import DateRange, MonthRange, NumberRange, Parameters, Reading, Remaining
from portalkit.filters.domain.texts import NotANumber, number
from portalkit.periods.domain.calendar import Day, Month, NotAPeriod, Period, Span, parse
from portalkit.periods.panels import label as period_label
from portalkit.ui.domain.formats import number_text

from .base import Filter, Invalid, Scope, first, plain

End = TypeVar("End", Month, date, float)


@dataclass(frozen=True)
class MonthFilter(Filter):
    """One month. `is_date`: the field holds days, not moments. The value is a `Month`."""

    is_date: bool = False
    where: Callable[[Month], Q] | None = None

    template: ClassVar[str] = "filters/_month.html"

    def parse(self, sent: Parameters, scope: Scope) -> Month | None:  # noqa: ARG002
        return _month(first(sent, self.key))

    def condition(self, value: Any) -> Q:
        return self.where(value) if self.where else _within(self.path, value, value, is_date=self.is_date)

    def encode(self, value: Any) -> Parameters:
        return {self.key: (str(value),)}

    def parts(self, value: Any, scope: Scope) -> Sequence[Remaining]:  # noqa: ARG002
        return [Remaining(period_label(value))]


@dataclass(frozen=True)
class _RangeFilter(Filter, Generic[End]):
    """Two parameters, `<key>_from` and `<key>_to`, both ends included, either may be open."""

    template: ClassVar[str] = "filters/_range.html"
    input_type: ClassVar[str]

    @property
    def names(self) -> tuple[str, ...]:
        return (f"{self.key}_from", f"{self.key}_to")

    def ends(self, sent: Parameters) -> tuple[End | None, End | None] | None:
        low, high = (self.end(first(sent, name)) for name in self.names)
        if low is None and high is None:
            return None
        if low is not None and high is not None and high < low:
            raise Invalid(_("The end lies before the start."))
        return low, high

    def end(self, text: str) -> End | None:
        raise NotImplementedError

    def encoded(self, low: object, high: object) -> Parameters:
        return {name: (plain(end),) for name, end in zip(self.names, (low, high), strict=True) if end is not None}

    def control(self, reading: Reading, scope: Scope) -> Mapping[str, Any]:  # noqa: ARG002
        ends = [{"name": name, "value": first(reading.raw, name)} for name in self.names]
        return {"low": ends[0], "high": ends[1], "type": self.input_type}


@dataclass(frozen=True)
class MonthRangeFilter(_RangeFilter[Month]):
    """From month to month. The value is a `MonthRange`."""

    is_date: bool = False
    where: Callable[[MonthRange], Q] | None = None

    input_type: ClassVar[str] = "month"

    def parse(self, sent: Parameters, scope: Scope) -> MonthRange | None:  # noqa: ARG002
        ends = self.ends(sent)
        return MonthRange(*ends) if ends else None

    def end(self, text: str) -> Month | None:
        return _month(text)

    def condition(self, value: Any) -> Q:
        return self.where(value) if self.where else _within(self.path, value.first, value.last, is_date=self.is_date)

    def encode(self, value: Any) -> Parameters:
        return self.encoded(value.first, value.last)

    def parts(self, value: Any, scope: Scope) -> Sequence[Remaining]:  # noqa: ARG002
        return [Remaining(_joined(*(period_label(end) if end else "" for end in (value.first, value.last))))]


@dataclass(frozen=True)
class DateRangeFilter(_RangeFilter[date]):
    """From day to day, both included. The value is a `DateRange`; `encode` also takes a period. `is_date`: the field holds days."""

    is_date: bool = False
    where: Callable[[DateRange], Q] | None = None

    input_type: ClassVar[str] = "date"

    def parse(self, sent: Parameters, scope: Scope) -> DateRange | None:  # noqa: ARG002
        ends = self.ends(sent)
        return DateRange(*ends) if ends else None

    def end(self, text: str) -> date | None:
        if not text:
            return None
        try:
            day = parse(text)
        except NotAPeriod:
            day = None
        if not isinstance(day, Day):
            raise Invalid(_("Write a day like 2026-11-23."))
        return day.day

    def condition(self, value: Any) -> Q:
        if self.where:
            return self.where(value)
        low, high = (Span(end, end) if end else None for end in (value.first, value.last))
        return _within(self.path, low, high, is_date=self.is_date)

    def encode(self, value: Any) -> Parameters:
        if isinstance(value, Period):
            return self.encoded(value.first_day, value.last_day)
        return self.encoded(value.first, value.last)

    def parts(self, value: Any, scope: Scope) -> Sequence[Remaining]:  # noqa: ARG002
        return [Remaining(_joined(*(end.isoformat() if end else "" for end in (value.first, value.last))))]


@dataclass(frozen=True)
class NumberRangeFilter(_RangeFilter[float]):
    """From number to number, both included. The value is a `NumberRange`. `scale` divides the input (100 for percentages)."""

    scale: float = 1
    digits: int | None = None

    input_type: ClassVar[str] = "number"

    def parse(self, sent: Parameters, scope: Scope) -> NumberRange | None:  # noqa: ARG002
        ends = self.ends(sent)
        return NumberRange(*ends) if ends else None

    def end(self, text: str) -> float | None:
        if not text:
            return None
        try:
            return number(text) / self.scale
        except NotANumber:
            raise Invalid(_("Write a number like 12 or 3.5.")) from None

    def condition(self, value: Any) -> Q:
        found = Q()
        if value.least is not None:
            found &= Q(**{f"{self.path}__gte": value.least})
        return found if value.most is None else found & Q(**{f"{self.path}__lte": value.most})

    def encode(self, value: Any) -> Parameters:
        return self.encoded(*(None if end is None else _plain(end * self.scale) for end in (value.least, value.most)))

    def parts(self, value: Any, scope: Scope) -> Sequence[Remaining]:  # noqa: ARG002
        return [Remaining(_joined(*("" if end is None else self._words(end * self.scale) for end in (value.least, value.most))))]

    def _words(self, end: float) -> str:
        return number_text(end, digits=self.digits) if self.digits is not None else _plain(end)


def _month(text: str) -> Month | None:
    if not text:
        return None
    try:
        month = parse(text)
    except NotAPeriod:
        month = None
    if not isinstance(month, Month):
        raise Invalid(_("Write a month like 2026-11."))
    return month


def _within(path: str, low: Period | None, high: Period | None, *, is_date: bool) -> Q:
    found = Q()
    if low is not None:
        start: date | datetime = low.first_day if is_date else low.start
        found &= Q(**{f"{path}__gte": start})
    if high is None:
        return found
    return found & (Q(**{f"{path}__lte": high.last_day}) if is_date else Q(**{f"{path}__lt": high.end}))


def _plain(number: float) -> str:
    """Without exponent and with the six decimals that are read back."""
    return f"{number:.6f}".rstrip("0").rstrip(".")


def _joined(low: str, high: str) -> str:
    if low == high:
        return low
    if low and high:
        return f"{low} – {high}"
    return f"≥ {low}" if low else f"≤ {high}"
