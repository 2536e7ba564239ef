"""What the long steps of an import need of whoever runs them: a job, or a command in its own process."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Protocol

from .spec import ImportSpec, Problem

Explain = Callable[[Problem, ImportSpec], str]


class Run(Protocol):
    """`progress` reports and may raise when somebody asked to stop; `commit` is the one transaction that holds the effect and its end."""

    def progress(self, done: int, total: int | None = None, note: str = "") -> None: ...

    def commit(self, result: dict[str, Any]) -> AbstractContextManager[Any]: ...
