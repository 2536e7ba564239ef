"""Why an export cannot be made, in words for whoever asked for it."""

from datetime import datetime

from django.utils.translation import gettext as _

from portalkit.periods.domain.calendar import SHANGHAI
from video.adapters.cutting import CannotRead, FormatChanges
from video.adapters.signing import KeyUnusable
from video.models import Segment

from ..footage import FootageDamaged, FootageGone
from .asking import NoFootage


def reason_why(error: Exception) -> str | None:
    """None for what may pass by itself: it is tried again."""
    if isinstance(error, FootageDamaged):
        text = _("The footage from {time} on volume {volume} is not what was recorded: its digest differs. No evidence is made of it.")
        return _about(text, error.segment)
    if isinstance(error, FootageGone):
        text = _("The footage from {time} on volume {volume} is neither on this storage node nor in the archive. Is its disk there?")
        return _about(text, error.segment)
    if isinstance(error, NoFootage):
        return _("Nothing of the span is left.")
    if isinstance(error, FormatChanges):
        return _("The picture format changes at {time}. Export up to then, and from then on.").format(time=_start(error.key))
    if isinstance(error, CannotRead):
        return _("The footage from {time} cannot be read.").format(time=_start(error.key))
    return str(error) if isinstance(error, KeyUnusable) else None


def _about(text: str, segment: Segment) -> str:
    return text.format(time=_time(segment.start), volume=segment.volume.title)


def _start(key: int) -> str:
    return _time(Segment.objects.values_list("start", flat=True).get(pk=key))


def _time(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"
