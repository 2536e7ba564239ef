"""The hotline all the way: calls and a campaign imported, forecast, staffed, rostered, returned, corrected, approved, published, swapped,
judged."""

import csv
import math
import random
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from portalkit.access.models import User
from portalkit.approvals.domain.steps import ApprovalState
from portalkit.regions.models import Region
from scheduling.models import Agent, Assignment, Forecast, Queue, Roster
from scheduling.services.labour import ensure_labour_ground
from tests.builders import a_province, a_user
from tests.journeys.visitor import Visitor
from tests.journeys.wizard import RunJobs, drawn, imported
from tests.scheduling.published_checker import breaks_of_rows, published_breaks

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]
HISTORY_DAYS, ROSTER_DAYS, AGENTS = 126, 14, 14
BUSIEST_CALLS, AHT = 34, 240


@pytest.fixture
def province() -> Region:
    region = a_province()
    ensure_labour_ground(region=region, now=timezone.now())
    return region


def test_calls_become_a_fair_roster_and_the_proof_that_it_fits(
    visitor: Visitor, province: Region, run_jobs: RunJobs, tmp_path: Path
) -> None:
    today = timezone.localdate()
    planner = a_user("planner", at=province, full_name="覃雪梅")
    supervisor = a_user("supervisor", at=province, full_name="赵国强")
    asking, asked = (a_user("agent", at=province, username=name) for name in ("wei.lan", "huang.yan"))

    visitor.sign_in(planner)
    _queue_added(visitor)
    _data_imported(visitor, run_jobs, tmp_path, today)
    _accounts_set(visitor, asking, asked)
    _forecast_with_a_campaign(visitor, run_jobs)
    _staffed(visitor, run_jobs)
    roster = _built(visitor, run_jobs, today)
    _submitted(visitor, roster)
    visitor.leave()

    visitor.sign_in(supervisor)
    cell = _returned(visitor, roster)
    visitor.leave()
    visitor.sign_in(planner)
    _corrected(visitor, roster, cell)
    visitor.leave()
    visitor.sign_in(supervisor)
    _approved_and_published(visitor, roster)
    assert published_breaks(roster) == []
    visitor.leave()

    visitor.sign_in(asking)
    _swap_asked(visitor, asked, _day_to_swap(roster, asking, asked))
    visitor.leave()
    visitor.sign_in(asked)
    _swap_agreed(visitor)
    visitor.leave()
    visitor.sign_in(supervisor)
    _swap_granted(visitor)
    assert published_breaks(roster) == []
    visitor.leave()

    visitor.sign_in(planner)
    imported(visitor, run_jobs, "call_volumes", _calls(tmp_path / "今日话务.csv", [today]))
    _judged(visitor)


def _queue_added(visitor: Visitor) -> None:
    page = visitor.visit("scheduling:new_queue")
    page.locator("[name=code]").fill("broadband")
    page.locator("[name=name]").fill("宽带专席")
    page.locator("form.form .button-primary").click()
    expect(page.locator(".toast, .alert").filter(has_text="队列已新增")).to_be_visible()
    assert Queue.objects.get().name == "宽带专席"


def _data_imported(visitor: Visitor, run_jobs: RunJobs, folder: Path, today: date) -> None:
    days = [today - timedelta(days=back) for back in range(HISTORY_DAYS, 0, -1)]
    assert imported(visitor, run_jobs, "call_volumes", _calls(folder / "话务量.csv", days)).new == HISTORY_DAYS * 24
    agents = [
        [f"G{number:03}", f"坐席{number:02}", "宽带专席", "40", ("一组", "二组")[number % 2], f"{today - timedelta(days=400)}"]
        for number in range(1, AGENTS + 1)
    ]
    heads = ["工号", "姓名", "技能", "周工时", "班组", "入职日期"]
    assert imported(visitor, run_jobs, "agents", _written(folder / "坐席.csv", heads, agents)).new == AGENTS
    leave = [["G003", f"{today + timedelta(days=3)}", f"{today + timedelta(days=5)}", "年休假"]]
    heads = ["工号", "开始日期", "结束日期", "类型"]
    assert imported(visitor, run_jobs, "absences", _written(folder / "休假.csv", heads, leave)).new == 1
    campaign = [["HD-1", "千兆宽带升级", "宽带专席", f"{today + timedelta(days=2)}", f"{today + timedelta(days=9)}", "1500", "4%", "3"]]
    heads = ["活动编号", "活动名称", "队列", "开始日期", "结束日期", "目标客户数", "回呼率", "半衰期"]
    assert imported(visitor, run_jobs, "campaigns", _written(folder / "活动.csv", heads, campaign)).new == 1


