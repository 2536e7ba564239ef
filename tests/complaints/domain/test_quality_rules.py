"""Each rule finds its fault and leaves alone what only looks like it."""

from datetime import date, timedelta
from typing import Any

import pytest

from complaints.domain.quality.copies import ReplyPrints, copied
from complaints.domain.quality.inspector import Dated, RuleBook, delivered, inspected
from complaints.domain.quality.options import SettingInvalid, checked
from complaints.domain.quality.rules import RULES, RuleCode, Setting, Severity, as_delivered

from .quality_builders import START, a_record, at

INSPECT = delivered().inspector(date(2026, 10, 5)).inspect


def codes(**fields: Any) -> list[str]:
    return [str(one.rule) for one in INSPECT(a_record(**fields))]


def test_a_ticket_in_order_has_no_finding() -> None:
    assert codes() == []


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("cause_other", {"cause": "other", "cause_path": "其它"}),
        ("cause_contradicted", {"cause": "weak_coverage", "explanation": "更换RRU后测试正常。"}),
        ("cause_contradicted", {"cause": "network_fault", "measures": "", "explanation": "指导用户修改设置后正常，信号无中断。"}),
        ("not_reached", {"contacted": False, "not_contacted_reason": "用户关机"}),
        ("not_reached", {"contacted": None, "explanation": "传输中断已抢修恢复，多次拨打用户电话无人接听。"}),
        ("not_reached", {"contacted": False}),
        ("field_missing", {"scenario": ""}),
        ("field_missing", {"solved": False, "resolved_at": None}),
        ("field_missing", {"system": "crm", "cause_path": ""}),
        ("field_missing", {"status": "in_progress", "explanation": "", "replied_at": None, "department": ""}),
        ("prehandling_skipped", {"prehandling": ""}),
        ("prehandling_skipped", {"prehandling": " 无。"}),
        ("prehandling_skipped", {"prehandling": "【请处理】"}),
        ("plan_past", {"solved": False, "resolved_at": None, "planned_at": at(19)}),
        ("plan_far", {"solved": False, "resolved_at": None, "planned_at": at(20) + timedelta(days=181)}),
        ("times_conflict", {"resolved_at": at(-1)}),
        ("times_conflict", {"closed_at": at(19)}),
        ("times_conflict", {"dispatched_at": at(21), "taken_at": None}),
        ("times_conflict", {"handling_seconds": 3 * 3600}),
    ],
)
def test_a_fault_is_found_by_its_rule_alone(code: str, fields: dict[str, Any]) -> None:
    assert codes(**fields) == [code]


@pytest.mark.parametrize(
    "fields",
    [
        {"cause": "other", "cause_path": "其它", "status": "in_progress", "explanation": "", "replied_at": None},
        {"cause": "weak_coverage", "explanation": "核查基站无告警，确认室内弱覆盖，已开通微站，测试正常。"},
        {"cause": "weak_coverage", "explanation": "核查未发现割接，用户位于电梯内。"},
        {"cause": "unmapped", "explanation": "更换RRU后测试正常。"},
        {"contacted": False, "not_contacted_reason": "用户关机，已发短信告知"},
        {"contacted": True, "explanation": "传输中断已抢修恢复，首次拨打未接通，再次拨打已与用户联系，用户表示满意。"},
        {"contacted": False, "status": "in_progress", "explanation": "", "replied_at": None},
        {"system": "crm", "prehandling": "", "scenario": ""},
        {"prehandling": "无法通话，已核查用户状态正常"},
        {"solved": False, "resolved_at": None, "planned_at": at(20) + timedelta(days=180)},
        {"closed_at": at(20) - timedelta(minutes=4)},
        {"handling_seconds": 20 * 3600},
        {"handling_seconds": 21 * 3600},
    ],
)
def test_what_only_looks_like_a_fault_is_left_alone(fields: dict[str, Any]) -> None:
    assert codes(**fields) == []


def test_a_finding_says_which_word_of_which_cause_and_where() -> None:
    reply = "指导用户修改设置后正常。"
    (found,) = INSPECT(a_record(cause="weak_coverage", explanation=reply))
    assert reply[found.start : found.end] == found.words == "修改设置"
    assert found.detail == {"stated": "weak_coverage", "speaks_for": "terminal"}


