"""The same numbers on the page, in the workbook, the PDF and the slides; and texts that must stay texts."""

import io
import zipfile
from collections import Counter
from dataclasses import replace

import openpyxl
import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from openpyxl.chart import BarChart
from pptx import Presentation

from reports.adapters import write_file
from reports.domain.document import ChartKind, Commentary, Document, Exhibit, Paragraph, Section, figures
from reports.domain.encoding import from_json
from reports.models import ReportVersion
from tests.builders import a_province, a_user
from tests.complaints.conftest import Province
from tests.complaints.views.builders import a_client

from .builders import DRAFT, PUBLISHED, a_document, a_row, a_section, a_version, an_exhibit
from .hotline import DECEMBER, a_december
from .reading import (
    as_shown,
    page_rows,
    pdf_lines,
    rows_of,
    slide_series,
    slide_tables,
    slide_texts,
    stats_of,
    texts_of,
    workbook_rows,
)

HOSTILE = [
    '=cmd|"/c calc"!A1',
    "+1+1",
    "警告!A1",
    "@SUM(A1)",
    "＝1＋1",
    "#let x = 1; #panic() *b* _i_ $x^2$ `raw` <label> @ref // c /* d */ \\ \" '",
    "<script>alert(1)</script> & ]]> <![CDATA[",
    "مرحبا بالعالم שלום",
    "a\x00b\x0bc\ud800",
    "",
    " ",
]


@pytest.fixture
def version(october: Province) -> ReportVersion:
    return a_version(october.whole)


@pytest.fixture(params=["complaints", "hotline"])
def either(request: pytest.FixtureRequest) -> ReportVersion:
    """A report of complaints, a report of the hotline."""
    if request.param == "complaints":
        found: ReportVersion = request.getfixturevalue("version")
        return found
    request.getfixturevalue("db")
    region = a_province()
    a_december(region)
    return a_version(region, kind="hotline", period=DECEMBER)


def file_in(version: ReportVersion, file_format: str) -> bytes:
    return write_file(from_json(version.document), DRAFT, file_format=file_format)


def test_every_row_of_every_table_reads_the_same_in_all_four(either: ReportVersion) -> None:
    document = from_json(either.document)
    client = a_client(a_user("manager", at=either.region), language="zh-hans")
    page = page_rows(client.get(reverse("reports:version", args=[either.report_id, 1])).content.decode())
    pdf, tables, cells = pdf_lines(file_in(either, "pdf")), slide_tables(file_in(either, "pptx")), workbook_rows(file_in(either, "xlsx"))
    rows = list(rows_of(document))
    assert len(rows) > 30
    for exhibit, row in rows:
        wanted = texts_of(exhibit, row)
        assert wanted in page
        assert wanted in tables
        assert " ".join(wanted) in pdf
        assert any(as_shown(exhibit, found[: len(wanted)]) == wanted for found in cells if found and found[0] == wanted[0])


def test_every_key_figure_reads_the_same_in_all_four(either: ReportVersion) -> None:
    document = from_json(either.document)
    client = a_client(a_user("manager", at=either.region), language="zh-hans")
    page = client.get(reverse("reports:version", args=[either.report_id, 1])).content.decode()
    pdf, slides, cells = pdf_lines(file_in(either, "pdf")), slide_texts(file_in(either, "pptx")), workbook_rows(file_in(either, "xlsx"))
    for stat in stats_of(document):
        assert stat.text in page
        assert any(line.split(" ")[0] == stat.text for line in pdf), stat
        assert f"{stat.label}\n{stat.text}" in slides
        found = next(row for row in cells if row and row[0] == stat.label)
        assert (found[1:2] or [""])[0] == ("" if stat.value is None else pytest.approx(stat.value))


def test_every_figure_of_the_document_is_counted_and_found_in_the_pdf(version: ReportVersion) -> None:
    document = from_json(version.document)
    wanted = Counter(figure.text for figure in figures(document))
    found = Counter(word.strip("；（）。，") for line in pdf_lines(file_in(version, "pdf")) for word in line.split(" "))
    assert version.figures == sum(wanted.values()) > 150
    assert not {text: count for text, count in wanted.items() if found[text] < count}