def _accounts_set(visitor: Visitor, *users: User) -> None:
    for user, agent in zip(users, Agent.objects.order_by("code"), strict=False):
        page = visitor.visit("scheduling:agent", pk=agent.pk)
        page.get_by_role("link", name="设置账号").click()
        page.locator("[name=username]").fill(user.username)
        page.locator("form.form .button-primary").click()
        expect(page.locator("dl.facts").first).to_contain_text(user.username)


def _forecast_with_a_campaign(visitor: Visitor, run_jobs: RunJobs) -> None:
    page = visitor.visit("scheduling:new_forecast")
    page.locator("[name=horizon_days]").fill(str(ROSTER_DAYS + 7))
    page.locator("form.form .button-primary").click()
    expect(page.locator("[data-live-content]")).to_be_visible()
    run_jobs()
    forecast = Forecast.objects.get()
    visitor.visit("scheduling:forecast", pk=forecast.pk)
    drawn(page)
    expect(page.get_by_role("row", name="千兆宽带升级")).to_contain_text("1,500")
    expect(page.locator(".stat").filter(has_text="营销增量")).not_to_contain_text("—")
    visitor.check_accessibility()


def _staffed(visitor: Visitor, run_jobs: RunJobs) -> None:
    page = visitor.visit("scheduling:new_standard")
    page.locator("[name=target]").fill("85")
    page.locator("form.form .button-primary").click()
    run_jobs()
    visitor.visit("scheduling:staffing_plan", pk=Forecast.objects.get().pk)
    drawn(page)
    expect(page.locator("section[aria-labelledby=intervals] tbody tr")).to_have_count(14)
    expect(page.locator("section[aria-labelledby=intervals]")).not_to_contain_text("—")


def _built(visitor: Visitor, run_jobs: RunJobs, today: date) -> Roster:
    page = visitor.visit("scheduling:build_roster")
    page.locator("[name=first_day]").fill(f"{today}")
    page.locator("[name=last_day]").fill(f"{today + timedelta(days=ROSTER_DAYS - 1)}")
    page.locator("[name=seconds]").select_option("20")
    page.locator("form.form .button-primary").click()
    expect(page.locator("[data-live-content]")).to_be_visible()
    run_jobs()
    visitor.visit("scheduling:rosters")
    page.locator("tbody a").first.click()
    expect(page.locator("[data-roster] tbody tr")).to_have_count(AGENTS)
    visitor.check_accessibility()
    return Roster.objects.get()


def _submitted(visitor: Visitor, roster: Roster) -> None:
    visitor.page.get_by_role("button", name="提交审批").click()
    _in_state(visitor, roster, ApprovalState.SUBMITTED)


def _returned(visitor: Visitor, roster: Roster) -> Assignment:
    """Sent back with a word on the whole and one on a cell."""
    page = visitor.visit("scheduling:roster", pk=roster.pk)
    expect(page.locator("section[aria-labelledby=steps]")).to_be_visible()
    cell = Assignment.objects.filter(roster=roster, shift__isnull=False, day__gt=roster.first_day).order_by("agent", "day").first()
    assert cell is not None
    _place(page, roster, cell).click()
    page.keyboard.press("Enter")
    page.get_by_role("menuitem", name="批注").click()
    page.locator("dialog[open] textarea").fill("这一天请安排休息")
    page.locator("dialog[open] .button-primary").click()
    expect(_place(page, roster, cell)).to_contain_text("这一天请安排休息")
    page.locator("[name=note]").fill("请按批注调整后再报")
    page.get_by_role("button", name="退回").click()
    _in_state(visitor, roster, ApprovalState.RETURNED)
    return cell


def _corrected(visitor: Visitor, roster: Roster, cell: Assignment) -> None:
    page = visitor.visit("scheduling:roster", pk=roster.pk)
    expect(page.locator(".alert.tone-bad")).to_contain_text("请按批注调整后再报")
    place = _place(page, roster, cell)
    place.click()
    page.keyboard.press("Delete")
    expect(place).not_to_contain_text(str(cell.shift and cell.shift.code))
    page.reload()
    _submitted(visitor, roster)


