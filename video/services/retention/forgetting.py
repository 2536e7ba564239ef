"""What was seen in footage goes with it."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef

from video.models import CameraEvent, Segment
from video.selectors.footage import LONGEST
from video.selectors.timelines import LONGEST_EVENT


def forget_events(removed: Sequence[Segment]) -> int:
    """Removes the events about the time of segments whose rows are gone, where no other footage shows them. How many."""
    if not removed:
        return 0
    begun, over = min(row.start for row in removed), max(row.end for row in removed)
    shown = Segment.objects.filter(
        camera=OuterRef("camera"), start__lt=OuterRef("end"), start__gt=OuterRef("start") - LONGEST, end__gt=OuterRef("start")
    )
    events = CameraEvent.objects.filter(
        ~Exists(shown), camera__in={row.camera_id for row in removed}, start__lt=over, start__gt=begun - LONGEST_EVENT, end__gt=begun
    )
    count, _each = events.delete()
    return count
