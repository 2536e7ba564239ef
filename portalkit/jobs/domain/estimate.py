"""How long running work will still take."""

from datetime import timedelta

_TOO_EARLY = timedelta(seconds=3)
_TOO_LITTLE = 0.02


def time_left(*, done: int, total: int | None, elapsed: timedelta) -> timedelta | None:
    """By the pace so far; None while too little is done to say, or the end is not known."""
    if not total or done <= 0 or elapsed < _TOO_EARLY or done / total < _TOO_LITTLE:
        return None
    return elapsed * (max(total - done, 0) / done)
