"""Long-planned cases (长期规划类): what a decision may be, and how such a case stands."""

from datetime import datetime, timedelta
from enum import StrEnum

REVIEW_BEFORE = timedelta(days=7)


class LegacyState(StrEnum):
    """REPLACED: a later agreement took its place."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"
    REPLACED = "replaced"


class LegacyStanding(StrEnum):
    """How a case reads in the list. DUE: agreed, its time is still to come. REVIEW: it comes within a week. OVERDUE: it has passed."""

    PROPOSED = "proposed"
    DUE = "due"
    REVIEW = "review"
    OVERDUE = "overdue"
    SOLVED = "solved"
    REFUSED = "refused"
    REPLACED = "replaced"


def review_at(expected_at: datetime) -> datetime:
    """When those concerned are reminded."""
    return expected_at - REVIEW_BEFORE


def standing_of(state: LegacyState, *, expected_at: datetime, is_solved: bool, now: datetime) -> LegacyStanding:
    """A refused or replaced case stays that, whatever became of its ticket."""
    if state in (LegacyState.REFUSED, LegacyState.REPLACED):
        return LegacyStanding(state.value)
    if is_solved:
        return LegacyStanding.SOLVED
    if state is LegacyState.PROPOSED:
        return LegacyStanding.PROPOSED
    if now > expected_at:
        return LegacyStanding.OVERDUE
    return LegacyStanding.REVIEW if now >= review_at(expected_at) else LegacyStanding.DUE
