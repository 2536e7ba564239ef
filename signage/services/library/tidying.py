"""Clears away uploads that nobody finished, and notes of those that were refused."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from ...adapters import pieces, scratch
from ...models import Upload

KEPT_UNFINISHED = timedelta(days=3)
KEPT_FINISHED = timedelta(days=30)
KEPT_SCRATCH = timedelta(days=1)


@dataclass(frozen=True)
class Swept:
    uploads: int
    drafts: int


def sweep_uploads(*, now: datetime) -> Swept:
    """Unfinished uploads go after three days, the others' rows after thirty; drafts without an open upload go too,
    and what a killed process left of its work.
    """
    old = Q(finished_at=None, created_at__lt=now - KEPT_UNFINISHED) | Q(finished_at__lt=now - KEPT_FINISHED)
    gone, _by_model = Upload.objects.filter(old).delete()
    on_disk = pieces.drafts()
    needed = {str(key) for key in Upload.objects.filter(made=None, refusal="").values_list("pk", flat=True)}
    doomed = [key for key in on_disk if key not in needed]
    for key in doomed:
        pieces.remove(key)
    scratch.remove_left_behind(before=now - KEPT_SCRATCH)
    return Swept(uploads=gone, drafts=len(doomed))
