"""What the analyses have to find is in the demo's tickets, at rates that a real province knows."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache

import pytest

from noc_portal.demo.tickets import Matter, Row, tickets_of_day
from noc_portal.management.commands.demo import SEED

FIRST, HORIZON = date(2026, 9, 14), datetime(2026, 11, 23, 23, 59, 59)
VAGUE = ("近期", "规划", "暂时", "尽快", "后续", "逐步", "待定", "争取")


@cache
def matters() -> tuple[Matter, ...]:
    days = (FIRST + timedelta(days=number) for number in range((HORIZON.date() - FIRST).days + 1))
    return tuple(matter for day in days for matter in tickets_of_day(seed=SEED, day=day, horizon=HORIZON))


@cache
def dispatched() -> tuple[Row, ...]:
    return tuple(row for matter in matters() for row in matter.eoms)


@cache
def answered() -> tuple[Row, ...]:
    return tuple(row for row in dispatched() if row.get("回单时间"))


def share(rows: Iterable[bool]) -> float:
    found = list(rows)
    return sum(found) / len(found)


@pytest.mark.parametrize(
    ("fault", "least", "most"),
    [
        (lambda row: any(word in row["处理说明"] for word in VAGUE) and "年" not in row["处理说明"], 0.02, 0.12),
        (lambda row: not row["处理场景"], 0.01, 0.08),
        (lambda row: not row["计划解决时间"], 0.04, 0.2),
        (lambda row: not row["预处理情况"], 0.04, 0.15),
        (lambda row: row["是否联系用户"] == "否" and "短信" not in row["未联系原因"] and "转" not in row["未联系原因"], 0.01, 0.06),
        (lambda row: "" < row["计划解决时间"] < row["投诉时间"], 0.001, 0.02),
        (lambda row: row["接单时间"] > row["受理时限"], 0.03, 0.15),
        (lambda row: row["回单时间"] > row["工单处理时限"], 0.03, 0.2),
        (lambda row: row["重派次数"] != "0", 0.08, 0.3),
        (lambda row: row["重开次数"] != "0", 0.01, 0.1),
        (lambda row: row["是否重复投诉"] == "是", 0.02, 0.08),
        (lambda row: row["问题原因一级"] == "其它", 0.05, 0.2),
    ],
)
def test_a_fault_is_there_and_the_exception(fault: object, least: float, most: float) -> None:
    assert callable(fault)
    assert least < share(fault(row) for row in answered()) < most


def test_no_two_customers_say_quite_the_same_and_few_replies_are_copied() -> None:
    assert len({row["投诉内容"] for row in dispatched()}) / len(dispatched()) > 0.9
    replies = Counter(row["处理说明"] for row in answered())
    assert 0.05 < sum(count for count in replies.values() if count > 1) / len(answered()) < 0.3


def test_one_department_is_clearly_worse_than_another() -> None:
    def unplanned(department: str) -> float:
        return share(not row["计划解决时间"] for row in answered() if row["处理部门"] == department)

    assert unplanned("北澜分公司建设维护中心") > 3 * unplanned("柳溪分公司建设维护中心")


def test_departments_are_few_and_a_matter_has_one() -> None:
    assert len({row["处理部门"] for row in dispatched()}) <= 31
    assert all(len({row["处理部门"] for row in matter.eoms} | {matter.crm["负责部门"]}) == 1 for matter in matters() if matter.eoms)


def test_some_cell_is_down_on_some_day_and_many_customers_say_so() -> None:
    days = Counter((row["小区"], row["投诉时间"][:10]) for row in dispatched())
    assert days.most_common(1)[0][1] >= 5


def test_a_customer_comes_back_with_other_words() -> None:
    texts: dict[str, set[str]] = {}
    for matter in matters():
        texts.setdefault(matter.crm["受理号码"], set()).add(matter.crm["业务内容"])
    assert sum(len(said) > 1 for said in texts.values()) > 0.01 * len(texts)


def test_a_branch_steps_up_by_a_fifth() -> None:
    days = Counter(matter.crm["受理时间"][:10] for matter in matters() if matter.crm["用户归属地"] == "云州市")
    before = [count for day, count in days.items() if day < "2026-10-19"]
    since = [count for day, count in days.items() if day >= "2026-10-19"]
    assert 1.08 < (sum(since) / len(since)) / (sum(before) / len(before)) < 1.5


def test_open_tickets_wait_or_hang_on_a_plan() -> None:
    states = Counter(row["工单状态"] for row in dispatched() if not row.get("回单时间"))
    assert set(states) == {"处理中", "挂起"}
    assert any(row.get("计划解决时间", "") > f"{HORIZON + timedelta(days=14)}" for row in dispatched() if row["工单状态"] == "挂起")


def test_nothing_is_written_down_before_it_happened() -> None:
    for row in dispatched():
        steps = [row[name] for name in ("投诉时间", "派单时间", "接单时间", "回单时间") if row.get(name)]
        assert steps == sorted(steps)
        assert all(step <= f"{HORIZON}" for step in steps)
        assert row.get("归档时间", "") <= f"{HORIZON}"
