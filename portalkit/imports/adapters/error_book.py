"""Writes rejected rows as a workbook that can be repaired and uploaded again: original columns as text, then why and where."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import xlsxwriter

LONGEST_CELL = 32_767
MOST_ROWS = 1_000_000
WIDEST = 40


class ErrorBook:
    """A workbook under construction in a temporary folder; memory does not grow with its rows. Use as a context manager.

    Every cell is written as a string: nothing in it is ever a formula, a link or a rounded number.
    """

    def __init__(self, *, headers: Sequence[str], added: Sequence[str]) -> None:
        self.rows = 0
        self._headers = list(headers)
        self._added = list(added)
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._folder is not None:
            self._folder.cleanup()

    def add(self, *, cells: Sequence[str], reason: str, line: int) -> None:
        """Appends a row; opens the workbook with the first."""
        if self._folder is None:
            self._open()
        if self.rows >= MOST_ROWS:
            return
        self.rows += 1
        width = len(self._headers)
        padded = [*cells[:width], *[""] * (width - len(cells))]
        for place, text in enumerate([*padded, reason, str(line)]):
            if text:
                self._sheet.write_string(self.rows, place, text[:LONGEST_CELL], self._reason if place >= width else None)

    def close(self) -> Path | None:
        """Finishes the file; None when no row was added."""
        if self._folder is None:
            return None
        self._book.close()
        return self._path

    def _open(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="noc-errors-")
        self._path = Path(self._folder.name) / "rejected.xlsx"
        self._book = xlsxwriter.Workbook(str(self._path), {"constant_memory": True, "tmpdir": self._folder.name})
        self._sheet = self._book.add_worksheet("rejected")
        heading = self._book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        added = self._book.add_format({"bold": True, "bottom": 1, "bg_color": "#FCE8E6"})
        self._reason = self._book.add_format({"bg_color": "#FCE8E6"})
        self._sheet.freeze_panes(1, 0)
        self._sheet.set_column(len(self._headers), len(self._headers), WIDEST)
        for place, text in enumerate([*self._headers, *self._added]):
            self._sheet.write_string(0, place, text[:LONGEST_CELL], added if place >= len(self._headers) else heading)
