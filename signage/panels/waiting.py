"""The lines of the start page for hall signage."""

from django.urls import reverse
from django.utils.translation import gettext as _

from portalkit.access.models import User
from portalkit.access.selectors import Access
from portalkit.ui.domain.tones import Tone
from portalkit.ui.panels.waiting import Waiting

from ..selectors.waiting import waiting


def waiting_lines(access: Access, *, user: User) -> list[Waiting]:
    """Schedules to approve, and emergencies to review afterwards."""
    found = waiting(access, user=user)
    lines = [
        Waiting(_("Emergencies on screens to review"), found.emergencies, reverse("signage:emergency"), "alert", Tone.WARN),
        Waiting(_("Schedules of screens to approve"), found.schedules, reverse("signage:approvals"), "monitor"),
    ]
    return [line for line in lines if line.count]
