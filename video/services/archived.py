"""Footage that is read in the archive itself, a part at a time."""

from django.core.cache import cache

from video.adapters.archive import ArchiveAway, ArchivedPart, NotInArchive
from video.models import Segment

from .footage import FootageGone

_AWAY = "video.archive_away"
AWAY_SECONDS = 10


class ArchivedFootage:
    """A segment whose bytes the archive has, with the face of an open file. Nothing is asked of the store before a part is."""

    def __init__(self, segment: Segment) -> None:
        """Raises FootageGone where the archive never had it, or loses it at this moment."""
        if not segment.archive_key or segment.state == Segment.State.DELETING:
            raise FootageGone(segment)
        self._segment = segment
        self.size = segment.size

    def part(self, *, first: int, length: int) -> ArchivedPart:
        """Raises FootageGone and ArchiveAway.

        A store that was just away is not asked again for a few seconds: players try again and again, and each would hold up a thread.
        """
        if kind := cache.get(_AWAY):
            raise ArchiveAway(kind)
        try:
            return ArchivedPart(self._segment.archive_key, first=first, length=length, size=self.size)
        except ArchiveAway as away:
            cache.set(_AWAY, str(away), AWAY_SECONDS)
            raise
        except NotInArchive:
            raise FootageGone(self._segment) from None

    def close(self) -> None:
        """There is nothing open yet."""
