"""What changes supervision's data.

set_deadline, end_deadline                                    limits by rule
pause_ticket, resume_ticket                                   time on hold
open_notice, answer_notice, close_notice, reopen_notice, escalate_notice
propose_legacy, decide_legacy                                 long-planned cases
set_level, add_contact, remove_contact, set_automatic         the chain
refresh_watches, then supervise                               one round, by schedule, after imports, and by `manage.py supervise`
"""

from .chain import NotAContact, add_contact, remove_contact, set_automatic, set_level
from .defaults import ensure_default_supervision
from .legacy import AlreadyDecided, AlreadyProposed, NotForLegacyPool, OwnProposal, decide_legacy, propose_legacy
from .notices import (
    Demand,
    NoSuchLevel,
    NoticeNeedsText,
    NoticeNeedsTickets,
    answer_notice,
    close_notice,
    escalate_notice,
    open_notice,
    reopen_notice,
)
from .pauses import AlreadyOnHold, NotOnHold, PauseNeedsReason, pause_ticket, resume_ticket
from .refreshing import Refreshed, refresh_watches
from .rounds import Round, supervise
from .rules import DeadlineHasEnded, DeadlineOverlaps, NotADeadline, end_deadline, set_deadline
from .work import SUPERVISE, start_supervision, supervise_after_import

__all__ = [
    "SUPERVISE",
    "AlreadyDecided",
    "AlreadyOnHold",
    "AlreadyProposed",
    "DeadlineHasEnded",
    "DeadlineOverlaps",
    "Demand",
    "NoSuchLevel",
    "NotAContact",
    "NotADeadline",
    "NotForLegacyPool",
    "NotOnHold",
    "NoticeNeedsText",
    "NoticeNeedsTickets",
    "OwnProposal",
    "PauseNeedsReason",
    "Refreshed",
    "Round",
    "add_contact",
    "answer_notice",
    "close_notice",
    "decide_legacy",
    "end_deadline",
    "ensure_default_supervision",
    "escalate_notice",
    "open_notice",
    "pause_ticket",
    "propose_legacy",
    "refresh_watches",
    "remove_contact",
    "reopen_notice",
    "resume_ticket",
    "set_automatic",
    "set_deadline",
    "set_level",
    "start_supervision",
    "supervise",
    "supervise_after_import",
]
