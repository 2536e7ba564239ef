"""Offers: what they make of a day, whom they may reach, and in which order."""

from datetime import date, timedelta
from itertools import groupby

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.domain import offers
from scheduling.domain.hours_pool import NoCycle
from scheduling.domain.offers import Candidate, Ground, Obstacle, OfferKind, Window
from scheduling.domain.rules import DEFAULT_RULES, LabourRule, Person, RuleBook, RuleCode, Stretch
from scheduling.domain.shifts import Shift, Span, presence, shift_of
from tests.scheduling.domain import roster_reference

FIRST = date(2026, 3, 2)
DAYS = Stretch(FIRST, FIRST + timedelta(days=27))
DAY = shift_of("D", "08:00-17:00", "60")
NIGHT = shift_of("N", "22:00-06:00")
SPLIT = shift_of("S", "08:00-12:00 17:00-21:00")
CYCLE = LabourRule(RuleCode.HOURS_CYCLE, date(2026, 1, 1), 3)
BOOK = RuleBook([*DEFAULT_RULES, CYCLE])
NOON = (Span(720, 780),)


def ground(plan=None, *, book=BOOK, balances=None, pauses=None):
    return Ground(plan or {}, pauses or {}, book, DAYS, lambda day: day.weekday() < 5, FIRST, balances or {})


def window(kind, start, end, *, skill="", day=FIRST):
    return Window(OfferKind(kind), day, Span(start * 60, end * 60), skill)


def named(*keys, **fields):
    return [Person(key, **fields) for key in keys]


def test_without_a_cycle_nothing_is_offered():
    with pytest.raises(NoCycle):
        offers.choose(window("overtime", 9, 12), people=named("a"), ground=ground(book=RuleBook(DEFAULT_RULES)))


def test_whoever_owes_hours_is_asked_first_for_overtime_and_whoever_saved_most_first_for_leave():
    balances = {"a": 60, "b": -120, "c": 300, "d": 60}
    more = offers.choose(window("overtime", 9, 13), people=named("d", "c", "b", "a"), ground=ground(balances=balances))
    assert [one.who for one in more.candidates] == ["b", "a", "d", "c"]
    plan = {key: {FIRST: DAY} for key in balances}
    less = offers.choose(window("free_shift", 8, 17), people=named("a", "b", "c", "d"), ground=ground(plan, balances=balances))
    assert [one.who for one in less.candidates] == ["c", "a", "d", "b"]


@pytest.mark.parametrize(
    ("kind", "hours", "shift", "pauses", "expected"),
    [
        ("overtime", (17, 20), DAY, NOON, ((Span(480, 1200),), NOON, 180)),
        ("overtime", (6, 8), DAY, NOON, ((Span(360, 1020),), NOON, 120)),
        ("overtime", (18, 20), DAY, NOON, ((Span(480, 1020), Span(1080, 1200)), NOON, 120)),
        ("overtime", (12, 17), SPLIT, (), ((Span(480, 1260),), (), 300)),
        ("overtime", (16, 20), DAY, NOON, None),
        ("overtime", (9, 12), None, (), ((Span(540, 720),), (), 180)),
        ("early_leave", (15, 17), DAY, NOON, ((Span(480, 900),), NOON, -120)),
        ("early_leave", (12, 17), DAY, NOON, ((Span(480, 720),), (), -240)),
        ("early_leave", (15, 16), DAY, NOON, None),
        ("early_leave", (8, 17), DAY, NOON, None),
        ("early_leave", (14, 21), SPLIT, (), ((Span(480, 720),), (), -240)),
        ("early_leave", (9, 17), None, (), None),
        ("free_shift", (8, 17), DAY, NOON, (None, (), -480)),
        ("free_shift", (8, 16), DAY, NOON, None),
        ("free_shift", (20, 32), NIGHT, (), (None, (), -480)),
    ],
)
def test_what_an_offer_makes_of_a_day(kind, hours, shift, pauses, expected):
    found = offers.change(window(kind, *hours), shift, pauses)
    if expected is None:
        assert found is None
        return
    spans, stays, minutes = expected
    assert (found.shift.spans if found.shift else None, found.pauses, found.minutes) == (spans, stays, minutes)


def test_skill_rules_and_limits_of_the_bank_keep_an_agent_from_an_offer():
    plan = {"rest": {FIRST - timedelta(days=1): NIGHT}}
    balances = {"full": 2400, "owing": -1440}
    people = [*named("skilled", "rest", "full", "owing", skills=frozenset({"voice"})), *named("other")]
    found = offers.choose(window("overtime", 9, 12, skill="voice"), people=people, ground=ground(plan, balances=balances))
    assert {one.who: one.why for one in found.passed} == {"rest": Obstacle.RULES, "full": Obstacle.BANK, "other": Obstacle.NO_SKILL}
    assert [one.who for one in found.candidates] == ["owing", "skilled"]
    rest = next(one for one in found.passed if one.who == "rest")
    assert [one.rule for one in rest.violations] == [RuleCode.MIN_REST]


