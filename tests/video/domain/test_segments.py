from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from video.domain.segments import (
    SECOND,
    SEGMENT_SECONDS,
    NotASegment,
    SegmentName,
    microseconds,
    moment,
    name_of,
    next_cut,
    path_for,
    stagger,
    ticks_of,
    utc_of,
)

times = st.integers(0, 4_102_444_800 * SECOND)


@given(times)
def test_ticks_and_microseconds_are_one_another(utc: int) -> None:
    ticks = ticks_of(utc)
    assert ticks_of(utc_of(ticks)) == ticks
    assert abs(utc_of(ticks) - utc) <= 11


@given(times)
def test_moments_keep_every_microsecond(utc: int) -> None:
    assert microseconds(moment(utc)) == utc


@given(times, st.integers(0, SEGMENT_SECONDS - 1))
def test_the_next_cut_lies_ahead_by_five_minutes_at_most_and_on_the_shifted_clock(utc: int, shift: int) -> None:
    cut = next_cut(utc, shift=shift)
    assert 0 < cut - utc <= SEGMENT_SECONDS * SECOND
    assert (cut - shift * SECOND) % (SEGMENT_SECONDS * SECOND) == 0


@given(st.integers(1, 300))
def test_cuts_of_a_node_are_spread_over_the_five_minutes(count: int) -> None:
    at = sorted(stagger(number) for number in range(1, count + 1))
    rooms = [later - earlier for earlier, later in zip(at, [*at[1:], at[0] + SEGMENT_SECONDS], strict=True)]
    assert max(rooms) <= 3 * SEGMENT_SECONDS / count + 1


@given(st.integers(0, 10**20 - 1), times, st.integers(1, 10**9))
def test_a_path_tells_what_it_was_made_from(camera: int, utc: int, epoch: int) -> None:
    name = SegmentName(f"{camera:020d}", utc, epoch)
    assert name_of(path_for(name)) == name


def test_a_path_sorts_by_day_and_is_read_by_people() -> None:
    name = SegmentName("34020000001320000001", microseconds(datetime(2026, 11, 2, 4, 5, 6, 7, tzinfo=UTC)), 12)
    assert path_for(name) == "34020000001320000001/2026/11/02/20261102T040506.000007Z-e12.mp4"


@pytest.mark.parametrize(
    "path",
    [
        "34020000001320000001/2026/11/02/20261103T040506.000007Z-e12.mp4",
        "34020000001320000001/2026/11/02/20261102T046006.000007Z-e12.mp4",
        "34020000001320000001/2026/11/02/20261102T040506.000007Z-e012.mp4",
        "../34020000001320000001/2026/11/02/20261102T040506.000007Z-e1.mp4",
        "34020000001320000001/2026/11/02/20261102T040506.000007Z-e1.mp4\n",
        "",
    ],
)
def test_other_paths_are_no_segments(path: str) -> None:
    with pytest.raises(NotASegment):
        name_of(path)
