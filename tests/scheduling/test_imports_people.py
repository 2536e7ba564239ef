from datetime import date
from decimal import Decimal

import pytest

from portalkit.imports.domain.registry import spec_of
from portalkit.imports.domain.spec import Problem
from portalkit.imports.panels.reasons import explain
from portalkit.regions.models import Region
from scheduling.models import Absence, Agent, Campaign, Queue
from tests.builders import a_prefecture, a_province
from tests.scheduling.builders import a_queue, an_absence, an_agent, counts, imported, undone

Row = dict[str, str]


@pytest.fixture
def province(db: None) -> Region:
    return a_province("Nanjiang")


@pytest.fixture
def queue(province: Region) -> Queue:
    return a_queue("general", at=province, name="热线综合")


@pytest.fixture
def broadband(province: Region) -> Queue:
    return a_queue("broadband", at=province, name="宽带报障")


def an_agent_row(code: str = "A1", **more: str) -> Row:
    return {"工号": code, "姓名": "李梅", "技能": "热线综合、broadband", "入职日期": "2025-03-01", **more}


def skills(code: str) -> set[str]:
    return set(Agent.objects.get(code=code).skills.values_list("queue__code", flat=True))


def test_an_agent_row_becomes_an_agent_with_skills(queue: Queue, broadband: Queue, province: Region) -> None:
    more = {"班组": "一组", "轮班组": "甲", "周工时": "36.5", "偏好班次": "D1,D2", "偏好休息日": "周六、周日", "免夜班开始": "2026-10-01"}
    assert counts(imported("agents", [an_agent_row(**more)])) == (1, 0, 0, 0)
    agent = Agent.objects.get()
    assert (agent.name, agent.team, agent.rotation_group, agent.week_hours) == ("李梅", "一组", "甲", Decimal("36.5"))
    assert (agent.prefers_shifts, agent.prefers_off, agent.no_nights_from) == ("D1 D2", "6 7", date(2026, 10, 1))
    assert (agent.region, agent.first_day, agent.last_day) == (province, date(2025, 3, 1), None)
    assert skills("A1") == {"general", "broadband"}


def test_the_region_of_an_agent_can_be_named(queue: Queue, broadband: Queue, province: Region) -> None:
    hall = a_prefecture("Yunzhou", under=province)
    imported("agents", [an_agent_row(职场="Yunzhou")])
    assert Agent.objects.get().region == hall
    assert imported("agents", [an_agent_row("A2", 职场="Nowhere")]).reasons == {"region_unknown": 1}


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"技能": "热线综合、电视"}, "queue_unknown"),
        ({"技能": "、"}, "skills_missing"),
        ({"技能": ""}, "required"),
        ({"周工时": "70"}, "above_maximum"),
        ({"离职日期": "2024-01-01"}, "last_before_first"),
        ({"偏好休息日": "月底"}, "weekdays_unreadable"),
    ],
)
def test_an_agent_that_nobody_could_roster_is_turned_away(queue: Queue, broadband: Queue, more: Row, code: str) -> None:
    assert imported("agents", [an_agent_row(**more)]).reasons == {code: 1}


def test_a_change_of_skills_replaces_them_and_its_undo_gives_them_back(queue: Queue, broadband: Queue) -> None:
    imported("agents", [an_agent_row()])
    changed = imported("agents", [an_agent_row(技能="宽带报障")])
    assert counts(changed) == (0, 1, 0, 0)
    assert skills("A1") == {"broadband"}
    undone(changed)
    assert skills("A1") == {"general", "broadband"}


def test_the_undo_of_new_agents_takes_them_away(queue: Queue, broadband: Queue) -> None:
    undone(imported("agents", [an_agent_row()]))
    assert not Agent.objects.exists()


