"""One cause for one outage, although the reasons for failing change while it lasts."""

from .causes import Cause

_PASSING = frozenset({Cause.STREAM_ENDED, Cause.STREAM_STALLED, Cause.STREAM_DAMAGED, Cause.CLOCK_STEP, Cause.NONE})


def explained(first: Cause, later: Cause) -> Cause:
    """What the gap is put down to: how the picture was lost, or what kept it away where that says more.

    >>> explained(Cause.STREAM_ENDED, Cause.UNREACHABLE)
    <Cause.UNREACHABLE: 'unreachable'>
    >>> explained(Cause.WRONG_PASSWORD, Cause.STREAM_ENDED)
    <Cause.WRONG_PASSWORD: 'wrong_password'>
    """
    return later if first in _PASSING and later not in _PASSING else first
