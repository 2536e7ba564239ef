"""Finds repeats and invalid tickets, and keeps to what people decided about them."""

from .decisions import (
    HeldApart,
    NothingInForce,
    NothingToConfirm,
    NotOfThisGroup,
    confirm_repeats,
    merge_repeats,
    separate_repeat,
    undo_repeats,
)
from .detection import DataKeptChanging, Searched, days_with_tickets, find_repeats
from .setting import RulesMeaningless, RulesUnchanged, set_repeat_rules
from .starting import FIND_REPEATS, days_of_batch, follow_up, month_span, start_search
from .validity import NothingJudged, judge_ticket, withdraw_verdict

__all__ = [
    "FIND_REPEATS",
    "DataKeptChanging",
    "HeldApart",
    "NotOfThisGroup",
    "NothingInForce",
    "NothingJudged",
    "NothingToConfirm",
    "RulesMeaningless",
    "RulesUnchanged",
    "Searched",
    "confirm_repeats",
    "days_of_batch",
    "days_with_tickets",
    "find_repeats",
    "follow_up",
    "judge_ticket",
    "merge_repeats",
    "month_span",
    "separate_repeat",
    "set_repeat_rules",
    "start_search",
    "undo_repeats",
    "withdraw_verdict",
]
