"""The rule audit against an independent checker, and what each rule means."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.domain.rules import DEFAULT_RULES, LabourRule, Need, Person, RuleBook, RuleCode, Stretch, audit, balance, present_heads
from scheduling.domain.shifts import shift_of
from tests.scheduling.domain import roster_reference as reference

DAY = shift_of("D", "08:00-17:00", "60")
LATE = shift_of("L", "15:00-23:30", "30")
NIGHT = shift_of("N", "22:00-07:00", "60")
SPLIT = shift_of("S", "08:00-12:00 18:00-22:00")
LONG = shift_of("X", "08:00-21:00", "60")
SHIFTS = [DAY, LATE, NIGHT, SPLIT, LONG]
FIRST = date(2026, 3, 1)
BOOK = RuleBook(DEFAULT_RULES)
CYCLE = RuleBook([*DEFAULT_RULES, LabourRule(RuleCode.HOURS_CYCLE, date(2026, 1, 1), 3)])


def weekday(day):
    return day.weekday() < 5


def run(days, *, person=None, book=BOOK, first=FIRST, last=date(2026, 3, 31), **more):
    who = person or Person("a")
    return audit({who.key: days}, people=[who], book=book, stretch=Stretch(first, last), is_workday=weekday, **more)


def codes(found):
    return {(one.rule.value, one.day, one.who) for one in found}


def days_of(*offsets, shift=DAY, first=FIRST):
    return {first + timedelta(days=offset): shift for offset in offsets}


plans = st.dictionaries(st.integers(-20, 45), st.sampled_from(SHIFTS), max_size=60).map(
    lambda found: {FIRST + timedelta(days=offset): shift for offset, shift in found.items()}
)
absences = st.frozensets(st.integers(0, 30).map(lambda offset: FIRST + timedelta(days=offset)), max_size=6)


@settings(max_examples=150, deadline=None)
@given(days=plans, absent=absences, length=st.integers(1, 40), nights=st.booleans(), part_time=st.sampled_from([1200, 2400]))
def test_the_audit_finds_what_an_independent_checker_finds(days, absent, length, nights, part_time):
    last = FIRST + timedelta(days=length - 1)
    barred = (date(2026, 3, 10), date(2026, 3, 20)) if nights else None
    person = Person("a", absent=absent, no_nights=barred, first_day=date(2026, 3, 3), last_day=date(2026, 4, 2), week_minutes=part_time)
    for book, cycle in ((BOOK, None), (CYCLE, 3)):
        known = FIRST - timedelta(days=20)
        expected = reference.broken(
            "a", {day: shift for day, shift in days.items() if day <= last}, first=FIRST, last=last, absent=absent, no_nights=barred,
            employed=(person.first_day, person.last_day), limits={**reference.STANDARD, "hours_cycle": cycle}, week=part_time, known=known,
        )  # fmt: skip
        assert codes(run(days, person=person, book=book, last=last, known_from=known)) == expected


@settings(max_examples=80, deadline=None)
@given(days=plans, more=st.integers(0, 30), shift=st.sampled_from(SHIFTS))
def test_a_day_taken_off_never_breaks_a_rule(days, more, shift):
    full = {**days, FIRST + timedelta(days=more): shift}
    less = {day: one for day, one in full.items() if day != FIRST + timedelta(days=more)}
    assert codes(run(less)) <= codes(run(full))


@settings(max_examples=80, deadline=None)
@given(
    present=st.lists(st.frozensets(st.sampled_from("abc"), min_size=0), max_size=6),
    wanted=st.fixed_dictionaries({skill: st.integers(0, 3) for skill in "abc"}),
)
def test_missing_heads_are_those_of_the_best_way_to_serve(present, wanted):
    need = Need(FIRST, 60, {skill: np.full((1, 24), heads) for skill, heads in wanted.items()})
    heads = {one: np.full((1, 24), float(present.count(one))) for one in set(present)}
    found = balance(heads, need)
    assert found.missing[0, 0] == reference.missing_heads(present, wanted)
    useful = sum(bool(one) for one in present)
    assert found.spare[0, 0] == useful - (sum(wanted.values()) - found.missing[0, 0])


def test_a_roster_of_eight_hours_and_two_days_off_a_week_breaks_nothing():
    assert run({day: DAY for n in range(31) if weekday(day := FIRST + timedelta(days=n))}) == ()


def test_history_before_the_stretch_counts_for_what_reaches_into_it():
    assert codes(run(days_of(*range(-5, 2)))) == {("days_in_row", FIRST + timedelta(days=1), "a")}
    history = {FIRST - timedelta(days=1): NIGHT}
    found = run({**history, FIRST: DAY})
    assert [(one.rule, one.day, one.by) for one in found] == [(RuleCode.MIN_REST, FIRST, 10)]


def test_a_rule_holds_from_its_first_day_on():
    book = RuleBook([*DEFAULT_RULES, LabourRule(RuleCode.DAYS_IN_ROW, date(2026, 3, 15), 5)])
    early, late = run(days_of(*range(1, 7)), book=book), run(days_of(*range(15, 21)), book=book)
    assert early == ()
    assert codes(late) == {("days_in_row", FIRST + timedelta(days=20), "a")}


def test_an_inactive_rule_ends_a_limit():
    book = RuleBook([*DEFAULT_RULES, LabourRule(RuleCode.MIN_REST, date(2026, 1, 1), is_active=False)])
    assert run({FIRST: LATE, FIRST + timedelta(days=1): DAY}, book=book) == ()
    assert book.rule(RuleCode.HOURS_A_WEEK, date(1995, 2, 1)).value == 44
    assert book.rule(RuleCode.HOURS_A_WEEK, date(2026, 1, 1)).value == 40
    assert book.rule(RuleCode.HOURS_CYCLE, date(2026, 1, 1)) is None


@pytest.mark.parametrize(
    ("person", "days", "rule"),
    [
        (Person("a", absent=frozenset({FIRST})), {FIRST: DAY}, RuleCode.LEAVE),
        (Person("a", first_day=FIRST + timedelta(days=1)), {FIRST: DAY}, RuleCode.EMPLOYED),
        (Person("a", no_nights=(None, FIRST)), {FIRST: NIGHT}, RuleCode.NO_NIGHTS),
        (Person("a"), {FIRST: LONG}, RuleCode.OVERTIME_A_DAY),
        (Person("a"), days_of(*range(4), shift=NIGHT), RuleCode.NIGHTS_IN_ROW),
    ],
)
def test_each_rule_is_named_with_day_and_agent(person, days, rule):
    assert [(one.rule, one.day, one.who) for one in run(days, person=person)] == [(rule, max(days), "a")]


def test_a_cycle_lets_weeks_differ_but_not_the_whole():
    heavy = {day: DAY for n in range(31) if (day := FIRST + timedelta(days=n)).weekday() != 6}
    assert run(heavy, book=CYCLE) == ()
    longer = {day: replace(DAY, breaks=()) for day in heavy}
    assert {one.rule for one in run(longer, book=CYCLE)} == {RuleCode.OVERTIME_A_MONTH}


def test_missing_heads_are_named_with_day_group_and_number():
    need = Need(FIRST, 60, {"a": np.full((2, 24), 1), "b": np.zeros((2, 24), int)})
    people = [Person("x", skills=frozenset("a"))]
    found = audit({"x": {FIRST: DAY}}, people=people, book=BOOK, stretch=Stretch(FIRST, FIRST), is_workday=weekday, need=need)
    assert [(one.rule, one.day, one.who, one.by, one.is_hard) for one in found] == [
        (RuleCode.COVERAGE, FIRST, "a", 1.0, False),
        (RuleCode.COVERAGE, FIRST + timedelta(days=1), "a", 1.0, False),
    ]


def test_a_night_before_the_first_day_is_there_in_the_first_morning():
    need = Need(FIRST, 60, {"a": np.full((1, 24), 1)})
    there = present_heads({"x": {FIRST - timedelta(days=1): NIGHT}}, [Person("x", skills=frozenset("a"))], need)
    assert there[frozenset("a")][0].tolist() == [1] * 7 + [0] * 17


def test_slots_without_a_requirement_are_neither_short_nor_spare():
    need = Need(FIRST, 60, {"a": np.full((1, 24), -1)})
    found = balance({frozenset("a"): np.ones((1, 24))}, need)
    assert not found.is_known.any()
    assert found.missing.sum() == found.spare.sum() == 0
