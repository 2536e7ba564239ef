"""Leave and swaps: asked for by agents, answered by colleagues, decided by supervisors."""

from .asking import PENDING, BreaksRules, NotNow, NotPossible, Why, answer_swap, ask_leave, ask_swap, withdraw_request
from .deciding import NoReason, OwnWork, grant_request, refuse_request

__all__ = [
    "PENDING",
    "BreaksRules",
    "NoReason",
    "NotNow",
    "NotPossible",
    "OwnWork",
    "Why",
    "answer_swap",
    "ask_leave",
    "ask_swap",
    "grant_request",
    "refuse_request",
    "withdraw_request",
]
