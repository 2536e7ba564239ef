"""What agents do with offers. The first who say so take the places; the rules are asked once more."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from portalkit.audit.domain.actors import Actor
from portalkit.regions.models import Region

from ...domain.offers import Candidate, Passed
from ...domain.shifts import Shift, spans_text
from ...models import Agent, Assignment, HoursEntry, OfferReply, Roster, ShiftOffer, ShiftTemplate
from ...selectors.labour import chain_of
from ...selectors.offers import counts_on, judged_for
from ..rosters.steps import refresh_figures
from .asking import ask_next, keep_record, locked, tell, window_text

LONGEST_CODE = 20
EXTRA_NAME = "加班"
State = OfferReply.State


class NotAsked(Exception):
    """The agent is not asked, or has answered already."""


class OfferClosed(Exception):
    """All places are taken, the deadline is over, the offer is withdrawn, or its roster no longer counts."""


class CannotTake(Exception):
    """The roster or the agent's bank has changed since; `passed` says what stands in the way."""

    def __init__(self, passed: Passed) -> None:
        super().__init__(str(passed.why))
        self.passed = passed


@transaction.atomic
def take_offer(*, offer: ShiftOffer, agent: Agent, by: Actor, now: datetime) -> OfferReply:
    """Changes the roster and books the hours. Raises NotAsked, OfferClosed, CannotTake, NoCycle.

    The offer's row and the roster's are locked first, so that two who come at once are served one after the other.
    """
    found = locked(offer)
    reply = _asked(found, agent)
    roster = Roster.objects.select_for_update(of=("self",)).select_related("region").get(pk=found.roster_id)
    found.roster = roster
    if _is_closed(found, now):
        raise OfferClosed
    judged = judged_for(found, agent)
    if isinstance(judged, Passed):
        raise CannotTake(judged)
    _work(roster, found, agent, judged)
    HoursEntry.objects.create(
        agent=agent, day=found.day, minutes=judged.changed.minutes, kind=HoursEntry.Kind.OFFER, roster=roster,
        note=f"{found.get_kind_display()} {window_text(found)}"[:200], booked_at=now, booked_by=by.name,
    )  # fmt: skip
    reply.state, reply.balance, reply.minutes, reply.replied_at = State.TAKEN, judged.balance, judged.changed.minutes, now
    reply.save(update_fields=["state", "balance", "minutes", "replied_at"])
    found.taken += 1
    found.save(update_fields=["taken"])
    refresh_figures(roster, now=now)
    keep_record("scheduling.take_offer", found, by=by, now=now, agent=agent.code, minutes=judged.changed.minutes)
    if found.taken == found.places:
        tell(found.made_by, _("All places of an offer are taken"), found, now=now, url=reverse("scheduling:offer", args=[found.pk]))
    return reply


@transaction.atomic
def refuse_offer(*, offer: ShiftOffer, agent: Agent, by: Actor, now: datetime) -> OfferReply:
    """The next candidate in turn is asked, as long as the offer is open. Raises NotAsked."""
    found = locked(offer)
    reply = _asked(found, agent)
    reply.state, reply.replied_at = State.REFUSED, now
    reply.save(update_fields=["state", "replied_at"])
    keep_record("scheduling.refuse_offer", found, by=by, now=now, agent=agent.code)
    if not _is_closed(found, now):
        ask_next(found, now=now)
    return reply


def _asked(offer: ShiftOffer, agent: Agent) -> OfferReply:
    reply = offer.replies.filter(agent=agent, state=State.ASKED).first()
    if reply is None:
        raise NotAsked
    return reply


def _is_closed(offer: ShiftOffer, now: datetime) -> bool:
    is_over = offer.withdrawn_at is not None or offer.taken >= offer.places or offer.deadline <= now
    return is_over or offer.roster.withdrawn_at is not None or not counts_on(offer.roster, offer.day)


def _work(roster: Roster, offer: ShiftOffer, agent: Agent, judged: Candidate) -> None:
    """The agent's day becomes what the offer makes of it."""
    changed = judged.changed
    row = Assignment.objects.filter(roster=roster, agent=agent, day=offer.day).first()
    beyond = (row.overtime_minutes if row else 0) + changed.minutes
    values = {
        "shift": _template(roster.region, changed.shift) if changed.shift else None,
        "breaks": spans_text(changed.pauses)[:80],
        "overtime_minutes": max(0, beyond) if changed.shift else 0,
    }
    Assignment.objects.update_or_create(roster=roster, agent=agent, day=offer.day, defaults=values)


def _template(region: Region, shift: Shift) -> ShiftTemplate:
    """A shift with these hours; made where there is none, not in use for other rosters."""
    spans, breaks = spans_text(shift.spans), " ".join(map(str, shift.breaks))
    known = ShiftTemplate.objects.filter(chain_of(region), spans=spans, breaks=breaks).order_by("-is_active", "code").first()
    if known is not None:
        return known
    codes = set(ShiftTemplate.objects.filter(chain_of(region)).values_list("code", flat=True))
    code, number = shift.code[:LONGEST_CODE], 2
    while code in codes:
        code, number = f"{shift.code[: LONGEST_CODE - 3]}-{number}", number + 1
    return ShiftTemplate.objects.create(
        code=code, name=(shift.name or EXTRA_NAME)[:80], region=region, spans=spans, breaks=breaks, is_night=shift.is_night, is_active=False
    )
