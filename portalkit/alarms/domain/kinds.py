"""Which alarms there are. Apps register theirs when they start."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .identity import EventType, Identity


class UnknownKind(Exception):
    """No installed app raises alarms of this kind."""


@dataclass(frozen=True)
class AlarmKind:
    """`text` is translatable, with the alarm's parameters in braces; `{region}` is the region's name.

    `words` gives parameters that are codes the words of the reader; `formats` shows parameters that are numbers.
    """

    code: str
    object_class: str
    event_type: EventType
    probable_cause: str
    label: Any
    text: Any
    words: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    formats: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)

    def identity(self, *, instance: str, problem: str = "") -> Identity:
        return Identity(
            object_class=self.object_class,
            object_instance=instance,
            event_type=self.event_type,
            probable_cause=self.probable_cause,
            specific_problem=f"{self.code}/{problem}" if problem else self.code,
        )

    def describe(self, params: Mapping[str, Any], *, region: str = "") -> str:
        """The text in the reader's language. A parameter that is missing shows as a dash."""
        shown = {name: self._shown(name, value) for name, value in params.items()}
        return str(self.text).format_map(_Dashes(shown | {"region": region}))

    def _shown(self, name: str, value: Any) -> str:
        if name in self.words:
            return str(self.words[name].get(str(value), value))
        return self.formats[name](value) if name in self.formats and value is not None else str(value)


_KINDS: dict[str, AlarmKind] = {}


def register(*kinds: AlarmKind) -> None:
    """Declares kinds. Declaring the same code again replaces it."""
    _KINDS.update({kind.code: kind for kind in kinds})


def kind_of(code: str) -> AlarmKind:
    """Raises UnknownKind."""
    try:
        return _KINDS[code]
    except KeyError:
        raise UnknownKind(code) from None


def find_kind(code: str) -> AlarmKind | None:
    """None for the kind of an app that is no longer installed: its alarms stay readable."""
    return _KINDS.get(code)


def all_kinds() -> tuple[AlarmKind, ...]:
    return tuple(_KINDS.values())


class _Dashes(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "—"
