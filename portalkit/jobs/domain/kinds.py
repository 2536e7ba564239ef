"""Which work there is, and who does it. Filled by the decorator `portalkit.jobs.tasks.job` when the apps start."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

Handler = Callable[[Any], None]


class UnknownKind(Exception):
    """No installed app does this kind of work."""


@dataclass(frozen=True)
class JobKind:
    """`max_attempts` counts runs that failed by themselves; a run over `time_limit` is stopped and counts as failed.

    `label` is what readers see where a job has no title of its own (translatable text).
    """

    code: str
    queue: str = "default"
    max_attempts: int = 3
    time_limit: timedelta = timedelta(hours=1)
    label: Any = ""


_KINDS: dict[str, tuple[JobKind, Handler | None]] = {}


def register(kind: JobKind, handler: Handler | None = None) -> None:
    """Declares a kind; without a handler it is asked for here and done elsewhere. Declaring the same code again replaces it."""
    _KINDS[kind.code] = (kind, handler)


def kind_of(code: str) -> JobKind:
    """Raises UnknownKind."""
    return _found(code)[0]


def handler_of(code: str) -> Handler:
    """Raises UnknownKind, also for what is done elsewhere."""
    handler = _found(code)[1]
    if handler is None:
        raise UnknownKind(code)
    return handler


def label_of(code: str) -> str:
    """What readers call this kind; its code where nobody said."""
    return str(_KINDS[code][0].label or code) if code in _KINDS else code


def all_kinds() -> tuple[JobKind, ...]:
    return tuple(kind for kind, _ in _KINDS.values())


def _found(code: str) -> tuple[JobKind, Handler | None]:
    try:
        return _KINDS[code]
    except KeyError:
        raise UnknownKind(code) from None
