"""A ticket as the rules see it, and what they find. Both are light: a pass makes hundreds of thousands of them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

EOMS = "eoms"
WITHDRAWN = "cancelled"
ANSWERED_STATES = frozenset({"resolved", "closed"})


class Record(NamedTuple):
    """Named like the columns of a ticket, so that `Record._make` takes a row of `values_list(*Record._fields)`."""

    id: int
    system: str
    ticket_id: str
    crm_no: str
    counted: bool
    region_id: int
    accepted_on: date
    row_hash: str
    status: str
    department: str
    cause: str
    cause_path: str
    scenario: str
    fault_location: str
    cell: str
    network: str
    content: str
    prehandling: str
    measures: str
    explanation: str
    result: str
    solved: bool | None
    contacted: bool | None
    not_contacted_reason: str
    accepted_at: datetime
    dispatched_at: datetime | None
    taken_at: datetime | None
    replied_at: datetime | None
    resolved_at: datetime | None
    planned_at: datetime | None
    closed_at: datetime | None
    handling_seconds: int | None

    @property
    def matter(self) -> str:
        """What both halves and every dispatch of one complaint share."""
        return self.crm_no or f"{self.system}:{self.ticket_id}"

    @property
    def is_inspected(self) -> bool:
        """Every dispatch is, and of CRM those that nobody dispatched: their matter has no other ticket. Withdrawn ones are not."""
        return (self.system == EOMS or self.counted) and self.status != WITHDRAWN

    @property
    def is_answered(self) -> bool:
        return bool(self.explanation) or self.replied_at is not None or self.status in ANSWERED_STATES

    @property
    def answered_at(self) -> datetime:
        """When the reply was given, as well as the ticket tells."""
        return self.replied_at or self.resolved_at or self.closed_at or self.accepted_at


_NOTHING: Mapping[str, Any] = {}


class Found(NamedTuple):
    """What a rule found: the words that gave it away and their place in the text of `field`; `start` is -1 where there is no place.

    `detail` holds what the message needs beyond them, as JSON would.
    """

    rule: str
    field: str
    words: str = ""
    start: int = -1
    end: int = -1
    detail: Mapping[str, Any] = _NOTHING
