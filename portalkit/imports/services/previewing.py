"""What the preview page shows of a check: the first good rows, masked, and the words that no vocabulary knows."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from portalkit.vault.domain.masking import mask_name, mask_number

from ..domain.refusals import Fault
from ..domain.spec import Chunk, Field, FieldKind, ImportSpec, Problem
from ..domain.tally import masked

SHOWN_ROWS = 10
MOST_WORDS = 200


class Preview:
    """Collects while the check runs; `as_json` is what the batch keeps."""

    def __init__(self, spec: ImportSpec, columns: Mapping[str, int]) -> None:
        self._fields = [field for field in spec.fields if field.name in columns]
        self._rows: list[dict[str, Any]] = []
        self._words: dict[str, Counter[str]] = {}

    def add_rows(self, chunk: Chunk) -> None:
        for row in range(min(len(chunk.lines), SHOWN_ROWS - len(self._rows))):
            cells = [_shown(field, chunk.columns[field.name][row]) for field in self._fields]
            self._rows.append({"line": chunk.lines[row], "cells": cells})

    def add_problem(self, problem: Problem) -> None:
        if problem.code == Fault.UNKNOWN_CHOICE:
            words = self._words.setdefault(problem.field, Counter())
            if problem.value in words or len(words) < MOST_WORDS:
                words[problem.value] += 1

    def as_json(self) -> dict[str, Any]:
        return {
            "fields": [field.name for field in self._fields],
            "rows": self._rows,
            "unknown_words": {name: dict(words.most_common()) for name, words in self._words.items()},
        }


def _shown(field: Field, value: Any) -> str:
    if value is None:
        return ""
    if field.kind is FieldKind.PHONE:
        return mask_number(str(value))
    if field.is_personal:
        return mask_name(masked(value))
    if field.kind is FieldKind.PATH:
        return masked(" → ".join(value))
    if field.kind is FieldKind.DATETIME:
        return f"{value:%Y-%m-%d %H:%M:%S}"
    return masked(value)
