"""What is known about a file after one look at it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any, Self

from ..domain.refusals import Notice


class Format(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"
    XLS = "xls"
    HTML = "html"


@dataclass(frozen=True)
class SheetInfo:
    """A sheet with its number of rows (None when the file does not say)."""

    name: str
    rows: int | None = None
    hidden: bool = False


@dataclass(frozen=True)
class SourceInfo:
    """How to read a file. `encoding` and `delimiter` are those of text tables, "" elsewhere. Each table of a page is a sheet."""

    format: Format
    sheets: tuple[SheetInfo, ...]
    encoding: str = ""
    delimiter: str = ""
    warnings: tuple[Notice, ...] = ()

    @property
    def exact_width(self) -> bool:
        """Must every row have as many cells as the header?"""
        return self.format == Format.CSV

    def with_warnings(self, *notices: Notice) -> Self:
        return replace(self, warnings=(*self.warnings, *notices))

    def to_json(self) -> dict[str, Any]:
        """For keeping beside the stored file."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        return cls(
            format=Format(kept["format"]),
            sheets=tuple(SheetInfo(**sheet) for sheet in kept["sheets"]),
            encoding=kept["encoding"],
            delimiter=kept["delimiter"],
            warnings=tuple(Notice(**notice) for notice in kept["warnings"]),
        )
