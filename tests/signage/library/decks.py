"""Presentations that people bring, and what some of them hide."""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from tests.signage.library import files

SHADES = ((200, 30, 40), (30, 160, 60), (40, 60, 200))
Change = Callable[[str, bytes], bytes | None]
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def a_deck(*, slides: int = 3, inches: tuple[float, float] = (10, 7.5)) -> bytes:
    """Each slide of a shade of its own with a Chinese heading; a picture on the second, a chart on the third."""
    deck: Any = Presentation()
    deck.slide_width, deck.slide_height = map(Inches, inches)
    for number in range(slides):
        slide = deck.slides.add_slide(deck.slide_layouts[6])
        slide.background.fill.solid()
        slide.background.fill.fore_color.rgb = RGBColor(*SHADES[number % len(SHADES)])
        slide.shapes.add_textbox(Inches(0.5), Inches(0.5), Inches(3), Inches(1)).text_frame.text = f"第{number + 1}页 营业厅公告"
        if number == 1:
            slide.shapes.add_picture(BytesIO(files.a_picture("PNG")), Inches(1), Inches(3), Inches(2))
        if number == 2:
            _add_chart(slide)
    out = BytesIO()
    deck.save(out)
    return out.getvalue()


def _add_chart(slide: Any) -> None:
    data = CategoryChartData()
    data.categories = ["一月", "二月"]
    data.add_series("办理量", (3, 5))
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Inches(1), Inches(2), Inches(3), Inches(3), data)


def a_deck_that_links(address: str) -> bytes:
    """The background of its first slide, the picture of its second and a drawing on it stand elsewhere."""
    relation = f'<Relationship Id="rId9" Type="{_OFFICE}/image" Target="{address}/background.png" TargetMode="External"/></Relationships>'
    blip = f'<p:bgPr><a:blipFill><a:blip xmlns:r="{_OFFICE}" r:link="rId9"/><a:stretch/></a:blipFill><a:effectLst/></p:bgPr>'
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink"><image x:href="{address}/in.png"/></svg>'

    def change(name: str, data: bytes) -> bytes:
        if name == "ppt/slides/_rels/slide1.xml.rels":
            return data.replace(b"</Relationships>", relation.encode())
        if name == "ppt/slides/slide1.xml":
            return re.sub(rb"<p:bgPr>.*?</p:bgPr>", blip.encode(), data)
        if name == "ppt/slides/slide2.xml":
            return data.replace(b"r:embed=", b"r:link=")
        if name == "ppt/slides/_rels/slide2.xml.rels":
            return re.sub(rb'Target="\.\./media/image1\.png"', f'Target="{address}/picture.png" TargetMode="External"'.encode(), data)
        return drawing.encode() if name == "ppt/media/image1.png" else data

    return changed(a_deck(), change)


def changed(data: bytes, change: Change) -> bytes:
    """The archive with what `change` makes of each part; None leaves it out."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if (text := change(name, old.read(name))) is not None:
                new.writestr(name, text)
    return out.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    out = BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()
