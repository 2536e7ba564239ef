"""Cells as HTML. Made here and not in a template, because a page has a thousand of them."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from portalkit.sheets.domain.columns import Kind, shown
from portalkit.tables.domain.columns import Column, Table
from portalkit.ui.domain.formats import DASH
from portalkit.ui.domain.tones import tone_of
from portalkit.ui.panels.figures import bar, icon


def body_rows(rows: Sequence[Any], *, table: Table, columns: Sequence[Column]) -> list[SafeString]:
    """One `<tr>` a row. Every text is escaped; links are those that the columns' own functions gave."""
    makers = [_maker(column, table.row_link if position == 0 else None) for position, column in enumerate(columns)]
    return [mark_safe("<tr>" + "".join(maker(row) for maker in makers) + "</tr>") for row in rows]  # noqa: S308 - parts are escaped


def _maker(column: Column, row_link: Callable[[Any], str | None] | None) -> Callable[[Any], str]:
    kind, digits, read, tone = column.sheet.kind, column.digits, column.of, column.tone
    link = column.link or row_link
    classes = f' class="{" ".join(names)}"' if (names := cell_classes(column)) else ""
    is_head = row_link is not None
    opening, closing = (f'<th scope="row"{classes}>', "</th>") if is_head else (f"<td{classes}>", "</td>")

    def make(row: Any) -> str:
        text = shown(read(row), kind=kind, digits=digits)
        inner = str(escape(text)) if text != DASH else f'<span class="unknown">{DASH}</span>'
        if kind is Kind.BADGE and text != DASH:
            inner = f'<span class="badge tone-{tone_of(tone(row) if tone else "")}">{inner}</span>'
        elif column.is_long:
            inner = f'<span class="clamped" title="{escape(text[:500])}">{inner}</span>'
        if column.picture:
            inner = _pictured(column.picture(row), column.icon(row) if column.icon else "", inner)
        if link and (url := link(row)):
            inner = f'<a href="{escape(url)}">{inner}</a>'
        if column.bar and (share := column.bar(row)) is not None:
            inner += bar(share, tone(row) if tone else "info")
        return opening + inner + closing

    return make


def _pictured(address: str | None, icon_name: str, inner: str) -> str:
    """The value says what the picture is of, so the picture says nothing to screen readers. Its place stays where there is none."""
    drawn = f'<img src="{escape(address)}" alt="" loading="lazy">' if address else icon(icon_name) if icon_name else ""
    return f'<span class="cell-picture"><span class="cell-picture-frame">{drawn}</span><span>{inner}</span></span>'


def cell_classes(column: Column) -> list[str]:
    kind = column.sheet.kind
    if kind in {Kind.TEXT, Kind.BADGE}:
        return ["is-long"] if column.is_long else ["is-names"] if column.is_names else []
    return [f"is-{kind}"]
