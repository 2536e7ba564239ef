"""The automatic pass over tickets: what it leaves, twice, after judgements, after an undo."""

import pytest
from django.db.models import Count, Sum
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as some

from complaints.domain.quality.copies import ReplyPrints, copied
from complaints.domain.quality.records import Record
from complaints.domain.quality.rules import RuleCode, Severity
from complaints.models import Finding, FindingRollup, QualityRollup, ReplyPrint, Ticket, TicketScore
from complaints.services.inspection import inspect_batch, inspect_everything, inspect_tickets, judge_finding
from portalkit.imports.models import BatchState
from tests.builders import a_user
from tests.complaints.builders import NOW, a_crm_row, an_eoms_row, imported, undone
from tests.complaints.conftest import Province

from .builders import REPLY, an_answered_row, codes, import_answered, points, ticket

pytestmark = pytest.mark.django_db
VAGUE = "站址协调困难，近期将继续推进，请用户谅解。"


def test_a_ticket_without_faults_scores_full_and_every_fault_costs_its_weight_once(province: Province) -> None:
    vague = an_answered_row("E2", 处理说明="站址协调困难，近期推进，后续答复。", 问题原因一级="选址", 投诉是否解决="否")
    batch = import_answered(an_answered_row("E1"), vague)
    passed = inspect_batch(batch_id=batch.pk, now=NOW)
    assert (passed.inspected, passed.mean_score) == (2, (100 + 65) / 2)
    assert codes("E1") == []
    assert codes("E2") == ["field_missing", "vague_time", "vague_time"]
    assert points("E2") == 100 - 15 - 20


def test_each_import_puts_the_inspection_of_its_tickets_in_line(province: Province, run_jobs) -> None:
    import_answered(an_answered_row("E1", 问题原因一级="其它", 处理说明="已处理。"))
    job = next(job for job in run_jobs() if job.kind == "complaints.inspect_batch")
    assert (job.state, job.result["inspected"]) == ("done", 1)
    assert "cause_other" in codes("E1")


def test_a_second_pass_leaves_the_same(province: Province) -> None:
    batch = import_answered(an_answered_row("E1", 处理说明=VAGUE), an_answered_row("E2", 处理场景=""))
    first = inspect_batch(batch_id=batch.pk, now=NOW)
    before = _state()
    assert inspect_everything(now=NOW) == first
    assert _state() == before


def test_a_judged_finding_stays_with_its_judgement_whatever_later_passes_find(province: Province) -> None:
    supervisor = a_user("supervisor", at=province.whole)
    inspect_batch(batch_id=import_answered(an_answered_row("E1", 处理说明=VAGUE, 问题原因一级="选址")).pk, now=NOW)
    judge_finding(finding=Finding.objects.get(rule="vague_time"), is_confirmed=False, by=supervisor.actor, now=NOW)
    assert points("E1") == 100
    inspect_everything(now=NOW)
    assert list(Finding.objects.values_list("rule", "verdict")) == [("vague_time", "rejected")]
    corrected = import_answered(an_answered_row("E1", 问题原因一级="选址", 处理说明=REPLY))
    inspect_batch(batch_id=corrected.pk, now=NOW)
    assert Finding.objects.get(rule="vague_time").verdict == "rejected"


def test_a_dispatch_takes_its_crm_ticket_out_of_inspection(province: Province, run_jobs) -> None:
    imported("crm_tickets", [a_crm_row("C1", 责任原因="其它", 处理意见="已处理。")])
    run_jobs()
    assert codes("C1") == ["cause_other"]
    imported("eoms_tickets", [an_eoms_row("E1", crm="C1")])
    run_jobs()
    assert codes("C1") == []
    assert list(TicketScore.objects.values_list("ticket__ticket_id", flat=True)) == ["E1"]


def test_withdrawn_tickets_are_not_inspected(province: Province) -> None:
    batch = import_answered(an_answered_row("E1", 工单状态="已撤销"))
    assert ticket("E1").status == "cancelled"
    assert inspect_batch(batch_id=batch.pk, now=NOW).inspected == 0


def test_what_a_changed_mapping_makes_of_a_cause_is_inspected_again(province: Province, run_jobs) -> None:
    from complaints.services import map_cause
    from portalkit.audit.domain.actors import SYSTEM

    import_answered(an_answered_row("E1", 问题原因一级="杂项"))
    run_jobs()
    assert codes("E1") == []
    map_cause(text="杂项", cause="other", by=SYSTEM, now=NOW)
    run_jobs()
    assert codes("E1") == ["cause_other"]


