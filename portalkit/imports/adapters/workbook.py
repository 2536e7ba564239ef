"""The parts of a workbook around its cells: sheets, relations, number formats, the epoch of its dates."""

import posixpath
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from zipfile import ZipFile

from ..domain.refusals import Refusal, Refused
from . import zip_guard
from .number_formats import Shows, built_in, is_plain, shown_by
from .xml_guard import elements

_FOREIGN_PARTS = (("xl/workbook.bin", "XLSB"), ("word/", "Word"), ("ppt/", "PowerPoint"), ("content.xml", "ODS"), ("Index/", "Numbers"))


@dataclass(frozen=True)
class SheetPart:
    name: str
    part: str
    hidden: bool
    size: int


@dataclass(frozen=True)
class Workbook:
    """A checked workbook. `styles[i]` is what cell format i shows; `odd_formats` when other readers may see them otherwise."""

    archive: ZipFile
    sheets: tuple[SheetPart, ...]
    strings: str
    styles: tuple[Shows, ...]
    odd_formats: bool
    from_1904: bool
    has_links: bool
    has_macros: bool

    def open_part(self, name: str) -> IO[bytes]:
        return self.archive.open(name)

    def sheet(self, name: str) -> SheetPart:
        found = next((sheet for sheet in self.sheets if sheet.name == name), None)
        if found is None:
            raise Refused(Refusal.SHEET_MISSING, sheet=name, sheets=[sheet.name for sheet in self.sheets])
        return found


@contextmanager
def open_workbook(path: Path) -> Iterator[Workbook]:
    """Raises Refused: whatever the archive's guard finds, archive or format (no XLSX), and broken parts."""
    with zip_guard.open_archive(path) as archive:
        names = {part.filename: part.file_size for part in archive.infolist()}
        main = _main_part(archive, names)
        targets = _relations(archive, names, main)
        sheets, from_1904 = _sheets(archive, names, main, targets)
        styles, odd = _styles(archive, targets.by_type("styles"))
        yield Workbook(
            archive=archive,
            sheets=sheets,
            strings=targets.by_type("sharedStrings"),
            styles=styles,
            odd_formats=odd,
            from_1904=from_1904,
            has_links=any(name.startswith("xl/externalLinks/") for name in names) or targets.external,
            has_macros=any(name.endswith("vbaProject.bin") for name in names),
        )


@dataclass(frozen=True)
class _Targets:
    parts: dict[str, tuple[str, str]]
    external: bool

    def by_id(self, identity: str) -> str:
        return self.parts.get(identity, ("", ""))[1]

    def by_type(self, kind: str) -> str:
        return next((part for found, part in self.parts.values() if found == kind), "")


def _main_part(archive: ZipFile, names: dict[str, int]) -> str:
    for foreign, format_name in _FOREIGN_PARTS:
        if any(name == foreign or name.startswith(foreign) for name in names):
            raise Refused(Refusal.FORMAT, format=format_name)
    if "_rels/.rels" not in names:
        raise Refused(Refusal.ARCHIVE, format="ZIP")
    with archive.open("_rels/.rels") as stream:
        for name, attributes in elements(stream, "_rels/.rels"):
            if name == "Relationship" and attributes.get("Type", "").endswith("/officeDocument"):
                part = attributes.get("Target", "").lstrip("/")
                if part in names and attributes.get("TargetMode") != "External":
                    return part
    raise Refused(Refusal.WORKBOOK_BROKEN, part="_rels/.rels")


def _relations(archive: ZipFile, names: dict[str, int], main: str) -> _Targets:
    folder, file = posixpath.split(main)
    part = f"{folder}/_rels/{file}.rels"
    found: dict[str, tuple[str, str]] = {}
    external = False
    if part not in names:
        raise Refused(Refusal.WORKBOOK_BROKEN, part=part)
    with archive.open(part) as stream:
        for name, attributes in elements(stream, part):
            if name != "Relationship":
                continue
            if attributes.get("TargetMode") == "External":
                external = True
                continue
            target = attributes.get("Target", "")
            resolved = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            if resolved in names:
                found[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], resolved)
    return _Targets(found, external)


def _sheets(archive: ZipFile, names: dict[str, int], main: str, targets: _Targets) -> tuple[tuple[SheetPart, ...], bool]:
    sheets: list[SheetPart] = []
    from_1904 = False
    with archive.open(main) as stream:
        for name, attributes in elements(stream, main):
            if name == "workbookPr":
                from_1904 = attributes.get("date1904", "0") in ("1", "true", "on")
            part = targets.by_id(attributes.get("id", "")) if name == "sheet" else ""
            if part and targets.parts[attributes["id"]][0] == "worksheet":
                hidden = attributes.get("state", "visible") != "visible"
                sheets.append(SheetPart(attributes.get("name", ""), part, hidden, names[part]))
    if not sheets:
        raise Refused(Refusal.WORKBOOK_BROKEN, part=main)
    return tuple(sheets), from_1904


def _styles(archive: ZipFile, part: str) -> tuple[tuple[Shows, ...], bool]:
    if not part:
        return (), False
    codes: dict[str, str] = {}
    formats: list[str] = []
    section = ""
    with archive.open(part) as stream:
        for name, attributes in elements(stream, part):
            if name.lstrip("/") in ("numFmts", "cellXfs"):
                section = name
            elif section == "numFmts" and name == "numFmt":
                codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
            elif section == "cellXfs" and name == "xf":
                formats.append(attributes.get("numFmtId", "0"))
    shows = tuple(shown_by(codes[number]) if number in codes else built_in(int(number) if number.isdecimal() else 0) for number in formats)
    return shows, not all(is_plain(codes[number]) for number in set(formats) & codes.keys())
