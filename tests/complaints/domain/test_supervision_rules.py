"""Which deadline holds, how a notice lives, how a long-planned case stands."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.domain.supervision import notices
from complaints.domain.supervision.deadlines import Deadline, DeadlineBook, Matter
from complaints.domain.supervision.legacy import LegacyStanding, LegacyState, review_at, standing_of
from complaints.domain.supervision.notices import HIGHEST_LEVEL, NoticeState, NoticeStep, NotNow, Standing, possible_steps
from complaints.domain.supervision.stopwatch import Watch

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=4)
DAY = date(2026, 11, 23)


def rule(pk: int, **conditions: object) -> Deadline:
    return Deadline(pk=pk, watch=Watch.REPLY, minutes=60, calendar="always", **conditions)  # type: ignore[arg-type]


def holding(*rules: Deadline, day: date = DAY, **matter: str) -> int | None:
    asked = {"urgency": "特急", "service_class": "voice", "department": "网络部", "region_path": "/NJ/NJ01/NJ0101/"} | matter
    found = DeadlineBook(rules).find(Watch.REPLY, Matter(**asked, day=day))
    return found.pk if found else None


def test_the_rule_that_says_most_about_the_ticket_holds() -> None:
    general, urgent, both = rule(1), rule(2, urgency="特急"), rule(3, urgency="特急", department="网络部")
    assert holding(both, general, urgent) == 3
    assert holding(both, general, urgent, department="客服") == 2
    assert holding(both, general, urgent, urgency="一般") == 1


def test_a_rule_holds_in_the_subtree_of_its_region_and_the_deeper_region_goes_first() -> None:
    province, city, other = rule(1, region_path="/NJ/"), rule(2, region_path="/NJ/NJ01/"), rule(3, region_path="/NJ/NJ02/")
    assert holding(province, city, other) == 2
    assert holding(province, city, other, region_path="/NJ/NJ03/") == 1


def test_a_rule_holds_from_its_first_day_until_before_its_last() -> None:
    ended = rule(1, valid_from=date(2026, 1, 1), valid_to=DAY)
    assert holding(ended) is None
    assert holding(ended, day=DAY - timedelta(days=1)) == 1
    assert holding(ended, day=date(2025, 12, 31)) is None


def test_without_a_rule_there_is_no_limit() -> None:
    assert holding(rule(1, urgency="一般")) is None
    assert DeadlineBook([rule(1)]).find(Watch.SOLVE, Matter("", "", "", "/NJ/", DAY)) is None


conditions = st.fixed_dictionaries(
    {},
    optional={
        "urgency": st.sampled_from(["特急", "一般"]),
        "service_class": st.sampled_from(["voice", "internet"]),
        "department": st.sampled_from(["网络部", "客服"]),
        "region_path": st.sampled_from(["/NJ/", "/NJ/NJ01/", "/NJ/NJ02/"]),
    },
)


@given(st.lists(conditions, max_size=8))
def test_the_order_in_which_rules_are_read_plays_no_part(found: list[dict[str, str]]) -> None:
    rules = [rule(number, **one) for number, one in enumerate(found)]
    assert holding(*rules) == holding(*reversed(rules))


standings = st.builds(Standing, state=st.sampled_from(NoticeState), level=st.integers(1, 3), reply_by=st.just(NOW))
steps = st.lists(st.sampled_from(["answered", "closed", "reopened", "escalated"]), max_size=12)


def stepped(standing: Standing, step: str) -> Standing:
    act = getattr(notices, step)
    return act(standing, reply_by=LATER) if step in ("reopened", "escalated") else act(standing)


@given(standings, steps)
def test_levels_only_rise_and_never_beyond_the_highest(standing: Standing, path: list[str]) -> None:
    for step in path:
        try:
            following = stepped(standing, step)
        except NotNow:
            continue
        assert standing.level <= following.level <= HIGHEST_LEVEL
        standing = following


@given(standings, st.sampled_from(["answered", "closed", "reopened", "escalated"]))
def test_a_step_is_possible_exactly_when_it_is_offered(standing: Standing, step: str) -> None:
    if NoticeStep(step) in possible_steps(standing):
        stepped(standing, step)
    else:
        with pytest.raises(NotNow):
            stepped(standing, step)


@given(st.integers(1, 3))
def test_a_closed_notice_takes_no_answer_and_rises_no_more_until_it_is_opened_again(level: int) -> None:
    shut = Standing(NoticeState.CLOSED, level, NOW)
    assert possible_steps(shut) == {NoticeStep.REOPENED}
    assert not shut.is_unanswered(LATER)
    again = notices.reopened(shut, reply_by=LATER)
    assert (again.state, again.level, again.reply_by) == (NoticeState.OPEN, level, LATER)


def test_a_notice_is_unanswered_from_its_time_on() -> None:
    standing = Standing(NoticeState.OPEN, 1, NOW)
    assert not standing.is_unanswered(NOW - timedelta(seconds=1))
    assert standing.is_unanswered(NOW)
    assert not notices.answered(standing).is_unanswered(LATER)


def test_there_is_no_level_beyond_the_chain() -> None:
    with pytest.raises(ValueError, match="level 4"):
        Standing(NoticeState.OPEN, 4, NOW)


@pytest.mark.parametrize(
    ("state", "days", "is_solved", "expected"),
    [
        (LegacyState.PROPOSED, 30, False, LegacyStanding.PROPOSED),
        (LegacyState.APPROVED, 30, False, LegacyStanding.DUE),
        (LegacyState.APPROVED, 7, False, LegacyStanding.REVIEW),
        (LegacyState.APPROVED, -1, False, LegacyStanding.OVERDUE),
        (LegacyState.APPROVED, -1, True, LegacyStanding.SOLVED),
        (LegacyState.REFUSED, 30, True, LegacyStanding.REFUSED),
        (LegacyState.REPLACED, -1, False, LegacyStanding.REPLACED),
    ],
)
def test_a_case_reads_as_it_stands(state: LegacyState, days: int, is_solved: bool, expected: LegacyStanding) -> None:
    assert standing_of(state, expected_at=NOW + timedelta(days=days), is_solved=is_solved, now=NOW) is expected


def test_the_review_comes_a_week_before_the_agreed_date() -> None:
    assert review_at(NOW) == NOW - timedelta(days=7)
