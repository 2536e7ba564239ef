"""Tickets that should not have been dispatched."""

import pytest

from complaints.domain.repeats import InvalidCode, InvalidRules, TicketFacts, invalid_findings

RULES = InvalidRules()


def codes(text: str, rules: InvalidRules = RULES, **facts: bool) -> list[str]:
    return [str(finding.code) for finding in invalid_findings(TicketFacts(text, **facts), rules)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("。。。", "empty"),
        ("\n#同步要素# 用户归属地:云州 #同步要素#", "empty"),
        ("系统测试，请忽略", "test"),
        ("TEST TICKET", "test"),
        ("您好，谢谢！", "greeting"),
        ("您好，祝工作愉快，再见", "greeting"),
        ("用户要求撤单，不用处理了", "withdrawn"),
        ("用户反映信号弱，现已自行恢复", "withdrawn"),
        ("用户反映本月话费多扣20元，要求退款", "no_matter"),
    ],
)
def test_a_ticket_that_nobody_can_work_on_is_found_with_its_reason(text: str, code: str) -> None:
    assert codes(text)[0] == code


@pytest.mark.parametrize(
    "text",
    [
        "用户反映在阳光花园信号弱，无法通话",
        "您好，用户反映上网慢，谢谢",
        "用户现场测试网速不足1兆，请处理",
        "用户反映流量套餐内上网慢",
        "测试单号码拨打无法接通，用户已多次投诉",
    ],
)
def test_a_matter_of_the_network_is_valid_whatever_words_stand_around_it(text: str) -> None:
    assert codes(text) == []


def test_a_withdrawn_status_comes_first_and_further_reasons_follow() -> None:
    assert codes("", is_cancelled=True) == ["cancelled", "empty"]


def test_without_place_and_number_nobody_can_go_anywhere() -> None:
    assert codes("信号弱无法通话", has_number=False, has_place=False) == ["nowhere"]
    assert codes("信号弱无法通话", has_number=False) == []
    assert codes("信号弱无法通话", has_place=False) == []


def test_the_words_that_a_rule_was_found_by_are_told() -> None:
    (finding,) = invalid_findings(TicketFacts("用户要求撤单，不用处理了"), RULES)
    assert (finding.code, finding.words) == (InvalidCode.WITHDRAWN, ("要求撤单", "不用处理"))


def test_a_rule_that_is_switched_off_finds_nothing() -> None:
    assert codes("您好", InvalidRules(off=("greeting",))) == []


def test_words_can_be_set() -> None:
    assert codes("客户改主意了", InvalidRules(withdrawn_words=("改主意",))) == ["withdrawn"]
