"""What a day under way can still move: every move helps, none breaks a rule."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.domain.hours_pool import BankLimits
from scheduling.domain.intraday import Move, MoveKind, Situation, suggested, switches
from scheduling.domain.intraday.candidates import LONGEST_LEAVE, LONGEST_OVERTIME, NOTICE, Law
from scheduling.domain.intraday.moves import LEAST_HOURS, hours_missing
from scheduling.domain.rules import DEFAULT_RULES, Need, Person, RuleBook, Stretch, audit, balance, present_heads
from scheduling.domain.shifts import Span, place_breaks, shift_of

DAY = date(2026, 12, 2)
EARLY, MIDDLE, LATE = shift_of("E", "07:00-15:30", "30"), shift_of("M", "10:00-18:30", "30"), shift_of("L", "14:00-22:30", "30")
SHIFTS = (EARLY, MIDDLE, LATE)

LIMITS = BankLimits(2400, -1440)


def a_need(heads, *, slot=30, **by_queue):
    """Heads by hour of the day, a number for all of them or a mapping."""
    lines = by_queue or {"a": heads}
    return Need(DAY, slot, {queue: _line(line, slot) for queue, line in lines.items()})


def _line(heads, slot):
    per_hour = 60 // slot
    line = np.zeros((1, 24 * per_hour), dtype=int)
    for hour, number in heads.items() if isinstance(heads, dict) else ((hour, heads) for hour in range(24)):
        line[0, hour * per_hour : (hour + 1) * per_hour] = number
    return line


def a_situation(shifts, need, *, now=480, safe=None, before=None, after=None, skills=None, bank=None, **fields):
    """An agent for each shift of the day; `before` and `after` are their shifts of the days around."""
    keys = [f"p{number}" for number in range(len(shifts))]
    people = [Person(key, skills=(skills or {}).get(key, frozenset("a"))) for key in keys]
    plan = {}
    for number, key in enumerate(keys):
        around = {DAY - timedelta(days=1): before, DAY: shifts[number], DAY + timedelta(days=1): after}
        plan[key] = {day: shift for day, shift in around.items() if shift is not None}
    pauses = {(key, DAY): place_breaks(shift, step=30, turn=2) for key, shift in zip(keys, shifts, strict=True) if shift is not None}
    law = Law(RuleBook(DEFAULT_RULES), Stretch(DAY - timedelta(days=1), DAY + timedelta(days=1)), lambda day: day.weekday() < 5, DAY)
    return Situation(DAY, now, need, safe or need, plan, people, pauses, law, bank=bank, **fields)


def applied(situation, moves):
    """Plan and breaks as they would be."""
    plan, pauses = {key: dict(days) for key, days in situation.plan.items()}, dict(situation.pauses)
    for one in moves:
        shift = plan[one.who][DAY]
        first, last = shift.spans[0], shift.spans[-1]
        if one.kind == MoveKind.BREAK:
            pauses[one.who, DAY] = tuple(sorted(one.span if pause == one.was else pause for pause in pauses[one.who, DAY]))
        elif one.kind == MoveKind.EARLIER:
            plan[one.who][DAY] = replace(shift, spans=(Span(one.span.start, first.end), *shift.spans[1:]))
        else:
            end = one.span.end if one.kind == MoveKind.LONGER else one.span.start
            plan[one.who][DAY] = replace(shift, spans=(*shift.spans[:-1], Span(last.start, end)))
    return replace(situation, plan=plan, pauses=pauses)


def missing(situation, need=None):
    wanted = need or situation.need
    return hours_missing(present_heads(situation.plan, situation.people, wanted, situation.pauses), wanted, now=situation.now)


def broken(situation):
    law = situation.law
    found = audit(
        situation.plan, people=situation.people, book=law.book, stretch=law.stretch, is_workday=law.is_workday, known_from=law.known_from
    )
    return {(one.rule, one.who, one.day) for one in found if one.is_hard}


@st.composite
def situations(draw):
    shifts = draw(st.lists(st.sampled_from(SHIFTS), min_size=1, max_size=7))
    hours = st.lists(st.integers(0, 6), min_size=24, max_size=24)
    need, more = draw(hours), draw(hours)
    skills = {f"p{number}": draw(st.sampled_from([frozenset("a"), frozenset("b"), frozenset("ab")])) for number in range(len(shifts))}
    wanted = a_need(0, a=dict(enumerate(need)), b=dict(enumerate(more)))
    safe = replace(wanted, heads={queue: line + draw(st.integers(0, 1)) for queue, line in wanted.heads.items()})
    around = st.one_of(st.none(), st.sampled_from(SHIFTS))
    bank = draw(st.one_of(st.none(), st.just({"p0": 600, "p1": -1400})))
    return a_situation(
        shifts, wanted, now=draw(st.integers(0, 40)) * 30, safe=safe, before=draw(around), after=draw(around), skills=skills, bank=bank
    )


@settings(max_examples=60)
@given(situations())
def test_moves_do_what_they_say_and_break_no_rule(situation):
    moves = suggested(situation)
    gains = [one for one in moves if one.kind != MoveKind.LEAVE]
    leaves = [one for one in moves if one.kind == MoveKind.LEAVE]
    assert len({one.who for one in moves}) == len(moves)
    assert all(one.hours >= LEAST_HOURS for one in moves)
    after = applied(situation, gains)
    assert missing(situation) - missing(after) == pytest.approx(sum(one.hours for one in gains), abs=1e-6)
    assert missing(applied(after, leaves), situation.safe_need) <= missing(after, situation.safe_need) + 1e-6
    assert broken(applied(situation, moves)) <= broken(situation)
    assert situation.bank is not None or not leaves


@settings(max_examples=60)
@given(situations())
def test_nothing_that_has_happened_is_changed_and_nobody_is_asked_for_more_than_allowed(situation):
    for one in suggested(situation):
        shift = situation.plan[one.who][DAY]
        if one.kind == MoveKind.BREAK:
            assert min(one.was.start, one.span.start) >= situation.now
            assert one.span.minutes == one.was.minutes
        if one.kind == MoveKind.LONGER:
            assert one.span.start == shift.end > situation.now
            assert one.span.minutes <= LONGEST_OVERTIME
        if one.kind == MoveKind.EARLIER:
            assert one.span.end == shift.start
            assert one.span.start >= situation.now + NOTICE
        if one.kind == MoveKind.LEAVE:
            assert situation.now < one.span.start
            assert one.span.minutes <= LONGEST_LEAVE


def test_a_break_is_moved_to_where_there_are_heads_to_spare():
    situation = a_situation([EARLY, EARLY], a_need({10: 2, 11: 2, 12: 0, 13: 1}))
    assert situation.pauses["p0", DAY] == (Span(660, 690),)
    moves = suggested(situation)
    assert [(one.kind, one.was) for one in moves] == [(MoveKind.BREAK, Span(660, 690))] * 2
    assert not any(600 <= one.span.start < 720 for one in moves)
    assert sum(one.hours for one in moves) == 1


def test_the_shortest_overtime_that_helps_is_asked_for():
    moves = suggested(a_situation([EARLY], a_need({15: 1})))
    assert moves == (Move(MoveKind.LONGER, Span(930, 960), 0.5, who="p0"),)


def test_an_early_start_needs_notice():
    need = a_need({13: 1})
    assert [one.kind for one in suggested(a_situation([LATE], need, now=600))] == [MoveKind.EARLIER]
    assert suggested(a_situation([LATE], need, now=780)) == ()


def test_nobody_stays_longer_who_then_rests_too_little():
    need = a_need({22: 2, 23: 2})
    assert [one.kind for one in suggested(a_situation([LATE], need, now=900))] == [MoveKind.LONGER]
    soon = shift_of("S", "09:30-17:00", "30")
    assert suggested(a_situation([LATE], need, now=900, after=soon)) == ()


def test_whoever_has_most_in_the_pool_goes_home_first_and_only_while_heads_suffice():
    need = a_need(dict.fromkeys(range(7, 15), 2))
    moves = suggested(a_situation([EARLY] * 3, need, now=840, bank={"p2": 300, "p0": 60}))
    assert [(one.kind, one.who, one.span.minutes) for one in moves] == [
        (MoveKind.LEAVE, who, least) for who, least in (("p2", 60), ("p0", 30), ("p1", 30))
    ]
    assert suggested(a_situation([EARLY] * 3, need, now=840, bank={}, safe=a_need(3))) == ()
    assert suggested(a_situation([EARLY] * 3, need, now=840)) == ()


def test_banks_keep_their_limits():
    need = a_need({15: 1})
    full = a_situation([EARLY], need, bank={"p0": 2400}, limits=LIMITS)
    assert suggested(full) == ()
    owing = a_situation([EARLY] * 2, a_need(0), now=840, bank={"p0": -1380, "p1": -1440}, limits=LIMITS)
    assert [(one.who, one.span.minutes) for one in suggested(owing)] == [("p0", 60)]


def test_agents_of_two_skills_help_the_queue_that_got_more_calls():
    present = {frozenset("a"): np.full(48, 2.0), frozenset("ab"): np.full(48, 4.0), frozenset("b"): np.full(48, 2.0)}
    planned = {"a": np.full(48, 4.0), "b": np.full(48, 4.0)}
    need = {"a": np.where(np.arange(48) < 30, 4.0, 6.0), "b": np.where(np.arange(48) < 30, 4.0, 2.0)}
    (found,) = switches(present, planned, need, now=600, slot_minutes=30)
    assert (found.kind, found.queue, found.other, found.heads, found.span) == (MoveKind.SKILL, "a", "b", 2, Span(900, 1440))
    assert found.hours == pytest.approx(18)
    assert switches(present, planned, planned, now=0, slot_minutes=30) == ()


def test_heads_missing_before_now_are_past_help():
    situation = a_situation([EARLY], a_need(1), now=1380)
    assert missing(situation) == pytest.approx(1)
    assert balance(present_heads(situation.plan, situation.people, situation.need), situation.need).hours_missing(0) > 10
