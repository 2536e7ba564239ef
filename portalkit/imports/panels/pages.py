"""What the pages of one import show, ready for the templates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portalkit.vault.domain.masking import mask_name

from ..domain.headers import Guess
from ..domain.layouts import DAY_FIRST, MONTH_FIRST
from ..domain.refusals import Refusal
from ..domain.registry import UnknownKind, spec_of
from ..domain.spec import Field, FieldKind, ImportSpec, Repeats
from ..models import BatchState, ImportBatch
from ..services.opening import Head
from .reasons import field_label, reason_text, refusal_text, warning_text

STEPS = (_("Upload"), _("Map columns"), _("Check"), _("Preview"), _("Result"))
_STEP_OF = {
    BatchState.RECEIVED: 2,
    BatchState.MAPPED: 2,
    BatchState.CHECKING: 3,
    BatchState.CHECKED: 4,
    BatchState.COMMITTING: 5,
}
TONES = {
    BatchState.COMMITTED: "good",
    BatchState.REFUSED: "bad",
    BatchState.CHECKED: "info",
    BatchState.CHECKING: "info",
    BatchState.COMMITTING: "info",
    BatchState.UNDOING: "info",
    BatchState.UNDONE: "warn",
}
MOST_GROUPS = 200
DATE_KINDS = frozenset({FieldKind.DATETIME, FieldKind.DATE})
LAYOUT_CHOICES = (
    ("", _("find out from the column")),
    ("day", _("day first, like 31/12/2026")),
    ("month", _("month first, like 12/31/2026")),
)
REPEATS_CHOICES = (
    (str(Repeats.REJECT), _("is rejected when it contradicts an earlier one")),
    (str(Repeats.LAST), _("replaces the earlier ones (lists of changes: the latest state counts)")),
)
ORDERS: Mapping[str, Sequence[str]] = {"day": DAY_FIRST, "month": MONTH_FIRST}


@dataclass(frozen=True)
class ProblemGroup:
    """One reason with how often it was met, and example lines: (line, masked value)."""

    text: str
    count: int
    examples: list[tuple[int, str]]


@dataclass(frozen=True)
class MappedField:
    """A line of the mapping form. For a field with a vocabulary `codes` are (code, what it is called), `words` (raw word, how often, code
    chosen)."""

    field: Field
    place: int | None
    samples: list[str]
    how: str
    is_date: bool
    order: str
    codes: list[tuple[str, str]]
    words: list[tuple[str, int, str]]


@dataclass(frozen=True)
class Column:
    """A column of the file as a choice."""

    place: int
    header: str
    samples: str


def step_of(batch: ImportBatch) -> int:
    return _STEP_OF.get(BatchState(batch.state), 5)


def kind_label(code: str) -> str | Promise:
    try:
        label: str | Promise = spec_of(code).label
    except UnknownKind:
        return code
    return label


def data_url(batch: ImportBatch) -> str:
    """Where the imported rows are seen; "" when the kind does not say."""
    name = spec_of(batch.kind).data_page
    try:
        return reverse(name) if name else ""
    except NoReverseMatch:
        return ""


def problem_groups(batch: ImportBatch) -> list[ProblemGroup]:
    """Every reason for rejections, the most frequent first."""
    spec = spec_of(batch.kind)
    return [
        ProblemGroup(
            text=_group_text(group, spec),
            count=group["count"],
            examples=[(example["line"], example["value"]) for example in group["examples"]],
        )
        for group in batch.problems[:MOST_GROUPS]
    ]


def warning_texts(batch: ImportBatch) -> list[str]:
    spec = spec_of(batch.kind)
    return [warning_text(warning, spec) for warning in batch.warnings]


def refusal_of(batch: ImportBatch) -> str:
    return refusal_text(batch.refusal, spec_of(batch.kind))


def is_about_dates(batch: ImportBatch) -> bool:
    """Can the refusal be healed by choosing how dates are written?"""
    return batch.refusal.get("code") in (Refusal.DATE_AMBIGUOUS, Refusal.DATE_CONFLICT)


def preview_table(batch: ImportBatch) -> tuple[list[str], list[dict[str, Any]]]:
    """Labels and first rows."""
    spec = spec_of(batch.kind)
    names, known = batch.preview.get("fields", []), _fields_of(batch)
    rows = [
        {**row, "cells": [_named(known.get(name), cell) for name, cell in zip(names, row["cells"], strict=True)]}
        for row in batch.preview.get("rows", [])
    ]
    return [field_label(name, spec) for name in names], rows


def hides_numbers(batch: ImportBatch) -> bool:
    """Whether the first rows can hold numbers of people, which stand there masked."""
    return any(field.kind is FieldKind.PHONE or field.is_personal for field in _fields_of(batch).values())


def first_lines(batch: ImportBatch, head: Head, guess: Guess) -> list[tuple[int, list[str]]]:
    """The top of the file, names below the header masked."""
    personal = _personal(batch, guess)
    return [
        (line, [mask_name(cell) if line > head.shape.header_line and place in personal else cell for place, cell in enumerate(cells)])
        for line, cells in head.first_lines
    ]


def columns_of(batch: ImportBatch, head: Head, guess: Guess) -> list[Column]:
    personal = _personal(batch, guess)
    return [
        Column(place, header or f"({place + 1})", " · ".join(_veiled(samples) if place in personal else samples))
        for place, (header, samples) in enumerate(zip(head.shape.headers, head.samples, strict=True))
    ]


def mapped_fields(batch: ImportBatch, head: Head, guess: Guess) -> list[MappedField]:
    """The fields of the kind, required ones first, each with its column."""
    spec = spec_of(batch.kind)
    lines = [_mapped_field(field, batch, head, guess) for field in spec.fields]
    return sorted(lines, key=lambda line: not line.field.required)


def _mapped_field(field: Field, batch: ImportBatch, head: Head, guess: Guess) -> MappedField:
    place = guess.columns.get(field.name)
    chosen = (batch.options.get("vocabulary") or {}).get(field.name, {})
    unknown = (batch.preview.get("unknown_words") or {}).get(field.name, {})
    layouts = (batch.options.get("layouts") or {}).get(field.name) or ()
    words = {**dict.fromkeys(chosen, 0), **unknown}
    return MappedField(
        field=field,
        place=place,
        samples=_samples(field, head, place),
        how=guess.how.get(field.name, ""),
        is_date=field.kind in DATE_KINDS,
        order=next((order for order, names in ORDERS.items() if set(layouts) & set(names)), ""),
        codes=[(code, str(field.labels.get(code, code))) for code in sorted(set(field.vocabulary.values()))],
        words=[(word, count, chosen.get(word, "")) for word, count in words.items()],
    )


def _fields_of(batch: ImportBatch) -> dict[str, Field]:
    """The fields of the preview, by name, that the kind still has."""
    shown = frozenset(batch.preview.get("fields", []))
    return {field.name: field for field in spec_of(batch.kind).fields if field.name in shown}


def _named(field: Field | None, cell: str) -> str:
    """A value kept by a check, as a page calls it."""
    if field is not None and field.kind is FieldKind.BOOLEAN:
        return str({"True": _("Yes"), "False": _("No")}.get(cell, cell))
    return str(field.labels.get(cell, cell)) if field else cell


def _personal(batch: ImportBatch, guess: Guess) -> set[int]:
    spec = spec_of(batch.kind)
    return {place for name, place in guess.columns.items() if spec.field(name).is_personal}


def _samples(field: Field, head: Head, place: int | None) -> list[str]:
    if place is None:
        return []
    return _veiled(head.samples[place]) if field.is_personal else head.samples[place]


def _veiled(samples: Sequence[str]) -> list[str]:
    return [mask_name(sample) for sample in samples]


def _group_text(group: Mapping[str, Any], spec: ImportSpec) -> str:
    first: Mapping[str, Any] = group["examples"][0] if group["examples"] else {"value": "", "params": {}}
    return reason_text(group["code"], group["field"], first["value"], first["params"], spec)
