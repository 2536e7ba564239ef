"""A version as its page shows it: the document's blocks as cards, charts and tables, and the commentary with what can be done to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from portalkit.approvals.domain.steps import ApprovalState
from portalkit.charts.domain.chart import Chart as PageChart
from portalkit.ui.domain.tones import Better, tone_of_change
from portalkit.ui.panels.figures import Stat as Card

from ..charts.pages import chart_of
from ..domain.document import Block, Document, Exhibit, Paragraph, Section, Stat, Stats
from ..models import Commentary

COMMENTARY_TONES = {
    ApprovalState.DRAFT: "neutral",
    ApprovalState.SUBMITTED: "warn",
    ApprovalState.APPROVED: "good",
    ApprovalState.RETURNED: "bad",
}


@dataclass(frozen=True)
class CellPanel:
    text: str
    css: str
    url: str = ""


@dataclass(frozen=True)
class BlockPanel:
    """`kind` is paragraph, stats or exhibit; the other fields are filled as it asks for."""

    kind: str
    text: str = ""
    tone: str = ""
    cards: Sequence[Card] = ()
    title: str = ""
    heads: Sequence[CellPanel] = ()
    rows: Sequence[tuple[str, Sequence[CellPanel]]] = ()
    charts: Sequence[PageChart] = ()
    note: str = ""
    empty: str = ""


@dataclass(frozen=True)
class SectionPanel:
    section: Section
    blocks: Sequence[BlockPanel]
    commentary: Commentary | None
    tone: str


def section_panels(document: Document, commentaries: dict[str, Commentary]) -> tuple[SectionPanel, ...]:
    return tuple(_section(section, commentaries.get(section.key)) for section in document.sections)


def charts_in(panels: Sequence[SectionPanel]) -> list[PageChart]:
    return [chart for panel in panels for block in panel.blocks for chart in block.charts]


def to_tickets(query: str) -> str:
    """The tickets that a figure counts."""
    return f"{reverse('complaints:tickets')}?{query}"


def _section(section: Section, commentary: Commentary | None) -> SectionPanel:
    return SectionPanel(
        section=section,
        blocks=tuple(_block(block) for block in section.blocks),
        commentary=commentary,
        tone=COMMENTARY_TONES[ApprovalState(commentary.state)] if commentary else "",
    )


def _block(block: Block) -> BlockPanel:
    if isinstance(block, Paragraph):
        return BlockPanel(kind="paragraph", text=block.text, tone=str(block.tone))
    if isinstance(block, Stats):
        return BlockPanel(kind="stats", cards=tuple(_card(item) for item in block.items))
    return _exhibit(block)


def _card(stat: Stat) -> Card:
    arrow = "" if stat.change is None else "equal" if stat.change == 0 else "arrow-up" if stat.change > 0 else "arrow-down"
    return Card(
        label=stat.label,
        value=stat.text,
        unit=stat.unit,
        change=stat.change_text if stat.change is not None else "",
        arrow=arrow,
        tone=tone_of_change(stat.change, better=Better(stat.better)),
        before=stat.before_text if stat.before_label else "",
        before_label=stat.before_label,
        url=to_tickets(stat.query) if stat.query else "",
        note=stat.note,
        is_known=stat.value is not None,
    )


def _exhibit(exhibit: Exhibit) -> BlockPanel:
    return BlockPanel(
        kind="exhibit",
        title=exhibit.title,
        heads=tuple(CellPanel(column.label, _css(column)) for column in exhibit.columns),
        rows=tuple(
            (
                "is-total" if row.is_total else "",
                tuple(
                    CellPanel(
                        column.text(value) + ("*" if place == 0 and row.is_partial else ""),
                        _css(column),
                        to_tickets(row.query) if place == 0 and row.query else "",
                    )
                    for place, (column, value) in enumerate(zip(exhibit.columns, row.cells, strict=True))
                ),
            )
            for row in exhibit.rows
        ),
        charts=tuple(chart_of(exhibit, chart, link=to_tickets) for chart in exhibit.charts),
        note=exhibit.note,
        empty=exhibit.empty_reason,
    )


def _css(column: Any) -> str:
    return "is-number" if column.is_numeric else ""