def test_each_missing_field_is_a_finding_of_its_own() -> None:
    found = INSPECT(a_record(scenario="", department=""))
    assert [one.field for one in found] == ["scenario", "department"]


LONG = "已派维护人员到{place}现场处理，{day}更换天馈部件，经多次拨打测试各项业务均正常，用户认可。"


def _prints(specifics: int = 5) -> ReplyPrints:
    return ReplyPrints(shortest=24, specifics=specifics, places=("柳溪市",))


def test_days_figures_and_places_do_not_tell_replies_apart() -> None:
    prints = _prints()
    same = {
        prints.of(LONG.format(place=place, day=day))
        for place in ("柳溪市阳光花园小区", "山口村")
        for day in ("11月3日", "2026-10-12 08:30")
    }
    assert len(same) == 1
    assert prints.of(LONG.replace("更换天馈部件", "调整下倾角度")) not in same


def test_stock_phrases_and_filled_in_forms_have_no_print() -> None:
    assert _prints().of("已处理，用户认可。") == ""
    assert _prints(specifics=2).of(LONG.format(place="山口村", day="11月3日")) == ""
    assert _prints(specifics=2).of(LONG.format(place="", day="11月3日")) != ""


def test_copies_count_other_matters_within_the_days_before() -> None:
    text = LONG.format(place="", day="")
    records = [
        a_record(id=n, ticket_id=f"E{n}", crm_no=f"C{n // 2 if n < 2 else n}", counted=n != 1, explanation=text, replied_at=at(24 * n))
        for n in range(6)
    ]
    marks = [_prints().of(record.explanation) for record in records]
    found = copied(records, prints=marks, others=1, days=3)
    assert {pk: one.detail["of"] for pk, one in found.items()} == {3: "E0", 4: "E2", 5: "E3"}
    assert copied(records, prints=marks, others=5, days=30) == {}


def test_a_setting_holds_for_complaints_from_its_first_day_on_and_the_newest_one_counts() -> None:
    off = Setting(rule=RuleCode.CAUSE_OTHER, number=1, is_enabled=False, severity=Severity.MINOR, weight=5)
    heavy = Setting(rule=RuleCode.CAUSE_OTHER, number=2, severity=Severity.MAJOR, weight=50)
    book = RuleBook([Dated(off, START.date()), Dated(heavy, START.date() + timedelta(days=2))])
    days = [START.date() + timedelta(days=number) for number in (-1, 0, 1, 2)]
    rows = [a_record(cause="other", cause_path="其它", accepted_on=day) for day in days]
    assert [bool(found) for found in inspected(rows, book=book)] == [True, False, False, True]
    assert [book.inspector(day).settings[RuleCode.CAUSE_OTHER].version for day in days] == ["1.0", "1.1", "1.1", "1.2"]


@pytest.mark.parametrize("code", list(RULES))
def test_what_is_delivered_may_be_set(code: RuleCode) -> None:
    setting = as_delivered(code)
    assert checked(rule=code, weight=setting.weight, options=setting.options).keys() == setting.options.keys()


@pytest.mark.parametrize(
    ("rule", "weight", "options", "option", "reason"),
    [
        (RuleCode.VAGUE_TIME, 15, {"words": ["", " "]}, "words", "empty"),
        (RuleCode.VAGUE_TIME, 15, {"words": ["长" * 41]}, "words", "too_long"),
        (RuleCode.VAGUE_TIME, 15, {"near": -1}, "near", "out_of_bounds"),
        (RuleCode.VAGUE_TIME, 101, {}, "weight", "out_of_bounds"),
        (RuleCode.VAGUE_TIME, 15, {"colour": 1}, "colour", "unknown_option"),
        (RuleCode.FIELD_MISSING, 15, {"required": {"eoms_answered": ["phone_sealed"]}}, "required", "unknown_field"),
        (RuleCode.CAUSE_CONTRADICTED, 15, {"groups": {"weather": ["雨"]}}, "groups", "unknown_option"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(rule: RuleCode, weight: int, options: dict[str, Any], option: str, reason: str) -> None:
    with pytest.raises(SettingInvalid) as refused:
        checked(rule=rule, weight=weight, options=options)
    assert (refused.value.option, refused.value.reason) == (option, reason)
