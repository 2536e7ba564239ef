"""Offers in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..domain.hours_pool import NoCycle
from ..domain.offers import Obstacle, Passed
from ..domain.shifts import DAY, clock
from ..models import OfferReply, Roster, ShiftOffer
from ..selectors.offers import ENDED, FULL, LAPSED, OPEN, WITHDRAWN, DayImbalance, Effect
from ..services.offers import CannotTake, NotAsked, OfferClosed, OfferImpossible, Why
from .rules import violation_text

STATES: Mapping[str, Any] = {
    OPEN: gettext_lazy("Open for answers"),
    FULL: gettext_lazy("All places taken"),
    ENDED: gettext_lazy("Deadline over"),
    WITHDRAWN: gettext_lazy("Withdrawn by the planner"),
    LAPSED: gettext_lazy("Lapsed with its roster"),
}
_TONES = {OPEN: "info", FULL: "good", ENDED: "neutral", WITHDRAWN: "neutral", LAPSED: "neutral"}
_REPLY_TONES = {"waiting": "neutral", "asked": "info", "taken": "good", "refused": "bad"}
_FIELDS = {
    Why.NOT_IN_FORCE: "day",
    Why.PAST: "starts",
    Why.DEADLINE: "deadline",
    Why.NOT_SHORT: "kind",
    Why.NOT_OVER: "kind",
}


def state_label(offer: Any) -> str:
    return str(STATES[offer.state])


def is_open(offer: Any) -> bool:
    return bool(offer.state == OPEN)


def state_tone(offer: Any) -> str:
    return _TONES[offer.state]


def reply_tone(reply: OfferReply) -> str:
    return _REPLY_TONES[reply.state]


def window_text(offer: ShiftOffer) -> str:
    """`17:00–20:00`, with a word where it ends on the next day."""
    text = f"{clock(offer.starts)}–{clock(offer.ends)}"
    return _("{times} (next day)").format(times=text) if offer.ends > DAY else text


def hours_text(minutes: int) -> str:
    """Hours with their sign: what the bank gains or gives back."""
    return _("{hours} h").format(hours=("+" if minutes > 0 else "−") + number_format(round(abs(minutes) / 60, 1)))


def effect_text(effect: Effect | Mapping[str, float] | None) -> str:
    """What taking all places does to the head-hours missing and to spare in the stretch."""
    if not effect:
        return _("unknown: no requirement")
    found = effect if isinstance(effect, Effect) else Effect(**effect)
    numbers = {name: number_format(getattr(found, name)) for name in ("missing_before", "missing_after", "spare_before", "spare_after")}
    return _("{missing_before} h → {missing_after} h missing, {spare_before} h → {spare_after} h to spare").format(**numbers)


def obstacle_text(passed: Passed) -> str:
    if passed.violations:
        return _("breaks rules: {rules}").format(
            rules="; ".join(f"{one.day:%Y-%m-%d} {violation_text(one)}" for one in passed.violations[:3])
        )
    return {
        Obstacle.NO_FIT: _("the stretch changes nothing of this day"),
        Obstacle.NO_SKILL: _("does not answer this queue"),
        Obstacle.RULES: _("breaks rules"),
        Obstacle.BANK: _("the bank would leave its limits"),
    }[passed.why]


def impossible_text(refused: OfferImpossible | NoCycle) -> tuple[str | None, str]:
    """The field that an offer fails at, None for the whole of it, and why."""
    if isinstance(refused, NoCycle):
        return None, _("There is no comprehensive-hours cycle on this day, so the hours pool must not run.")
    texts = {
        Why.NOT_IN_FORCE: _("This roster does not hold on this day."),
        Why.PAST: _("The stretch has begun already."),
        Why.DEADLINE: _("The deadline lies between now and the start of the stretch."),
        Why.NOBODY: _("No agent can take this offer: see why below, or choose another stretch."),
        Why.NOT_SHORT: _("No heads are missing in this stretch."),
        Why.NOT_OVER: _("Heads would be missing: there are too few to spare in this stretch."),
    }
    return _FIELDS.get(refused.why), texts[refused.why]


def answer_text(refused: NotAsked | OfferClosed | CannotTake | NoCycle) -> str:
    """Why an answer is not taken."""
    if isinstance(refused, CannotTake):
        return _("You cannot take this offer any more: {why}.").format(why=obstacle_text(refused.passed))
    if isinstance(refused, NoCycle):
        return _("There is no comprehensive-hours cycle on this day, so the hours pool must not run.")
    return _("This offer is closed: others were faster, or the deadline is over.")


@dataclass(frozen=True)
class ImbalanceLine:
    """A stretch that calls for an offer; `query` fills the form with it."""

    day: date
    window: str
    label: str
    tone: str
    hours: float
    query: str


def imbalance_line(one: DayImbalance, roster: Roster) -> ImbalanceLine:
    imbalance = one.imbalance
    heads = number_format(round(imbalance.most, 1))
    starts, ends = clock(imbalance.span.start), clock(imbalance.span.end)
    kind = ShiftOffer.Kind.OVERTIME if imbalance.is_missing else ShiftOffer.Kind.EARLY_LEAVE
    return ImbalanceLine(
        day=one.day,
        window=f"{starts}–{ends}",
        label=(_("up to {heads} missing") if imbalance.is_missing else _("up to {heads} to spare")).format(heads=heads),
        tone="bad" if imbalance.is_missing else "good",
        hours=one.hours,
        query=urlencode({"roster": roster.pk, "kind": kind.value, "day": one.day.isoformat(), "starts": starts, "ends": ends}),
    )
