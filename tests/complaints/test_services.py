from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from complaints.models import Annotation, CategoryMapping, CauseMapping, DataVersion, MonthlyClassRollup, PublishedRate, RateTarget, Ticket
from complaints.services import (
    MappingMeansNothing,
    MappingOverlaps,
    NotAFigure,
    NothingSealed,
    ReasonMissing,
    When,
    annotate,
    end_mapping,
    ensure_default_mappings,
    enter_published_rate,
    load_province_2011,
    map_category,
    map_cause,
    remap,
    remove_annotation,
    remove_published_rate,
    reveal_number,
    set_target,
)
from portalkit.audit.domain.actors import SYSTEM
from portalkit.audit.models import AuditEvent
from portalkit.periods.domain.calendar import Month
from tests.complaints.builders import NOW, a_crm_row, an_eoms_row, counts, imported, undone
from tests.complaints.conftest import Province

OCTOBER = Month(2026, 10)
Jobs = Callable[..., list[Any]]


def test_a_new_rule_reaches_tickets_and_roll_ups_by_a_job(province: Province, run_jobs: Jobs) -> None:
    imported("crm_tickets", [a_crm_row("C1", category="家庭宽带→无法上线")])
    assert Ticket.objects.get().service_class == "unmapped"
    map_category(text="家庭宽带", service_class="internet", complaint_type="other", by=SYSTEM, now=NOW)
    ended = [job for job in run_jobs() if job.kind == "complaints.remap"]
    assert [(job.state, job.result) for job in ended] == [("done", {"changed": 1})]
    assert Ticket.objects.get().service_class == MonthlyClassRollup.objects.get().service_class == "internet"


def test_a_rule_with_days_changes_only_the_tickets_of_those_days(province: Province) -> None:
    imported(
        "crm_tickets",
        [a_crm_row("C1", 责任原因="雷击", at="2026-09-30 23:59:59"), a_crm_row("C2", 责任原因="雷击", at="2026-10-01 00:00:00")],
    )
    map_cause(text="雷击", cause="network_fault", when=When(valid_from=date(2026, 10, 1)), by=SYSTEM, now=NOW)
    assert remap().changed == 1
    assert dict(Ticket.objects.values_list("ticket_id", "cause_side")) == {"C1": "unmapped", "C2": "within_control"}
    assert remap().changed == 0


def test_ending_a_rule_takes_its_meaning_back_from_that_day_on(province: Province) -> None:
    imported("crm_tickets", [a_crm_row("C1", category="宽带", at="2026-09-30 10:00:00"), a_crm_row("C2", category="宽带")])
    rule = map_category(text="宽带", service_class="internet", complaint_type="other", by=SYSTEM, now=NOW)
    remap()
    end_mapping(rule=rule, on=date(2026, 10, 1), by=SYSTEM, now=NOW)
    remap()
    assert dict(Ticket.objects.values_list("ticket_id", "service_class")) == {"C1": "internet", "C2": "unmapped"}
    end_mapping(rule=rule, on=date(1900, 1, 1), by=SYSTEM, now=NOW)
    assert not CategoryMapping.objects.filter(text="宽带").exists()


def test_two_rules_for_one_text_never_hold_on_one_day(province: Province) -> None:
    map_category(text="宽带", service_class="internet", complaint_type="other", when=When(valid_to=date(2026, 1, 1)), by=SYSTEM, now=NOW)
    with pytest.raises(MappingOverlaps):
        map_category(
            text="宽带", service_class="voice", complaint_type="coverage", when=When(valid_from=date(2025, 12, 31)), by=SYSTEM, now=NOW
        )
    map_category(text="宽带", service_class="voice", complaint_type="coverage", when=When(valid_from=date(2026, 1, 1)), by=SYSTEM, now=NOW)


def test_rules_that_mean_nothing_are_refused(province: Province) -> None:
    with pytest.raises(MappingMeansNothing):
        map_category(text=" ", service_class="internet", complaint_type="other", by=SYSTEM, now=NOW)
    with pytest.raises(MappingMeansNothing):
        map_category(text="宽带", service_class="total", complaint_type="other", by=SYSTEM, now=NOW)
    with pytest.raises(MappingMeansNothing):
        map_cause(text="雷击", cause="lightning", by=SYSTEM, now=NOW)


def test_the_rules_of_a_new_installation_are_made_once(province: Province) -> None:
    assert ensure_default_mappings() == 0
    assert CategoryMapping.objects.filter(text="手机上网").count() == CauseMapping.objects.filter(text="割接").count() == 1


