"""Rows that stand from one test to the next: made when the first test asks for them, taken away before the first that does not.

    @pytest.fixture(scope="class")
    def standing_october(standing: Standing, standing_province: Province) -> Province:
        return standing.rows("standing_october", lambda: import_october(standing_province))

The fixture is named `standing_…` and has the scope `class`, so that it runs before the transaction of its test is opened. What a test
changes is taken back to the standing rows; it gets a copy of what `make` returned and may change that, too. Rows that need other
standing rows ask for their fixture and are piled upon them. For a test that commits (`transaction=True`) the rows are made anew.
"""

from collections.abc import Callable, Collection
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, TypeVar

import pytest
import pytest_django

PREFIX = "standing_"
Rows = TypeVar("Rows")


@dataclass(frozen=True)
class Level:
    """One transaction inside that of the level below."""

    name: str
    block: Any
    rows: object


@dataclass
class Standing:
    """`commits`: the test under way commits, so that nothing may stand around it."""

    blocker: pytest_django.DjangoDbBlocker
    levels: list[Level] = field(default_factory=list)
    commits: bool = False

    def rows(self, name: str, make: Callable[[], Rows]) -> Rows:
        """What `make` returned when the level of this name was made, by this call or an earlier one."""
        for level in self.levels:
            if level.name == name:
                return deepcopy(level.rows)  # type: ignore[return-value]
        with self.blocker.unblock():
            if self.commits:
                return make()
            block = _opened()
            try:
                made = make()
            except BaseException:
                _taken_back(block)
                raise
            self.levels.append(Level(name, block, made))
        return deepcopy(made)

    def prepare(self, item: pytest.Item) -> None:
        """Leaves standing what this test begins with."""
        self.commits = commits(item)
        self.keep(() if self.commits else wanted_by(item))

    def keep(self, names: Collection[str]) -> None:
        """Takes away the lowest level that is not named and all upon it."""
        kept = next((number for number, level in enumerate(self.levels) if level.name not in names), len(self.levels))
        with self.blocker.unblock():
            while len(self.levels) > kept:
                _taken_back(self.levels.pop().block)


def wanted_by(item: pytest.Item) -> tuple[str, ...]:
    return tuple(sorted(name for name in getattr(item, "fixturenames", ()) if name.startswith(PREFIX)))


def commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    fixtures = getattr(item, "fixturenames", ())
    return bool(marker and marker.kwargs.get("transaction")) or "transactional_db" in fixtures or "live_server" in fixtures


def together(items: list[pytest.Item]) -> list[pytest.Item]:
    """The tests of a module that want the same rows one after the other, otherwise in the order given."""
    modules = groupby(items, key=lambda item: (item.path, commits(item)))
    return [item for _, module in modules for item in sorted(module, key=wanted_by)]


def _opened() -> Any:
    from django.db import transaction

    block = transaction.atomic()
    # As the transactions of Django's own TestCase: a durable block may stand inside.
    block._from_testcase = True
    block.__enter__()
    return block


def _taken_back(block: Any) -> None:
    from django.core.cache import cache
    from django.db import transaction

    transaction.set_rollback(True)
    block.__exit__(None, None, None)
    cache.clear()
