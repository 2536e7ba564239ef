"""Samples, judgements, returns: what inspectors and departments do, through services and pages."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from complaints.domain.quality.rules import RuleCode
from complaints.domain.quality.sampling import Method
from complaints.models import Finding, FindingRollup, InspectionResult, Judgement, SampleItem
from complaints.selectors.inspection import inspection_of, queue_of, workload
from complaints.services import inspection as services
from complaints.services.inspection.drawing import Plan
from complaints.services.inspection.judging import ByHand
from complaints.services.inspection.people import NotAPerson
from portalkit.access.models import User
from portalkit.access.selectors import access_of_user
from portalkit.audit.domain.actors import SYSTEM
from portalkit.notify.models import Message
from portalkit.periods.domain.calendar import Month
from tests.builders import a_user
from tests.complaints.builders import EVERYWHERE, NOW, TODAY
from tests.complaints.conftest import Province
from tests.complaints.views.builders import a_client

from .builders import an_answered_row, import_answered, points, ticket

pytestmark = pytest.mark.django_db
VAGUE = "传输中断，13812345678 近期整改，后续答复。"


@pytest.fixture
def inspected(province: Province) -> Province:
    rows = [
        an_answered_row(f"E{n}", 处理说明=VAGUE, 问题原因一级="其它" if n % 2 else "基站故障", 处理部门=f"部门{n % 2}") for n in range(6)
    ]
    import_answered(*rows)
    services.inspect_everything(now=NOW)
    return province


@pytest.fixture
def wu(province: Province) -> User:
    return a_user("supervisor", at=province.whole, full_name="Wu")


@pytest.fixture
def li(province: Province) -> User:
    return a_user("supervisor", at=province.whole, full_name="Li")


def a_plan(province: Province, **changes: object) -> Plan:
    plan = Plan(region=province.whole, first_day=date(2026, 10, 1), last_day=date(2026, 10, 31), method=Method.RANDOM, size=4, seed="s")
    return replace(plan, **changes)  # type: ignore[arg-type]


def test_a_sample_can_be_drawn_again_and_no_ticket_lies_in_two_open_ones(inspected: Province, wu: User, li: User) -> None:
    first = services.draw_sample(plan=a_plan(inspected), inspector=wu, second=li, by=wu.actor, now=NOW)
    second = services.draw_sample(plan=a_plan(inspected), inspector=wu, by=wu.actor, now=NOW)
    tickets = [set(sample.items.values_list("ticket", flat=True)) for sample in (first, second)]
    assert (len(tickets[0]), len(tickets[1])) == (4, 2)
    assert not tickets[0] & tickets[1]
    with pytest.raises(services.NothingToDraw):
        services.draw_sample(plan=a_plan(inspected), inspector=wu, by=wu.actor, now=NOW)
    SampleItem.objects.update(done_at=NOW)
    again = services.draw_sample(plan=a_plan(inspected), inspector=wu, by=wu.actor, now=NOW)
    assert set(again.items.values_list("ticket", flat=True)) == tickets[0]


def test_the_database_refuses_a_second_open_item_of_a_ticket(inspected: Province, wu: User) -> None:
    sample = services.draw_sample(plan=a_plan(inspected), inspector=wu, by=wu.actor, now=NOW)
    other = services.draw_sample(plan=a_plan(inspected), inspector=wu, by=wu.actor, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        SampleItem.objects.create(sample=other, ticket=sample.items.all()[0].ticket, inspector=wu, position=9)


def test_quota_and_department_bound_the_draw(inspected: Province, wu: User) -> None:
    sample = services.draw_sample(plan=a_plan(inspected, method=Method.QUOTA, size=1), inspector=wu, by=wu.actor, now=NOW)
    assert sorted(item.ticket.department for item in sample.items.select_related("ticket")) == ["部门0", "部门1"]
    sample = services.draw_sample(plan=a_plan(inspected, department="部门1", size=9), inspector=wu, by=wu.actor, now=NOW)
    assert {item.ticket.department for item in sample.items.select_related("ticket")} == {"部门1"}


def test_judging_moves_score_and_sums_and_the_last_word_stands(inspected: Province, wu: User, li: User) -> None:
    finding = Finding.objects.get(ticket__ticket_id="E1", rule="cause_other")
    before = points("E1")
    services.judge_finding(finding=finding, is_confirmed=False, by=wu.actor, now=NOW)
    assert points("E1") == before + 15
    assert FindingRollup.objects.get(rule="cause_other", department="部门1").rejected == 1
    services.judge_finding(finding=finding, is_confirmed=True, by=li.actor, now=NOW)
    services.judge_finding(finding=finding, is_confirmed=True, by=li.actor, now=NOW)
    assert points("E1") == before
    assert (Judgement.objects.count(), Finding.objects.get(pk=finding.pk).verdict) == (2, "confirmed")
    with pytest.raises(NotAPerson):
        services.judge_finding(finding=finding, is_confirmed=True, by=SYSTEM, now=NOW)


def test_a_finding_by_hand_stays_through_passes_and_can_be_taken_back(inspected: Province, wu: User) -> None:
    seen = ByHand(rule=RuleCode.MANUAL, field="explanation", words="整改", note="整改内容不明")
    found = services.add_finding(ticket=ticket("E0"), seen=seen, by=wu.actor, now=NOW)
    assert VAGUE[found.start : found.end] == "整改"
    services.inspect_everything(now=NOW)
    assert Finding.objects.filter(pk=found.pk, verdict="confirmed").exists()
    services.take_back_finding(finding=found, by=wu.actor, now=NOW)
    with pytest.raises(services.NoFinding):
        services.take_back_finding(finding=Finding.objects.filter(by_hand=False)[0], by=wu.actor, now=NOW)


def test_whoever_has_the_ticket_in_a_sample_does_not_see_what_others_said(inspected: Province, wu: User, li: User) -> None:
    services.draw_sample(plan=a_plan(inspected, size=9, double_percent=100), inspector=wu, second=li, by=wu.actor, now=NOW)
    finding = Finding.objects.get(ticket__ticket_id="E1", rule="cause_other")
    services.judge_finding(finding=finding, is_confirmed=False, by=wu.actor, now=NOW)

    def seen_by(person: User) -> str:
        state = inspection_of(access_of_user(person, on=TODAY), ticket("E1"))
        return next(one.verdict for one in state.findings if one.finding == finding)

    assert (seen_by(wu), seen_by(li)) == ("rejected", "open")
    services.finish_look(ticket=ticket("E1"), by=li.actor, now=NOW)
    assert seen_by(li) == "rejected"


def test_a_returned_ticket_is_answered_sent_back_again_and_accepted(inspected: Province, wu: User) -> None:
    branch = a_user("noc_staff", at=inspected.yunzhou)
    first = services.conclude(ticket=ticket("E0"), is_passed=False, opinion="写明日期", by=wu.actor, now=NOW)
    assert Message.objects.filter(user=branch, key__startswith="complaints.returned").exists()
    with pytest.raises(services.AlreadyReturned):
        services.conclude(ticket=ticket("E0"), is_passed=True, by=wu.actor, now=NOW)
    with pytest.raises(services.NotYours):
        services.accept_answer(result=first, by=wu.actor, now=NOW)
    services.answer_return(result=first, answer="已补充", by=branch.actor, now=NOW)
    assert Message.objects.filter(user=wu, key__startswith="complaints.return_answered").exists()
    second = services.send_again(result=first, opinion="仍不具体", by=wu.actor, now=NOW)
    services.answer_return(result=second, answer="12月5日前完成", by=branch.actor, now=NOW)
    services.accept_answer(result=second, by=wu.actor, now=NOW)
    assert list(InspectionResult.objects.order_by("pk").values_list("state", flat=True)) == ["sent_again", "accepted"]
    services.conclude(ticket=ticket("E0"), is_passed=True, by=wu.actor, now=NOW)


@pytest.mark.parametrize("opinion", ["", "  "])
def test_nobody_returns_a_ticket_without_a_word(inspected: Province, wu: User, opinion: str) -> None:
    with pytest.raises(services.WordsMissing):
        services.conclude(ticket=ticket("E0"), is_passed=False, opinion=opinion, by=wu.actor, now=NOW)


def test_the_report_counts_work_and_agreement(inspected: Province, wu: User, li: User) -> None:
    for place, finding in enumerate(Finding.objects.filter(rule="vague_time").order_by("pk")[:4]):
        services.judge_finding(finding=finding, is_confirmed=place < 3, by=wu.actor, now=NOW)
        services.judge_finding(finding=finding, is_confirmed=place < 2, by=li.actor, now=NOW)
    services.conclude(ticket=ticket("E0"), is_passed=True, by=wu.actor, now=NOW)
    found = workload(EVERYWHERE, period=Month(2026, 11))
    rows = {row.inspector: (row.inspected, row.confirmed, row.rejected) for row in found.rows}
    assert rows == {"Wu": (1, 3, 1), "Li": (0, 2, 2)}
    (rule,) = found.rules
    assert (rule.agreement.pairs, rule.agreement.percent, rule.agreement.kappa) == (4, 0.75, 0.5)
    assert not workload(EVERYWHERE, period=Month(2026, 10)).rows


def test_an_inspector_walks_through_the_queue(inspected: Province, wu: User) -> None:
    client = a_client(wu)
    form = {"first_month": "2026-10", "last_month": "2026-10", "region": inspected.whole.pk, "method": "risk", "size": "3", "seed": "x",
            "inspector": wu.pk, "double_percent": "0"}  # fmt: skip
    assert client.post("/complaints/inspection/", form).status_code == 302
    queue = queue_of(access_of_user(wu, on=TODAY))
    assert len(queue.items) == 3
    address = f"eoms/{queue.items[0].ticket.ticket_id}/"
    page = client.get(f"/complaints/inspection/tickets/{address}").content.decode()
    assert "138****5678" in page
    assert "13812345678" not in page
    assert '<mark data-marks="' in page
    finding = Finding.objects.filter(ticket=queue.items[0].ticket)[0]
    judge = f"/complaints/inspection/findings/{finding.pk}/judge/"
    assert client.post(judge, {"verdict": "confirmed"}).status_code == 302
    part = client.post(judge, {"verdict": "rejected"}, headers={"HX-Request": "true"}).content.decode()
    assert "is-rejected" in part
    assert "<html" not in part
    assert client.post(judge, {"verdict": "perhaps"}, headers={"HX-Request": "true"}).status_code == 422
    hand = {"rule": "manual", "field": "explanation", "words": "整改", "note": "不明"}
    assert client.post(f"/complaints/inspection/add/{address}", hand).status_code == 302
    assert client.post(f"/complaints/inspection/conclude/{address}", {"outcome": "returned", "opinion": ""}).status_code == 422
    answer = client.post(f"/complaints/inspection/conclude/{address}", {"outcome": "returned", "opinion": "补充"})
    assert answer.headers["Location"] == f"/complaints/inspection/tickets/eoms/{queue.items[1].ticket.ticket_id}/"


def test_a_department_answers_its_return_and_sees_no_others(inspected: Province, wu: User) -> None:
    result = services.conclude(ticket=ticket("E0"), is_passed=False, opinion="补充日期", by=wu.actor, now=NOW)
    branch, foreign = (a_client(a_user("noc_staff", at=at)) for at in (inspected.yunzhou, inspected.liuxi))
    path = f"/complaints/inspection/returned/{result.pk}/"
    assert foreign.get(path).status_code == 404
    assert "补充日期" in branch.get(path).content.decode()
    assert branch.post(f"{path}answer/", {"answer": ""}).status_code == 422
    assert branch.post(f"{path}answer/", {"answer": "已补充"}).status_code == 302
    assert branch.post(f"{path}accept/").status_code == 403
    assert a_client(wu).post(f"{path}accept/").status_code == 302
    assert InspectionResult.objects.get().state == "accepted"


def test_a_machine_text_that_has_changed_is_no_longer_marked(inspected: Province, wu: User) -> None:
    finding = Finding.objects.filter(ticket__ticket_id="E0", rule="vague_time").order_by("start")[0]
    services.judge_finding(finding=finding, is_confirmed=True, by=wu.actor, now=NOW)
    import_answered(an_answered_row("E0", 处理说明="传输中断，已抢修恢复。", 处理部门="部门0"))
    page = a_client(wu).get("/complaints/inspection/tickets/eoms/E0/")
    assert "<mark" not in page.content.decode()
    assert finding.pk in [card.finding.pk for card in page.context["panel"].cards]


def test_reading_inspecting_and_setting_rules_are_asked_for_apart(inspected: Province) -> None:
    staff = a_client(a_user("noc_staff", at=inspected.whole))
    assert staff.get("/complaints/inspection/findings/").status_code == 200
    assert staff.get("/complaints/inspection/").status_code == 403
    assert staff.get("/complaints/inspection/rules/").status_code == 403
    local = a_client(a_user("supervisor", at=inspected.yunzhou))
    assert local.get("/complaints/inspection/").status_code == 200
    assert local.get("/complaints/inspection/rules/").status_code == 403