def test_what_is_broken_already_keeps_nobody_from_what_makes_it_no_worse():
    late = shift_of("L", "14:00-24:00")
    plan = {"a": {FIRST: late, FIRST + timedelta(days=1): DAY}}
    found = offers.judge(window("early_leave", 20, 24), person=Person("a"), ground=ground(plan))
    assert isinstance(found, Candidate)


def test_who_is_beyond_the_other_limit_comes_back_by_an_offer():
    found = offers.judge(window("overtime", 9, 12), person=Person("a"), ground=ground(balances={"a": -5000}))
    assert found.balance_after == -4820


@st.composite
def cases(draw):
    shifts = st.sampled_from([None, DAY, NIGHT, SPLIT, shift_of("E", "06:00-14:00", "30"), shift_of("L", "14:00-23:00")])
    plan = {FIRST + timedelta(days=number): one for number in range(14) if (one := draw(shifts)) is not None}
    start = draw(st.integers(0, 23))
    kind = draw(st.sampled_from(list(OfferKind)))
    day = FIRST + timedelta(days=draw(st.integers(0, 13)))
    return Window(kind, day, Span(start * 60, (start + draw(st.integers(1, 12))) * 60)), plan


@given(cases())
def test_an_offer_works_exactly_its_window_more_or_only_less_within_it(case):
    wanted, plan = case
    shift = plan.get(wanted.day)
    found = offers.change(wanted, shift, ())
    if found is None:
        return
    before = presence(shift, 60) if shift else np.zeros(48)
    after = presence(found.shift, 60) if found.shift else np.zeros(48)
    inside = np.zeros(48)
    inside[wanted.span.start // 60 : wanted.span.end // 60] = 1
    if wanted.kind is OfferKind.OVERTIME:
        assert (after - before == inside).all()
    else:
        assert (after <= before).all()
        assert (after[inside == 0] == before[inside == 0]).all()
    worked = lambda one: one.minutes if one else 0  # noqa: E731
    assert found.minutes == worked(found.shift) - worked(shift)


@given(cases(), st.integers(-3000, 3000))
def test_no_candidate_breaks_a_rule_that_the_reference_does_not_see_broken_before(case, balance):
    wanted, plan = case
    found = offers.judge(wanted, person=Person("a"), ground=ground({"a": plan}, balances={"a": balance}))
    if not isinstance(found, Candidate):
        return
    after = {**plan, wanted.day: found.changed.shift}
    after = {day: shift for day, shift in after.items() if shift is not None}
    limits = {**roster_reference.STANDARD, "hours_cycle": 3}
    old, new = (
        roster_reference.broken("a", one, first=DAYS.first_day, last=DAYS.last_day, limits=limits, known=FIRST) for one in (plan, after)
    )
    assert not new - old
    assert found.balance_after <= 2400 or found.changed.minutes < 0
    assert found.balance_after >= -1440 or found.changed.minutes > 0


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=48))
def test_imbalances_are_the_worst_three_hours_of_each_row_of_slots_with_heads_missing_or_to_spare(pairs):
    missing = [one if one >= other else 0 for one, other in pairs]
    spare = [other for _one, other in pairs]
    signs = [1 if lack else -1 if rest else 0 for lack, rest in zip(missing, spare, strict=True)]
    found = list(offers.imbalances(np.array(missing, dtype=float), np.array(spare, dtype=float), 30))
    rows, place = [], 0
    for sign, group in groupby(signs):
        size = len(list(group))
        rows += [(sign, place, place + size)] if sign else []
        place += size
    assert len(found) == len(rows)
    for one, (sign, start, end) in zip(found, rows, strict=True):
        heads = missing if sign > 0 else spare
        first, last, size = one.span.start // 30, one.span.end // 30, min(6, end - start)
        assert (one.is_missing, last - first) == (sign > 0, size)
        assert start <= first < last <= end
        assert sum(heads[first:last]) == max(sum(heads[at : at + size]) for at in range(start, end - size + 1))
        assert (one.least, one.most) == (min(heads[first:last]), max(heads[first:last]))


@pytest.mark.parametrize(
    ("kind", "hours", "code"),
    [
        ("overtime", (17, 20), "A2-20"),
        ("overtime", (6.5, 8), "A2_0630"),
        ("overtime", (18, 20), "A2_18-20"),
        ("early_leave", (15, 17), "A2-15"),
    ],
)
def test_a_shift_made_by_an_offer_has_a_short_code(kind, hours, code):
    wanted = Window(OfferKind(kind), FIRST, Span(*(int(hour * 60) for hour in hours)))
    assert offers.change(wanted, Shift("A2", (Span(480, 1020),)), ()).shift.code == code


def test_a_shift_of_its_own_on_a_day_off_has_a_code_too():
    assert offers.change(window("overtime", 17, 20), None, ()).shift.code == "X17-20"
