"""The slides' own look: sizes, fonts, title, cards, tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.util import Inches, Pt

from portalkit.sheets.domain.safety import display_width, storable

from ..domain import palette
from ..domain.document import Exhibit, Row, Stat, cards_across
from ..domain.palette import heat_step

WIDTH, HEIGHT = 13.333, 7.5
TITLE_ONLY = 5
FONT = "Microsoft YaHei"
GREEN = palette.GOOD
SIDE = 0.6
FEW, MANY = 7, 11
MANY_COLUMNS = 8
A = "http://schemas.openxmlformats.org/drawingml/2006/main"


@dataclass(frozen=True)
class Place:
    """In inches from the top left."""

    left: float
    top: float
    width: float
    height: float

    @property
    def box(self) -> tuple[Any, Any, Any, Any]:
        return Inches(self.left), Inches(self.top), Inches(self.width), Inches(self.height)


class Deck:
    """`footer` stands on every slide but the cover, with the slide's number."""

    def __init__(self, *, footer: str) -> None:
        self.presentation: Any = Presentation()
        self.presentation.slide_width, self.presentation.slide_height = Inches(WIDTH), Inches(HEIGHT)
        self._footer = footer
        _set_theme_fonts(self.presentation)

    def cover(self, title: str, subtitle: str, facts: Sequence[str], notice: str) -> None:
        slide = self._bare()
        band = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *Place(0, 0, WIDTH, 4.3).box)
        _fill(band, palette.ACCENT)
        slide.shapes._spTree.insert(2, band._element)  # behind the title, which the layout put there first
        _place_title(slide, Place(SIDE, 1.5, WIDTH - 2 * SIDE, 1.1))
        write(slide.shapes.title.text_frame, title, size=40, colour=palette.SURFACE, is_bold=True)
        write(_textbox(slide, Place(SIDE, 2.65, WIDTH - 2 * SIDE, 0.8)), subtitle, size=24, colour=palette.SURFACE)
        frame = _textbox(slide, Place(SIDE, 4.7, WIDTH - 2 * SIDE, 2.2))
        for number, fact in enumerate(facts):
            write(frame, fact, size=14, colour=palette.TEXT_2, is_first=number == 0)
        if notice:
            write(frame, notice, size=16, colour=palette.WARN, is_bold=True, is_first=False)

    def slide(self, section: str, title: str) -> Any:
        """A slide with the section's name small above its title."""
        slide = self._bare()
        write(_textbox(slide, Place(SIDE, 0.28, 9, 0.35)), section, size=12, colour=palette.ACCENT, is_bold=True)
        _place_title(slide, Place(SIDE, 0.58, WIDTH - 2 * SIDE, 0.85))
        write(slide.shapes.title.text_frame, title, size=26 if display_width(title) <= 70 else 20, is_bold=True)
        number = len(self.presentation.slides)
        write(_textbox(slide, Place(SIDE, 7.08, 11.3, 0.3)), self._footer, size=10, colour=palette.TEXT_3)
        right = _textbox(slide, Place(WIDTH - SIDE - 0.8, 7.08, 0.8, 0.3))
        write(right, str(number), size=10, colour=palette.TEXT_3, align=PP_ALIGN.RIGHT)
        return slide

    def cards(self, slide: Any, stats: Sequence[Stat]) -> None:
        across, gap = cards_across(len(stats)), 0.22
        lines = -(-len(stats) // across)
        wide, high = (WIDTH - 2 * SIDE - gap * (across - 1)) / across, min(2.3, (5.2 - gap * (lines - 1)) / lines)
        for number, stat in enumerate(stats):
            left, top = SIDE + (number % across) * (wide + gap), 1.7 + (number // across) * (high + gap)
            card = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *Place(left, top, wide, high).box)
            _fill(card, palette.SURFACE, line=palette.LINE_STRONG)
            frame = card.text_frame
            frame.word_wrap = True
            frame.vertical_anchor = MSO_ANCHOR.MIDDLE
            write(frame, stat.label, size=14, colour=palette.TEXT_2)
            write(frame, f"{stat.text} {stat.unit}".strip(), size=32 if lines < 3 else 26, is_bold=True, is_first=False)
            for line, colour in _beneath(stat):
                write(frame, line, size=13, colour=colour, is_first=False)

    def texts(self, slide: Any, texts: Sequence[str], *, note: str = "") -> None:
        frame = _textbox(slide, Place(SIDE, 1.7, WIDTH - 2 * SIDE, 4.9))
        for number, text in enumerate(texts):
            write(frame, text, size=18, is_first=number == 0, space=8)
        self.small(slide, note)

    def small(self, slide: Any, text: str) -> None:
        if text:
            write(_textbox(slide, Place(SIDE, 6.68, WIDTH - 2 * SIDE, 0.35)), text, size=11, colour=palette.TEXT_3)

    def table(self, slide: Any, exhibit: Exhibit, rows: Sequence[Row], *, shaded: Sequence[str]) -> None:
        """`shaded` columns get the colour of their value, like a heat map."""
        columns = exhibit.columns
        height = min((0.5 if len(rows) <= FEW else 0.42) * (len(rows) + 1), 5.0)
        frame = slide.shapes.add_table(len(rows) + 1, len(columns), *Place(SIDE, 1.6, WIDTH - 2 * SIDE, height).box)
        table = frame.table
        _plain_style(frame)
        size = 10 if len(columns) > MANY_COLUMNS else 16 if len(rows) <= FEW else 14 if len(rows) <= MANY else 12
        largest = max((float(value) for key in shaded for value in exhibit.drawn.numbers(key) if value is not None), default=0.0)
        for position, column in enumerate(columns):
            align = "r" if column.is_numeric else "l"
            _cell(table.cell(0, position), column.label, size=size, align=align, is_bold=True, ground=palette.SURFACE_2)
            for line, row in enumerate(rows, start=1):
                value = row.cells[position]
                text = column.text(value) + ("*" if position == 0 and row.is_partial else "")
                is_heated = column.key in shaded and not row.is_total and isinstance(value, int | float)
                step = heat_step(float(value), largest=largest) if is_heated and isinstance(value, int | float) else -1
                ground = palette.HEAT[step] if step >= 0 else palette.SURFACE_2 if row.is_total else palette.SURFACE
                colour = palette.SURFACE if step >= 4 else palette.TEXT
                _cell(table.cell(line, position), text, size=size, align=align, is_bold=row.is_total, ground=ground, colour=colour)
        for row_element in table._tbl.tr_lst:
            row_element.h = Inches(height / (len(rows) + 1))

    def _bare(self) -> Any:
        return self.presentation.slides.add_slide(self.presentation.slide_layouts[TITLE_ONLY])


def write(
    frame: Any, text: str, *, size: float, colour: str = palette.TEXT, is_bold: bool = False, is_first: bool = True,
    align: Any = PP_ALIGN.LEFT, space: float = 0,
) -> None:  # fmt: skip
    """A paragraph of one run; the first of a frame fills the one that is there."""
    paragraph = frame.paragraphs[0] if is_first else frame.add_paragraph()
    run = paragraph.add_run()
    run.text = storable(text).replace("\n", " ")
    run.font.size, run.font.bold, run.font.name = Pt(size), is_bold, FONT
    run.font.color.rgb = rgb(colour)
    paragraph.alignment = align
    if space:
        paragraph.space_after = Pt(space)


def rgb(colour: str) -> Any:
    return RGBColor.from_string(colour.removeprefix("#").upper())  # type: ignore[no-untyped-call]


def _beneath(stat: Stat) -> list[tuple[str, str]]:
    found = []
    if stat.change is not None:
        is_good = (stat.change < 0) == (stat.better == "down")
        found.append((stat.change_text, palette.TEXT_3 if stat.better == "neither" else GREEN if is_good else palette.BAD))
    if stat.before_label:
        found.append((f"{stat.before_label} {stat.before_text}", palette.TEXT_3))
    if stat.note:
        found.append((stat.note, palette.TEXT_3))
    return found


def _cell(cell: Any, text: str, *, size: float, align: str, is_bold: bool, ground: str, colour: str = palette.TEXT) -> None:
    """Written as XML at once: by the library's properties a table of a hundred cells takes longer than the rest of the report."""
    words = storable(text).replace("\n", " ")
    font = f'<a:latin typeface="{FONT}"/><a:ea typeface="{FONT}"/>'
    made = parse_xml(
        f'<a:tc xmlns:a="{A}"><a:txBody><a:bodyPr/><a:lstStyle/><a:p><a:pPr algn="{align}"/>'
        f'<a:r><a:rPr sz="{round(size * 100)}" b="{int(is_bold)}">{_solid(colour)}{font}</a:rPr><a:t>{escape(words)}</a:t></a:r></a:p>'
        f"</a:txBody>"
        f'<a:tcPr marL="73152" marR="73152" marT="18288" marB="18288" anchor="ctr">{_solid(ground)}</a:tcPr></a:tc>'
    )
    cell._tc.getparent().replace(cell._tc, made)


def _solid(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour.removeprefix("#").upper()}"/></a:solidFill>'


def _plain_style(frame: Any) -> None:
    """No bands, thin rules: the style id is PowerPoint's "No Style, Table Grid"-less one."""
    style = frame._element.graphic.graphicData.tbl.tblPr
    style.set("bandRow", "0")
    style.find(f"{{{A}}}tableStyleId").text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


def _textbox(slide: Any, place: Place) -> Any:
    frame = slide.shapes.add_textbox(*place.box).text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = 0
    return frame


def _place_title(slide: Any, place: Place) -> None:
    title = slide.shapes.title
    title.left, title.top, title.width, title.height = place.box
    title.text_frame.word_wrap = True
    title.text_frame.margin_left = title.text_frame.margin_right = 0
    title.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    title.text_frame.paragraphs[0].alignment = PP_ALIGN.LEFT


def _fill(shape: Any, colour: str, *, line: str = "") -> None:
    shape.fill.solid()
    shape.fill.fore_color.rgb = rgb(colour)
    shape.shadow.inherit = False
    if line:
        shape.line.color.rgb = rgb(line)
        shape.line.width = Pt(0.75)
    else:
        shape.line.fill.background()


def _set_theme_fonts(presentation: Any) -> None:
    """Chinese text takes the theme's East Asian font, which the default template leaves open."""
    master = presentation.slide_masters[0]
    theme = next(relation.target_part for relation in master.part.rels.values() if relation.reltype.endswith("/theme"))
    theme._blob = theme.blob.replace(b'<a:ea typeface=""/>', f'<a:ea typeface="{FONT}"/>'.encode())
