from datetime import date

import pytest

from complaints.domain.mapping import Match, Rule, RuleBook, joined, parts_of
from complaints.domain.taxonomy import CATEGORY_RULES, CAUSE_RULES, SIDE_OF, Cause, CauseSide

DAY = date(2026, 11, 23)
UNMAPPED, BLANK = ("unmapped", "unmapped"), ("unstated", "unstated")


def book(*rules: Rule) -> RuleBook:
    return RuleBook(rules, unmapped=UNMAPPED, blank=BLANK)


def default_book(rules: object) -> RuleBook:
    return book(*(Rule(rule.match, text, rule.outcome) for rule in rules for text in rule.texts))  # type: ignore[attr-defined]


def codes(rules: RuleBook, path: str, *, system: str = "eoms", day: date = DAY) -> tuple[str, str]:
    return rules.outcome(system=system, path=path, day=day)


def test_the_longest_prefix_wins() -> None:
    rules = book(
        Rule(Match.PREFIX, "移动业务", ("other", "other")),
        Rule(Match.PREFIX, "移动业务→网络质量→手机上网", ("internet", "mobile_internet")),
        Rule(Match.PREFIX, "移动业务→网络质量", ("voice", "coverage")),
    )
    assert codes(rules, "移动业务→网络质量→手机上网→网速慢") == ("internet", "mobile_internet")
    assert codes(rules, "移动业务→网络质量→话音") == ("voice", "coverage")
    assert codes(rules, "移动业务→资费") == ("other", "other")


def test_a_prefix_ends_at_an_arrow() -> None:
    assert codes(book(Rule(Match.PREFIX, "移动", ("voice", "coverage"))), "移动业务→话音") == UNMAPPED


def test_an_exact_rule_beats_a_prefix_and_a_prefix_a_word() -> None:
    rules = book(
        Rule(Match.WORD, "WLAN", ("internet", "wlan")),
        Rule(Match.PREFIX, "业务", ("voice", "coverage")),
        Rule(Match.EXACT, "业务→WLAN", ("other", "other")),
    )
    assert codes(rules, "业务→WLAN") == ("other", "other")
    assert codes(rules, "业务→WLAN→慢") == ("voice", "coverage")
    assert codes(rules, "投诉→WLAN→慢") == ("internet", "wlan")


def test_a_value_without_a_rule_is_unmapped_and_never_other() -> None:
    assert codes(book(Rule(Match.WORD, "其它", ("other", "other"))), "家庭宽带") == UNMAPPED


def test_an_empty_value_is_not_an_unmapped_one() -> None:
    assert codes(book(), "") == BLANK
    assert codes(book(), " → ") == BLANK


def test_a_rule_holds_on_its_days_only() -> None:
    rules = book(
        Rule(Match.PREFIX, "WLAN", ("other", "other"), valid_to=date(2026, 1, 1)),
        Rule(Match.PREFIX, "WLAN", ("internet", "wlan"), valid_from=date(2026, 1, 1)),
    )
    assert codes(rules, "WLAN", day=date(2025, 12, 31)) == ("other", "other")
    assert codes(rules, "WLAN", day=date(2026, 1, 1)) == ("internet", "wlan")
    assert [span.start for span in rules.spans()] == [date.min, date(2026, 1, 1)]


def test_a_systems_own_rule_beats_one_for_all() -> None:
    rules = book(Rule(Match.PREFIX, "质量", ("voice", "coverage")), Rule(Match.PREFIX, "质量", ("internet", "wlan"), system="crm"))
    assert codes(rules, "质量", system="crm") == ("internet", "wlan")
    assert codes(rules, "质量", system="eoms") == ("voice", "coverage")


def test_width_case_and_kind_of_arrow_do_not_matter() -> None:
    rules = book(Rule(Match.PREFIX, "业务→wlan", ("internet", "wlan")))
    assert codes(rules, "业务 -> ＷＬＡＮ -> 慢") == ("internet", "wlan")
    assert parts_of("A—>b＞c") == ("a", "b", "c")
    assert joined(["甲", None, "", "乙"]) == "甲→乙"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("移动业务→网络质量→话音→信号弱或无信号", ("voice", "coverage")),
        ("移动业务→网络质量→手机上网→信号满格无法上网", ("internet", "mobile_internet")),
        ("移动业务→网络质量→WLAN→信号弱", ("internet", "wlan")),
        ("移动业务→网络质量→短彩信→收发失败", ("messaging", "messaging")),
        ("移动业务→网络质量→其它→漫游", ("other", "other")),
        ("基础通信→其它→手机上网", ("internet", "mobile_internet")),
        ("Network→Mobile internet→No connection", ("internet", "mobile_internet")),
        ("Voice calls", ("voice", "coverage")),
        ("Billing", UNMAPPED),
        ("Recall notice", UNMAPPED),
    ],
)
def test_the_rules_of_a_new_installation_know_the_words_of_the_trade(path: str, expected: tuple[str, str]) -> None:
    assert codes(default_book(CATEGORY_RULES), path) == expected


@pytest.mark.parametrize(
    ("path", "cause"),
    [
        ("网络覆盖→弱覆盖→室内深度覆盖不足", Cause.WEAK_COVERAGE),
        ("网络资源→容量不足→小区忙时拥塞", Cause.TOO_FEW_RESOURCES),
        ("规划建设→建设周期长→站址协调受阻", Cause.LONG_PLANNING),
        ("网络故障→基站故障→传输中断退服", Cause.NETWORK_FAULT),
        ("网络割接→工程割接→割接影响业务", Cause.CUTOVER),
        ("软硬件缺陷→设备软件→版本缺陷", Cause.EQUIPMENT_DEFECT),
        ("用户原因→终端问题→手机设置不当", Cause.TERMINAL),
        ("客服原因→解释不到位→业务规则未说明", Cause.CUSTOMER_SERVICE),
        ("维护部门→维护不及时", Cause.MAINTENANCE),
        ("其它", Cause.OTHER),
    ],
)
def test_the_causes_of_a_new_installation_carry_the_side_they_lie_on(path: str, cause: Cause) -> None:
    assert codes(default_book(CAUSE_RULES), path) == (cause, SIDE_OF[cause])


def test_every_cause_but_the_missing_ones_has_a_side() -> None:
    assert set(Cause) - set(SIDE_OF) == {Cause.UNMAPPED, Cause.UNSTATED}
    assert set(SIDE_OF.values()) < set(CauseSide)
