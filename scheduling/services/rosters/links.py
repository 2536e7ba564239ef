"""Where a roster is shown and what messages call it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from ...models import Roster


def roster_url(roster: Roster) -> str:
    return reverse("scheduling:roster", args=[roster.pk])


def title_of(roster: Roster) -> str:
    return _("Roster {first} – {last}, version {number}").format(
        first=f"{roster.first_day:%Y-%m-%d}", last=f"{roster.last_day:%Y-%m-%d}", number=roster.number
    )