@pytest.mark.django_db(transaction=True)
def test_an_undone_import_takes_scores_and_findings_along_and_the_sums_follow(province: Province, run_jobs) -> None:
    import_answered(an_answered_row("E1"))
    wrong = import_answered(an_answered_row("E1", 处理说明=VAGUE), an_answered_row("E2", 处理场景=""))
    run_jobs()
    assert QualityRollup.objects.aggregate(sum=Sum("tickets"))["sum"] == 2
    assert undone(wrong).state == BatchState.UNDONE
    run_jobs()
    assert list(TicketScore.objects.values_list("ticket__ticket_id", "score")) == [("E1", 100)]
    assert QualityRollup.objects.aggregate(sum=Sum("tickets"))["sum"] == 1
    assert not FindingRollup.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_ticket_that_a_person_judged_keeps_its_import_from_being_undone(province: Province, run_jobs) -> None:
    supervisor = a_user("supervisor", at=province.whole)
    batch = import_answered(an_answered_row("E1", 处理说明=VAGUE))
    run_jobs()
    judge_finding(finding=Finding.objects.get(rule="vague_time"), is_confirmed=True, by=supervisor.actor, now=NOW)
    assert undone(batch).refusal["code"] == "undo_in_use"
    assert codes("E1").count("vague_time") == 1


def test_the_sums_equal_a_group_by_over_scores_and_findings(province: Province) -> None:
    rows = [
        an_answered_row(f"E{n}", at=f"2026-{9 + n % 2:02}-0{1 + n} 08:00:00", region=("Yunzhou", "Liuxi")[n % 2],
                        处理说明=VAGUE if n % 3 else REPLY, 处理部门=("甲", "乙")[n % 2], 投诉是否解决=("是", "否", "")[n % 3])
        for n in range(8)
    ]  # fmt: skip
    inspect_batch(batch_id=import_answered(*rows).pk, now=NOW)
    scores = TicketScore.objects.values_list("day__month", "region", "department").order_by().annotate(Count("pk"), Sum("score"))
    sums = QualityRollup.objects.values_list("month__month", "region", "department", "tickets", "score_sum")
    assert sorted(scores) == sorted(sums)
    findings = Finding.objects.values_list("region", "department", "rule").order_by().annotate(count=Count("pk"))
    assert sorted(findings) == sorted(
        FindingRollup.objects.values_list("region", "department", "rule").order_by().annotate(count=Sum("findings"))
    )


TEXTS = (
    "经现场勘察该处信号被新建高楼遮挡，已通过调整天线方位角和下倾角改善覆盖，请用户再试。",
    "联系用户得知其手机内存不足，清理后台程序并重新插拔卡片以后，各项业务使用都恢复了正常。",
)


@hypothesis_settings(max_examples=15)
@given(some.lists(some.tuples(some.integers(0, 1), some.integers(0, 40), some.integers(0, 5)), min_size=2, max_size=14))
def test_copies_found_in_the_database_are_those_of_the_pure_rule(django_db_blocker, drawn: list[tuple[int, int, int]]) -> None:
    from django.db import transaction

    from complaints.services import ensure_default_mappings
    from complaints.services.inspection import set_rule
    from portalkit.audit.domain.actors import SYSTEM
    from tests.builders import a_province

    with transaction.atomic():
        ensure_default_mappings()
        a_province("Yunzhou", code="YZ")
        options = {"shortest": 24, "others": 1, "days": 10, "specifics": 2}
        set_rule(
            rule=RuleCode.REPLY_COPIED, is_enabled=True, severity=Severity.MINOR, weight=10, options=options,
            valid_from=NOW.date().replace(year=1900), by=SYSTEM, now=NOW,
        )  # fmt: skip
        import_answered(
            *(
                an_answered_row(
                    f"E{n}", crm=f"M{matter}", 处理说明=TEXTS[text], 回单时间=f"2026-{9 + day // 28:02}-{1 + day % 28:02} 09:00:00"
                )
                for n, (text, day, matter) in enumerate(drawn)
            )
        )
        inspect_tickets(tickets=Ticket.objects.all(), now=NOW)
        records = [Record._make(row) for row in Ticket.objects.values_list(*Record._fields)]
        prints = ReplyPrints(shortest=24, specifics=2, places=("Yunzhou",))
        expected = copied(records, prints=[prints.of(record.explanation) for record in records], others=1, days=10)
        found = dict(Finding.objects.filter(rule="reply_copied").values_list("ticket_id", "detail"))
        assert {pk: one.detail["of"] for pk, one in expected.items()} == {pk: detail["of"] for pk, detail in found.items()}
        assert ReplyPrint.objects.count() == len(records)
        transaction.set_rollback(True)


def _state() -> tuple[list[object], ...]:
    findings = Finding.objects.order_by("ticket", "rule", "start").values_list("ticket", "rule", "words", "start", "version")
    scores = TicketScore.objects.order_by("pk").values_list("pk", "score", "findings", "severity")
    sums = FindingRollup.objects.order_by("month", "region", "department", "rule").values_list("month", "region", "rule", "findings")
    return list(findings), list(scores), list(sums)


def _on(day: int) -> str:
    return f"2026-{9 + day // 28:02}-{1 + day % 28:02} 09:00:00"
