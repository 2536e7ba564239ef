"""Opens the table of a batch's file, as the steward chose it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

from portalkit.files.services import path_of

from ..adapters.sources import SourceInfo, Table, inspect, open_table, read
from ..domain.body import Line, TableBody
from ..domain.cells import as_text
from ..domain.headers import LOOK_AHEAD, TableShape, find_table, label_headers
from ..domain.refusals import BadLine, Notice, Refusal, Refused
from ..domain.registry import spec_of
from ..domain.spec import ImportSpec
from ..domain.tally import masked
from ..models import ImportBatch

SAMPLE_ROWS = 8


@dataclass(frozen=True)
class OpenTable:
    """A table ready to be read below its header."""

    spec: ImportSpec
    info: SourceInfo
    table: Table

    @property
    def headers(self) -> tuple[str, ...]:
        return self.table.shape.headers

    def notices(self) -> list[Notice]:
        """What the steward should know of the file; complete after its last row."""
        return [*self.info.warnings, *self.table.notices()]


@dataclass(frozen=True)
class Head:
    """What the mapping page shows of a file: sheets, the lines among which the header is, the columns with masked samples."""

    info: SourceInfo
    sheet: str
    shape: TableShape
    first_lines: list[tuple[int, list[str]]]
    samples: list[list[str]]


def inspect_file(*, path: Path, name: str) -> SourceInfo:
    """What the file is. Raises Refused."""
    return inspect(path, name=name)


def open_batch(batch: ImportBatch) -> OpenTable:
    """The batch's table with the sheet and header line chosen, or found. Raises Refused."""
    path, info = path_of(batch.file.stored), SourceInfo.from_json(batch.source["info"])
    spec = spec_of(batch.kind)
    if batch.header_line is None:
        return OpenTable(spec, info, open_table(path, info, spec=spec, sheet=batch.sheet or None, also=_said(batch)))
    lines = read(path, info, sheet=batch.sheet or None)
    first = list(islice(lines, max(LOOK_AHEAD, batch.header_line)))
    shape = _shape_at(first, batch.header_line)
    body = TableBody(chain(first, lines), shape, exact_width=info.exact_width)
    return OpenTable(spec, info, Table(shape=shape, sheet=batch.sheet, body=body))


def head_of(batch: ImportBatch) -> Head:
    """The top of the batch's table. Raises Refused."""
    path, info = path_of(batch.file.stored), SourceInfo.from_json(batch.source["info"])
    lines = read(path, info, sheet=batch.sheet or None)
    first = [line for line in islice(lines, LOOK_AHEAD) if not isinstance(line, BadLine)]
    shape = find_table(first, spec_of(batch.kind), also=_said(batch)) if batch.header_line is None else _shape_at(first, batch.header_line)
    rows = [cells for number, cells in first if number > shape.header_line][:SAMPLE_ROWS]
    samples = [_samples(rows, place) for place in range(shape.width)]
    shown = [(number, [masked(as_text(cell)) for cell in cells[:12]]) for number, cells in first[:12]]
    return Head(info=info, sheet=batch.sheet, shape=shape, first_lines=shown, samples=samples)


def _said(batch: ImportBatch) -> list[str]:
    return [wanted for wanted in batch.mapping.values() if isinstance(wanted, str)]


def _shape_at(first: Sequence[Line], header_line: int) -> TableShape:
    for line in first:
        if not isinstance(line, BadLine) and line[0] == header_line:
            headers = label_headers([as_text(cell) for cell in line[1]])
            while headers and not headers[-1]:
                headers = headers[:-1]
            if headers:
                return TableShape(header_line=header_line, headers=headers, first_line=header_line)
    raise Refused(Refusal.NO_HEADER)


def _samples(rows: Sequence[Sequence[Any]], place: int) -> list[str]:
    texts = (as_text(row[place]).strip() for row in rows if place < len(row))
    return list(dict.fromkeys(masked(text) for text in texts if text))[:3]
