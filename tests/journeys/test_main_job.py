"""The portal's main job in one go: three exports in, the complaint rate on screen, down to a ticket, out as a file."""

import csv
import io
from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Download, Locator, Page, expect

from complaints.models import Ticket
from complaints.services import ensure_default_mappings
from complaints.services.supervision import ensure_default_supervision
from noc_portal.demo import loading, province
from noc_portal.demo.exports import write_exports, write_practice_files
from portalkit.access.models import User
from portalkit.audit.models import AuditEvent
from portalkit.periods.domain.calendar import SHANGHAI
from portalkit.regions.models import Region
from tests.builders import a_user
from tests.journeys.visitor import Visitor
from tests.journeys.wizard import RunJobs, checked, committed, drawn, imported, uploaded

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOW = datetime(2026, 3, 20, 9, 0, tzinfo=SHANGHAI)
FIRST, LAST = date(2026, 2, 1), date(2026, 2, 12)


@pytest.fixture
def branches(transactional_db: None) -> Region:
    """The demo's province with its branches and counties, without a single ticket."""
    ensure_default_mappings()
    ensure_default_supervision()
    loading.add_regions(now=NOW)
    return Region.objects.get(code=province.PROVINCE_CODE)


def test_three_exports_become_a_rate_that_leads_to_its_tickets(
    visitor: Visitor, branches: Region, run_jobs: RunJobs, tmp_path: Path
) -> None:
    files = write_exports(folder=tmp_path, seed=7, first=FIRST, now=datetime.combine(LAST, time.max), label="202602")
    visitor.sign_in(a_user("data_steward", at=branches))
    for kind, path in files.by_kind():
        batch = imported(visitor, run_jobs, kind, path)
        assert batch.rejected == 0, batch.reasons
    faulty = write_practice_files(folder=tmp_path / "faulty", seed=7, day=date(2026, 2, 13)).eoms
    _imported_in_part(visitor, run_jobs, faulty)
    visitor.leave()

    _follow_a_number(visitor, a_user("noc_staff", at=branches))
    visitor.leave()

    _download(visitor, a_user("manager", at=branches))


def _imported_in_part(visitor: Visitor, run_jobs: RunJobs, path: Path) -> None:
    """Three faulty rows: grouped in the preview, kept in the workbook, counted in the result."""
    page = uploaded(visitor, "eoms_tickets", path)
    checked(page, run_jobs)
    visitor.check_accessibility()
    groups = page.locator("section[aria-labelledby=problems] tbody > tr")
    expect(groups).to_have_count(3)
    expect(groups.nth(0).locator("td").nth(1)).to_have_text("1")
    with page.expect_download() as download:
        page.locator("section[aria-labelledby=problems] a").click()
    book = load_workbook(_bytes(download.value), read_only=True)
    heads, *rows = book.worksheets[0].iter_rows(values_only=True)
    book.close()
    assert len(rows) == 3
    assert "工单流水号" in heads
    assert {"2026-13-45", "无此区县"} <= {cell for row in rows for cell in row}
    batch = committed(page, run_jobs)
    assert batch.rejected == 3
    values = page.locator("main .tiles .stat-value").all_inner_texts()
    assert [int(value.replace(",", "")) for value in values] == [batch.read, batch.new, batch.changed, batch.unchanged, 3]
    visitor.check_accessibility()


def _follow_a_number(visitor: Visitor, person: User) -> None:
    page = visitor.sign_in(person)
    visitor.visit("complaints:overview")
    drawn(page)
    expect(page.locator("[data-live-content] .alert.tone-warn")).to_be_visible()
    counted = Ticket.objects.filter(counted=True)
    count = _stat(page, "投诉量")
    assert _number(count.locator(".stat-value").inner_text()) == counted.count()
    count.locator("a").click()
    assert _rows(page) == counted.count()

    page.go_back()
    values = page.locator("#chart-causes [data-chart-values]")
    values.locator("summary").click()
    row = values.locator("tbody tr").first
    expected = _number(row.locator("td").first.inner_text())
    row.locator("a").click()
    assert _rows(page) == expected

    page.goto(f"{page.url}&system=eoms&accepted_to={LAST}")
    page.locator("#results tbody a").first.click()
    expect(page.locator("section[aria-labelledby^=half-]")).to_have_count(2)
    ticket = Ticket.objects.get(system="eoms", ticket_id=page.locator("h1").inner_text())
    assert ticket.masked_fault_number in page.locator("main").inner_text()
    _reveal(visitor, ticket)


def _reveal(visitor: Visitor, ticket: Ticket) -> None:
    page = visitor.page
    page.locator("input[name=reason]").fill("回访用户，核实故障地点")
    page.locator("section[aria-labelledby=reveal] button").click()
    shown = page.locator("section[aria-labelledby=reveal] [role=status] .alert-title")
    expect(shown).to_have_text(f"1{shown.inner_text()[1:]}")
    assert ticket.masked_fault_number == f"{shown.inner_text()[:3]}****{shown.inner_text()[-4:]}"
    assert AuditEvent.objects.get(action="complaints.reveal_number").detail["reason"] == "回访用户，核实故障地点"
    visitor.check_accessibility()


def _download(visitor: Visitor, person: User) -> None:
    page = visitor.sign_in(person)
    visitor.visit("complaints:overview")
    drawn(page)
    chart = page.locator("#chart-ranking")
    chart.locator("[data-chart-values] summary").click()
    shown = [row.locator("th, td").all_inner_texts()[:4] for row in chart.locator("tbody tr").all()]
    assert len(shown) == 14
    with page.expect_download() as plain:
        chart.locator("a[download]").nth(1).click()
    with page.expect_download() as workbook:
        chart.locator("a[download]").nth(0).click()
    lines = list(csv.reader(io.StringIO(_bytes(plain.value).read().decode("utf-8-sig"))))[1:]
    assert [_as_shown(line) for line in lines] == shown
    book = load_workbook(_bytes(workbook.value), read_only=True)
    cells = [row for row in book.worksheets[0].iter_rows(values_only=True) if str(row[0]) in {name for name, *_rest in shown}]
    book.close()
    assert [_as_shown(row) for row in cells] == shown


def _bytes(download: Download) -> io.BytesIO:
    return io.BytesIO(Path(download.path()).read_bytes())


def _as_shown(row: list[object] | tuple[object, ...]) -> list[str]:
    return [str(row[0]), f"{int(str(row[1])):,}", f"{int(str(row[2])):,}", f"{float(str(row[3])):.2f}"]


def _stat(page: Page, label: str) -> Locator:
    return page.locator(".stat").filter(has=page.get_by_text(label, exact=True))


def _rows(page: Page) -> int:
    page.wait_for_url("**/complaints/tickets/**")
    return _number(page.locator("#results .list-count").inner_text())


def _number(text: str) -> int:
    return int("".join(char for char in text if char.isdigit()))
