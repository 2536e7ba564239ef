"""When data counts as stale."""

from datetime import datetime, timedelta

POLLS_MISSED = 3


def stale_after(*, every: int) -> timedelta:
    """The age at which data of a page polled every so many seconds is called stale, unless the page says otherwise."""
    return timedelta(seconds=every * POLLS_MISSED)


def is_stale(*, as_of: datetime | None, now: datetime, after: timedelta) -> bool:
    """Unknown age is not stale: there is nothing to be out of date."""
    return as_of is not None and now - as_of > after
