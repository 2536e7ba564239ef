"""The states of work that another person approves, and the steps between them."""

from enum import StrEnum


class ApprovalState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    RETURNED = "returned"


class Step(StrEnum):
    """WITHDRAW takes back what was submitted; REVISE changes the work itself and makes a draft of it."""

    REVISE = "revise"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    APPROVE = "approve"
    SEND_BACK = "send_back"


_NEXT = {
    (ApprovalState.DRAFT, Step.REVISE): ApprovalState.DRAFT,
    (ApprovalState.RETURNED, Step.REVISE): ApprovalState.DRAFT,
    (ApprovalState.APPROVED, Step.REVISE): ApprovalState.DRAFT,
    (ApprovalState.DRAFT, Step.SUBMIT): ApprovalState.SUBMITTED,
    (ApprovalState.RETURNED, Step.SUBMIT): ApprovalState.SUBMITTED,
    (ApprovalState.SUBMITTED, Step.WITHDRAW): ApprovalState.DRAFT,
    (ApprovalState.SUBMITTED, Step.APPROVE): ApprovalState.APPROVED,
    (ApprovalState.SUBMITTED, Step.SEND_BACK): ApprovalState.RETURNED,
}
DECIDED = frozenset({ApprovalState.APPROVED, ApprovalState.RETURNED})


class NotNow(Exception):
    """This step does not lead on from this state."""


def after(state: str, step: Step) -> ApprovalState:
    """The state that the step leads to. Raises NotNow."""
    try:
        return _NEXT[ApprovalState(state), step]
    except KeyError:
        raise NotNow(f"{step} from {state}") from None


def possible(state: str) -> frozenset[Step]:
    """The steps that lead on from here."""
    return frozenset(step for (before, step) in _NEXT if before == state)
