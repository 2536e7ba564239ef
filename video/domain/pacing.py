"""When a camera's connection may be left to itself. Seconds of a clock that is never set.

A camera sends a picture every few hundredths of a second, in a dozen pieces. Read as they come, each piece wakes a thread; left in the
kernel's buffer for a quarter of a second they are read in one go. The next key frame ends a fragment, so it is waited for in person.
"""

LONGEST = 0.25
MARGIN = 0.05


class Pace:
    """`read` hears of every packet. A group of pictures is foretold to last as long as the one before it. Where a key frame came during a
    pause the forecast was wrong: the next groups are read as they come, until two key frames in a row were waited for.
    """

    def __init__(self) -> None:
        self._key_at: float | None = None
        self._group: float | None = None

    def read(self, *, is_key: bool, had_to_wait: bool, now: float) -> float:
        """How long to pause after this packet; 0 for not at all. `had_to_wait`: nothing lay in the buffer when it was asked for."""
        if is_key:
            self._group = now - self._key_at if had_to_wait and self._key_at is not None else None
            self._key_at = now if had_to_wait else None
        if not had_to_wait or self._group is None or self._key_at is None:
            return 0.0
        return max(0.0, min(LONGEST, self._key_at + self._group - MARGIN - now))
