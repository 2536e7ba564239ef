"""Reverse analysis from imports to what is kept and added up."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from complaints.domain.quality.rules import RuleCode
from complaints.models import Finding, ReverseFinding, Ticket
from complaints.selectors import RegionOutOfReach
from complaints.selectors.reverse import reverse_findings, reverse_summary
from complaints.services.inspection import conclude, judge_finding
from complaints.services.reverse import rejudge, start_reverse
from complaints.tasks.reverse import REVERSE
from portalkit.access.selectors import access_of_user
from portalkit.audit.domain.actors import SYSTEM
from portalkit.periods.domain.calendar import Month, week_of
from tests.builders import a_user
from tests.complaints.builders import EVERYWHERE, NOW, TODAY, Row, a_crm_row, an_eoms_row, imported, undone
from tests.complaints.conftest import Province

OCTOBER = Month(2026, 10)
Jobs = Callable[..., Any]


def an_answered_row(number: str, *, crm: str = "", solved: str = "是", **more: str) -> Row:
    """An EOMS ticket that went as it should, unless `more` says otherwise."""
    usual = {
        "派单时间": "2026-10-05 09:00:00", "接单时间": "2026-10-05 09:30:00", "受理时限": "2026-10-05 11:00:00",
        "工单处理时限": "2026-10-07 09:00:00", "回单时间": "2026-10-06 09:00:00", "归档时间": "2026-10-06 10:00:00",
        "工单状态": "已归档", "投诉是否解决": solved, "是否联系用户": "是", "用户是否满意": "是", "处理说明": "已扩容，复测正常。",
        "预处理情况": "已核查用户状态", "处理部门": "网络部",
    }  # fmt: skip
    return an_eoms_row(number, crm=crm, **{**usual, **more})


def found(number: str) -> tuple[str, str, str]:
    row = ReverseFinding.objects.get(ticket__ticket_id=number)
    return row.start, row.step, row.reason


@pytest.mark.django_db
def test_after_an_import_every_started_ticket_has_its_failed_step(province: Province, run_jobs: Jobs) -> None:
    imported(
        "eoms_tickets",
        [
            an_answered_row("E1"),
            an_answered_row("E2", 用户是否满意="否", 回单时间="2026-10-09 09:00:00"),
            an_answered_row("E3", cause="用户原因", 预处理情况=""),
            an_answered_row("E4", solved="否", 是否升级投诉="是", 计划解决时间="2026-12-01 00:00:00", cause="弱覆盖"),
            an_answered_row("E5", solved="否", 用户是否满意=""),
        ],
    )
    run_jobs()
    assert {number: found(number) for number in ("E1", "E2", "E3", "E4")} == {
        "E1": ("solved", "none", "none"),
        "E2": ("dissatisfied", "handling", "handled_late"),
        "E3": ("solved", "prehandling", "prehandling_skipped"),
        "E4": ("escalated", "none", "none"),
    }
    assert not ReverseFinding.objects.filter(ticket__ticket_id="E5").exists()


@pytest.mark.django_db
def test_both_halves_and_every_dispatch_of_a_matter_are_evidence(province: Province, run_jobs: Jobs) -> None:
    imported("eoms_tickets", [an_answered_row("E1", crm="C1"), an_answered_row("E2", crm="C1", at="2026-10-05 10:00:00")])
    imported("crm_tickets", [a_crm_row("C1", 客户回访满意度="不满意")])
    run_jobs()
    assert found("E1") == ("dissatisfied", "dispatch", "dispatched_twice")
    assert ReverseFinding.objects.count() == 1


@pytest.mark.django_db
def test_a_later_import_moves_the_finding_to_the_half_that_counts(province: Province, run_jobs: Jobs) -> None:
    imported("crm_tickets", [a_crm_row("C1", 解决程度="已解决", 结单日期="2026-10-06 09:00:00")])
    run_jobs()
    assert found("C1")[0] == "solved"
    imported("eoms_tickets", [an_answered_row("E1", crm="C1")])
    run_jobs()
    assert list(ReverseFinding.objects.values_list("ticket__ticket_id", flat=True)) == ["E1"]


@pytest.mark.django_db
def test_an_undone_import_takes_its_findings_along_and_gives_the_other_half_back(province: Province, run_jobs: Jobs) -> None:
    imported("crm_tickets", [a_crm_row("C1", 解决程度="已解决", 结单日期="2026-10-06 09:00:00")])
    batch = imported("eoms_tickets", [an_answered_row("E1", crm="C1")])
    run_jobs()
    undone(batch)
    run_jobs()
    assert list(ReverseFinding.objects.values_list("ticket__ticket_id", flat=True)) == ["C1"]


@pytest.mark.django_db
def test_judging_again_changes_nothing(province: Province, run_jobs: Jobs) -> None:
    imported("eoms_tickets", [an_answered_row("E1"), an_answered_row("E2", 用户是否满意="否")])
    run_jobs()
    keys = list(Ticket.objects.values_list("pk", flat=True))
    assert rejudge(tickets=keys, now=timezone.now()) == 0


@pytest.mark.django_db
def test_a_ticket_that_is_no_longer_solved_loses_its_finding(province: Province, run_jobs: Jobs) -> None:
    imported("eoms_tickets", [an_answered_row("E1")])
    run_jobs()
    imported("eoms_tickets", [an_answered_row("E1", solved="否", 用户是否满意="")])
    run_jobs()
    assert not ReverseFinding.objects.exists()


@pytest.mark.django_db
def test_a_vague_reply_is_evidence_until_an_inspector_rejects_it(province: Province, run_jobs: Jobs) -> None:
    imported("eoms_tickets", [an_answered_row("E1", 处理说明="传输中断，近期整改，后续答复。")])
    run_jobs()
    assert found("E1") == ("solved", "reply", "vague_reply")
    inspector = a_user("supervisor", at=province.whole)
    for finding in Finding.objects.filter(rule=RuleCode.VAGUE_TIME):
        judge_finding(finding=finding, is_confirmed=False, by=inspector.actor, now=timezone.now())
    assert found("E1") == ("solved", "none", "none")


@pytest.mark.django_db
def test_what_the_inspector_decided_is_evidence(province: Province, run_jobs: Jobs) -> None:
    imported("eoms_tickets", [an_answered_row("E1"), an_answered_row("E2", 是否升级投诉="是")])
    run_jobs()
    inspector = a_user("supervisor", at=province.whole)
    one, other = Ticket.objects.order_by("ticket_id")
    conclude(ticket=one, is_passed=False, opinion="写明复测结果", by=inspector.actor, now=timezone.now())
    conclude(ticket=other, is_passed=True, by=inspector.actor, now=timezone.now())
    assert found("E1") == ("solved", "reply", "reply_returned")
    assert found("E2") == ("escalated", "inspection", "passed_inspection")


@pytest.mark.django_db
def test_the_summary_adds_up_what_is_kept(province: Province, run_jobs: Jobs) -> None:
    imported(
        "eoms_tickets",
        [
            an_answered_row("E1"),
            an_answered_row("E2", 用户是否满意="否", 回单时间="2026-10-09 09:00:00", cause="割接"),
            an_answered_row("E3", region="Liuxi", 回单时间="2026-10-09 09:00:00", cause="弱覆盖"),
            an_answered_row("E4", at="2026-09-05 08:00:00", 派单时间="2026-09-05 09:00:00"),
        ],
    )
    run_jobs()
    whole = reverse_summary(EVERYWHERE, period=OCTOBER)
    assert (whole.tickets, whole.tickets_before, whole.failed) == (3, 1, 2)
    assert {(path.source, path.target): path.tickets for path in whole.paths} == {
        ("dissatisfied", "handling"): 1, ("solved", "handling"): 1, ("solved", "none"): 1,
    }  # fmt: skip
    assert {(path.source, path.target): path.tickets for path in whole.to_sides} == {
        ("handling", "within_control"): 1, ("handling", "beyond_control"): 1,
    }  # fmt: skip
    assert [(one.key, one.tickets, one.failed) for one in whole.starts if one.tickets] == [("dissatisfied", 1, 1), ("solved", 2, 1)]
    assert [(one.key, one.tickets) for one in whole.reasons] == [("handled_late", 2)]
    assert reverse_summary(EVERYWHERE, period=OCTOBER, region=province.liuxi).tickets == 1
    assert reverse_summary(EVERYWHERE, period=week_of(NOW)).tickets == 0


@pytest.mark.django_db
def test_paths_into_a_step_and_out_of_it_are_equally_wide(province: Province, run_jobs: Jobs) -> None:
    imported("eoms_tickets", [an_answered_row(f"E{number}", 回单时间="2026-10-09 09:00:00") for number in range(5)])
    run_jobs()
    found = reverse_summary(EVERYWHERE, period=OCTOBER)
    into = sum(path.tickets for path in found.paths if path.target != "none")
    assert into == sum(path.tickets for path in found.to_reasons) == sum(path.tickets for path in found.to_sides) == 5


@pytest.mark.django_db
def test_a_caller_sees_the_own_findings_only(province: Province, run_jobs: Jobs) -> None:
    imported("eoms_tickets", [an_answered_row("E1"), an_answered_row("E2", region="Liuxi")])
    run_jobs()
    access = access_of_user(a_user("noc_staff", at=province.liuxi), on=TODAY)
    assert [row.ticket.ticket_id for row in reverse_findings(access)] == ["E2"]
    assert reverse_summary(access, period=OCTOBER).tickets == 1
    with pytest.raises(RegionOutOfReach):
        reverse_summary(access, period=OCTOBER, region=province.yunzhou)


@pytest.mark.django_db
def test_all_tickets_are_judged_by_one_job_at_a_time(province: Province) -> None:
    first, second = (start_reverse(by=SYSTEM, now=NOW) for _ in range(2))
    assert (first, first.kind) == (second, REVERSE)
