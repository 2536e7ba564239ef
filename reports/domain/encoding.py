"""A document as plain JSON data and back, so that a version keeps its whole data object."""

from dataclasses import asdict
from typing import Any

from portalkit.sheets.domain.columns import Kind

from .document import Block, Chart, ChartKind, Column, Commentary, Document, Event, Exhibit, Paragraph, Row, Section, Stat, Stats, Tone

FORM = 1
"""Grows when a stored document can no longer be read as it was written."""


class UnknownForm(ValueError):
    """The data was written by a later version of the portal."""


def to_json(document: Document) -> dict[str, Any]:
    """Only texts, numbers, lists and mappings."""
    data = asdict(document)
    for section, written in zip(document.sections, data["sections"], strict=True):
        for block, plain in zip(section.blocks, written["blocks"], strict=True):
            plain["block"] = type(block).__name__.lower()
    return {"form": FORM, **data}


def from_json(data: dict[str, Any]) -> Document:
    """What `to_json` wrote. Raises UnknownForm."""
    if data.get("form") != FORM:
        raise UnknownForm(str(data.get("form")))
    fields = {name: value for name, value in data.items() if name != "form"}
    return Document(**fields | {"sections": tuple(_section(section) for section in data["sections"])})


def _section(data: dict[str, Any]) -> Section:
    commentary = data["commentary"]
    return Section(
        key=data["key"],
        title=data["title"],
        finding=data["finding"],
        blocks=tuple(_block(block) for block in data["blocks"]),
        commentary=Commentary(**commentary) if commentary else None,
    )


def _block(data: dict[str, Any]) -> Block:
    fields = {name: value for name, value in data.items() if name != "block"}
    if data["block"] == "paragraph":
        return Paragraph(text=data["text"], tone=Tone(data["tone"]))
    if data["block"] == "stats":
        return Stats(key=data["key"], items=tuple(Stat(**item | {"kind": Kind(item["kind"])}) for item in data["items"]))
    return Exhibit(
        **fields
        | {
            "columns": tuple(Column(**column | {"kind": Kind(column["kind"])}) for column in data["columns"]),
            "rows": tuple(Row(**row | {"cells": tuple(row["cells"])}) for row in data["rows"]),
            "charts": tuple(_chart(chart) for chart in data["charts"]),
        }
    )


def _chart(data: dict[str, Any]) -> Chart:
    return Chart(
        **data
        | {
            "kind": ChartKind(data["kind"]),
            "series": tuple(data["series"]),
            "events": tuple(Event(**event) for event in data["events"]),
        }
    )
