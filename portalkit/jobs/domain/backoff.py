"""How long to wait before trying again."""

from datetime import timedelta

FIRST = timedelta(seconds=10)
LONGEST = timedelta(minutes=30)


def delay_after(failures: int, *, first: timedelta = FIRST, longest: timedelta = LONGEST) -> timedelta:
    """`first` after one failure, three times as long after each further one, never more than `longest`."""
    factor: int = 3 ** min(max(failures, 1) - 1, 20)
    return min(first * factor, longest)
