"""A bad ticket all the way: imported, found by inspection, returned, answered, supervised, and counted in the month's report."""

import csv
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from complaints.models import InspectionResult, SupervisionNotice, Ticket
from complaints.services import ensure_default_mappings
from complaints.services.supervision import ensure_default_supervision
from noc_portal.demo import loading, province
from portalkit.periods.domain.calendar import month_of
from portalkit.regions.models import Region
from reports.models import ReportVersion
from tests.builders import a_user
from tests.journeys.visitor import Visitor
from tests.journeys.wizard import RunJobs, drawn, imported

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BAD = "EOMS-BAD-1"
DEPARTMENT = "云州分公司建设维护中心"
REPLY = "该处为室内弱覆盖，近期将安排优化，请用户耐心等待。"


@pytest.fixture
def branches(transactional_db: None) -> Region:
    ensure_default_mappings()
    ensure_default_supervision()
    loading.add_regions(now=timezone.now())
    return Region.objects.get(code=province.PROVINCE_CODE)


def test_a_bad_ticket_is_found_returned_supervised_and_reported(
    visitor: Visitor, branches: Region, run_jobs: RunJobs, tmp_path: Path
) -> None:
    now = timezone.localtime()
    visitor.sign_in(a_user("data_steward", at=branches, full_name="林静"))
    assert imported(visitor, run_jobs, "eoms_tickets", _export(tmp_path, now)).new == 4
    ticket = Ticket.objects.get(ticket_id=BAD)
    visitor.leave()

    supervisor = a_user("supervisor", at=branches, full_name="赵国强")
    visitor.sign_in(supervisor)
    _inspected_and_returned(visitor, ticket)
    visitor.leave()
    monitor = a_user("noc_staff", at=branches, full_name="陈晓雯")
    visitor.sign_in(monitor)
    _answered(visitor)
    visitor.leave()

    visitor.sign_in(supervisor)
    _accepted(visitor)
    _noticed(visitor, ticket)
    visitor.leave()
    visitor.sign_in(monitor)
    _notice_answered(visitor)
    visitor.leave()

    visitor.sign_in(supervisor)
    _notice_closed(visitor)
    _reported(visitor, run_jobs, ticket)
    visitor.leave()
    visitor.sign_in(a_user("manager", at=branches, full_name="周明远"))
    _downloaded(visitor, ticket)


def _export(folder: Path, now: datetime) -> Path:
    """Three sound tickets and one that was answered vaguely, is not solved and long overdue."""
    taken = now - timedelta(days=3)
    good = {
        "处理说明": "因传输中断导致基站退服，更换光模块后业务恢复，回访用户确认正常。",
        "处理场景": "居民小区",
        "投诉是否解决": "是",
        "投诉解决时间": _text(taken + timedelta(hours=5)),
        "回单时间": _text(taken + timedelta(hours=5)),
        "归档时间": _text(taken + timedelta(hours=8)),
        "工单状态": "已归档",
        "是否联系用户": "是",
    }
    bad = {"处理说明": REPLY, "投诉是否解决": "否", "工单状态": "处理中", "是否联系用户": "是", "处理场景": "居民小区"}
    rows = [_row(f"EOMS-GOOD-{number}", taken, good) for number in range(1, 4)] + [_row(BAD, taken, bad)]
    heads = list(dict.fromkeys(head for row in rows for head in row))
    path = folder / "EOMS投诉工单.csv"
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.DictWriter(file, heads)
        writer.writeheader()
        writer.writerows(rows)
    return path


def _row(number: str, taken: datetime, more: dict[str, str]) -> dict[str, str]:
    return {
        "工单流水号": number,
        "投诉时间": _text(taken),
        "派单时间": _text(taken + timedelta(minutes=10)),
        "接单时间": _text(taken + timedelta(minutes=30)),
        "工单处理时限": _text(taken + timedelta(hours=24)),
        "申告地": "云州市",
        "申告区县": "青秀湖区",
        "投诉分类一级类别": "话音",
        "投诉内容": f"用户反映室内信号弱，通话断续，工单{number}",
        "预处理情况": "已核查用户状态正常，指导重启无效",
        "问题原因一级": "网络故障" if "GOOD" in number else "网络覆盖",
        "处理部门": DEPARTMENT,
        **more,
    }


