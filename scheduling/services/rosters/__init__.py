"""Builds rosters, changes them by hand, leads them through approval and publishes them."""

from .building import CannotBuild, RosterWish, keep_roster, problem_for, start_building, stop_and_keep
from .copying import copy_roster
from .editing import NotEditable, UnknownShift, comment_cell, set_cells
from .publishing import HardViolations, NotPublishable, TooLate, publish_roster, withdraw_published
from .steps import NoReason, NotNow, OwnWork, approve_roster, check_roster, send_back_roster, submit_roster, withdraw_roster

__all__ = [
    "CannotBuild",
    "HardViolations",
    "NoReason",
    "NotEditable",
    "NotNow",
    "NotPublishable",
    "OwnWork",
    "RosterWish",
    "TooLate",
    "UnknownShift",
    "approve_roster",
    "check_roster",
    "comment_cell",
    "copy_roster",
    "keep_roster",
    "problem_for",
    "publish_roster",
    "send_back_roster",
    "set_cells",
    "start_building",
    "stop_and_keep",
    "submit_roster",
    "withdraw_published",
    "withdraw_roster",
]