def test_leave_is_imported_by_agent_number_or_name_with_its_kind(province: Region) -> None:
    an_agent("A1", at=province, name="李梅")
    rows = [
        {"工号": "A1", "开始日期": "2026-12-01", "结束日期": "2026-12-05", "假别": "年休假"},
        {"工号": "李梅", "开始日期": "2026-12-10", "结束日期": "", "假别": ""},
    ]
    assert counts(imported("absences", rows)) == (2, 0, 0, 0)
    assert list(Absence.objects.values_list("first_day", "last_day", "kind")) == [
        (date(2026, 12, 1), date(2026, 12, 5), "annual"),
        (date(2026, 12, 10), date(2026, 12, 10), "other"),
    ]


def test_leave_that_contradicts_other_leave_in_the_file_is_refused(province: Region) -> None:
    an_agent("A1", at=province)
    an_agent("A2", at=province)
    rows = [
        {"工号": "A1", "开始日期": "2026-12-01", "结束日期": "2026-12-05", "假别": "年假"},
        {"工号": "A1", "开始日期": "2026-12-05", "结束日期": "2026-12-08", "假别": "病假"},
        {"工号": "A1", "开始日期": "2026-12-06", "结束日期": "2026-12-08", "假别": "病假"},
        {"工号": "A2", "开始日期": "2026-12-05", "结束日期": "2026-12-08", "假别": "年假"},
    ]
    batch = imported("absences", rows)
    assert (batch.new, batch.reasons) == (3, {"leave_overlaps": 1})


def test_leave_that_contradicts_leave_already_there_is_refused_but_may_replace_its_own_row(province: Region) -> None:
    agent = an_agent("A1", at=province)
    an_absence(agent, date(2026, 12, 3), date(2026, 12, 6))
    assert imported("absences", [{"工号": "A1", "开始日期": "2026-12-01", "结束日期": "2026-12-03"}]).reasons == {"leave_overlaps": 1}
    assert counts(imported("absences", [{"工号": "A1", "开始日期": "2026-12-03", "结束日期": "2026-12-10"}])) == (0, 1, 0, 0)


def test_leave_of_an_unknown_agent_and_leave_that_ends_before_it_begins_are_refused(province: Region) -> None:
    an_agent("A1", at=province)
    rows = [{"工号": "A9", "开始日期": "2026-12-01", "结束日期": ""}, {"工号": "A1", "开始日期": "2026-12-02", "结束日期": "2026-12-01"}]
    assert imported("absences", rows).reasons == {"agent_unknown": 1, "last_before_first": 1}


def test_a_campaign_row_becomes_a_campaign_and_can_be_undone(queue: Queue) -> None:
    row = {
        "活动编号": "C1",
        "活动名称": "流量升级",
        "队列": "热线综合",
        "开始日期": "2026-12-01",
        "结束日期": "2026-12-07",
        "目标客户数": "100000",
        "回呼率": "2.5%",
        "半衰期": "3",
        "是否收费": "是",
    }
    batch = imported("campaigns", [row])
    campaign = Campaign.objects.get()
    assert (campaign.queue, campaign.targets, campaign.call_back_rate, campaign.half_life_days) == (queue, 100_000, 0.025, 3)
    assert campaign.is_paid
    undone(batch)
    assert not Campaign.objects.exists()


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"回呼率": "25"}, "rate_unclear"),
        ({"半衰期": "0"}, "below_minimum"),
        ({"队列": "电视"}, "queue_unknown"),
        ({"目标客户数": "-1"}, "below_minimum"),
    ],
)
def test_a_campaign_that_cannot_be_is_turned_away(queue: Queue, more: Row, code: str) -> None:
    row = {"活动编号": "C1", "活动名称": "升级", "队列": "general", "开始日期": "2026-12-01", "目标客户数": "9"}
    assert imported("campaigns", [{**row, **more}]).reasons == {code: 1}


@pytest.mark.parametrize("kind", ["agents", "absences", "attendance", "campaigns"])
def test_every_own_reason_has_words(db: None, kind: str) -> None:
    spec = spec_of(kind)
    assert all(explain(Problem(code, "", "7"), spec) != code for code in spec.texts)
