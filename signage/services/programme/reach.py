"""Keeps content in the region that it belongs to: who may show it is a matter of its licence."""

from ...models import ScheduleRevision
from ...selectors.reach import content_of, out_of_reach, places_meant


class OutOfReach(Exception):
    """The revision would show content outside the content's own region."""


def check_reach(revision: ScheduleRevision) -> None:
    """Looks at the frozen items. Raises OutOfReach."""
    if revision.items and out_of_reach(content_of(revision), places_meant(revision)):
        raise OutOfReach
