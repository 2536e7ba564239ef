"""Who is asked, and how agents hear of it."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from portalkit.access.models import User
from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.notify.services import notify

from ...domain.shifts import clock
from ...models import OfferReply, ShiftOffer

State = OfferReply.State


def ask_next(offer: ShiftOffer, *, now: datetime) -> None:
    """Asks the next candidates in turn until as many are asked, or have taken it, as are asked at a time."""
    replies = offer.replies.select_related("agent__user")
    outstanding = replies.filter(state__in=[State.ASKED, State.TAKEN]).count()
    for reply in replies.filter(state=State.WAITING).order_by("turn")[: max(0, offer.asked_at_once - outstanding)]:
        reply.state = State.ASKED
        reply.save(update_fields=["state"])
        tell(reply.agent.user, _("Hours are offered to you"), offer, now=now)


def tell(user: User | None, subject: str, offer: ShiftOffer, *, now: datetime, url: str = "") -> None:
    """A notice, where there is a user."""
    if user is not None:
        notify(
            user=user, subject=subject, body=f"{offer.get_kind_display()} {window_text(offer)}", url=url or reverse("scheduling:mine"),
            key=f"scheduling.offer {offer.pk} {user.pk} {subject} {now.isoformat()}"[:200], now=now,
        )  # fmt: skip


def window_text(offer: ShiftOffer) -> str:
    return f"{offer.day:%Y-%m-%d} {clock(offer.starts)}–{clock(offer.ends)}"


def keep_record(action: str, offer: ShiftOffer, *, by: Actor, now: datetime, **detail: object) -> None:
    record(
        by=by, action=action, on=offer, region_code=offer.roster.region.code, at=now, detail={"name": window_text(offer), **detail},
    )  # fmt: skip


def locked(offer: ShiftOffer) -> ShiftOffer:
    """The offer, kept from everybody else until the transaction ends."""
    rows = ShiftOffer.objects.select_for_update(of=("self",)).select_related("roster__region", "queue", "made_by")
    return rows.get(pk=offer.pk)
