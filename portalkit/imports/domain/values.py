"""Turns columns of cells into values by the rule that the field declares.

    converter = Converter(spec.field("accepted_at"), layouts=("YYYY-MM-DD",))
    values, problems = converter.convert(column)     # values[i] is None where the cell is empty or problems[i] says what is wrong

What comes out: ID, TEXT, LONG_TEXT, CHOICE, PHONE, REGION: str · INTEGER: int · DECIMAL: Decimal · DATETIME: aware datetime at +08:00 ·
DATE: date · MONTH: first day as date · DURATION: seconds as int · BOOLEAN: bool · PATH: tuple of up to seven str.
A cell that holds nothing but `?`, `NULL`, `N/A`, `#N/A`, `-`, `--`, `—` or `无` is empty in every kind but TEXT and LONG_TEXT, where words
stay as written; a word that the vocabulary of a CHOICE or BOOLEAN knows keeps its meaning (有/无).
`converter.warnings` counts what was put right on the way; a date converter's `proposal()` says which layouts it met.
Times are China's standard time, +08:00; the summer time of 1986–1991 is not applied, the figures in question start later.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from portalkit.vault.domain.masking import mask_name

from . import durations, moments, numbers, texts, words
from .layouts import LayoutProposal, declared, disagreement, propose_layouts
from .refusals import Fault
from .spec import Cell, Field, FieldKind, Problem

__all__ = ["Converter", "LayoutProposal", "disagreement", "propose_layouts"]


class Converter:
    """Converts the columns of one field. Make one per file and field; feed it block after block.

    `layouts`: the date layouts declared for the field (see `layouts`); None accepts every layout that cannot be misread.
    `vocabulary`: words mapped to codes in the wizard, before the field's own. `header`: names the unit of bare durations (处理时长(分钟)).
    Raises ValueError for a layout that does not exist.
    """

    def __init__(
        self, field: Field, *, layouts: Iterable[str] | None = None, vocabulary: Mapping[str, str] | None = None, header: str = ""
    ) -> None:
        self.field = field
        self.warnings: Counter[str] = Counter()
        self._moments = moments.Moments(None if layouts is None else declared(layouts))
        self._convert = self._rule(vocabulary, header)

    def convert(self, column: Sequence[Cell]) -> tuple[list[Any], dict[int, Problem]]:
        """(values, problems by index). Empty cells are None; in a required field they are problems."""
        if not column:
            return [], {}
        values, problems = self._convert(column)
        if self.field.required:
            missing = {index: Problem(Fault.REQUIRED) for index, value in enumerate(values) if value is None and index not in problems}
            problems = {**problems, **missing}
        if problems:
            problems = {index: self._named(problem) for index, problem in problems.items()}
        return values, problems

    def proposal(self) -> LayoutProposal:
        """The date layouts met so far (DATETIME and DATE fields)."""
        return self._moments.proposal()

    def _named(self, problem: Problem) -> Problem:
        reason = texts.sheet_error(problem.value) if problem.value.startswith("#") else None
        named = replace(reason or problem, field=self.field.name)
        return replace(named, value=mask_name(named.value)) if self.field.is_personal else named

    def _rule(self, vocabulary: Mapping[str, str] | None, header: str) -> Callable[[Sequence[Cell]], texts.Converted]:
        field, limit = self.field, self.field.max_length
        rules: dict[FieldKind, Callable[[], Callable[[Sequence[Cell]], texts.Converted]]] = {
            FieldKind.ID: lambda: texts.Ids(max_length=limit, warnings=self.warnings).convert,
            FieldKind.TEXT: lambda: texts.Line(max_length=limit, warnings=self.warnings).convert,
            FieldKind.LONG_TEXT: lambda: texts.Prose(max_length=limit, warnings=self.warnings).convert,
            FieldKind.INTEGER: lambda: numbers.Integers(field).convert,
            FieldKind.DECIMAL: lambda: numbers.Decimals(field).convert,
            FieldKind.DATETIME: lambda: self._moments.convert,
            FieldKind.DATE: lambda: self._dates,
            FieldKind.MONTH: lambda: words.Words(words.month).convert,
            FieldKind.DURATION: lambda: words.Words(durations.duration(durations.unit_of(header) or field.unit)).convert,
            FieldKind.BOOLEAN: lambda: words.Words(words.boolean(field), own=(words.NONE, *field.vocabulary)).convert,
            FieldKind.CHOICE: lambda: (
                words.Words(words.choice(field, vocabulary), max_length=limit, own=(*field.vocabulary, *(vocabulary or {}))).convert
            ),
            FieldKind.PATH: lambda: words.Words(words.path).convert,
            FieldKind.PHONE: lambda: words.Phones(max_length=limit, warnings=self.warnings).convert,
            FieldKind.REGION: lambda: words.Words(words.region, max_length=limit).convert,
        }
        return rules[field.kind]()

    def _dates(self, column: Sequence[Cell]) -> texts.Converted:
        values, problems = self._moments.convert(column)
        return [value and value.date() for value in values], problems
