"""The work-time bank: bookings by week, balances and their limits."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.domain import hours_pool
from scheduling.domain.hours_pool import BankLimits, Booking, NoCycle, Overrun
from scheduling.domain.rules import DEFAULT_RULES, LabourRule, Person, RuleBook, RuleCode, Stretch
from scheduling.domain.shifts import shift_of

DAY = shift_of("D", "08:00-17:00", "60")
FIRST = date(2026, 3, 2)
MONTH = Stretch(FIRST, FIRST + timedelta(days=27))
CYCLE = RuleBook([*DEFAULT_RULES, LabourRule(RuleCode.HOURS_CYCLE, date(2026, 1, 1), 3)])


def booked(plan, *people, book=CYCLE, stretch=MONTH):
    return hours_pool.bookings(plan, people=people, book=book, stretch=stretch, is_workday=lambda day: day.weekday() < 5)


def days(*offsets):
    return {FIRST + timedelta(days=offset): DAY for offset in offsets}


def test_without_a_cycle_the_pool_does_not_run():
    with pytest.raises(NoCycle):
        booked({}, Person("a"), book=RuleBook(DEFAULT_RULES))


def test_a_heavy_week_is_booked_and_a_light_one_gives_it_back():
    plan = {"a": days(*range(6), *range(7, 11), *range(14, 19), *range(21, 26))}
    found = booked(plan, Person("a"))
    assert [(one.day, one.minutes) for one in found] == [(FIRST + timedelta(days=6), 480), (FIRST + timedelta(days=13), -480)]
    bank = hours_pool.statements(found, before={"a": 60})["a"]
    assert (bank.took, bank.gave, bank.after) == (480, 480, 60)
    assert hours_pool.by_week(found) == {FIRST + timedelta(days=6): (480, 0), FIRST + timedelta(days=13): (0, 480)}


def test_leave_and_holidays_ask_for_nothing():
    leave = frozenset(FIRST + timedelta(days=offset) for offset in range(5))
    assert booked({"a": {}}, Person("a", absent=leave), stretch=Stretch(FIRST, FIRST + timedelta(days=6))) == ()


def test_weeks_are_cut_at_the_ends_of_the_stretch():
    stretch = Stretch(date(2026, 4, 1), date(2026, 4, 30))
    cut = hours_pool.weeks(stretch)
    assert cut[0] == (date(2026, 4, 1), date(2026, 4, 5))
    assert cut[-1] == (date(2026, 4, 27), date(2026, 4, 30))


def test_a_balance_outside_the_limits_is_named_with_its_amount():
    bank = hours_pool.statements([Booking("a", FIRST, 3000), Booking("b", FIRST, -2000), Booking("c", FIRST, 5)], before={"b": 100})
    assert hours_pool.overruns(bank, BankLimits(2400, -1440)) == (Overrun("a", 600), Overrun("b", -460))


def test_the_limits_of_the_bank_are_rules_with_a_first_day():
    later = date(2026, 7, 1)
    rules = [LabourRule(RuleCode.BANK_MOST, later, 30), LabourRule(RuleCode.BANK_LEAST, later, is_active=False)]
    book = RuleBook([*DEFAULT_RULES, *rules])
    assert hours_pool.limits_on(book, date(2026, 6, 30)) == BankLimits(2400, -1440)
    assert hours_pool.limits_on(book, later) == BankLimits(1800, None)


@given(st.integers(-9000, 9000), st.none() | st.integers(0, 5000), st.none() | st.integers(-5000, 0))
def test_a_balance_brought_back_by_what_it_is_beyond_lies_within(minutes, most, least):
    limits = BankLimits(most, least)
    assert limits.beyond(minutes - limits.beyond(minutes)) == 0
    is_within = (most is None or minutes <= most) and (least is None or minutes >= least)
    assert (limits.beyond(minutes) == 0) == is_within


@given(st.lists(st.frozensets(st.integers(0, 27)), min_size=1, max_size=4))
def test_bookings_add_up_to_planned_minus_contract(rosters):
    people = [Person(str(number)) for number in range(len(rosters))]
    plan = {person.key: days(*sorted(offsets)) for person, offsets in zip(people, rosters, strict=True)}
    bank = hours_pool.statements(booked(plan, *people), before={})
    for person, offsets in zip(people, rosters, strict=True):
        after = bank[person.key].after if person.key in bank else 0
        assert after == len(offsets) * 480 - 20 * 480
