"""Requests in words."""

from django.utils.translation import gettext as _

from ..models import ShiftRequest
from ..services.requests import BreaksRules, NotPossible, Why
from .rules import violation_text

TONES = {"open": "warn", "asked": "info", "granted": "good", "refused": "bad", "withdrawn": "neutral"}


def tone_of(request: ShiftRequest) -> str:
    return TONES[request.state]


def effect_text(request: ShiftRequest) -> str:
    """What granting would do to the hours missing on these days."""
    before, after = request.effect.get("missing_before"), request.effect.get("missing_after")
    if before is None or after is None:
        return _("unknown: no requirement")
    return _("{before} h → {after} h missing").format(before=f"{before:.1f}", after=f"{after:.1f}")


def refusal_text(refused: NotPossible | BreaksRules) -> str:
    """Why a request cannot be made, with rule, day and agent where a rule is broken."""
    if isinstance(refused, BreaksRules):
        found = "; ".join(f"{one.day:%Y-%m-%d} {one.who} {violation_text(one)}" for one in refused.violations[:5])
        return _("The swap would break rules: {rules}").format(rules=found)
    return {
        Why.PAST: _("Ask for days from tomorrow on."),
        Why.TOO_LONG: _("A request covers 60 days at most."),
        Why.TWICE: _("A request of yours for these days is waiting already."),
        Why.NOTHING_TO_SWAP: _("There is nothing to exchange: no published shifts, or the same ones."),
        Why.NOT_A_COLLEAGUE: _("Swaps are possible with colleagues of your hotline."),
    }[refused.why]
