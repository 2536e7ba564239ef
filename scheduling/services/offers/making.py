"""What planners do with offers."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext as _

from portalkit.access.models import User
from portalkit.audit.domain.actors import Actor

from ...domain.offers import OfferKind, Window
from ...domain.shifts import Span
from ...models import OfferReply, Queue, Roster, ShiftOffer
from ...selectors.offers import Preview, counts_on, preview_of, starts_at
from .asking import ask_next, keep_record, locked, tell

MOST_MISSED = 0.25
"""Of the hours given up at most this share may be missed: the breaks of those who stay lay on the heads to spare."""


class Why(StrEnum):
    """Why an offer cannot be made."""

    NOT_IN_FORCE = "not_in_force"
    PAST = "past"
    DEADLINE = "deadline"
    NOBODY = "nobody"
    NOT_SHORT = "not_short"
    NOT_OVER = "not_over"


class OfferImpossible(Exception):
    """The offer cannot be made; `why` says why, `preview` tells of the agents where they were asked about."""

    def __init__(self, why: Why, preview: Preview | None = None) -> None:
        super().__init__(str(why))
        self.why = why
        self.preview = preview


@dataclass(frozen=True)
class OfferWish:
    """`starts` and `ends` in minutes from midnight of `day`."""

    roster: Roster
    kind: OfferKind
    day: date
    starts: int
    ends: int
    queue: Queue | None
    places: int
    asked_at_once: int
    deadline: datetime
    note: str = ""

    @property
    def window(self) -> Window:
        return Window(self.kind, self.day, Span(self.starts, self.ends), self.queue.code if self.queue else "")


@transaction.atomic
def make_offer(*, wish: OfferWish, user: User, by: Actor, now: datetime) -> ShiftOffer:
    """Keeps the candidates in their order and asks the first of them. Raises OfferImpossible, NoCycle."""
    roster = Roster.objects.select_for_update(of=("self",)).select_related("region").get(pk=wish.roster.pk)
    preview = checked_preview(wish=wish, now=now)
    offer = ShiftOffer.objects.create(
        roster=roster, kind=wish.kind.value, day=wish.day, starts=wish.starts, ends=wish.ends, queue=wish.queue, places=wish.places,
        asked_at_once=max(wish.places, wish.asked_at_once), deadline=wish.deadline, note=wish.note.strip()[:200],
        effect=asdict(preview.effect) if preview.effect else {}, made_at=now, made_by=user,
    )  # fmt: skip
    OfferReply.objects.bulk_create(
        OfferReply(offer=offer, agent=preview.agents[one.who], turn=turn, balance=one.balance, minutes=one.changed.minutes)
        for turn, one in enumerate(preview.choice.candidates, start=1)
    )
    ask_next(offer, now=now)
    keep_record("scheduling.make_offer", offer, by=by, now=now, count=len(preview.choice.candidates))
    return offer


def checked_preview(*, wish: OfferWish, now: datetime) -> Preview:
    """Whom the offer would reach and what it would do; writes nothing. Raises OfferImpossible, NoCycle."""
    if not wish.roster.first_day <= wish.day <= wish.roster.last_day or not counts_on(wish.roster, wish.day):
        raise OfferImpossible(Why.NOT_IN_FORCE)
    begins = starts_at(wish.window)
    if begins <= now:
        raise OfferImpossible(Why.PAST)
    if not now < wish.deadline <= begins:
        raise OfferImpossible(Why.DEADLINE)
    preview = preview_of(wish.roster, wish.window, places=wish.places)
    if not preview.choice.candidates:
        raise OfferImpossible(Why.NOBODY, preview)
    _check_effect(wish, preview)
    return preview


@transaction.atomic
def withdraw_offer(*, offer: ShiftOffer, by: Actor, now: datetime) -> ShiftOffer:
    """Nobody can take it any more; what was taken stays taken. An offer that is withdrawn already stays as it is."""
    found = locked(offer)
    if found.withdrawn_at is None:
        found.withdrawn_at = now
        found.save(update_fields=["withdrawn_at"])
        keep_record("scheduling.withdraw_offer", found, by=by, now=now, count=found.taken)
        for reply in found.replies.filter(state=OfferReply.State.ASKED).select_related("agent__user"):
            tell(reply.agent.user, _("An offer to you is withdrawn"), found, now=now)
    return found


def _check_effect(wish: OfferWish, preview: Preview) -> None:
    """Overtime where heads are missing, less work where there are heads to spare; where no requirement is known, nothing is asked."""
    effect = preview.effect
    if effect is None:
        return
    if wish.kind is OfferKind.OVERTIME:
        if effect.missing_before <= 0:
            raise OfferImpossible(Why.NOT_SHORT)
        return
    given = -sum(one.changed.minutes for one in preview.choice.candidates[: wish.places]) / 60
    if effect.missing_after - effect.missing_before > MOST_MISSED * given:
        raise OfferImpossible(Why.NOT_OVER)
