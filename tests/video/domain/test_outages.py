import pytest
from hypothesis import given
from hypothesis import strategies as st

from video.domain.causes import Cause
from video.domain.fragments import Fragment, TableDamaged, pack, unpack
from video.domain.outages import explained


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
