"""Reverse analysis: from a ticket's outcome back to the step that failed. Rules, their order and reasons: docs/algorithms/reverse.md.

>>> judged(Evidence(starts=(Start.SOLVED,), cause=Cause.TERMINAL, has_prehandling=False)).reason
<Reason.PREHANDLING_SKIPPED: 'prehandling_skipped'>
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from .taxonomy import Cause, CauseSide

MOST_REASSIGNMENTS = 1
SLOW_DISPATCH = timedelta(hours=24)
_RETURNED = ("退回", "返单", "打回", "return", "sent back")
_FAILED = ("不合格", "不通过", "未通过", "fail", "rejected")
_PASSED = ("合格", "通过", "优", "良", "pass", "ok", "approved")


class Start(StrEnum):
    """Where the analysis of a ticket starts, the gravest first: that one a ticket is counted under."""

    ESCALATED = "escalated"
    DISSATISFIED = "dissatisfied"
    REOPENED = "reopened"
    SOLVED = "solved"


class Step(StrEnum):
    """The steps of the closed loop in their order; NONE: no failed step found."""

    PREHANDLING = "prehandling"
    DISPATCH = "dispatch"
    HANDLING = "handling"
    REPLY = "reply"
    INSPECTION = "inspection"
    NONE = "none"


class Reason(StrEnum):
    PREHANDLING_SKIPPED = "prehandling_skipped"
    PREHANDLING_FELL_SHORT = "prehandling_fell_short"
    DISPATCHED_LATE = "dispatched_late"
    DISPATCHED_TWICE = "dispatched_twice"
    REASSIGNED = "reassigned"
    TAKEN_LATE = "taken_late"
    HANDLED_LATE = "handled_late"
    DID_NOT_HOLD = "did_not_hold"
    LEFT_UNSOLVED = "left_unsolved"
    NO_PLAN = "no_plan"
    NOT_CONTACTED = "not_contacted"
    NO_REPLY = "no_reply"
    VAGUE_REPLY = "vague_reply"
    REPLY_RETURNED = "reply_returned"
    PASSED_INSPECTION = "passed_inspection"
    NONE = "none"


@dataclass(frozen=True)
class Evidence:
    """What is known of one matter, both halves put together. None is unknown, and what is unknown accuses nobody.

    `cause` and `cause_side` are the cause as coded; `dispatches` the EOMS tickets of the matter; `is_done` that it was solved or closed;
    `vague_reply`, `returned` and `passed_inspection` are what inspection found.
    """

    starts: tuple[Start, ...]
    cause: str = Cause.UNSTATED
    cause_side: str = CauseSide.UNSTATED
    has_prehandling: bool | None = None
    accepted_at: datetime | None = None
    dispatched_at: datetime | None = None
    taken_at: datetime | None = None
    accept_by: datetime | None = None
    answered_at: datetime | None = None
    handle_by: datetime | None = None
    planned_at: datetime | None = None
    dispatches: int | None = None
    reassignments: int | None = None
    reopenings: int | None = None
    solved: bool | None = None
    is_done: bool = False
    contacted: bool | None = None
    says_why_not_contacted: bool = False
    has_reply: bool | None = None
    vague_reply: bool | None = None
    returned: bool | None = None
    passed_inspection: bool | None = None


@dataclass(frozen=True)
class Judgement:
    """`step` and `reason` are the first that failed; `reasons` all that were found, in the order of the steps."""

    start: Start
    step: Step
    reason: Reason
    reasons: tuple[Reason, ...]


def starts_of(*, solved: bool | None, satisfied: bool | None, reopenings: int | None, escalated: bool | None) -> tuple[Start, ...]:
    """Where a matter is looked at from, the gravest first; empty for one that is none of it."""
    found = {
        Start.ESCALATED: escalated is True,
        Start.DISSATISFIED: satisfied is False,
        Start.REOPENED: bool(reopenings),
        Start.SOLVED: solved is True,
    }
    return tuple(start for start, holds in found.items() if holds)


@dataclass(frozen=True)
class Verdict:
    """What an inspection's result says; None where it says neither."""

    passed: bool | None = None
    returned: bool | None = None


def verdict_of(result: str) -> Verdict:
    """Reads the inspection result of an export, such as 合格, 质检通过, 不合格 or 退回重做."""
    word = "".join(result.split()).casefold()
    if any(mark in word for mark in _RETURNED):
        return Verdict(passed=False, returned=True)
    if any(mark in word for mark in _FAILED):
        return Verdict(passed=False)
    return Verdict(passed=True if any(mark in word for mark in _PASSED) else None)


def judged(evidence: Evidence, *, now: datetime | None = None) -> Judgement:
    """The failed step. With `now` a matter that has no answer yet is late once its limit lies before it.

    Raises ValueError for a matter without a start.
    """
    if not evidence.starts:
        raise ValueError("a matter without a start is not analysed")
    reasons = tuple(reason for reason, fails in _RULES if fails(evidence, now))
    reason = reasons[0] if reasons else Reason.NONE
    return Judgement(start=evidence.starts[0], step=STEP_OF[reason], reason=reason, reasons=reasons)


