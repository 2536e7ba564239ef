"""The search over imported tickets, what it keeps of people's decisions, and the figures that follow from it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest
from django.db.models import F

from complaints.domain.repeats import RepeatRules
from complaints.models import InvalidTicket, RepeatDecision, RepeatGroup, RepeatMember, RepeatPass, RepeatRollup, Ticket
from complaints.selectors.repeats import belonging, group_page, repeat_shares, repeats_summary, rule_history, rules_in_force
from complaints.selectors.repeats.counting import counted
from complaints.services import repeats
from portalkit.audit.domain.actors import SYSTEM, Actor, ActorKind
from portalkit.audit.models import AuditEvent
from portalkit.imports.models import BatchState
from portalkit.jobs.models import Job
from portalkit.periods.domain.calendar import Day, Month
from tests.complaints.builders import EVERYWHERE, NOW, Row, an_eoms_row, imported, undone
from tests.complaints.conftest import Province
from tests.complaints.repeat_tickets import labelled

OCTOBER = Month(2026, 10)
ANNA = Actor(kind=ActorKind.USER, identifier="7", name="Anna")
WEAK = "用户反映在阳光花园手机信号弱，时有时无，无法正常通话"
Jobs = Callable[..., list[Any]]


def a_ticket(number: str, *, day: int, hour: int = 9, said: str = WEAK, phone: str = "13900000001", **more: str) -> Row:
    row = an_eoms_row(number, at=f"2026-10-{day:02} {hour:02}:00:00", category="话音", 投诉内容=said, 客户电话=phone, 申告区县="Hill")
    return {**row, "小区": "", "处理部门": "网络部", **more}


def searched(**days: date) -> repeats.Searched:
    return repeats.find_repeats(first=days.get("first", date(2026, 1, 1)), last=days.get("last", date(2026, 12, 31)), by=SYSTEM, now=NOW)


def groups() -> set[frozenset[str]]:
    found: dict[int, set[str]] = {}
    for group, number in RepeatMember.objects.values_list("group_id", "ticket__ticket_id"):
        found.setdefault(group, set()).add(number)
    return {frozenset(members) for members in found.values()}


def group_with(number: str) -> RepeatGroup:
    return RepeatGroup.objects.get(members__ticket__ticket_id=number)


def ticket(number: str) -> Ticket:
    return Ticket.objects.select_related("region").get(ticket_id=number)


@pytest.fixture
def october(province: Province) -> Province:
    """One matter dispatched twice and complained of again after the answer, and a stranger of another place."""
    imported(
        "eoms_tickets",
        [
            a_ticket("E1", day=5, 归档时间="2026-10-09 09:00:00"),
            a_ticket("E2", day=6, 归档时间="2026-10-09 10:00:00"),
            a_ticket("E3", day=12),
            a_ticket("E4", day=6, said="用户反映在人民医院通话有杂音，对方听不清", phone="13900000004"),
        ],
    )
    return province


def test_an_import_is_searched_by_a_job_and_says_what_each_repeat_is(october: Province, run_jobs: Jobs) -> None:
    assert "done" in {job.state for job in run_jobs() if job.kind == repeats.FIND_REPEATS}
    assert groups() == {frozenset({"E1", "E2", "E3"})}
    roles = dict(RepeatMember.objects.values_list("ticket__ticket_id", "role"))
    assert roles == {"E1": "first", "E2": "dispatch", "E3": "complaint"}
    member = RepeatMember.objects.get(ticket__ticket_id="E2")
    assert (member.key, member.linked_to.ticket_id, member.days, member.likeness) == ("number", "E1", 1.0, 1.0)
    group = group_with("E1")
    assert (group.kind, group.tickets, group.customers, group.undecided) == ("dispatch", 3, 1, 2)
    assert (group.first_on, group.last_on) == (date(2026, 10, 5), date(2026, 10, 12))


def test_the_crm_half_of_a_dispatched_matter_is_no_repeat(province: Province) -> None:
    imported("crm_tickets", [{"工单流水号": "C1", "受理时间": "2026-10-05 08:00:00", "用户归属地": "Yunzhou", "业务内容": WEAK}])
    imported("eoms_tickets", [a_ticket("E1", day=5, CRM工单号="C1"), a_ticket("E2", day=20, CRM工单号="C1", said="短信", phone="")])
    searched()
    assert groups() == {frozenset({"E1", "E2"})}
    assert RepeatMember.objects.get(ticket__ticket_id="E2").key == "crm"


def test_a_crm_ticket_leaves_its_group_to_the_eoms_ticket_that_carries_it_on(province: Province, run_jobs: Jobs) -> None:
    row = {"用户归属地": "Yunzhou", "服务请求类别": "话音", "业务内容": WEAK, "受理号码": "13900000001"}
    imported("crm_tickets", [{"工单流水号": f"C{day}", "受理时间": f"2026-10-0{day} 08:00:00", **row} for day in (5, 6)])
    run_jobs()
    assert groups() == {frozenset({"C5", "C6"})}
    imported("eoms_tickets", [a_ticket("E6", day=6, hour=8, CRM工单号="C6")])
    run_jobs()
    assert groups() == {frozenset({"C5", "E6"})}
    assert repeats_summary(EVERYWHERE, period=OCTOBER).tickets == 2


def test_many_customers_of_one_cell_are_a_mass_complaint(province: Province) -> None:
    imported("eoms_tickets", [a_ticket(f"E{n}", day=5, hour=n, phone=f"1390000000{n}", 小区="山口-1") for n in range(1, 6)])
    searched()
    group = group_with("E1")
    assert (group.kind, group.customers) == ("mass", 5)
    assert repeats_summary(EVERYWHERE, period=OCTOBER).mass_tickets == 4


def test_a_second_search_changes_nothing(october: Province) -> None:
    assert searched().changed == 3
    before = list(RepeatMember.objects.order_by("pk").values())
    assert searched().changed == 0
    assert list(RepeatMember.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("seed", [1, 2])
def test_searches_after_each_of_many_imports_end_where_one_search_of_everything_ends(province: Province, run_jobs: Jobs, seed: int) -> None:
    rows = _labelled_rows()
    portions = [rows[start::5] for start in range(5)]
    Random(seed).shuffle(portions)
    for portion in portions:
        imported("eoms_tickets", portion)
        run_jobs()
    piecewise = groups()
    RepeatGroup.objects.all().delete()
    searched()
    assert len(piecewise) > 5
    assert piecewise == groups()


def test_undoing_an_import_takes_its_tickets_out_of_their_groups(october: Province, run_jobs: Jobs) -> None:
    batch = imported("eoms_tickets", [a_ticket("E9", day=7), a_ticket("E8", day=7, said="请忽略", phone="")])
    run_jobs()
    assert groups() == {frozenset({"E1", "E2", "E3", "E9"})}
    assert InvalidTicket.objects.count() == 1
    assert undone(batch).state == BatchState.UNDONE
    run_jobs()
    assert groups() == {frozenset({"E1", "E2", "E3"})}
    assert group_with("E1").tickets == 3
    assert not InvalidTicket.objects.exists()
    assert repeats_summary(EVERYWHERE, period=OCTOBER).tickets == 4


@pytest.mark.django_db(transaction=True)
def test_an_import_whose_tickets_were_decided_about_cannot_be_undone(province: Province) -> None:
    batch = imported("eoms_tickets", [a_ticket("E1", day=5), a_ticket("E2", day=6)])
    searched()
    repeats.confirm_repeats(group=group_with("E1"), by=ANNA, now=NOW)
    assert undone(batch).state == BatchState.COMMITTED
    assert Ticket.objects.count() == 2


def test_an_answer_that_came_in_later_makes_a_repeated_dispatch_a_repeated_complaint(october: Province, run_jobs: Jobs) -> None:
    run_jobs()
    imported("eoms_tickets", [a_ticket("E1", day=5, 归档时间="2026-10-05 12:00:00")])
    run_jobs()
    assert RepeatMember.objects.get(ticket__ticket_id="E2").role == "complaint"
    assert group_with("E1").kind == "complaint"
    assert repeats_summary(EVERYWHERE, period=OCTOBER).repeated_dispatches == 0


def test_a_changed_ticket_leaves_its_group(october: Province, run_jobs: Jobs) -> None:
    run_jobs()
    imported("eoms_tickets", [a_ticket("E3", day=12, said="用户反映彩信无法下载", phone="13900000009")])
    run_jobs()
    assert groups() == {frozenset({"E1", "E2"})}


def test_a_separated_ticket_stays_out_whatever_the_search_finds(october: Province) -> None:
    searched()
    act = repeats.separate_repeat(group=group_with("E1"), ticket=ticket("E2"), by=ANNA, now=NOW)
    assert groups() == {frozenset({"E1", "E3"})}
    assert repeats_summary(EVERYWHERE, period=OCTOBER).repeated_dispatches == 0
    searched()
    assert groups() == {frozenset({"E1", "E3"})}
    repeats.undo_repeats(act=act, by=ANNA, now=NOW)
    assert groups() == {frozenset({"E1", "E2", "E3"})}
    with pytest.raises(repeats.NothingInForce):
        repeats.undo_repeats(act=act, by=ANNA, now=NOW)


def test_merged_tickets_stay_together_whatever_the_search_finds(october: Province) -> None:
    searched()
    number = group_with("E1").pk
    act = repeats.merge_repeats(group=group_with("E1"), ticket=ticket("E4"), by=ANNA, now=NOW, note="同一施工")
    together = {frozenset({"E1", "E2", "E3", "E4"})}
    assert groups() == together
    RepeatGroup.objects.all().delete()
    searched()
    assert groups() == together
    assert RepeatMember.objects.get(ticket__ticket_id="E4").key == "decision"
    repeats.undo_repeats(act=act, by=ANNA, now=NOW)
    assert groups() == {frozenset({"E1", "E2", "E3"})}
    assert number


def test_merging_two_groups_joins_all_their_tickets(province: Province) -> None:
    other = {"said": "用户反映在人民医院上网慢，视频卡顿", "phone": "13900000007"}
    imported(
        "eoms_tickets", [a_ticket("E1", day=5), a_ticket("E2", day=6), a_ticket("F1", day=20, **other), a_ticket("F2", day=21, **other)]
    )
    searched()
    assert groups() == {frozenset({"E1", "E2"}), frozenset({"F1", "F2"})}
    repeats.merge_repeats(group=group_with("F1"), ticket=ticket("E1"), by=ANNA, now=NOW)
    assert groups() == {frozenset({"E1", "E2", "F1", "F2"})}
    assert searched().changed == 0


def test_what_was_separated_is_not_merged_before_that_is_taken_back(october: Province) -> None:
    searched()
    repeats.separate_repeat(group=group_with("E1"), ticket=ticket("E2"), by=ANNA, now=NOW)
    with pytest.raises(repeats.HeldApart):
        repeats.merge_repeats(group=group_with("E1"), ticket=ticket("E2"), by=ANNA, now=NOW)


def test_a_ticket_of_the_group_is_not_merged_into_it_nor_a_stranger_separated(october: Province) -> None:
    searched()
    with pytest.raises(repeats.NotOfThisGroup):
        repeats.merge_repeats(group=group_with("E1"), ticket=ticket("E3"), by=ANNA, now=NOW)
    with pytest.raises(repeats.NotOfThisGroup):
        repeats.separate_repeat(group=group_with("E1"), ticket=ticket("E4"), by=ANNA, now=NOW)


def test_a_confirmed_group_stays_confirmed_and_newcomers_are_not(october: Province) -> None:
    searched()
    repeats.confirm_repeats(group=group_with("E1"), by=ANNA, now=NOW)
    assert group_with("E1").undecided == 0
    with pytest.raises(repeats.NothingToConfirm):
        repeats.confirm_repeats(group=group_with("E1"), by=ANNA, now=NOW)
    imported("eoms_tickets", [a_ticket("E7", day=13)])
    searched()
    assert group_with("E1").undecided == 1
    assert RepeatMember.objects.get(ticket__ticket_id="E2").key == "number", "the reason is still told"


def test_a_confirmed_group_withstands_stricter_rules(october: Province) -> None:
    searched()
    repeats.confirm_repeats(group=group_with("E1"), by=ANNA, now=NOW)
    repeats.set_repeat_rules(rules=RepeatRules(number_days=1), by=ANNA, now=NOW)
    searched()
    assert groups() == {frozenset({"E1", "E2", "E3"})}


def test_every_decision_is_audited(october: Province) -> None:
    searched()
    act = repeats.separate_repeat(group=group_with("E1"), ticket=ticket("E2"), by=ANNA, now=NOW)
    repeats.undo_repeats(act=act, by=ANNA, now=NOW)
    repeats.confirm_repeats(group=group_with("E1"), by=ANNA, now=NOW)
    repeats.judge_ticket(ticket=ticket("E4"), verdict="invalid", by=ANNA, now=NOW)
    repeats.withdraw_verdict(ticket=ticket("E4"), by=ANNA, now=NOW)
    actions = set(AuditEvent.objects.filter(actor_name="Anna").values_list("action", flat=True))
    assert {f"complaints.{name}" for name in ("separate_repeat", "undo_repeats", "confirm_repeats", "judge_validity")} <= actions


def test_an_invalid_ticket_is_found_with_its_words_and_a_person_has_the_last_say(province: Province) -> None:
    imported("eoms_tickets", [a_ticket("E1", day=5, said="用户要求撤单"), a_ticket("E2", day=9, phone="13900000002")])
    searched()
    finding = InvalidTicket.objects.get()
    assert (finding.ticket.ticket_id, finding.code, finding.findings) == ("E1", "withdrawn", [{"code": "withdrawn", "words": ["要求撤单"]}])
    repeats.judge_ticket(ticket=ticket("E1"), verdict="valid", by=ANNA, now=NOW)
    repeats.judge_ticket(ticket=ticket("E2"), verdict="invalid", by=ANNA, now=NOW, note="与网络无关")
    searched()
    assert dict(InvalidTicket.objects.values_list("ticket__ticket_id", "verdict")) == {"E1": "valid", "E2": "invalid"}
    assert repeats_summary(EVERYWHERE, period=OCTOBER).invalid == 1
    repeats.withdraw_verdict(ticket=ticket("E2"), by=ANNA, now=NOW)
    repeats.withdraw_verdict(ticket=ticket("E1"), by=ANNA, now=NOW)
    assert dict(InvalidTicket.objects.values_list("ticket__ticket_id", "verdict")) == {"E1": ""}
    with pytest.raises(repeats.NothingJudged):
        repeats.withdraw_verdict(ticket=ticket("E1"), by=ANNA, now=NOW)


def test_a_subject_that_only_names_the_category_is_no_content(province: Province) -> None:
    imported("eoms_tickets", [a_ticket("E1", day=5, said="", 工单主题="话音"), a_ticket("E2", day=5, said="", 工单主题="阳光花园信号弱")])
    searched()
    assert list(InvalidTicket.objects.values_list("ticket__ticket_id", "code")) == [("E1", "empty")]


def test_rollups_equal_a_count_over_the_tickets(province: Province, run_jobs: Jobs) -> None:
    imported("eoms_tickets", _labelled_rows())
    run_jobs()
    group = RepeatGroup.objects.filter(undecided=F("tickets") - 1, tickets__gte=3).first()
    assert group is not None
    repeats.separate_repeat(group=group, ticket=group.members.exclude(role="first").first().ticket, by=ANNA, now=NOW)
    for month in (Month(2026, 7), Month(2026, 8)):
        stored = {(row.region_id, row.department): row for row in RepeatRollup.objects.filter(month=month.first_day)}
        true = counted(first=month.first_day, last=month.last_day)
        assert {key: _figures(row) for key, row in stored.items()} == {key: _figures(row) for key, row in true.items()}
        assert true


def test_the_summary_says_the_same_of_a_month_as_of_its_days(october: Province) -> None:
    searched()
    month = repeats_summary(EVERYWHERE, period=OCTOBER)
    assert (month.tickets, month.repeated_dispatches, month.repeated_complaints) == (4, 1, 1)
    assert month.repeated_share == 0.25
    assert [(row.department, row.figures.dispatches) for row in month.departments] == [("网络部", 1)]
    days = [repeats_summary(EVERYWHERE, period=Day(day)) for day in OCTOBER.days()]
    assert sum(day.tickets for day in days) == 4
    assert sum(day.repeated_dispatches for day in days) == 1


def test_an_empty_period_has_no_share(province: Province) -> None:
    found = repeats_summary(EVERYWHERE, period=OCTOBER, region=province.liuxi)
    assert (found.tickets, found.repeated_share, found.invalid_share, found.departments) == (0, None, None, ())


def test_shares_by_region_take_the_parts_below(october: Province) -> None:
    searched()
    found = repeat_shares(EVERYWHERE, month=OCTOBER, length=3)
    assert [(row.region.code, row.figures.tickets) for row in found.by_region] == [("NJ01", 4)]
    assert [row.figures.tickets for row in found.by_month] == [0, 0, 4]


def test_rules_have_versions_and_their_history_tells_what_changed(province: Province) -> None:
    assert rules_in_force().version == 0
    rules = replace(RepeatRules(), number_days=14, place_words=(*RepeatRules().place_words, "码头镇"))
    repeats.set_repeat_rules(rules=rules, by=ANNA, now=NOW, note="试行")
    assert (rules_in_force().version, rules_in_force().rules) == (1, rules)
    with pytest.raises(repeats.RulesUnchanged):
        repeats.set_repeat_rules(rules=rules, by=ANNA, now=NOW)
    (change,) = rule_history()
    assert [(one.name, one.before, one.after) for one in change.changes] == [("number_days", "30", "14"), ("place_words", "", "码头镇")]


@pytest.mark.parametrize("wrong", [{"number_days": 0}, {"cell_likeness": 1.5}, {"mass_customers": 1}, {"neighbours": 0}])
def test_rules_without_meaning_are_refused(province: Province, wrong: dict[str, Any]) -> None:
    with pytest.raises(repeats.RulesMeaningless):
        repeats.set_repeat_rules(rules=replace(RepeatRules(), **wrong), by=ANNA, now=NOW)


def test_a_search_of_some_months_is_a_job_with_a_pass_to_show_for_it(october: Province, run_jobs: Jobs) -> None:
    run_jobs()
    job = repeats.start_search(first=OCTOBER, last=OCTOBER, by=SYSTEM, now=NOW)
    assert repeats.start_search(first=OCTOBER, last=OCTOBER, by=SYSTEM, now=NOW).pk == job.pk
    run_jobs()
    assert Job.objects.get(pk=job.pk).result == {"tickets": 4, "changed": 0}
    newest = RepeatPass.objects.latest("pk")
    assert (newest.first_day, newest.last_day, newest.tickets) == (date(2026, 10, 1), date(2026, 10, 31), 4)


def test_the_page_of_a_group_and_of_a_ticket_tell_of_each_other(october: Province) -> None:
    searched()
    repeats.confirm_repeats(group=group_with("E1"), by=ANNA, now=NOW, note="核实")
    page = group_page(EVERYWHERE, number=group_with("E1").pk)
    assert [member.ticket.ticket_id for member in page.members] == ["E1", "E2", "E3"]
    assert [(act.kind, act.by_name, act.note) for act in page.acts] == [("confirm", "Anna", "核实")]
    told = belonging(EVERYWHERE, ticket("E2"))
    assert told.member is not None
    assert [one.ticket.ticket_id for one in told.others] == ["E1", "E3"]
    assert belonging(EVERYWHERE, ticket("E4")).member is None


def test_a_decision_once_replaced_holds_again_when_its_successor_is_taken_back(october: Province) -> None:
    searched()
    repeats.confirm_repeats(group=group_with("E1"), by=ANNA, now=NOW)
    act = repeats.separate_repeat(group=group_with("E1"), ticket=ticket("E2"), by=ANNA, now=NOW)
    assert RepeatDecision.objects.filter(withdrawn_at=None, verdict="together").count() == 1
    repeats.undo_repeats(act=act, by=ANNA, now=NOW)
    assert RepeatDecision.objects.filter(withdrawn_at=None, verdict="together").count() == 2
    assert group_with("E1").undecided == 0


def _labelled_rows() -> list[Row]:
    paths = {"voice": "话音", "internet": "手机上网", "messaging": "短信"}
    return [
        an_eoms_row(
            one.ticket_id,
            crm=one.crm_no,
            at=one.accepted_at,
            category=paths[one.service_class],
            投诉内容=one.content,
            客户电话=one.number,
            小区=one.cell,
            归档时间=one.answered_at,
            申告区县="Hill",
            处理部门=f"部门{len(one.content) % 3}",
        )
        for one in labelled(seed=11, matters=60, days=45, counties=1)
    ]


def _figures(row: Any) -> tuple[int, ...]:
    return (row.tickets, row.dispatches, row.complaints, row.faults, row.invalid)
