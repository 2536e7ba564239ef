import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from video.domain.backoff import LONGEST, pause
from video.domain.causes import Cause
from video.domain.fragments import Fragment, TableDamaged, pack, unpack
from video.domain.outages import explained


@given(st.integers(0, 10**6), st.floats(0, 1, exclude_max=True))
def test_a_camera_is_left_alone_for_half_a_minute_at_most(failures: int, chance: float) -> None:
    assert 0.25 <= pause(failures, chance=chance) <= LONGEST


def test_cameras_of_one_hall_do_not_dial_at_once() -> None:
    pauses = {round(pause(4, chance=random.random()), 2) for _ in range(50)}
    assert len(pauses) > 20


@given(st.sampled_from(Cause), st.lists(st.sampled_from(Cause)))
def test_a_cause_that_explains_is_kept(first: Cause, later: list[Cause]) -> None:
    told = first
    for cause in later:
        told = explained(told, cause)
    assert told in {first, *later}
    assert explained(told, Cause.STREAM_ENDED) == told


@given(st.lists(st.builds(Fragment, st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1))))
def test_a_fragment_table_is_read_as_it_was_written(fragments: list[Fragment]) -> None:
    assert list(unpack(pack(fragments))) == fragments


def test_a_torn_table_is_refused() -> None:
    with pytest.raises(TableDamaged):
        unpack(pack([Fragment(1, 2, 3)])[:-1])
