"""Counts what was refused: by reason, with a few examples each; the rows themselves go to the error workbook."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from portalkit.vault.domain.masking import mask_text

from .spec import Problem

EXAMPLES = 20
SHOWN_LENGTH = 60


@dataclass
class Tally:
    """`reasons` counts rows by code (a row counts once for each of its codes); `groups` by code and field, examples masked."""

    rejected: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    _groups: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)

    def add(self, line: int, problems: Sequence[Problem]) -> None:
        """Counts one rejected row."""
        self.rejected += 1
        self.reasons.update({problem.code for problem in problems})
        for problem in problems:
            group = self._groups.setdefault((problem.code, problem.field), {"count": 0, "examples": []})
            group["count"] += 1
            if len(group["examples"]) < EXAMPLES:
                group["examples"].append({"line": line, "value": masked(problem.value), "params": _plain(problem.params)})

    @property
    def groups(self) -> list[dict[str, Any]]:
        """`code`, `field`, `count` and `examples` of every group, the most frequent first."""
        found = [{"code": code, "field": name, **group} for (code, name), group in self._groups.items()]
        return sorted(found, key=lambda group: (-group["count"], group["code"], group["field"]))


def masked(value: object) -> str:
    """A value as it may be shown: short, personal numbers hidden."""
    return mask_text(str(value)[: SHOWN_LENGTH * 2])[:SHOWN_LENGTH]


def _plain(params: Any) -> dict[str, Any]:
    return {name: value if isinstance(value, int | float | bool) else masked(value) for name, value in params.items()}