def _at_the_desk(evidence: Evidence) -> bool:
    """Solved by what the service desk can do itself: guide a setting, explain a rule."""
    is_desk_work = evidence.cause == Cause.TERMINAL or evidence.cause_side == CauseSide.SERVICE
    return is_desk_work and evidence.solved is not False


def _prehandling_skipped(evidence: Evidence, _now: datetime | None) -> bool:
    return _at_the_desk(evidence) and evidence.has_prehandling is False


def _prehandling_fell_short(evidence: Evidence, _now: datetime | None) -> bool:
    return _at_the_desk(evidence) and evidence.has_prehandling is True and bool(evidence.dispatches)


def _dispatched_late(evidence: Evidence, _now: datetime | None) -> bool:
    if evidence.accepted_at is None or evidence.dispatched_at is None:
        return False
    return evidence.dispatched_at - evidence.accepted_at > SLOW_DISPATCH


def _dispatched_twice(evidence: Evidence, _now: datetime | None) -> bool:
    return (evidence.dispatches or 0) > 1


def _reassigned(evidence: Evidence, _now: datetime | None) -> bool:
    return (evidence.reassignments or 0) > MOST_REASSIGNMENTS


def _taken_late(evidence: Evidence, now: datetime | None) -> bool:
    return _missed(evidence.accept_by, evidence.taken_at, None if evidence.answered_at else now)


def _handled_late(evidence: Evidence, now: datetime | None) -> bool:
    return _missed(evidence.handle_by, evidence.answered_at, None if evidence.is_done else now)


def _did_not_hold(evidence: Evidence, _now: datetime | None) -> bool:
    return bool(evidence.reopenings)


def _left_unsolved(evidence: Evidence, _now: datetime | None) -> bool:
    return evidence.cause_side == CauseSide.WITHIN_CONTROL and evidence.solved is False and evidence.is_done


def _no_plan(evidence: Evidence, _now: datetime | None) -> bool:
    return evidence.solved is False and evidence.is_done and evidence.planned_at is None


def _not_contacted(evidence: Evidence, _now: datetime | None) -> bool:
    return evidence.contacted is False and not evidence.says_why_not_contacted


def _no_reply(evidence: Evidence, _now: datetime | None) -> bool:
    return evidence.is_done and evidence.has_reply is False


def _vague_reply(evidence: Evidence, _now: datetime | None) -> bool:
    return evidence.vague_reply is True


def _reply_returned(evidence: Evidence, _now: datetime | None) -> bool:
    return evidence.returned is True


def _passed_inspection(evidence: Evidence, _now: datetime | None) -> bool:
    """Inspection let pass what the customer did not."""
    went_wrong = set(evidence.starts) & {Start.ESCALATED, Start.DISSATISFIED, Start.REOPENED}
    return evidence.passed_inspection is True and bool(went_wrong)


def _missed(limit: datetime | None, done: datetime | None, now: datetime | None) -> bool:
    """Unknown limits are missed by nobody; where nothing is done yet the present decides, if it is known."""
    reached = done or now
    return limit is not None and reached is not None and reached > limit


_RULES: tuple[tuple[Reason, Callable[[Evidence, datetime | None], bool]], ...] = (
    (Reason.PREHANDLING_SKIPPED, _prehandling_skipped),
    (Reason.PREHANDLING_FELL_SHORT, _prehandling_fell_short),
    (Reason.DISPATCHED_LATE, _dispatched_late),
    (Reason.DISPATCHED_TWICE, _dispatched_twice),
    (Reason.REASSIGNED, _reassigned),
    (Reason.TAKEN_LATE, _taken_late),
    (Reason.HANDLED_LATE, _handled_late),
    (Reason.DID_NOT_HOLD, _did_not_hold),
    (Reason.LEFT_UNSOLVED, _left_unsolved),
    (Reason.NO_PLAN, _no_plan),
    (Reason.NOT_CONTACTED, _not_contacted),
    (Reason.NO_REPLY, _no_reply),
    (Reason.VAGUE_REPLY, _vague_reply),
    (Reason.REPLY_RETURNED, _reply_returned),
    (Reason.PASSED_INSPECTION, _passed_inspection),
)
_OF_STEPS = {
    Step.PREHANDLING: (Reason.PREHANDLING_SKIPPED, Reason.PREHANDLING_FELL_SHORT),
    Step.DISPATCH: (Reason.DISPATCHED_LATE, Reason.DISPATCHED_TWICE, Reason.REASSIGNED, Reason.TAKEN_LATE),
    Step.HANDLING: (Reason.HANDLED_LATE, Reason.DID_NOT_HOLD, Reason.LEFT_UNSOLVED, Reason.NO_PLAN),
    Step.REPLY: (Reason.NOT_CONTACTED, Reason.NO_REPLY, Reason.VAGUE_REPLY, Reason.REPLY_RETURNED),
    Step.INSPECTION: (Reason.PASSED_INSPECTION,),
    Step.NONE: (Reason.NONE,),
}
STEP_OF = {reason: step for step, reasons in _OF_STEPS.items() for reason in reasons}
