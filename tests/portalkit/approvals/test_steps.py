"""Draft, submitted, approved or sent back: which step leads where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portalkit.approvals.domain.steps import DECIDED, ApprovalState, NotNow, Step, after, possible


def test_work_goes_from_draft_over_submitted_to_approved() -> None:
    assert after(after(ApprovalState.DRAFT, Step.SUBMIT), Step.APPROVE) is ApprovalState.APPROVED


def test_what_was_sent_back_can_be_changed_or_handed_in_again() -> None:
    returned = after(ApprovalState.SUBMITTED, Step.SEND_BACK)
    assert possible(returned) == {Step.REVISE, Step.SUBMIT}


def test_a_change_of_approved_work_makes_a_draft_of_it() -> None:
    assert after(ApprovalState.APPROVED, Step.REVISE) is ApprovalState.DRAFT


@given(st.sampled_from(ApprovalState))
def test_only_submitted_work_is_decided(state: ApprovalState) -> None:
    for step in (Step.APPROVE, Step.SEND_BACK):
        if state is not ApprovalState.SUBMITTED:
            with pytest.raises(NotNow):
                after(state, step)


@given(st.lists(st.sampled_from(Step), max_size=30))
def test_no_way_leads_to_approved_but_through_submitted(steps: list[Step]) -> None:
    state = ApprovalState.DRAFT
    for step in steps:
        before = state
        try:
            state = after(state, step)
        except NotNow:
            continue
        if state in DECIDED:
            assert before is ApprovalState.SUBMITTED
