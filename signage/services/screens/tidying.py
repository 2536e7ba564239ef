"""Takes away what nobody needs any more of how screens did."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Window
from django.db.models.functions import RowNumber

from ...models import Nudge, Pairing, Publication, PublicationScreen, ScreenCommand, ScreenFault, Screenshot
from ...selectors.rollout import with_rollout

NUDGES_KEPT = timedelta(days=2)
COMMANDS_KEPT = timedelta(days=90)
FAULTS_KEPT = timedelta(days=90)
PAIRINGS_KEPT = timedelta(hours=1)
SCREENSHOTS_KEPT = 20
ROLLOUTS_KEPT = timedelta(days=30)
_AT_ONCE = 500


@dataclass(frozen=True)
class Swept:
    """How many rows went."""

    nudges: int
    commands: int
    faults: int
    screenshots: int
    pairings: int
    rollouts: int


@transaction.atomic
def sweep(*, now: datetime) -> Swept:
    """Old nudges, settled commands and cleared faults, expired pairings, all but the newest pictures of each screen, and old rollouts.

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
        rollouts=_sweep_rollouts(now),
    )


def _sweep_rollouts(now: datetime) -> int:
    """Which screens an old publication concerned; how many it reached stays with it.

    The last publication of each screen stays: by it the watch knows since when the screen lacks something.
    """
    due = list(with_rollout(Publication.objects.filter(at__lt=now - ROLLOUTS_KEPT, swept_at=None)))
    for one in due:
        figures: dict[str, int] = vars(one)
        one.swept_at, one.reached, one.concerned = now, figures["done"], figures["total"]
    Publication.objects.bulk_update(due, ["swept_at", "reached", "concerned"], batch_size=_AT_ONCE)
    rows = PublicationScreen.objects.filter(publication__swept_at__isnull=False)
    return rows.exclude(publication=F("screen__revision")).delete()[0]
