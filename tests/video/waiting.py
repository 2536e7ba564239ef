import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


def eventually(check: Callable[[], Found], *, seconds: float = 60) -> Found:
    """What `check` finds once it finds something; fails by name after a while."""
    ends = time.monotonic() + seconds
    while not (found := check()):
        assert time.monotonic() < ends, "it did not come about in time"
        time.sleep(0.1)
    return found
