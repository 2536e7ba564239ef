"""Shift texts, what shifts cover, rotations and the design of a set of shifts."""

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.domain import shift_design, shifts
from scheduling.domain.shifts import Fault, NotAShift, Span, shift_of


@pytest.mark.parametrize(
    ("text", "spans", "minutes", "night"),
    [
        ("08:00-12:00 14:00-18:00", ((480, 720), (840, 1080)), 480, False),
        ("8:00－17:00", ((480, 1020),), 540, False),
        ("22:00-07:00", ((1320, 1860),), 540, True),
        ("20:00-24:00，02:00-06:00", ((1200, 1440), (1560, 1800)), 480, True),
        ("00:00-08:00", ((0, 480),), 480, True),
        ("06:00-24:00", ((360, 1440),), 1080, False),
    ],
)
def test_a_text_is_read_as_spans_over_midnight(text, spans, minutes, night):
    shift = shift_of("A", text)
    assert tuple((one.start, one.end) for one in shift.spans) == spans
    assert (shift.minutes, shift.is_night) == (minutes, night)
    assert shifts.parse_spans(shifts.spans_text(shift.spans)) == shift.spans


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", Fault.NO_SPAN),
        ("morning", Fault.UNREADABLE),
        ("08:00-25:00", Fault.NO_TIME),
        ("08:75-09:00", Fault.NO_TIME),
        ("08:00-18:00 20:00-09:00", Fault.TOO_LONG),
        ("01:00-02:00 03:00-04:00 05:00-06:00 07:00-08:00 09:00-10:00", Fault.TOO_MANY),
    ],
)
def test_a_text_that_is_no_shift_says_why(text, fault):
    with pytest.raises(NotAShift) as refused:
        shift_of("A", text)
    assert refused.value.fault == fault


def test_breaks_are_minutes_and_shorter_than_the_shift():
    assert shift_of("A", "08:00-17:00", "15 45").minutes == 480
    for text, fault in (("x", Fault.BREAKS_UNREADABLE), ("0", Fault.BREAKS_UNREADABLE), ("300 240", Fault.BREAKS_TOO_LONG)):
        with pytest.raises(NotAShift) as refused:
            shift_of("A", "08:00-17:00", text)
        assert refused.value.fault == fault


spans = st.tuples(st.integers(0, 95), st.integers(1, 60)).map(lambda pair: Span(pair[0] * 15, (pair[0] + pair[1]) * 15))


@given(span=spans, breaks=st.lists(st.sampled_from([15, 30, 45]), max_size=3), turn=st.integers(0, 9))
def test_placed_breaks_lie_inside_the_shift_apart_and_read_back(span, breaks, turn):
    if sum(breaks) >= span.minutes:
        return
    shift = shifts.Shift("A", (span,), tuple(breaks))
    placed = shifts.place_breaks(shift, turn=turn)
    assert all(span.start <= one.start and one.end <= span.end for one in placed)
    assert all(first.end <= second.start for first, second in pairwise(placed))
    assert shifts.read_pauses(shifts.spans_text(placed), shift) == placed


@given(span=spans, slot=st.sampled_from([15, 30, 60]))
def test_what_a_shift_covers_adds_up_to_its_minutes(span, slot):
    shift = shifts.Shift("A", (span,))
    assert shifts.presence(shift, slot).sum() * slot == pytest.approx(shift.minutes)


def test_pauses_are_taken_off_the_presence():
    shift = shift_of("A", "22:00-06:00", "30")
    there = shifts.presence(shift, 30, shifts.read_pauses("02:00-02:30", shift))
    assert there.sum() == 15
    assert there[48 + 4] == 0
    with pytest.raises(NotAShift):
        shifts.read_pauses("12:00-12:30", shift)


def test_a_rotation_repeats_and_groups_share_it():
    pattern = shifts.parse_rotation("D D N N - 休", known=["D", "N"])
    first = date(2026, 3, 2)
    assert pattern.on(first + timedelta(days=6), anchor=first) == "D"
    assert pattern.on(first, anchor=first, offset=2) == "N"
    assert pattern.offsets(3) == (0, 2, 4)
    working = [sum(pattern.on(first, anchor=first, offset=offset) is not None for offset in pattern.offsets(6))]
    assert working == [4]
    known = {"D": shift_of("D", "08:00-16:00"), "N": shift_of("N", "22:00-06:00")}
    assert pattern.hours_a_week(known) == pytest.approx(4 * 8 / 6 * 7)
    assert list(pattern.stretch(first, 3, anchor=first).values()) == ["D", "D", "N"]


def test_a_rotation_of_unknown_shifts_is_refused():
    for text in ("", "D Q"):
        with pytest.raises(NotAShift):
            shifts.parse_rotation(text, known=["D"])


CURVE = np.rint(10 + 20 * np.exp(-(((np.arange(24) - 10) / 3) ** 2))).astype(int)


def test_a_demand_made_of_shifts_is_covered_by_them():
    demand = np.zeros(24)
    for start, heads in ((0, 4), (8, 10), (16, 7)):
        demand[start : start + 8] += heads
    design = shift_design.propose_shifts(demand, most=3, candidates=shift_design.Candidates(60, (480,), 0), seconds=10)
    assert design.misfit == pytest.approx(0, abs=1e-6)
    assert [(one.shift.code, one.heads) for one in design.shifts] == [("0000x8", (4,)), ("0800x8", (10,)), ("1600x8", (7,))]


def test_one_shift_is_as_good_as_the_best_found_by_trying_all():
    candidates = shift_design.Candidates(120, (480, 600), 60)
    best = min(
        2 * np.maximum(CURVE - heads * cover, 0).sum() + np.maximum(heads * cover - CURVE, 0).sum()
        for one in candidates.shifts()
        for cover in [shift_design.coverage(one, 24)]
        for heads in range(40)
    )
    design = shift_design.propose_shifts(CURVE, most=1, candidates=candidates, seconds=10)
    assert 2 * design.missing_hours + design.surplus_hours == pytest.approx(best, rel=0.011)


def test_the_ladder_says_what_one_more_start_time_brings():
    candidates = shift_design.Candidates(120, (480,), 60)
    found = shift_design.ladder(CURVE, most=3, candidates=candidates, seconds=3)
    costs = [2 * one.missing_hours + one.surplus_hours for one in found.designs]
    assert costs == sorted(costs, reverse=True)
    assert [len(one.shifts) <= count for count, one in enumerate(found.designs, 1)] == [True] * 3
    assert found.gain(1) == pytest.approx(found.designs[0].misfit - found.designs[1].misfit)
    assert found.gain(3) is None


@settings(max_examples=30, deadline=None)
@given(start=st.integers(0, 47), length=st.integers(8, 24))
def test_a_candidate_covers_its_length_less_its_breaks(start, length):
    shift = shifts.Shift("A", (Span(start * 30, (start + length) * 30),), (30,))
    assert shift_design.coverage(shift, 48).sum() * 30 == pytest.approx(shift.minutes)


@pytest.mark.parametrize("demand", [np.zeros(24), np.full(24, -1), np.ones(7), np.full(24, np.nan)])
def test_a_curve_that_asks_for_nobody_or_is_no_day_is_refused(demand):
    with pytest.raises(shift_design.NoDemand):
        shift_design.propose_shifts(demand, most=2)
