"""Blocks of cells into chunks of values, by the mapping and the rules of the kind."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import compress
from typing import Any

from ..domain.body import Block
from ..domain.cells import as_text
from ..domain.error_columns import is_added
from ..domain.layouts import LayoutProposal
from ..domain.refusals import Caution, Fault
from ..domain.spec import Chunk, ImportSpec, Problem
from ..domain.values import Converter
from .dates import DATE_KINDS, Layouts

Problems = dict[int, list[Problem]]
LONGEST_EXTRA = 500


class BlockConverter:
    """One for the whole file: converters keep what they learned of the columns."""

    def __init__(
        self, spec: ImportSpec, columns: Mapping[str, int], headers: Sequence[str], options: Mapping[str, Any], layouts: Layouts
    ) -> None:
        words = options.get("vocabulary") or {}
        self._fields = spec.fields
        self._standing_in = [field for field in spec.fields if field.fallback in columns]
        self._stood_in = 0
        self._columns = columns
        self._converters = {
            field.name: Converter(
                replace(field, required=False) if field in self._standing_in else field,
                layouts=layouts.get(field.name),
                vocabulary=_mapped(words.get(field.name)),
                header=headers[columns[field.name]],
            )
            for field in spec.fields
            if field.name in columns
        }
        used = set(columns.values())
        left = [(place, header) for place, header in enumerate(headers) if header and place not in used and not is_added(header)]
        self._extra = left if spec.keeps_unmapped_columns else []

    @property
    def warnings(self) -> Counter[str]:
        """What the converters put right on the way, by code."""
        found = sum((Counter(converter.warnings) for converter in self._converters.values()), Counter[str]())
        return found + Counter({Caution.STOOD_IN: self._stood_in})

    def proposals(self) -> dict[str, LayoutProposal]:
        """The date layouts met, by field."""
        return {name: converter.proposal() for name, converter in self._converters.items() if converter.field.kind in DATE_KINDS}

    def convert(self, block: Block) -> tuple[Chunk, Problems]:
        """The block's values, and what is wrong with which row."""
        rows = len(block.lines)
        problems: Problems = {}
        columns: dict[str, list[Any]] = {}
        for field in self._fields:
            converter = self._converters.get(field.name)
            if converter is None:
                columns[field.name] = [None] * rows
                continue
            columns[field.name], found = converter.convert(block.columns[self._columns[field.name]])
            for row, problem in found.items():
                problems.setdefault(row, []).append(problem)
        self._stand_in(columns, problems)
        return Chunk(lines=block.lines, columns=columns, regions=[None] * rows, extra=self._extras(block)), problems

    def _stand_in(self, columns: dict[str, list[Any]], problems: Problems) -> None:
        """Empty cells of fields with a fallback take the fallback's value; a compulsory one that stays empty is a problem of its row."""
        given = {field.name: columns[field.fallback] for field in self._standing_in}
        for field in self._standing_in:
            if None not in columns[field.name]:
                continue
            faulty = {row for row, found in problems.items() if any(problem.field in (field.name, field.fallback) for problem in found)}
            values = columns[field.name] = list(columns[field.name])
            for row in (row for row, value in enumerate(values) if value is None and row not in faulty):
                values[row] = given[field.name][row]
                self._stood_in += values[row] is not None
                if values[row] is None and field.required:
                    problems.setdefault(row, []).append(Problem(Fault.REQUIRED, field.name))

    def _extras(self, block: Block) -> list[dict[str, str]]:
        if not self._extra:
            return [{} for _ in block.lines]
        filled = [(header, block.columns[place]) for place, header in self._extra if any(block.columns[place])]
        names = [header for header, _ in filled]
        rows = zip(*[column for _, column in filled], strict=True) if filled else [()] * len(block.lines)
        return [
            {name: as_text(cell)[:LONGEST_EXTRA] for name, cell in zip(names, cells, strict=True) if cell is not None and cell != ""}
            for cells in rows
        ]


def without(chunk: Chunk, rows: Problems) -> Chunk:
    """The chunk without these rows."""
    if not rows:
        return chunk
    keep = [row not in rows for row in range(len(chunk.lines))]
    return Chunk(
        lines=list(compress(chunk.lines, keep)),
        columns=columns_without(chunk.columns, keep),
        regions=list(compress(chunk.regions, keep)),
        extra=list(compress(chunk.extra, keep)),
    )


def columns_without(columns: Mapping[str, Sequence[Any]], keep: Sequence[bool]) -> dict[str, list[Any]]:
    return {name: list(compress(column, keep)) for name, column in columns.items()}


def _mapped(words: Mapping[str, str] | None) -> dict[str, str]:
    """The steward's words; one left without a code stays unknown."""
    return {word: code for word, code in (words or {}).items() if code}
