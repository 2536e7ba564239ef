"""The lines of the start page for the hotline."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from portalkit.access.models import User
from portalkit.access.selectors import Access
from portalkit.ui.domain.tones import Tone
from portalkit.ui.panels.waiting import Waiting

from ..selectors.waiting import waiting


def waiting_lines(access: Access, *, user: User, now: datetime) -> list[Waiting]:
    """What waits for the caller: requests and rosters to decide on, colleagues who ask for a swap, hours offered."""
    found = waiting(access, user=user, now=now)
    lines = [
        Waiting(_("Swaps that wait for your answer"), found.swaps, reverse("scheduling:mine"), "refresh", Tone.WARN),
        Waiting(_("Hours offered to you"), found.offers, reverse("scheduling:mine") + "#offers", "coins", Tone.WARN),
        Waiting(_("Leave and swaps to decide on"), found.requests, reverse("scheduling:requests") + "?state=open", "check", Tone.WARN),
        Waiting(_("Rosters to approve"), found.rosters, reverse("scheduling:rosters") + "?state=submitted", "grid"),
    ]
    return [line for line in lines if line.count]
