from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.domain.reverse import STEP_OF, Evidence, Reason, Start, Step, judged, starts_of, verdict_of
from complaints.domain.taxonomy import Cause, CauseSide

NOON = datetime(2026, 10, 5, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=3)
SOLVED, DISSATISFIED = (Start.SOLVED,), (Start.DISSATISFIED,)
MAYBE = st.none() | st.booleans()
MOMENTS = st.none() | st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))
EVIDENCE = st.builds(
    Evidence,
    starts=st.lists(st.sampled_from(list(Start)), min_size=1, unique=True).map(tuple),
    cause=st.sampled_from([str(cause) for cause in Cause]),
    cause_side=st.sampled_from([str(side) for side in CauseSide]),
    has_prehandling=MAYBE,
    accepted_at=MOMENTS,
    dispatched_at=MOMENTS,
    taken_at=MOMENTS,
    accept_by=MOMENTS,
    answered_at=MOMENTS,
    handle_by=MOMENTS,
    planned_at=MOMENTS,
    dispatches=st.none() | st.integers(0, 4),
    reassignments=st.none() | st.integers(0, 4),
    reopenings=st.none() | st.integers(0, 4),
    solved=MAYBE,
    is_done=st.booleans(),
    contacted=MAYBE,
    says_why_not_contacted=st.booleans(),
    has_reply=MAYBE,
    vague_reply=MAYBE,
    returned=MAYBE,
    passed_inspection=MAYBE,
)


def reason(*, starts: tuple[Start, ...] = SOLVED, now: datetime | None = None, **known: Any) -> Reason:
    return judged(Evidence(starts=starts, **known), now=now).reason


def test_a_ticket_starts_at_the_gravest_of_what_happened_to_it() -> None:
    found = starts_of(solved=True, satisfied=False, reopenings=2, escalated=True)
    assert found == (Start.ESCALATED, Start.DISSATISFIED, Start.REOPENED, Start.SOLVED)
    assert starts_of(solved=False, satisfied=None, reopenings=0, escalated=None) == ()


def test_nothing_known_accuses_nobody() -> None:
    found = judged(Evidence(starts=DISSATISFIED))
    assert (found.step, found.reason, found.reasons) == (Step.NONE, Reason.NONE, ())


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"cause": Cause.TERMINAL, "has_prehandling": False}, Reason.PREHANDLING_SKIPPED),
        ({"cause_side": CauseSide.SERVICE, "has_prehandling": True, "dispatches": 1}, Reason.PREHANDLING_FELL_SHORT),
        ({"cause_side": CauseSide.SERVICE, "has_prehandling": True, "dispatches": 0}, Reason.NONE),
        ({"cause": Cause.TERMINAL, "has_prehandling": False, "solved": False}, Reason.NONE),
        ({"cause": Cause.WEAK_COVERAGE, "has_prehandling": False}, Reason.NONE),
        ({"accepted_at": NOON, "dispatched_at": NOON + timedelta(hours=25)}, Reason.DISPATCHED_LATE),
        ({"accepted_at": NOON, "dispatched_at": NOON + timedelta(hours=24)}, Reason.NONE),
        ({"dispatches": 2}, Reason.DISPATCHED_TWICE),
        ({"reassignments": 1}, Reason.NONE),
        ({"reassignments": 2}, Reason.REASSIGNED),
        ({"accept_by": NOON, "taken_at": LATER}, Reason.TAKEN_LATE),
        ({"accept_by": NOON, "taken_at": NOON}, Reason.NONE),
        ({"handle_by": NOON, "answered_at": LATER}, Reason.HANDLED_LATE),
        ({"reopenings": 1}, Reason.DID_NOT_HOLD),
        ({"cause_side": CauseSide.WITHIN_CONTROL, "solved": False, "is_done": True, "planned_at": LATER}, Reason.LEFT_UNSOLVED),
        ({"cause_side": CauseSide.BEYOND_CONTROL, "solved": False, "is_done": True}, Reason.NO_PLAN),
        ({"cause_side": CauseSide.BEYOND_CONTROL, "solved": False, "is_done": True, "planned_at": LATER}, Reason.NONE),
        ({"contacted": False}, Reason.NOT_CONTACTED),
        ({"contacted": False, "says_why_not_contacted": True}, Reason.NONE),
        ({"is_done": True, "has_reply": False}, Reason.NO_REPLY),
        ({"vague_reply": True}, Reason.VAGUE_REPLY),
        ({"returned": True}, Reason.REPLY_RETURNED),
        ({"passed_inspection": True}, Reason.PASSED_INSPECTION),
    ],
)
def test_each_rule_finds_its_reason_and_spares_what_lies_beside_it(known: dict[str, Any], expected: Reason) -> None:
    assert reason(starts=DISSATISFIED, **known) == expected


def test_passing_inspection_is_no_fault_where_the_customer_was_content() -> None:
    assert reason(starts=SOLVED, passed_inspection=True) == Reason.NONE


def test_the_first_failed_step_counts_and_the_rest_is_evidence() -> None:
    found = judged(Evidence(starts=DISSATISFIED, dispatches=2, handle_by=NOON, answered_at=LATER, vague_reply=True, passed_inspection=True))
    assert (found.step, found.reason) == (Step.DISPATCH, Reason.DISPATCHED_TWICE)
    assert found.reasons == (Reason.DISPATCHED_TWICE, Reason.HANDLED_LATE, Reason.VAGUE_REPLY, Reason.PASSED_INSPECTION)


def test_a_limit_that_passed_without_an_answer_is_missed_at_the_present() -> None:
    assert reason(starts=(Start.ESCALATED,), handle_by=NOON, now=LATER) == Reason.HANDLED_LATE
    assert reason(starts=(Start.ESCALATED,), handle_by=LATER, now=NOON) == Reason.NONE
    assert reason(starts=(Start.ESCALATED,), handle_by=NOON) == Reason.NONE
    assert reason(starts=SOLVED, handle_by=NOON, is_done=True, now=LATER) == Reason.NONE


def test_a_matter_without_a_start_is_refused() -> None:
    with pytest.raises(ValueError):
        judged(Evidence(starts=()))


@pytest.mark.parametrize(
    ("word", "passed", "returned"),
    [
        ("合格", True, None),
        ("质检通过", True, None),
        ("不合格", False, None),
        ("未通过", False, None),
        ("退回重做", False, True),
        ("", None, None),
    ],
)
def test_inspection_results_are_read(word: str, passed: bool | None, returned: bool | None) -> None:
    assert (verdict_of(word).passed, verdict_of(word).returned) == (passed, returned)


@given(evidence=EVIDENCE)
def test_the_reason_belongs_to_the_step_and_steps_come_in_order(evidence: Evidence) -> None:
    found = judged(evidence)
    order = list(Step)
    steps = [order.index(STEP_OF[one]) for one in found.reasons]
    assert STEP_OF[found.reason] is found.step
    assert steps == sorted(steps)
    assert found.start is evidence.starts[0]


@given(evidence=EVIDENCE, dispatches=st.integers(2, 9))
def test_one_fault_more_never_moves_the_failed_step_later(evidence: Evidence, dispatches: int) -> None:
    order = list(Step)
    before, after = judged(evidence), judged(replace(evidence, dispatches=dispatches))
    assert order.index(after.step) <= order.index(before.step)
