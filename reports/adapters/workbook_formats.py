"""How cells of a report look and read."""

from typing import Any

from portalkit.sheets.domain.columns import DIGITS, Kind

from ..domain import palette
from ..domain.document import Column, Tone

FONT = {"font_name": "Microsoft YaHei", "font_size": 10, "font_color": palette.TEXT}


def number_format(column: Column) -> str:
    """The spreadsheet's own way of writing what `text_of` writes."""
    if not column.is_numeric:
        return "@"
    digits = DIGITS.get(column.kind) if column.digits is None else column.digits
    places = "." + "0" * digits if digits else ""
    if column.kind is Kind.PERCENT:
        plain = f"0{places}%"
        return f"+{plain};-{plain};{plain}" if column.is_signed else plain
    return f"#,##0{places}"


class Formats:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[object, ...], Any] = {}
        self.cell: dict[str, Any] = {"bottom": 1, "bottom_color": palette.LINE}
        self.strong = {**self.cell, "bold": True}
        self.note_cell = {**self.cell, "font_color": palette.TEXT_3}
        self.title = self._plain(font_size=16, bold=True, font_color=palette.ACCENT)
        self.subtitle = self._plain(font_size=12, font_color=palette.TEXT_2)
        self.finding = self._plain(font_size=11, bold=True)
        self.heading = self._plain(font_size=11, bold=True, font_color=palette.ACCENT)
        self.head = self._plain(
            bold=True, bg_color=palette.SURFACE_2, bottom=1, bottom_color=palette.LINE_STRONG, text_wrap=True, valign="vcenter"
        )
        self.text = self._plain()
        self.label = self._plain(font_color=palette.TEXT_3)
        self.note = self._plain(font_size=9, font_color=palette.TEXT_3)
        self.warning = self._plain(font_color=palette.WARN, bg_color=palette.WARN_SOFT)
        self.link = self._plain(font_color=palette.ACCENT, underline=1)

    def of_tone(self, tone: Tone) -> Any:
        return {Tone.NOTE: self.note, Tone.WARNING: self.warning}.get(tone, self.text)

    def made(self, style: dict[str, Any], number: str) -> Any:
        key = (*sorted(style.items()), number)
        if key not in self._made:
            self._made[key] = self._plain(**style, num_format=number)
        return self._made[key]

    def _plain(self, **more: Any) -> Any:
        return self._book.add_format(FONT | more)
