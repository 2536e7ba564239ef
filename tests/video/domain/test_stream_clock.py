"""Whatever cameras stamp and networks delay: rising times, near the wall clock, spaced as the camera spaced them."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from video.domain.stream_clock import SECOND_OF_TICKS, SLEW, Stamp, Step, StreamClock

WALL = 1_795_000_000_000_000
FRAME = 3600


def group(first: int, count: int, *, start: int = 0, late: int = 0, wall_shift: int = 0) -> list[Stamp]:
    """Packets of a 25 Hz camera from picture `first`; `start` is its clock at picture nought, `late` microseconds of delay for all."""
    return [
        Stamp(start + number * FRAME, start + number * FRAME, WALL + wall_shift + number * 40_000 + late, number * 40_000 + late)
        for number in range(first, first + count)
    ]


@given(st.integers(0, 2**32), st.lists(st.integers(0, 900_000), min_size=50, max_size=50))
def test_delays_of_the_network_leave_the_spacing_alone(start: int, delays: list[int]) -> None:
    clock = StreamClock()
    stamps = [
        stamp._replace(wall=stamp.wall + late, mono=stamp.mono + late)
        for stamp, late in zip(group(0, 50, start=start), delays, strict=True)
    ]
    placed = [*clock.place(stamps[:25]), *clock.place(stamps[25:])]
    assert all(later.utc - earlier.utc == 40_000 for earlier, later in itertools.pairwise(placed))
    assert placed[0].utc == WALL + min(delays[:25])
    assert clock.step is None


def test_what_a_server_had_buffered_is_placed_where_it_was_taken() -> None:
    stamps = group(0, 50)
    burst = [stamp._replace(wall=stamps[24].wall, mono=stamps[24].mono) for stamp in stamps[:25]]
    placed = StreamClock().place([*burst, *stamps[25:]])
    assert placed[0].utc == WALL


def test_a_first_packet_without_stamps_is_placed_before_the_second() -> None:
    bare = group(0, 25)
    stamps = [bare[0]._replace(decode=None, present=None), *bare[1:]]
    assert [placed.utc for placed in StreamClock().place(stamps)] == [placed.utc for placed in StreamClock().place(bare)]


def test_a_camera_that_never_stamps_is_spaced_by_its_rate() -> None:
    stamps = [stamp._replace(decode=None, present=None) for stamp in group(0, 25)]
    placed = StreamClock().place(stamps)
    assert all(later.utc - earlier.utc == 40_000 for earlier, later in itertools.pairwise(placed))


@given(st.sampled_from([-(10**12), -5 * SECOND_OF_TICKS, 100 * SECOND_OF_TICKS, 10**12]))
def test_a_jump_of_the_cameras_clock_is_taken_out_and_told(jump: int) -> None:
    clock = StreamClock()
    before = clock.place(group(0, 25, start=10**13))
    after = clock.place(group(25, 25, start=10**13 + jump))
    assert clock.step is Step.STREAM
    assert after[0].utc - before[-1].utc == 40_000
    assert all(later.utc - earlier.utc == 40_000 for earlier, later in itertools.pairwise(after))


@given(st.sampled_from([-3_600_000_000, -2_000_000, 2_000_000, 86_400_000_000]))
def test_when_the_nodes_clock_is_set_the_times_follow_from_the_next_key_frame(shift: int) -> None:
    clock = StreamClock()
    clock.place(group(0, 26))
    placed = clock.place(group(26, 25, wall_shift=shift))
    assert clock.step is Step.NODE
    assert placed[0].utc == WALL + 26 * 40_000
    assert placed[-1].utc == WALL + 50 * 40_000 + shift
    assert clock.place(group(51, 25, wall_shift=shift))[0].utc == WALL + 51 * 40_000 + shift
    assert clock.step is None


def test_a_crystal_that_runs_fast_does_not_carry_the_footage_away_from_the_clock() -> None:
    """A camera 200 ppm fast for an hour, cut every five minutes: never further than a cut's drift from the wall."""
    clock, worst = StreamClock(), 0
    for number in range(3600):
        at = WALL + number * 1_000_000
        ticks = round(number * SECOND_OF_TICKS * 1.0002)
        if number and number % 300 == 0:
            clock.settle()
        placed = clock.place([Stamp(ticks, ticks, at, number * 1_000_000)])
        worst = max(worst, abs(placed[0].utc - at))
    assert worst <= 300 * 200 + SLEW


def test_a_stall_is_no_step() -> None:
    clock = StreamClock()
    clock.place(group(0, 25))
    clock.place([stamp._replace(wall=WALL + 9_000_000, mono=9_000_000) for stamp in group(25, 50)])
    assert clock.step is None
    assert clock.place(group(225, 25))[0].utc == WALL + 225 * 40_000
