"""PDF by typst: one template, one compiler a process, fonts out of the wheels, so that a PDF is the same on every machine.

No text of a user ever becomes part of the template. Everything travels as JSON data, which typst shows as the text it is.
"""

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import cvttf_NotoSansCJK_Bold
import cvttf_NotoSansCJK_Regular
import typst

from portalkit.sheets.domain.safety import storable

from ..domain import palette
from ..domain.document import Block, Document, Exhibit, Paragraph, Section, Stamp, Stat, Stats, cards_across
from ..domain.drawing import Drawing, draw
from .chrome import chrome_of, signed

TEMPLATE = Path(__file__).with_name("report.typ")
FONTS = (cvttf_NotoSansCJK_Regular, cvttf_NotoSansCJK_Bold)
WIDTH = 481.9
AGES = 11
_LOCK = Lock()


def write_pdf(document: Document, stamp: Stamp) -> bytes:
    """The document as PDF, tagged, its text extractable, its fonts embedded in part."""
    data = json.dumps(_data(document, stamp), ensure_ascii=False)
    with _LOCK:
        made = _compiler().compile(input=str(TEMPLATE), format="pdf", sys_inputs={"data": data})
        _forget()
    assert isinstance(made, bytes)
    return made


def _forget() -> None:
    """typst remembers the parts of its last ten compilations, 10 MiB for each report. Empty ones push them out, a millisecond each."""
    for _ in range(AGES):
        _compiler().compile(input=b"", format="pdf")


@cache
def _compiler() -> typst.Compiler:
    """Reading the fonts takes longer than setting a report, so it is done once a process."""
    folders = [str(Path(str(font.__file__)).parent) for font in FONTS]
    return typst.Compiler(str(TEMPLATE), root=str(TEMPLATE.parent), font_paths=folders, ignore_system_fonts=True)


def _data(document: Document, stamp: Stamp) -> dict[str, Any]:
    chrome = chrome_of(document, stamp)
    data: dict[str, Any] = _clean(
        {
            **asdict(chrome),
            "language": document.language,
            "notice": document.notice,
            "sections": [_section(section, document, chrome.commentary) for section in document.sections],
            "colours": {name.lower(): value for name, value in vars(palette).items() if name.isupper() and isinstance(value, str)},
        }
    )
    return data


def _section(section: Section, document: Document, label: str) -> dict[str, Any]:
    said = section.commentary
    return {
        "title": section.title,
        "finding": section.finding,
        "blocks": [_block(block) for block in section.blocks],
        "commentary": {
            "label": label,
            "paragraphs": said.text.split("\n\n"),
            "signed": signed(said.author, said.approver, said.approved_at, language=document.language),
        }
        if said
        else None,
    }


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"block": "paragraph", "text": block.text, "tone": str(block.tone)}
    if isinstance(block, Stats):
        return {"block": "stats", "items": [_stat(item) for item in block.items], "across": cards_across(len(block.items))}
    return _exhibit(block)


def _stat(stat: Stat) -> dict[str, str]:
    before = f"{stat.before_label} {stat.before_text}" if stat.before_label else ""
    change = stat.change_text if stat.change is not None else ""
    lines = [part for part in (before, stat.note) if part]
    return {"label": stat.label, "value": stat.text, "unit": stat.unit, "change": change, "tone": _tone(stat), "note": " · ".join(lines)}


def _tone(stat: Stat) -> str:
    if not stat.change or stat.better == "neither":
        return "text_3"
    return "good" if (stat.change < 0) == (stat.better == "down") else "bad"


def _exhibit(exhibit: Exhibit) -> dict[str, Any]:
    return {
        "block": "exhibit",
        "title": exhibit.title,
        "heads": [column.label for column in exhibit.columns],
        "numeric": [column.is_numeric for column in exhibit.columns],
        "rows": [
            {
                "cells": [column.text(value) for column, value in zip(exhibit.columns, row.cells, strict=True)],
                "partial": row.is_partial,
                "total": row.is_total,
            }
            for row in exhibit.rows
        ],
        "charts": [{"title": chart.title, **_drawing(draw(exhibit, chart, width=WIDTH))} for chart in exhibit.charts if exhibit.rows],
        "note": exhibit.note,
        "empty": exhibit.empty_reason,
    }


def _drawing(drawing: Drawing) -> dict[str, Any]:
    shapes = [{"shape": type(shape).__name__.lower(), **asdict(shape)} for shape in drawing.shapes]
    return {"width": drawing.width, "height": drawing.height, "shapes": shapes}


def _clean(value: Any) -> Any:
    """Without characters that no PDF text holds."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {key: _clean(one) for key, one in value.items()}
    return [_clean(one) for one in value] if isinstance(value, list | tuple) else value
