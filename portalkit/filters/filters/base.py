"""What every kind of filter is: names of its URL parameters, a reading, a database condition, words."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from portalkit.filters.domain.readings import Parameters, Reading, Remaining
from portalkit.filters.domain.texts import NotText, cleaned

MOST_VALUES = 200


class RegionLike(Protocol):
    """A node of the region tree; `path` starts with the path of every region above it."""

    @property
    def pk(self) -> Any: ...

    code: str
    name: str
    name_en: str
    level: str
    path: str


class Invalid(Exception):
    """The input cannot be used. The text says why, in the reader's language."""


@dataclass(frozen=True)
class Scope:
    """What the caller may choose from: `regions` gives the caller's regions, as a queryset or a list."""

    regions: Callable[[], Any] | None = None
    defaults: Mapping[str, Sequence[str]] = field(default_factory=dict)
    _read: dict[tuple[tuple[str, ...], str], list[RegionLike]] = field(default_factory=dict, repr=False, compare=False)

    def regions_of(self, levels: Sequence[str], *, code: str) -> list[RegionLike]:
        """In tree order those of the levels (none: of all) and the one with the code. One query; halls by the thousand stay unread."""
        key = (tuple(levels), code)
        if key not in self._read:
            rows = self.regions() if self.regions else ()
            if levels and isinstance(rows, QuerySet):
                rows = rows.filter(Q(level__in=levels) | Q(code=code))
            found = (region for region in rows if not levels or region.level in levels or region.code == code)
            self._read[key] = sorted(found, key=lambda region: region.path)
        return self._read[key]


@dataclass(frozen=True)
class Filter(ABC):
    """`key` names the filter and its URL parameter; `field` is the lookup path (default: the key)."""

    key: str
    label: Any
    field: str = ""

    template: ClassVar[str]

    @property
    def path(self) -> str:
        return self.field or self.key

    @property
    def names(self) -> tuple[str, ...]:
        """The URL parameters."""
        return (self.key,)

    def read(self, sent: Parameters, scope: Scope) -> Reading:
        """Never raises: what cannot be used comes back as an error text."""
        raw = {name: tuple(sent[name])[:MOST_VALUES] for name in self.names if name in sent}
        try:
            tidy = {name: _tidy(values) for name, values in raw.items()}
            return Reading(value=self.parse({name: values for name, values in tidy.items() if values}, scope), raw=tidy)
        except NotText:
            return Reading(error=_("This text holds characters that cannot be searched for."))
        except Invalid as invalid:
            return Reading(raw=raw, error=str(invalid))

    @abstractmethod
    def parse(self, sent: Parameters, scope: Scope) -> Any:
        """The value of non-empty, cleaned parameters; None when nothing is chosen. Raises `Invalid`."""

    @abstractmethod
    def condition(self, value: Any) -> Q:
        """The rows that the value lets through."""

    @abstractmethod
    def encode(self, value: Any) -> Parameters:
        """The URL parameters of a value; `parse` reads them back."""

    @abstractmethod
    def parts(self, value: Any, scope: Scope) -> Sequence[Remaining]:
        """The value in words, one entry for each part that a user can take away."""

    def control(self, reading: Reading, scope: Scope) -> Mapping[str, Any]:  # noqa: ARG002
        """What the template of the control needs beyond the raw input."""
        return {}


def first(sent: Parameters, name: str) -> str:
    values = sent.get(name) or ("",)
    return values[0]


def plain(value: object) -> str:
    """A value that stands in a URL as itself."""
    return str(getattr(value, "code", value))


def _tidy(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(text for text in map(cleaned, values) if text)
