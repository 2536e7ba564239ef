"""Time planned against time present: by hand, by properties, and minute by minute."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.domain.adherence import PlannedDay, day_adherence, matched, merged, planned_day, summed
from scheduling.domain.shifts import Span, shift_of

DAY = date(2026, 11, 2)
SHIFT = shift_of("A2", "08:00-17:00", "15 45")
PAUSES = (Span(600, 615), Span(720, 765))
PLANNED = planned_day(DAY, SHIFT, PAUSES)
EDGES = st.lists(st.integers(0, 2000), min_size=2, max_size=10, unique=True)


@st.composite
def spans(draw, most=5):
    starts = draw(st.lists(st.integers(0, 1900), max_size=most))
    return [Span(start, start + draw(st.integers(1, 400))) for start in starts]


@st.composite
def planned(draw):
    edges = sorted(draw(EDGES))
    edges = edges[: len(edges) // 2 * 2]
    work = tuple(Span(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True))
    pauses = tuple(Span(one.end, other.start) for one, other in pairwise(work))
    return PlannedDay(DAY, work, pauses)


def minutes(some):
    return {minute for span in some for minute in range(span.start, span.end)}


@given(planned(), spans())
def test_minutes_are_those_counted_one_by_one(plan, present):
    found, work, there = day_adherence(plan, present), minutes(plan.work), minutes(present)
    kept = work & there
    assert (found.planned, found.kept, found.present) == (len(work), len(kept), len(there - minutes(plan.pauses)))
    assert found.is_absent == (not kept)
    if kept:
        assert found.late == len([one for one in work if one < min(kept)])
        assert found.left_early == len([one for one in work if one > max(kept)])
    assert found.kept + found.late + found.left_early <= found.planned


@given(planned(), spans(), spans(most=2))
def test_more_presence_never_makes_adherence_less(plan, present, more):
    less, greater = day_adherence(plan, present), day_adherence(plan, [*present, *more])
    assert greater.kept >= less.kept
    assert less.is_absent or greater.late <= less.late


@given(planned(), spans(), st.integers(-500, 500))
def test_the_zero_of_the_clock_does_not_matter(plan, present, by):
    def moved(some):
        return tuple(Span(one.start + by, one.end + by) for one in some)

    assert day_adherence(PlannedDay(DAY, moved(plan.work), moved(plan.pauses)), moved(present)) == day_adherence(plan, present)


@given(planned())
def test_whoever_works_the_plan_keeps_all_of_it(plan):
    found = summed([day_adherence(plan, plan.work)])
    assert (found.adherence, found.conformance, found.late, found.left_early, found.absent) == (1, 1, 0, 0, 0)


@given(spans())
def test_merged_stretches_are_apart_and_hold_the_same_minutes(some):
    found = merged(some)
    assert minutes(found) == minutes(some)
    assert all(one.end < other.start for one, other in pairwise(found))


def test_a_day_by_hand():
    found = day_adherence(PLANNED, [Span(490, 720), Span(770, 1000)])
    assert PLANNED.minutes == 480
    assert (found.late, found.left_early) == (10, 20)
    assert found.kept == 480 - 10 - 5 - 20
    assert found.present == found.kept


def test_signed_in_through_a_break_is_neither_work_nor_presence():
    found = summed([day_adherence(PLANNED, [Span(480, 1020)])])
    assert (found.adherence, found.conformance) == (1, 1)


def test_overtime_conforms_above_one_without_making_up_for_being_late():
    found = summed([day_adherence(PLANNED, [Span(540, 1140)])])
    assert found.adherence == pytest.approx(420 / 480)
    assert found.conformance == pytest.approx(540 / 480)


def test_a_day_without_presence_is_absent_and_neither_late_nor_left_early():
    found = summed([day_adherence(PLANNED, []), day_adherence(PLANNED, [Span(480, 1020)])])
    assert (found.absent, found.late, found.left_early, found.adherence, found.shifts) == (1, 0, 0, 0.5, 2)


def test_no_shift_no_rate():
    assert summed([]).adherence is None
    assert summed([]).conformance is None


def test_a_stretch_after_midnight_belongs_to_the_night_it_lies_in():
    night, morning = shift_of("N1", "23:30-08:00"), shift_of("A2", "15:00-23:00")
    plan = [planned_day(DAY, night), planned_day(DAY + timedelta(days=1), morning, at=1440)]
    found = matched(
        plan, [(DAY, Span(1410, 1620)), (DAY + timedelta(days=1), Span(1650, 1920)), (DAY + timedelta(days=1), Span(2000, 2100))]
    )
    assert found == {DAY: [Span(1410, 1620), Span(1650, 1920)], DAY + timedelta(days=1): [Span(2000, 2100)]}


def test_presence_without_a_shift_belongs_to_none():
    assert matched([], [(DAY, Span(480, 900))]) == {}
    assert matched([PLANNED], [(DAY + timedelta(days=3), Span(5000, 5100))]) == {}