def _inspected_and_returned(visitor: Visitor, ticket: Ticket) -> None:
    """Drawn by risk, seen beside its words, confirmed by the keyboard, sent back with an opinion."""
    page = visitor.visit("complaints:inspection")
    month = str(month_of(ticket.accepted_on))
    page.locator("[name=first_month]").fill(month)
    page.locator("[name=last_month]").fill(month)
    page.locator("[name=size]").fill("4")
    page.locator("[name=method]").select_option("risk")
    page.locator("section[aria-labelledby=draw] .button-primary").click()
    visitor.visit("complaints:inspection")
    visitor.check_accessibility()
    visitor.visit("complaints:inspect", system=ticket.system, ticket_id=ticket.ticket_id)
    expect(page.locator("h1")).to_have_text(BAD)
    expect(page.locator(".marked-text mark").get_by_text("近期", exact=True)).to_be_visible()
    visitor.check_accessibility()
    page.locator("body").press("j")
    page.locator("body").press("c")
    expect(page.locator("[data-finding].is-confirmed")).to_have_count(1)
    page.locator("section[aria-labelledby=conclude] [name=opinion]").fill("“近期”没有日期，请写明计划解决时间。")
    page.locator("button[value=returned]").click()
    visitor.visit("complaints:returned")
    expect(page.locator("#results tbody")).to_contain_text(BAD)
    assert InspectionResult.objects.get(state="returned").ticket_id == ticket.pk


def _answered(visitor: Visitor) -> None:
    page = visitor.visit("complaints:returned")
    page.locator("#results tbody a").first.click()
    page.locator("[name=answer]").fill("已补充：2027年1月15日前完成室分整改。")
    page.locator("section[aria-labelledby=rounds] .button-primary").click()
    expect(page.locator("section[aria-labelledby=rounds] .timeline")).to_contain_text("室分整改")
    visitor.check_accessibility()


def _accepted(visitor: Visitor) -> None:
    page = visitor.visit("complaints:returned_ticket", pk=InspectionResult.objects.get().pk)
    page.locator("form[action$='/accept/'] button").click()
    page.wait_for_load_state()
    assert InspectionResult.objects.get().state == "accepted"


def _noticed(visitor: Visitor, ticket: Ticket) -> None:
    """The board knows the ticket as overdue; its page opens a notice to the department."""
    page = visitor.visit("complaints:supervision")
    drawn(page)
    expect(page.locator("main table tbody tr").filter(has_text=DEPARTMENT)).to_be_visible()
    visitor.check_accessibility()
    visitor.visit("complaints:ticket", system="eoms", ticket_id=ticket.ticket_id)
    visitor.check_accessibility()
    page.locator("section[aria-labelledby=supervision] a[href*='/notices/open/']").click()
    expect(page.locator("[name=department]")).to_have_value(DEPARTMENT)
    page.locator("[name=reason]").fill("超时两天未解决，请说明原因与时间。")
    page.locator("section[aria-labelledby=demand] .button-primary").click()
    expect(page.locator("h1")).to_have_text(SupervisionNotice.objects.get().number)
    visitor.check_accessibility()


def _notice_answered(visitor: Visitor) -> None:
    page = visitor.visit("complaints:notices")
    page.locator("#results tbody a").first.click()
    page.locator("form[action$='/answer/'] textarea").fill("已到场测试，整改完成。")
    page.locator("form[action$='/answer/'] .button").click()
    expect(page.locator("main .timeline").first).to_be_visible()
    assert SupervisionNotice.objects.get().state == "answered"


def _notice_closed(visitor: Visitor) -> None:
    page = visitor.visit("complaints:notice", pk=SupervisionNotice.objects.get().pk)
    page.locator("form[action$='/close/'] textarea").fill("现场复测合格。")
    page.locator("form[action$='/close/'] .button").click()
    expect(page.locator("main")).to_contain_text("现场复测合格。")
    assert SupervisionNotice.objects.get().state == "closed"


def _reported(visitor: Visitor, run_jobs: RunJobs, ticket: Ticket) -> None:
    """The month's report counts the ticket's fault and its notice, and is published."""
    page = visitor.visit("reports:generate")
    page.locator("[name=kind][value=monthly]").check()
    page.locator("[name=period]").fill(str(month_of(ticket.accepted_on)))
    page.locator("form .button-primary").click()
    page.wait_for_url("**/jobs/**")
    run_jobs()
    version = ReportVersion.objects.get()
    visitor.visit("reports:version", pk=version.report_id, number=version.number)
    drawn(page)
    expect(page.locator("#section-quality")).to_contain_text("时间用语含糊")
    expect(page.locator("#section-supervision")).to_be_visible()
    visitor.check_accessibility()
    page.locator("form[action$='/publish/'] .button-primary").click()
    page.wait_for_url("**/jobs/**")
    run_jobs()
    visitor.visit("reports:version", pk=version.report_id, number=version.number)
    expect(page.locator("main")).to_contain_text("已发布")


def _downloaded(visitor: Visitor, ticket: Ticket) -> None:
    page = visitor.visit("reports:list")
    visitor.check_accessibility()
    page.locator("#results tbody a").first.click()
    names = [_saved(page, place) for place in range(3)]
    month = month_of(ticket.accepted_on)
    assert sorted(names) == [f"网络投诉月报_{month}_全省_v1.{ending}" for ending in ("pdf", "pptx", "xlsx")]


def _saved(page: Page, place: int) -> str:
    with page.expect_download() as download:
        page.locator("a[download][href*='/v1/']").nth(place).click()
    assert Path(download.value.path()).stat().st_size > 5000
    return download.value.suggested_filename


def _text(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"
