"""When a camera is dialled again."""

import random
from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from video.domain.backoff import FIRST, GOOD_SECONDS, LONGEST, failures_after, pause

chances = st.floats(0, 1, exclude_max=True)


@given(st.integers(0, 10**6), chances)
def test_a_camera_is_left_alone_for_half_a_minute_at_most(failures: int, chance: float) -> None:
    assert 0.25 <= pause(failures, chance=chance) <= LONGEST


def test_cameras_of_one_hall_do_not_dial_at_once() -> None:
    pauses = {round(pause(4, chance=random.random()), 2) for _ in range(50)}
    assert len(pauses) > 20


@given(failures=st.integers(1, 10_000), chance=chances)
def test_pauses_double_up_to_the_longest_and_are_spread_over_half_of_it(failures: int, chance: float) -> None:
    whole = min(FIRST * 2 ** min(failures - 1, 20), LONGEST)
    assert whole / 2 <= pause(failures, chance=chance) <= whole


@given(spans=st.lists(st.floats(GOOD_SECONDS, 8), min_size=1, max_size=50), chance=chances)
def test_a_camera_that_comes_and_goes_is_dialled_at_once_each_time(spans: list[float], chance: float) -> None:
    failures = list(accumulate(spans, lambda before, recorded: failures_after(before, recorded=recorded), initial=9))[1:]
    assert all(pause(count, chance=chance) <= FIRST for count in failures)


def test_one_that_stores_nothing_is_left_alone_longer_and_longer() -> None:
    failures = list(accumulate([0.0, 0.0, 1.9, 0.0], lambda before, recorded: failures_after(before, recorded=recorded), initial=0))
    assert failures == [0, 1, 2, 3, 4]