def test_a_number_is_revealed_for_a_reason_and_one_at_a_time(province: Province) -> None:
    imported("eoms_tickets", [an_eoms_row("E1", 客户电话="13812345678")])
    ticket = Ticket.objects.get()
    assert reveal_number(ticket=ticket, field="phone", reason="call back the customer", by=SYSTEM, now=NOW).value == "13812345678"
    event = AuditEvent.objects.get(action="complaints.reveal_number")
    assert (event.object_id, event.region_code, event.detail["reason"]) == (str(ticket.pk), "NJ01", "call back the customer")
    assert "13812345678" not in str(event.detail)
    with pytest.raises(ReasonMissing):
        reveal_number(ticket=ticket, field="phone", reason=" . ", by=SYSTEM, now=NOW)
    with pytest.raises(NothingSealed):
        reveal_number(ticket=ticket, field="customer_name", reason="call back", by=SYSTEM, now=NOW)
    with pytest.raises(ValueError, match="content"):
        reveal_number(ticket=ticket, field="content", reason="call back", by=SYSTEM, now=NOW)
    assert AuditEvent.objects.filter(action="complaints.reveal_number").count() == 1


def test_an_official_figure_is_entered_replaced_and_removed(province: Province) -> None:
    figure = enter_published_rate(month=OCTOBER, region=province.whole, value=Decimal("5.90"), source="通报", by=SYSTEM, now=NOW)
    enter_published_rate(month=OCTOBER, region=province.whole, value=Decimal("5.91"), by=SYSTEM, now=NOW)
    assert PublishedRate.objects.get().value == Decimal("5.91")
    before = DataVersion.objects.get().number
    remove_published_rate(figure=figure, by=SYSTEM, now=NOW)
    assert DataVersion.objects.get().number == before + 1
    assert AuditEvent.objects.filter(action__startswith="complaints.").count() == 3


@pytest.mark.parametrize("figure", [{"value": Decimal(-1)}, {"value": Decimal("NaN")}, {"per": 1000}, {"service_class": "unmapped"}])
def test_what_is_no_figure_is_refused(province: Province, figure: dict[str, Any]) -> None:
    with pytest.raises(NotAFigure):
        enter_published_rate(month=OCTOBER, region=province.whole, by=SYSTEM, now=NOW, **{"value": Decimal(1), **figure})


def test_official_figures_are_imported_in_either_unit(province: Province) -> None:
    rows = [
        {"月份": "2026-10", "地市": "Nanjiang", "类别": "合计", "万投比": "5.90", "单位": "", "来源": "通报"},
        {"月份": "2026-10", "地市": "Nanjiang", "类别": "话音", "万投比": "337", "单位": "1000000", "来源": ""},
        {"月份": "2026-10", "地市": "Nanjiang", "类别": "消息", "万投比": "1", "单位": "1000", "来源": ""},
        {"月份": "2026-10", "地市": "Liuxi", "类别": "消息", "万投比": "-1", "单位": "", "来源": ""},
    ]
    batch = imported("published_rates", rows)
    assert counts(batch) == (2, 0, 0, 2)
    assert set(PublishedRate.objects.values_list("service_class", "per")) == {("total", 10_000), ("voice", 1_000_000)}
    undone(batch)
    assert not PublishedRate.objects.exists()


def test_subscriber_counts_take_no_negative_and_no_unknown_class(province: Province) -> None:
    rows = [
        {"月份": "2026年10月", "地市": "Yunzhou", "业务类别": "互联网", "用户数": "12,345"},
        {"月份": "201610", "地市": "Yunzhou", "业务类别": "", "用户数": "-5"},
        {"月份": "2026-10", "地市": "Yunzhou", "业务类别": "宽带", "用户数": "5"},
        {"月份": "2026-13", "地市": "Yunzhou", "业务类别": "", "用户数": "5"},
    ]
    assert counts(imported("subscribers", rows)) == (1, 0, 0, 3)


def test_the_history_is_loaded_once(province: Province) -> None:
    for _ in range(2):
        assert load_province_2011(region=province.whole, by=SYSTEM, now=NOW) == 30
    assert (PublishedRate.objects.count(), Annotation.objects.count()) == (30, 1)
    assert Annotation.objects.get().day == date(2011, 4, 1)


def test_targets_and_annotations_can_be_changed(province: Province) -> None:
    set_target(region=province.whole, first_month=OCTOBER, value=Decimal(6), by=SYSTEM, now=NOW)
    set_target(region=province.whole, first_month=OCTOBER, value=Decimal(5), by=SYSTEM, now=NOW)
    assert RateTarget.objects.get().value == 5
    with pytest.raises(NotAFigure):
        set_target(region=province.whole, first_month=OCTOBER, value=Decimal(0), by=SYSTEM, now=NOW)
    mark = annotate(day=date(2026, 10, 1), label="国庆", label_en="National Day", by=SYSTEM, now=NOW)
    remove_annotation(annotation=mark, by=SYSTEM, now=NOW)
    assert not Annotation.objects.exists()


def test_the_database_refuses_what_must_not_be(province: Province) -> None:
    imported("crm_tickets", [a_crm_row("C1")])
    for change in ({"longitude": 181.0}, {"ticket_id": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Ticket.objects.update(**change)
