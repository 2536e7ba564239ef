"""Queues and agents by what files call them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from portalkit.imports.domain.nothing import is_nothing
from portalkit.imports.domain.spec import Problem

from ...models import Agent, Queue

Problems = dict[int, list[Problem]]
UNKNOWN = "unknown"
AMBIGUOUS = "ambiguous"


class NameBook:
    """Finds a row by code, or by a name that only one has. Read once for a run."""

    def __init__(self, kind: str, rows: Iterable[tuple[int, Sequence[str]]]) -> None:
        self._kind = kind
        self._codes: dict[str, int] = {}
        self._names: dict[str, set[int]] = {}
        for pk, (code, *names) in rows:
            self._codes[_plain(code)] = pk
            for name in filter(None, map(_plain, names)):
                self._names.setdefault(name, set()).add(pk)

    def find(self, word: str | None, field: str) -> int | Problem:
        """A primary key, or why there is none: `queue_unknown`, `queue_ambiguous`, or the same of agents."""
        plain = _plain(word or "")
        if plain in self._codes:
            return self._codes[plain]
        found = self._names.get(plain, set())
        if len(found) == 1:
            return next(iter(found))
        return Problem(f"{self._kind}_{AMBIGUOUS if found else UNKNOWN}", field, word or "")

    def column(self, words: Sequence[str | None], field: str, problems: Problems) -> list[int]:
        """The keys of a column; a row without one gets its problem, and 0."""
        return [self._noted(self.find(word, field), row, problems) for row, word in enumerate(words)]

    def _noted(self, found: int | Problem, row: int, problems: Problems) -> int:
        if isinstance(found, Problem):
            add_problem(problems, row, found)
            return 0
        return found


def queue_book() -> NameBook:
    return NameBook("queue", ((pk, names) for pk, *names in Queue.objects.values_list("pk", "code", "name", "name_en")))


def agent_book() -> NameBook:
    return NameBook("agent", ((pk, names) for pk, *names in Agent.objects.values_list("pk", "code", "name")))


def add_problem(problems: Problems, row: int, problem: Problem) -> None:
    problems.setdefault(row, []).append(problem)


def said(word: str | None) -> str:
    """What a cell of text says: nothing where it holds a mark of nothing, such as a dash."""
    return "" if word is None or is_nothing(word) else word


def texts(values: Sequence[Any]) -> list[str]:
    return [value or "" for value in values]


def check_order(first: Sequence[date | None], last: Sequence[date | None], field: str, problems: Problems) -> None:
    """The last day of a row does not lie before its first."""
    for row, (one, other) in enumerate(zip(first, last, strict=True)):
        if one and other and other < one:
            add_problem(problems, row, Problem("last_before_first", field, other.isoformat()))


def as_date(value: Any) -> date:
    """A date out of a raw query: SQLite gives text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def as_moment(value: Any) -> datetime:
    """A moment out of a raw query, without its zone (UTC): SQLite gives text."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.replace(tzinfo=None)


def _plain(word: str) -> str:
    return "".join(word.split()).casefold()