def _approved_and_published(visitor: Visitor, roster: Roster) -> None:
    page = visitor.visit("scheduling:roster", pk=roster.pk)
    page.get_by_role("button", name="批准").click()
    _in_state(visitor, roster, ApprovalState.APPROVED)
    page.get_by_role("button", name="发布").click()
    expect(page.get_by_role("button", name="发布")).to_have_count(0)
    roster.refresh_from_db()
    assert roster.published_at is not None
    visitor.check_accessibility()


def _day_to_swap(roster: Roster, asking: User, asked: User) -> date:
    """The first day after today on which the two work different shifts and an exchange breaks nothing."""
    one, other = Agent.objects.get(user=asking), Agent.objects.get(user=asked)
    rows = roster.assignments.filter(agent__in=(one, other), shift__isnull=False).select_related("shift")
    mine, theirs = ({row.day: row.shift for row in rows if row.agent_id == agent.pk} for agent in (one, other))
    for day in sorted(mine.keys() & theirs.keys()):
        swapped = {**mine, day: theirs[day]}, {**theirs, day: mine[day]}
        if day > roster.first_day and mine[day] != theirs[day] and not any(map(breaks_of_rows, (one, other), swapped)):
            return day
    pytest.fail("no day on which the two could swap")


def _swap_asked(visitor: Visitor, asked: User, day: date) -> None:
    page = visitor.visit("scheduling:mine")
    visitor.check_accessibility()
    page.get_by_role("link", name="申请换班").first.click()
    page.locator("[name=day]").fill(f"{day}")
    page.locator("[name=colleague]").select_option(str(Agent.objects.get(user=asked).pk))
    page.locator("[name=colleague_day]").fill(f"{day}")
    page.locator("form.form .button-primary").click()
    expect(page.locator("section[aria-labelledby=requests] li")).to_have_count(1)


def _swap_agreed(visitor: Visitor) -> None:
    page = visitor.visit("scheduling:mine")
    page.get_by_role("button", name="同意", exact=True).click()
    expect(page.get_by_role("button", name="同意", exact=True)).to_have_count(0)


def _swap_granted(visitor: Visitor) -> None:
    page = visitor.visit("scheduling:requests")
    page.locator("tbody a").first.click()
    visitor.check_accessibility()
    page.get_by_role("button", name="批准申请").click()
    expect(page.locator(".timeline, section[aria-labelledby=trail]").first).to_contain_text("赵国强")


def _judged(visitor: Visitor) -> None:
    page = visitor.visit("scheduling:evaluation")
    drawn(page)
    for label in ("排班与话务拟合度", "人力拟合度"):
        expect(page.locator(".stat").filter(has_text=label)).to_contain_text("%")
    visitor.check_accessibility()


def _in_state(visitor: Visitor, roster: Roster, state: ApprovalState) -> None:
    expect(visitor.page.locator(".toast, .alert, .badge").first).to_be_visible()
    roster.refresh_from_db()
    assert roster.state == state


def _place(page: Page, roster: Roster, cell: Assignment) -> Locator:
    return page.locator(f'tr[data-agent="{cell.agent_id}"] td').nth((cell.day - roster.first_day).days)


def _calls(path: Path, days: Iterable[date]) -> Path:
    """Hourly calls from 8 to 22 with a hump, fewer at weekends, noise of a fixed seed."""
    chance = random.Random(11)
    rows = []
    for day in days:
        for hour in range(24):
            level = BUSIEST_CALLS * math.exp(-(((hour - 11) / 4) ** 2)) if 8 <= hour < 22 else 0
            expected = level * (0.75 if day.weekday() >= 5 else 1)
            calls = max(0, round(chance.gauss(expected, math.sqrt(expected))))
            taken = round(calls * 0.95)
            moment = datetime.combine(day, time(hour))
            rows.append(["宽带专席", f"{moment:%Y-%m-%d %H:%M}", 60, calls, taken, calls - taken, round(taken * 0.85), AHT])
    heads = ["队列", "开始时间", "间隔分钟", "呼入量", "接通量", "放弃量", "20秒接通量", "平均处理时长"]
    return _written(path, heads, rows)


def _written(path: Path, heads: Sequence[str], rows: Sequence[Sequence[object]]) -> Path:
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(heads)
        writer.writerows(rows)
    return path
