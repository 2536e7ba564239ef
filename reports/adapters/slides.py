"""PPTX by python-pptx: 16:9, titles that say the finding, native charts, tables that fit their slide."""

from collections.abc import Iterator, Sequence
from io import BytesIO

from portalkit.sheets.domain.safety import storable

from ..domain.document import Chart, Document, Exhibit, Paragraph, Row, Section, Stamp, Stat, Stats
from .chrome import Chrome, chrome_of, signed
from .slide_charts import add_chart, is_drawable
from .slide_deck import Deck, Place

ROWS = 15
LINES = 11
PER_LINE = 58
CARDS = 12


def write_slides(document: Document, stamp: Stamp) -> bytes:
    """The document as slides: a cover, then for each section its figures, charts, tables and commentary."""
    chrome = chrome_of(document, stamp)
    deck = Deck(footer=f"{chrome.title} · {chrome.subtitle} · {chrome.version}{f' · {chrome.draft}' if chrome.draft else ''}")
    deck.cover(chrome.title, chrome.subtitle, [f"{label}  {text}" for label, text in chrome.facts], document.notice)
    for section in document.sections:
        _section(deck, section, document, chrome)
    target = BytesIO()
    deck.presentation.core_properties.title = storable(f"{chrome.title} {chrome.subtitle} {chrome.version}")
    deck.presentation.save(target)
    return target.getvalue()


def _section(deck: Deck, section: Section, document: Document, chrome: Chrome) -> None:
    stats = [item for block in section.blocks if isinstance(block, Stats) for item in block.items]
    texts = [block.text for block in section.blocks if isinstance(block, Paragraph)]
    if stats:
        _figures(deck, section, stats, texts)
    elif texts:
        for lines in _pages(texts):
            deck.texts(deck.slide(section.title, section.finding), lines)
    for exhibit in section.exhibits:
        _exhibit(deck, section, exhibit, chrome)
    if section.commentary:
        said = section.commentary
        by = signed(said.author, said.approver, said.approved_at, language=document.language)
        for lines in _pages(said.text.split("\n")):
            deck.texts(deck.slide(section.title, f"{chrome.commentary}: {section.title}"), lines, note=by)


def _figures(deck: Deck, section: Section, stats: Sequence[Stat], texts: Sequence[str]) -> None:
    """Cards above, sentences below; what does not fit goes to the next slide."""
    for start in range(0, len(stats), CARDS):
        slide = deck.slide(section.title, section.finding)
        deck.cards(slide, stats[start : start + CARDS])
    for lines in _pages(texts):
        deck.texts(deck.slide(section.title, section.finding), lines)


def _exhibit(deck: Deck, section: Section, exhibit: Exhibit, chrome: Chrome) -> None:
    title = section.finding if exhibit == section.exhibits[0] else exhibit.title
    if not exhibit.rows:
        deck.texts(deck.slide(section.title, exhibit.title), [exhibit.empty_reason])
        return
    for chart in exhibit.charts:
        if is_drawable(chart):
            slide = deck.slide(section.title, title)
            add_chart(slide, exhibit, chart, Place(0.6, 1.55, 12.1, 5.1))
            deck.small(slide, _beside(chart, exhibit))
    for number, rows in enumerate(_parts(exhibit.rows)):
        heading = exhibit.title if number == 0 else f"{exhibit.title} ({chrome.continued})"
        shaded = next((chart for chart in exhibit.charts if not is_drawable(chart)), None)
        slide = deck.slide(section.title, title if shaded else heading)
        deck.table(slide, exhibit, rows, shaded=shaded.series if shaded else ())
        deck.small(slide, exhibit.note)


def _beside(chart: Chart, exhibit: Exhibit) -> str:
    said = [chart.title, *([chart.target_label] if chart.target_label else []), *(f"{event.at} {event.label}" for event in chart.events)]
    return " · ".join([*said, *([exhibit.note] if exhibit.note else [])])


def _parts(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """As many slides as are needed, filled about equally."""
    count = -(-len(rows) // ROWS)
    size = -(-len(rows) // count)
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def _pages(texts: Sequence[str]) -> Iterator[list[str]]:
    """The paragraphs in portions that fit a slide; one longer than a slide is cut."""
    page: list[str] = []
    used = 0
    for text in texts:
        for piece in _cut(text):
            lines = max(1, -(-len(piece) // PER_LINE))
            if page and used + lines > LINES:
                yield page
                page, used = [], 0
            page.append(piece)
            used += lines
    if page:
        yield page


def _cut(text: str) -> list[str]:
    most = PER_LINE * (LINES - 1)
    return [text[start : start + most] for start in range(0, len(text), most)] or [""]
