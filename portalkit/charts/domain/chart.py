"""A chart: a figure, and the same values as rows."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portalkit.sheets.domain.columns import SheetColumn

_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


@dataclass(frozen=True)
class SerialisedFigure:
    """A figure as JSON that may stand inside a script element."""

    json: str


@dataclass(frozen=True)
class Chart:
    """`key` names it on its page (letters, digits, hyphens). `rows` hold one value a column: the table view, CSV and XLSX show them.

    `row_links`: the address behind each row of the table view. `source_date`: until when the data reaches.
    """

    key: str
    title: Any
    figure: Mapping[str, Any] | SerialisedFigure
    columns: Sequence[SheetColumn]
    rows: Sequence[Sequence[Any]]
    note: Any = ""
    source_date: date | datetime | None = None
    row_links: Sequence[str | None] = ()
    empty_reason: Any = ""

    @property
    def serialised(self) -> SerialisedFigure:
        return self.figure if isinstance(self.figure, SerialisedFigure) else serialise(self.figure)


def serialise(figure: Mapping[str, Any]) -> SerialisedFigure:
    """Raises ValueError for a number that JSON does not have (NaN, infinity)."""
    text = json.dumps(figure, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return SerialisedFigure(text.translate(_ESCAPES))
