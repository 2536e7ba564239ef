"""Files and kinds for the tests of the readers."""

import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl

from portalkit.imports.adapters import sources
from portalkit.imports.domain.body import Block
from portalkit.imports.domain.refusals import Refused
from portalkit.imports.domain.spec import Cell, Field, FieldKind, ImportSpec

EOMS_FIELDS = (
    Field("ticket_id", "Ticket", FieldKind.ID, ("工单流水号", "工单编号", "ticket no"), required=True),
    Field("faulty_number", "Faulty number", FieldKind.PHONE, ("故障号码",)),
    Field("second_number", "Second faulty number", FieldKind.PHONE, ("故障号码#2",)),
    Field("region", "Region", FieldKind.REGION, ("申告地", "用户归属地"), required=True),
    Field("cause_1", "Cause 1", headers=("问题原因一级",)),
    Field("cause_2", "Cause 2", headers=("问题原因二级",)),
    Field("accepted_at", "Accepted", FieldKind.DATETIME, ("派单时间", "accepted at")),
)
HEADER = "工单流水号,申告地,派单时间"


def a_kind(*fields: Field) -> ImportSpec:
    return ImportSpec("eoms", "EOMS", "", fields or EOMS_FIELDS, ("region",), "imports.upload", target=_no_target)


def _no_target() -> Any:
    raise AssertionError("readers do not write")


def a_file(folder: Path, content: str | bytes, *, encoding: str = "utf-8", name: str = "upload.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode(encoding) if isinstance(content, str) else content)
    return path


def rows_of(path: Path, *, name: str = "", sheet: str | None = None) -> list[Any]:
    return list(sources.read(path, sources.inspect(path, name=name or path.name), sheet=sheet))


def table_of(path: Path, spec: ImportSpec | None = None) -> tuple[sources.Table, list[Block]]:
    table = sources.open_table(path, sources.inspect(path, name=path.name), spec=spec or a_kind())
    return table, list(table.blocks())


def good_rows(blocks: list[Block]) -> dict[int, tuple[Cell, ...]]:
    return {line: row for block in blocks for line, row in zip(block.lines, zip(*block.columns, strict=True), strict=True)}


def bad_lines(blocks: list[Block]) -> dict[int, str]:
    return {bad.line: str(bad.problem.code) for block in blocks for bad in block.bad}


def refusal(path: Path, *, spec: ImportSpec | None = None) -> Refused:
    """What the file is refused for, when it is inspected or read to its end."""
    try:
        table_of(path, spec)
    except Refused as refused:
        return refused
    raise AssertionError(f"{path.name} was not refused")


def a_workbook(folder: Path, rows: list[list[Any]], *, name: str = "upload.xlsx", formats: Mapping[str, str] | None = None) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "工单"
    for row in rows:
        sheet.append(row)
    for place, number_format in (formats or {}).items():
        sheet[place].number_format = number_format
    book.save(folder / name)
    return folder / name


def a_table_workbook(folder: Path, *, name: str = "upload.xlsx") -> Path:
    return a_workbook(folder, [["工单流水号", "申告地"], ["1", "杭州"]], name=name)


def changed(path: Path, parts: Mapping[str, bytes | None], *, compression: int = zipfile.ZIP_DEFLATED) -> Path:
    """The archive with parts replaced, added, or (None) taken out."""
    with zipfile.ZipFile(path) as archive:
        content = {part: archive.read(part) for part in archive.namelist()}
    kept = {part: data for part, data in {**content, **parts}.items() if data is not None}
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for part, data in kept.items():
            archive.writestr(part, data)
    path.write_bytes(buffer.getvalue())
    return path


def part_of(path: Path, part: str) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read(part)
