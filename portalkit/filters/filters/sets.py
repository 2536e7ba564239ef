"""The filters of one page, and what they read from one request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol, TypeVar

from django.db.models import Model, QuerySet
from django.http import QueryDict

from portalkit.filters.domain.readings import Chip, Parameters, Reading

from .base import Filter, Scope

Row = TypeVar("Row", bound=Model)


class AccessLike(Protocol):
    """Who asks. `regions` are those where the caller has the permission."""

    def regions(self, permission: str) -> Any: ...


@dataclass(frozen=True)
class FilterSet:
    """Declared once a page, in the order of its controls."""

    filters: Sequence[Filter]

    def bind(
        self,
        data: QueryDict | Mapping[str, Any],
        *,
        access: AccessLike | None = None,
        permission: str | None = None,
        defaults: Mapping[str, Any] | None = None,
    ) -> "BoundFilters":
        """Reads the parameters of a request. A filter that the URL does not name takes its default; one that it names empty has none."""
        regions = (lambda: access.regions(permission)) if access is not None and permission is not None else None
        standing = {one.key: one.encode(defaults[one.key]) for one in self.filters if defaults and defaults.get(one.key) is not None}
        scope = Scope(regions=regions)
        sent = _lists(data)
        fields = []
        for one in self.filters:
            is_named = any(name in sent for name in one.names)
            fields.append(BoundFilter(one, one.read(sent if is_named else standing.get(one.key, {}), scope), scope))
        return BoundFilters(tuple(fields), frozenset(standing))


@dataclass(frozen=True)
class BoundFilter:
    """One filter with what it read, as its template needs it."""

    filter: Filter
    reading: Reading
    scope: Scope

    @property
    def key(self) -> str:
        return self.filter.key

    @property
    def value(self) -> Any:
        return self.reading.value

    @property
    def error(self) -> str:
        return self.reading.error

    @property
    def text(self) -> str:
        """What the user sent, for controls with one input."""
        return next(iter(self.reading.raw.get(self.key, ())), "")

    @property
    def control(self) -> Mapping[str, Any]:
        return self.filter.control(self.reading, self.scope)


@dataclass(frozen=True)
class BoundFilters:
    """`fields` in declared order. Values that could not be read filter nothing; their errors stand beside their controls."""

    fields: tuple[BoundFilter, ...]
    with_default: frozenset[str] = frozenset()

    @cached_property
    def values(self) -> dict[str, Any]:
        """By filter key; None where nothing (valid) was chosen."""
        return {field.key: field.value for field in self.fields}

    @cached_property
    def errors(self) -> dict[str, str]:
        return {field.key: field.error for field in self.fields if field.error}

    @property
    def is_active(self) -> bool:
        return any(field.reading.is_active for field in self.fields)

    @property
    def names(self) -> frozenset[str]:
        """Every URL parameter that belongs to a filter."""
        return frozenset(name for field in self.fields for name in field.filter.names)

    def apply(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        """The rows that pass every valid filter."""
        for field in self.fields:
            if field.reading.is_active:
                rows = rows.filter(field.filter.condition(field.value))
        return rows

    def query(self, **changes: Any) -> str:
        """The query string (no question mark) of these filters with changes: by filter key a value, a text, several, or None to drop it.

        Other keys are added as they are. `filters.query(month=Month(2026, 10), region=region)` is the drill-down of one chart mark.
        """
        pairs = QueryDict(mutable=True)
        for field in self.fields:
            for name, values in self._parameters(field, changes).items():
                pairs.setlist(name, list(values))
        keys = {field.key for field in self.fields}
        for key, value in changes.items():
            if key not in keys and value is not None:
                pairs[key] = str(value)
        return pairs.urlencode()

    def link(self, url: str, **changes: Any) -> str:
        """The address of a page that has the same filters."""
        query = self.query(**changes)
        return f"{url}?{query}" if query else url

    @property
    def clear_query(self) -> str:
        return self.query(**{field.key: None for field in self.fields})

    @cached_property
    def chips(self) -> list[Chip]:
        found = []
        for field in self.fields:
            if not field.reading.is_active:
                continue
            for part in field.filter.parts(field.value, field.scope):
                query = self._without(field, part.parameters)
                found.append(Chip(label=str(field.filter.label), text=part.text, query=query))
        return found

    def _parameters(self, field: BoundFilter, changes: Mapping[str, Any]) -> Parameters:
        value = changes.get(field.key, field.value)
        if value is not None:
            return field.filter.encode(value)
        return {field.filter.names[0]: ("",)} if field.key in self.with_default else {}

    def _without(self, field: BoundFilter, remaining: Parameters) -> str:
        pairs = QueryDict(self.query(**{field.key: None}), mutable=True)
        for name, values in remaining.items():
            if values:
                pairs.setlist(name, list(values))
        return pairs.urlencode()


def _lists(data: QueryDict | Mapping[str, Any]) -> dict[str, list[str]]:
    if isinstance(data, QueryDict):
        return {name: [str(value) for value in values] for name, values in data.lists()}
    return {name: [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)] for name, value in data.items()}
