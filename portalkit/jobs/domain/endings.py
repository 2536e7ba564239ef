"""Who wants to know that a job failed for good. A capability above registers itself in `AppConfig.ready`."""

from collections.abc import Callable
from typing import Any

Listener = Callable[[Any], None]
_LISTENERS: dict[str, Listener] = {}


def when_failed(name: str, listener: Listener) -> None:
    """`listener(job)` is called in the transaction that marks the job failed. The same name again replaces it."""
    _LISTENERS[name] = listener


def listeners() -> dict[str, Listener]:
    return dict(_LISTENERS)