def test_native_charts_of_the_slides_hold_the_values_of_the_tables(version: ReportVersion) -> None:
    document = from_json(version.document)
    series = slide_series(file_in(version, "pptx"))
    drawn = [
        (exhibit.column(key).label, exhibit.drawn.numbers(key))
        for section in document.sections
        for exhibit in section.exhibits
        for chart in exhibit.charts
        if chart.kind is not ChartKind.HEATMAP
        for key in (*chart.series, *filter(None, (chart.total, chart.share)))
    ]
    assert len(drawn) > 8
    assert Counter(series) == Counter(drawn)


def test_the_workbook_has_native_charts_over_its_own_cells(version: ReportVersion) -> None:
    document = from_json(version.document)
    drawn = [chart for section in document.sections for one in section.exhibits for chart in one.charts if one.rows]
    book = openpyxl.load_workbook(io.BytesIO(file_in(version, "xlsx")))
    charts = {sheet.title: sheet._charts for sheet in book}
    assert sum(len(found) for found in charts.values()) == sum(chart.kind is not ChartKind.HEATMAP for chart in drawn) > 4
    for name, found in charts.items():
        for chart in found:
            assert all(f"'{name}'" in one.val.numRef.f or name in one.val.numRef.f for one in chart.series)
    rankings = [chart for found in charts.values() for chart in found if isinstance(chart, BarChart) and chart.barDir == "bar"]
    assert rankings
    for chart in rankings:
        assert (chart.x_axis.scaling.orientation, bool(chart.x_axis.delete)) == ("maxMin", False), "names read from the top"
        assert (chart.y_axis.scaling.orientation, chart.y_axis.scaling.min) == ("minMax", 0), "bars begin at 0 on the left"


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_becomes_anything_but_text(text: str) -> None:
    document = hostile(text)
    with_cells = openpyxl.load_workbook(io.BytesIO(write_file(document, PUBLISHED, file_format="xlsx")))
    assert not [cell for sheet in with_cells for row in sheet for cell in row if cell.data_type == "f"]
    pdf = pypdf.PdfReader(io.BytesIO(write_file(document, PUBLISHED, file_format="pdf")))
    plain = "".join("".join(page.extract_text() for page in pdf.pages).split())
    if text.isascii() and text.isprintable():
        assert "".join(text.split()) in plain
    assert Presentation(io.BytesIO(write_file(document, PUBLISHED, file_format="pptx"))).slides


def hostile(text: str) -> Document:
    exhibit = an_exhibit(a_row(text, 1, 1.0), a_row("2026-10", 2, 2.0))
    exhibit = replace(exhibit, title=text, note=text, charts=(replace(exhibit.charts[0], title=text, target=1.0, target_label=text),))
    section = Section("a", text, text, (Paragraph(text), exhibit))
    document = replace(a_document(section, a_section()), title=text, region_label=text, notice=text, period_label=text)
    return document.with_commentary({"a": Commentary(text, text, text, text)})


def test_twenty_thousand_characters_of_commentary_are_in_every_file() -> None:
    said = Commentary("弱覆盖问题" * 4000, "陈晓雯", "赵国强", "2026-11-02 09:30")
    document = a_document().with_commentary({"rates": said})
    assert "".join(pdf_lines(write_file(document, PUBLISHED, file_format="pdf"))).replace(" ", "").count("弱覆盖") >= 3900
    assert slide_texts(write_file(document, PUBLISHED, file_format="pptx")).count("弱覆盖") >= 3900
    cells = workbook_rows(write_file(document, PUBLISHED, file_format="xlsx"))
    assert any(row and row[0] == said.text for row in cells)


def test_a_pdf_carries_its_own_fonts_in_part_and_nothing_of_the_machine() -> None:
    reader = pypdf.PdfReader(io.BytesIO(write_file(a_document(), PUBLISHED, file_format="pdf")))
    fonts = {str(font.get_object()["/BaseFont"]) for page in reader.pages for font in page["/Resources"]["/Font"].values()}
    assert fonts
    assert all("+" in name for name in fonts), "a subset is named ABCDEF+Name"
    assert all("NotoSansCJK" in name or "DejaVuSansMono" in name for name in fonts)


