"""Durations counted in buckets whose bounds grow by a fixed ratio, so that percentiles of millions of tickets come from small rows.

Bucket b > 0 holds durations in (RATIO^(b−1), RATIO^b] seconds, bucket 0 those up to one second. The percentile is given as the
geometric middle of its bucket: at most √RATIO − 1 < 2 % away from the exact nearest-rank percentile.
"""

import math
from collections.abc import Mapping, Sequence

import numpy as np

RATIO = 1.04
_LOG = math.log(RATIO)
LARGEST = 600


def bucket_of(seconds: float) -> int:
    """The bucket of a duration; negative durations belong to none."""
    if seconds < 0:
        raise ValueError("a duration is never negative")
    if seconds <= 1:
        return 0
    return min(LARGEST, math.ceil(math.log(seconds) / _LOG - 1e-9))


def buckets_of(durations: Sequence[float | None]) -> list[int | None]:
    """`bucket_of` for a whole column; None stays None."""
    seconds = np.array([1.0 if duration is None else max(duration, 1.0) for duration in durations])
    found = np.minimum(LARGEST, np.ceil(np.log(seconds) / _LOG - 1e-9)).astype(int).tolist()
    return [None if duration is None else bucket for duration, bucket in zip(durations, found, strict=True)]


def middle_of(bucket: int) -> float:
    """The duration in seconds that stands for a bucket."""
    return 1.0 if bucket <= 0 else RATIO ** (bucket - 0.5)


def percentile(counts: Mapping[int, int], share: float) -> float | None:
    """The duration in seconds within which `share` (0 to 1) of the tickets were done: nearest rank; None without tickets."""
    if not 0 < share <= 1:
        raise ValueError("a share lies above 0 and up to 1")
    total = sum(counts.values())
    if not total:
        return None
    rank = max(1, math.ceil(share * total - 1e-9))
    seen = 0
    for bucket in sorted(counts):
        seen += counts[bucket]
        if seen >= rank:
            return middle_of(bucket)
    raise AssertionError("the rank lies within the total")
