"""Takes away what nobody needs any more of how screens did."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Window
from django.db.models.functions import RowNumber

from ...models import Nudge, Pairing, ScreenCommand, ScreenFault, Screenshot

NUDGES_KEPT = timedelta(days=2)
COMMANDS_KEPT = timedelta(days=90)
FAULTS_KEPT = timedelta(days=90)
PAIRINGS_KEPT = timedelta(hours=1)
SCREENSHOTS_KEPT = 20


@dataclass(frozen=True)
class Swept:
    """How many rows went."""

    nudges: int
    commands: int
    faults: int
    screenshots: int
    pairings: int


@transaction.atomic
def sweep(*, now: datetime) -> Swept:
    """Old nudges, settled commands and cleared faults, expired pairings, and all but the newest pictures of each screen.

    The newest nudge stays, so that numbers go on rising where a database would use them again.
    """
    newest = Nudge.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    numbered = Screenshot.objects.annotate(
        rank=Window(RowNumber(), partition_by=F("screen"), order_by=[F("taken_at").desc(), F("pk").desc()])
    )
    old_shots = list(numbered.filter(rank__gt=SCREENSHOTS_KEPT).values_list("pk", flat=True))
    return Swept(
        nudges=Nudge.objects.filter(created_at__lt=now - NUDGES_KEPT, pk__lt=newest).delete()[0],
        commands=ScreenCommand.objects.filter(asked_at__lt=now - COMMANDS_KEPT, expires_at__lt=now).delete()[0],
        faults=ScreenFault.objects.filter(cleared_at__lt=now - FAULTS_KEPT).delete()[0],
        screenshots=Screenshot.objects.filter(pk__in=old_shots).delete()[0],
        pairings=Pairing.objects.filter(expires_at__lt=now - PAIRINGS_KEPT).delete()[0],
    )