def test_a_draft_says_so_on_every_page_and_a_published_report_names_its_publisher() -> None:
    draft = pypdf.PdfReader(io.BytesIO(write_file(a_document(), DRAFT, file_format="pdf")))
    assert all("草稿" in page.extract_text() for page in draft.pages)
    published = "\n".join(pdf_lines(write_file(a_document(), PUBLISHED, file_format="pdf")))
    assert "草稿" not in published
    assert "周明远" in published


def test_a_period_that_is_not_complete_is_said_and_marked_in_every_file() -> None:
    section = replace(a_section(), blocks=(an_exhibit(a_row("2026-10", 3, 1.0, is_partial=True)),))
    document = a_document(section, notice="数据不完整", is_partial=True)
    assert "2026-10* 3 1.00 25.0% —" in pdf_lines(write_file(document, DRAFT, file_format="pdf"))
    assert ["2026-10*", "3", "1.00", "25.0%", "—"] in slide_tables(write_file(document, DRAFT, file_format="pptx"))
    cells = workbook_rows(write_file(document, DRAFT, file_format="xlsx"))
    assert any(row[:2] == ["2026-10*", 3] for row in cells)
    assert any("数据不完整" in row for row in cells)
    assert "数据不完整" in slide_texts(write_file(document, DRAFT, file_format="pptx"))


def test_a_table_longer_than_a_slide_goes_on_on_the_next() -> None:
    rows = [a_row(f"r{number}", number, None) for number in range(40)]
    document = a_document(replace(a_section(), blocks=(an_exhibit(*rows, kind=ChartKind.RANKING),)))
    found = [row[0] for row in slide_tables(write_file(document, DRAFT, file_format="pptx"))]
    assert [name for name in found if name.startswith("r")] == [f"r{number}" for number in range(40)]
    assert found.count("月份") == 3


def test_sections_of_the_same_name_get_sheets_of_different_names() -> None:
    document = a_document(a_section("a", title="目录"), a_section("b", title="目录"), a_section("c", title="a/b:c" * 20))
    content = write_file(document, DRAFT, file_format="xlsx")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert len([name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]) == 4


def test_an_exhibit_without_rows_says_why_in_every_file() -> None:
    empty = Exhibit("none", "表", an_exhibit().columns, (), an_exhibit().charts, empty_reason="没有数据")
    document = a_document(replace(a_section(), blocks=(empty,)))
    assert "没有数据" in pdf_lines(write_file(document, DRAFT, file_format="pdf"))
    assert "没有数据" in slide_texts(write_file(document, DRAFT, file_format="pptx"))
    assert any(row == ["没有数据"] for row in workbook_rows(write_file(document, DRAFT, file_format="xlsx")))


def test_slides_are_wide_with_a_title_on_each(version: ReportVersion) -> None:
    deck = Presentation(io.BytesIO(file_in(version, "pptx")))
    assert round(deck.slide_width / deck.slide_height, 3) == 1.778  # type: ignore[operator]
    assert all(slide.shapes.title is not None and slide.shapes.title.text_frame.text for slide in deck.slides)
    sizes = [
        run.font.size.pt
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs
    ]
    assert min(sizes) >= 10


def test_english_reports_hold_no_chinese_of_ours(october: Province) -> None:
    version = a_version(october.whole, language="en")
    text = " ".join(pdf_lines(file_in(version, "pdf")))
    assert "Network complaints: monthly report" in text
    assert "Whole province" in text
    assert not [word for word in ("投诉", "万投比", "全省") if word in text]


def test_the_page_links_each_figure_to_its_tickets(version: ReportVersion, october: Province) -> None:
    client: Client = a_client(a_user("manager", at=october.whole), language="en")
    html = client.get(reverse("reports:version", args=[version.report_id, 1])).content.decode()
    assert "/complaints/tickets/?month=2024-10&amp;region=NJ01&amp;counted=yes" in html
    assert "month=2024-10\\u0026region=NJ\\u0026counted=yes\\u0026class=voice" in html
