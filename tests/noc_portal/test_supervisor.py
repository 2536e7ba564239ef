"""When a program that ended is started again."""

from hypothesis import given
from hypothesis import strategies as st

from noc_portal.supervisor import HEALTHY_AFTER, LONGEST_PAUSE, Program, next_wake, pause_after

MOMENTS = st.floats(0, 1e9)


@given(st.integers(0, 10_000))
def test_pauses_grow_from_a_second_to_a_minute(failures: int) -> None:
    assert 1 <= pause_after(failures) <= pause_after(failures + 1) <= LONGEST_PAUSE


def test_a_new_program_is_due_at_once_and_a_running_one_never() -> None:
    program = Program("web")
    assert program.is_due(0)
    assert not program.started(0).is_due(1e9)


@given(MOMENTS, st.floats(0, HEALTHY_AFTER - 1))
def test_a_program_that_dies_young_waits_longer_each_time(now: float, lived: float) -> None:
    once = Program("web").started(now).ended(now + lived)
    twice = once.started(once.start_at).ended(once.start_at + lived)
    assert (once.failures, twice.failures) == (1, 2)
    assert not once.is_due(now + lived)
    assert once.is_due(once.start_at)


@given(MOMENTS, st.floats(HEALTHY_AFTER + 1, 1e6))
def test_a_healthy_stretch_forgets_earlier_failures(now: float, lived: float) -> None:
    assert Program("web", failures=9).started(now).ended(now + lived).failures == 1


def test_the_loop_sleeps_until_the_next_start() -> None:
    waiting, running = Program("web", start_at=12.0), Program("worker").started(0)
    assert next_wake([waiting, running], 10.0, longest=5.0) == 2.0
    assert next_wake([waiting, running], 20.0, longest=5.0) == 0.0
    assert next_wake([running], 10.0, longest=5.0) == 5.0
