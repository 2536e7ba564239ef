"""The pause between packets: a simulated connection, read by the rule."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from video.domain.pacing import LONGEST, Pace

RATE = 25


def reads(groups: list[int], *, rate: int = RATE) -> tuple[list[tuple[float, bool]], float]:
    """How late each packet is read and whether it is a key frame, for groups of so many pictures; and the time spent in pauses."""
    keys = {sum(groups[:number]) for number in range(len(groups))}
    pace, now, rested, late = Pace(), 0.0, 0.0, []
    for number in range(sum(groups)):
        comes = number / rate
        had_to_wait = comes > now
        now = max(now, comes)
        late.append((now - comes, number in keys))
        rest = pace.read(is_key=number in keys, had_to_wait=had_to_wait, now=now)
        now, rested = now + rest, rested + rest
    return late, rested


@given(group=st.integers(5, 250), count=st.integers(4, 12))
def test_no_key_frame_of_a_regular_camera_waits(group: int, count: int) -> None:
    late, _rested = reads([group] * count)
    assert all(lateness < 1e-6 for lateness, is_key in late if is_key)


@given(group=st.integers(25, 250))
def test_most_of_the_time_is_spent_in_pauses(group: int) -> None:
    _late, rested = reads([group] * 10)
    assert rested > 0.5 * 8 * group / RATE


@given(groups=st.lists(st.integers(1, 250), min_size=1, max_size=20))
def test_nothing_ever_waits_longer_than_one_pause(groups: list[int]) -> None:
    late, _rested = reads(groups)
    assert all(lateness <= LONGEST for lateness, _is_key in late)


@given(groups=st.lists(st.integers(10, 250), min_size=2, max_size=20))
def test_after_a_late_key_frame_the_next_is_read_as_it_comes(groups: list[int]) -> None:
    late, _rested = reads(groups)
    keys = [lateness > 1e-6 for lateness, is_key in late if is_key]
    assert not any(first and second for first, second in pairwise(keys))
