import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.domain.histogram import RATIO, bucket_of, buckets_of, middle_of, percentile

YEARS = 20 * 366 * 86400


@given(seconds=st.lists(st.integers(1, YEARS), min_size=1, max_size=300), share=st.sampled_from([0.5, 0.8, 0.95, 1.0]))
def test_a_percentile_lies_within_two_per_cent_of_the_exact_one(seconds: list[int], share: float) -> None:
    counts: dict[int, int] = {}
    for duration in seconds:
        counts[bucket_of(duration)] = counts.get(bucket_of(duration), 0) + 1
    exact = sorted(seconds)[max(1, math.ceil(share * len(seconds) - 1e-9)) - 1]
    assert percentile(counts, share) == pytest.approx(exact, rel=0.02)


@given(seconds=st.floats(1.0001, YEARS))
def test_a_duration_lies_between_the_bounds_of_its_bucket(seconds: float) -> None:
    bucket = bucket_of(seconds)
    assert RATIO ** (bucket - 1) <= seconds * (1 + 1e-9)
    assert seconds <= RATIO**bucket * (1 + 1e-9)


@given(one=st.floats(0, YEARS), other=st.floats(0, YEARS))
def test_a_longer_duration_is_never_in_a_lower_bucket(one: float, other: float) -> None:
    assert bucket_of(min(one, other)) <= bucket_of(max(one, other))


@given(seconds=st.lists(st.integers(0, YEARS) | st.none(), max_size=50))
def test_a_whole_column_falls_into_the_same_buckets(seconds: list[int | None]) -> None:
    assert buckets_of(seconds) == [None if duration is None else bucket_of(duration) for duration in seconds]


def test_nothing_counted_has_no_percentile() -> None:
    assert percentile({}, 0.8) is None


def test_durations_up_to_a_second_share_the_first_bucket() -> None:
    assert bucket_of(0) == bucket_of(1) == 0
    assert middle_of(0) == 1.0


def test_nonsense_is_refused() -> None:
    with pytest.raises(ValueError, match="never negative"):
        bucket_of(-1)
    with pytest.raises(ValueError, match="share"):
        percentile({1: 1}, 0)
