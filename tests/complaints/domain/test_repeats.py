"""Likeness, links, groups and kinds: against naive references, by properties, and on the labelled file."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.domain.repeats import (
    Decisions,
    Dispatch,
    GroupKind,
    Key,
    RepeatRules,
    Role,
    find_links,
    grouped,
    judge_group,
    plain_text,
    rules_from,
    rules_to_json,
)
from complaints.domain.repeats.differences import differences
from complaints.domain.repeats.texts import PLACE_WEIGHT, place_names, texts_of
from tests.complaints.repeat_tickets import LabelledTicket, labelled, read, same_matter

RULES = RepeatRules()
NO_DECISIONS = Decisions()
START = datetime(2026, 7, 1, 8, tzinfo=UTC)
VOICE = "用户反映在青山县阳光花园手机信号弱，时有时无，无法正常通话"
AGAIN = "客户称地址：阳光花园3栋信号很差，经常没信号，要求尽快解决"
ELSEWHERE = "用户反映在青山县人民医院手机信号弱，时有时无，无法正常通话"
texts = st.text(alphabet="信号弱无法通话阳光花园小区在县，。0123456789ab ", max_size=30)


def a_dispatch(number: int, *, days: float = 0, text: str = VOICE, **fields: object) -> Dispatch:
    return Dispatch(number, START + timedelta(days=days), text, **{"place": 1, "service_class": "voice", **fields})


def dispatches_of(tickets: tuple[LabelledTicket, ...]) -> list[Dispatch]:
    places = {county: number for number, county in enumerate(sorted({ticket.county for ticket in tickets}))}
    return [
        Dispatch(
            number, _moment(ticket.accepted_at), ticket.content, (ticket.number,), ticket.crm_no, ticket.cell, places[ticket.county],
            ticket.service_class, _moment(ticket.answered_at),
        )
        for number, ticket in enumerate(tickets)
    ]  # fmt: skip


def groups_of(dispatches: list[Dispatch], rules: RepeatRules = RULES, decisions: Decisions = NO_DECISIONS) -> list[tuple[int, ...]]:
    return [group.places for group in grouped(dispatches, find_links(dispatches, rules), decisions)]


def pairs_of(groups: list[tuple[int, ...]]) -> set[tuple[int, int]]:
    return {(one, two) for places in groups for number, one in enumerate(places) for two in places[number + 1 :]}


def test_the_committed_file_is_what_the_generator_makes() -> None:
    assert read() == labelled()


def test_the_labelled_file_is_grouped_with_a_recall_of_95_and_a_precision_of_90_percent() -> None:
    tickets = read()
    found, true = pairs_of(groups_of(dispatches_of(tickets))), same_matter(tickets)
    assert len(found & true) / len(true) >= 0.95
    assert len(found & true) / len(found) >= 0.9


def test_without_likeness_the_same_keys_are_not_enough() -> None:
    tickets = read()
    keys_only = RepeatRules(number_likeness=0, cell_likeness=0, place_likeness=0)
    found, true = pairs_of(groups_of(dispatches_of(tickets), keys_only)), same_matter(tickets)
    assert len(found & true) / len(found) < 0.85


def test_nine_of_ten_groups_of_the_labelled_file_get_the_kind_that_they_were_made_as() -> None:
    tickets = read()
    dispatches = dispatches_of(tickets)
    made_as = {"crm": "dispatch"}
    right = wrong = 0
    for places in groups_of(dispatches):
        if len({tickets[place].matter for place in places}) == 1:
            kind = judge_group([dispatches[place] for place in places], mass_customers=RULES.mass_customers).kind
            is_right = kind == made_as.get(tickets[places[0]].kind, tickets[places[0]].kind)
            right, wrong = right + is_right, wrong + (not is_right)
    assert right / (right + wrong) >= 0.9


def test_an_openings_phrase_a_number_and_the_synchronised_elements_play_no_part() -> None:
    plain = plain_text("用户反映信号弱，联系电话13912345678\n#同步要素# 用户归属地:云州 #同步要素#", RULES)
    assert plain == "信号弱"


def test_names_of_places_are_found_without_the_administrative_units_in_front() -> None:
    text = plain_text("青山县阳光花园信号弱，明珠农贸市场和平村", RULES)
    assert [text[start:end] for start, _, end in place_names(text, RULES)] == ["阳光花园", "明珠农贸市场", "和平村"]


def test_the_name_of_a_place_weighs_more_than_what_is_said_of_it() -> None:
    found = texts_of([VOICE, AGAIN, ELSEWHERE], RULES)
    here, there = found.likeness(np.array([0, 0]), np.array([1, 2]))
    assert here > RULES.place_likeness > there


@given(st.lists(texts, min_size=2, max_size=8))
def test_likeness_is_the_cosine_of_weighted_sets_of_three_character_grams(contents: list[str]) -> None:
    found = texts_of(contents, RULES)
    for one in range(len(contents)):
        for two in range(len(contents)):
            expected = _cosine(_naive(contents[one]), _naive(contents[two]))
            assert found.likeness_of(one, two) == pytest.approx(expected, abs=1e-9)
            assert found.likeness(np.array([one]), np.array([two]))[0] == pytest.approx(expected, abs=1e-9)


@given(texts, texts)
def test_likeness_is_the_same_both_ways_and_a_text_is_most_like_itself(one: str, two: str) -> None:
    found = texts_of([one, two, one], RULES)
    assert found.likeness_of(0, 1) == pytest.approx(found.likeness_of(1, 0))
    assert found.likeness_of(0, 1) <= found.likeness_of(0, 2) + 1e-9


def test_links_are_those_that_comparing_every_pair_finds() -> None:
    dispatches = dispatches_of(labelled(seed=3, matters=120, counties=3, days=20))
    found = find_links(dispatches, RULES)
    linked = {(link.earlier, link.later): link.key for links in found.links.values() for link in links}
    for later in range(len(dispatches)):
        for earlier in range(later):
            link = found.link_between(dispatches, earlier, later)
            assert linked.get((earlier, later)) == (link.key if link else None)


@pytest.mark.parametrize(
    ("fields", "days", "key"),
    [
        ({"numbers": ("a",)}, 29.9, Key.NUMBER),
        ({"numbers": ("a",)}, 30.1, None),
        ({"cell": "c"}, 2.9, Key.CELL),
        ({"cell": "c"}, 3.1, None),
        ({}, 2.9, Key.PLACE),
        ({}, 3.1, None),
        ({"crm_no": "C1"}, 400, Key.CRM),
    ],
)
def test_a_key_links_within_its_window(fields: dict[str, object], days: float, key: Key | None) -> None:
    found = find_links([a_dispatch(1, **fields), a_dispatch(2, days=days, **fields)], RULES)
    assert [link.key for links in found.links.values() for link in links] == ([key] if key else [])


def test_the_same_cell_of_another_class_is_no_link() -> None:
    assert not groups_of([a_dispatch(1, cell="c"), a_dispatch(2, days=1, cell="c", service_class="internet")])


def test_the_same_customer_with_another_matter_stands_alone() -> None:
    other = "用户来电投诉滨江大厦WLAN热点连接不上，认证页面打不开"
    assert not groups_of([a_dispatch(1, numbers=("a",)), a_dispatch(2, days=5, text=other, numbers=("a",), service_class="internet")])


def test_a_number_on_very_many_tickets_tells_no_customer() -> None:
    contents = [f"用户反映在{name}花园信号弱，无法通话" for name in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒"]
    busy = [a_dispatch(number, days=number / 10, text=text, numbers=("0",)) for number, text in enumerate(contents)]
    last = len(busy) - 1
    assert all(last not in places for places in groups_of(busy))


def test_tickets_with_one_key_are_compared_with_their_neighbours_only() -> None:
    many = [a_dispatch(number, days=number / 1000, numbers=("0",), cell="c") for number in range(500)]
    found = find_links(many, RULES)
    assert found.compared <= 3 * RULES.neighbours * len(many)
    assert len(groups_of(many)) == 1


def test_a_group_does_not_grow_in_time_by_a_chain() -> None:
    every_two_days = [a_dispatch(number, days=2 * number, cell="c") for number in range(6)]
    groups = groups_of(every_two_days)
    assert groups == [(0, 1), (2, 3), (4, 5)]


def test_one_odd_ticket_does_not_bring_two_matters_together() -> None:
    bridge = "用户反映阳光花园和人民医院信号弱"
    groups = groups_of(
        [a_dispatch(1, text="阳光花园信号弱"), a_dispatch(2, days=0.5, text=bridge), a_dispatch(3, days=1, text="人民医院信号弱")]
    )
    assert groups == [(0, 1)]


def test_a_customers_repeat_follows_the_customer_into_a_group_of_many() -> None:
    fault = [a_dispatch(number, days=number / 10, cell="c", numbers=(str(number),)) for number in range(4)]
    again = a_dispatch(9, days=8, numbers=("2",))
    assert groups_of([*fault, again]) == [(0, 1, 2, 3, 4)]


def test_a_decision_keeps_apart_what_the_search_would_join() -> None:
    alike = [a_dispatch(number, days=number / 10, cell="c") for number in range(3)]
    decisions = Decisions(apart={1: [0, 2], 0: [1], 2: [1]})
    assert groups_of(alike, decisions=decisions) == [(0, 2)]


def test_a_decision_joins_what_no_window_reaches() -> None:
    far = [a_dispatch(1), a_dispatch(2, days=200, text="短信收不到", service_class="messaging")]
    assert groups_of(far, decisions=Decisions(together={1: [0]})) == [(0, 1)]


def test_a_ticket_that_was_joined_by_hand_brings_in_its_own_likes() -> None:
    tickets = [a_dispatch(1, cell="a"), a_dispatch(2, days=10, cell="b", text=ELSEWHERE), a_dispatch(3, days=11, cell="b", text=ELSEWHERE)]
    assert groups_of(tickets, decisions=Decisions(together={1: [0]})) == [(0, 1, 2)]


def test_apart_overrules_together() -> None:
    tickets = [a_dispatch(number, days=number / 10, cell="c") for number in range(3)]
    decisions = Decisions(together={2: [0]}, apart={2: [1], 1: [2]})
    assert groups_of(tickets, decisions=decisions) == [(0, 1)]


@given(st.lists(st.tuples(st.integers(0, 40), st.sampled_from("abc"), st.sampled_from([VOICE, AGAIN, ELSEWHERE])), min_size=2, max_size=12))
def test_no_group_spans_more_than_its_windows_allow(rows: list[tuple[int, str, str]]) -> None:
    ordered = sorted(rows)
    tickets = [a_dispatch(number, days=day, numbers=(name,), text=text) for number, (day, name, text) in enumerate(ordered)]
    for places in groups_of(tickets):
        span = (tickets[places[-1]].at - tickets[places[0]].at).days
        assert span <= RULES.number_days + RULES.place_days


@given(st.integers(0, 30))
def test_taking_earlier_groups_as_given_gives_what_one_pass_gives(cut: int) -> None:
    dispatches = dispatches_of(labelled(seed=5, matters=25, counties=1, days=6))
    cut = min(cut, len(dispatches))
    whole = groups_of(dispatches)
    before = [group.places for group in grouped(dispatches[:cut], find_links(dispatches[:cut], RULES), Decisions())]
    found = find_links(dispatches, RULES, start=cut)
    assert [group.places for group in grouped(dispatches, found, Decisions(), given=before, start=cut)] == whole


def test_a_ticket_while_the_first_is_open_is_dispatched_again() -> None:
    judged = judge_group([a_dispatch(1, numbers=("a",)), a_dispatch(2, days=1, numbers=("a",))], mass_customers=3)
    assert (judged.kind, judged.roles, judged.customers) == (GroupKind.DISPATCH, (Role.FIRST, Role.DISPATCH), 1)


def test_a_ticket_after_the_answer_is_a_repeated_complaint() -> None:
    answered = a_dispatch(1, numbers=("a",), answered_at=START + timedelta(hours=5))
    judged = judge_group([answered, a_dispatch(2, days=1, numbers=("b", "a"))], mass_customers=3)
    assert (judged.kind, judged.roles) == (GroupKind.COMPLAINT, (Role.FIRST, Role.COMPLAINT))


def test_the_same_crm_number_is_dispatched_again_even_after_the_answer() -> None:
    answered = a_dispatch(1, crm_no="C1", answered_at=START + timedelta(hours=5))
    assert judge_group([answered, a_dispatch(2, days=1, crm_no="C1")], mass_customers=3).kind == GroupKind.DISPATCH


def test_many_customers_are_a_mass_complaint_and_two_are_not() -> None:
    members = [a_dispatch(number, days=number / 10, numbers=(str(number),)) for number in range(3)]
    mass = judge_group(members, mass_customers=3)
    assert (mass.kind, mass.roles) == (GroupKind.MASS, (Role.FIRST, Role.FAULT, Role.FAULT))
    assert judge_group(members[:2], mass_customers=3).roles == (Role.FIRST, Role.DISPATCH)


def test_tickets_without_a_number_make_no_mass_complaint() -> None:
    judged = judge_group([a_dispatch(number, days=number / 10) for number in range(5)], mass_customers=3)
    assert (judged.kind, judged.customers) == (GroupKind.DISPATCH, 0)


def test_rules_survive_being_kept_and_unknown_settings_are_passed_over() -> None:
    rules = RepeatRules(number_days=7, phrases=("甲", "乙"))
    assert rules_from(rules_to_json(rules) | {"forgotten": 1}) == rules
    assert rules_from({}) == RepeatRules()


@given(texts, texts)
def test_segments_together_are_the_text(one: str, two: str) -> None:
    segments = differences(one, two)
    assert "".join(segment.text for segment in segments) == one
    assert all(segment.text in two for segment in segments if not segment.differs)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _naive(content: str) -> dict[str, float]:
    text = plain_text(content, RULES)
    weights: Counter[str] = Counter()
    names = place_names(text, RULES)
    for start in range(len(text) - 2):
        gram = text[start : start + 3]
        if "|" not in gram:
            is_name = any(first <= start < word and start + 3 <= end for first, word, end in names)
            weights[gram] = max(weights[gram], PLACE_WEIGHT if is_name else 1.0)
    return dict(weights)


def _cosine(one: dict[str, float], two: dict[str, float]) -> float:
    if not one or not two:
        return 0.0
    product = sum(weight * two.get(gram, 0.0) for gram, weight in one.items())
    return product / sqrt(sum(weight**2 for weight in one.values()) * sum(weight**2 for weight in two.values()))
