"""Quality inspection: the automatic pass, the settings of its rules, and what inspectors decide."""

from .drawing import NothingToDraw, draw_sample
from .judging import NoFinding, add_finding, judge_finding, take_back_finding
from .passing import Passed, inspect_tickets, severity_names
from .returning import AlreadyReturned, NothingOpen, NotYours, WordsMissing, accept_answer, answer_return, conclude, finish_look, send_again
from .settings import RuleUnchanged, restore_rule, set_rule
from .starting import (
    INSPECT_BATCH,
    INSPECT_DAYS,
    inspect_batch,
    inspect_changed,
    inspect_days,
    inspect_everything,
    start_changed,
    start_inspection,
)

__all__ = [
    "INSPECT_BATCH",
    "INSPECT_DAYS",
    "AlreadyReturned",
    "NoFinding",
    "NotYours",
    "NothingOpen",
    "NothingToDraw",
    "Passed",
    "RuleUnchanged",
    "WordsMissing",
    "accept_answer",
    "add_finding",
    "answer_return",
    "conclude",
    "draw_sample",
    "finish_look",
    "inspect_batch",
    "inspect_changed",
    "inspect_days",
    "inspect_everything",
    "inspect_tickets",
    "judge_finding",
    "restore_rule",
    "send_again",
    "set_rule",
    "severity_names",
    "start_changed",
    "start_inspection",
    "take_back_finding",
]
