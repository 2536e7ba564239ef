"""Fixes which column feeds which field of a batch, and how its words and dates are read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record

from ..domain.headers import resolve_mapping
from ..domain.naming import signature
from ..domain.registry import spec_of
from ..domain.spec import Problem, Repeats
from ..models import BatchState, ImportBatch, RememberedMapping
from .opening import head_of
from .receiving import as_mapping, look_at
from .states import BatchBusy, reset

MAPPABLE = frozenset({BatchState.RECEIVED, BatchState.MAPPED, BatchState.CHECKED, BatchState.REFUSED})
WORDS = ("vocabulary", "layouts", "repeats")
REPEATS_UNKNOWN = "repeats_unknown"


class MappingRefused(Exception):
    """The columns cannot be mapped like this; `problems` say why, one by one."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(", ".join(f"{problem.code} {problem.field} {problem.value}".strip() for problem in problems))
        self.problems = problems


@dataclass(frozen=True)
class Choice:
    """What the steward chose. `mapping`: field → header, `Header#2` or 0-based position.

    `options`: `create_regions`, `vocabulary` {field: {word: code}}, `layouts` {field: [layout, …]}, `repeats` "reject" or "last".
    `header_line` None: found by itself.
    """

    mapping: Mapping[str, Any]
    options: Mapping[str, Any]
    sheet: str = ""
    header_line: int | None = None


def choice_of(document: Mapping[str, Any], *, options: Mapping[str, Any] | None = None, sheet: str = "") -> Choice:
    """A mapping document as a file or a request carries it: fields beside `vocabulary`, `layouts`, `repeats`, `sheet`, `header_line`."""
    special = {*WORDS, "sheet", "header_line", "create_regions"}
    chosen = {name: document[name] for name in (*WORDS, "create_regions") if name in document}
    return Choice(
        mapping={name: wanted for name, wanted in document.items() if name not in special},
        options={**chosen, **(options or {})},
        sheet=sheet or str(document.get("sheet") or ""),
        header_line=document.get("header_line"),
    )


@transaction.atomic
def map_columns(*, batch: ImportBatch, choice: Choice, by: Actor, now: datetime, name: str = "") -> ImportBatch:
    """Fixes the mapping and remembers it for the next file of this source (under `name`, if one is given).

    Raises MappingRefused when a required field stays empty, a header or an option is not known; BatchBusy when the batch is past
    mapping; Refused when the sheet or the header line is not there.
    """
    batch = _mappable(batch)
    batch.sheet, batch.header_line = choice.sheet, choice.header_line
    spec = spec_of(batch.kind)
    head = head_of_choice(batch, choice)
    guess = resolve_mapping(choice.mapping, head, spec)
    problems = (*guess.problems, *_faulty_options(choice.options))
    if problems:
        raise MappingRefused(problems)
    batch.mapping = as_mapping(guess, head)
    batch.options = {"language": batch.options.get("language", ""), **choice.options}
    batch.source["headers"] = list(head)
    batch.state = BatchState.MAPPED
    batch.save()
    _remember(batch, name, now)
    record(by=by, action="imports.map", on=batch, detail={"mapping": batch.mapping, "sheet": batch.sheet}, at=now)
    return batch


@transaction.atomic
def choose_table(*, batch: ImportBatch, sheet: str, header_line: int | None, by: Actor, now: datetime) -> ImportBatch:
    """Takes another sheet or header line and guesses the columns anew. Raises BatchBusy, Refused."""
    batch = _mappable(batch)
    batch.sheet, batch.header_line, batch.mapping = sheet, header_line, {}
    look_at(batch, spec_of(batch.kind))
    batch.state = BatchState.RECEIVED
    batch.save()
    record(by=by, action="imports.choose_table", on=batch, detail={"sheet": sheet, "header_line": header_line}, at=now)
    return batch


def head_of_choice(batch: ImportBatch, choice: Choice) -> tuple[str, ...]:
    """The headers of the table chosen; a mapping's headers help to find the line."""
    batch.mapping = dict(choice.mapping)
    return head_of(batch).shape.headers


def _faulty_options(options: Mapping[str, Any]) -> tuple[Problem, ...]:
    repeats = options.get("repeats") or Repeats.REJECT
    return () if repeats in list(Repeats) else (Problem(REPEATS_UNKNOWN, "", str(repeats)),)


def _mappable(batch: ImportBatch) -> ImportBatch:
    batch = ImportBatch.objects.select_for_update(of=("self",)).select_related("file__stored", "region").get(pk=batch.pk)
    if batch.state not in MAPPABLE or "info" not in batch.source:
        raise BatchBusy(batch.state)
    reset(batch)
    return batch


def _remember(batch: ImportBatch, name: str, now: datetime) -> None:
    kept = {key: batch.options[key] for key in WORDS if batch.options.get(key)}
    if name:
        RememberedMapping.objects.filter(kind=batch.kind, name=name).update(name="")
    found, made = RememberedMapping.objects.get_or_create(
        kind=batch.kind,
        signature=signature(batch.source["headers"]),
        defaults={"mapping": batch.mapping, "options": kept, "used_at": now, "name": name},
    )
    if not made:
        found.mapping, found.options, found.used_at, found.name = batch.mapping, kept, now, name or found.name
        found.save()
