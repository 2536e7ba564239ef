"""Pauses between attempts, the time left, and what a failure may say."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from portalkit.jobs.domain.backoff import FIRST, LONGEST, delay_after
from portalkit.jobs.domain.estimate import time_left
from portalkit.jobs.domain.failures import LONGEST as LONGEST_ERROR
from portalkit.jobs.domain.failures import first_line


@given(st.integers(0, 1000))
def test_pauses_grow_up_to_a_limit(failures: int) -> None:
    assert FIRST <= delay_after(failures) <= delay_after(failures + 1) <= LONGEST


@given(st.integers(1, 10**9), st.integers(1, 10**9), st.timedeltas(timedelta(seconds=3), timedelta(days=2)))
def test_half_done_takes_as_long_again(done: int, total: int, elapsed: timedelta) -> None:
    left = time_left(done=done, total=total, elapsed=elapsed)
    assert left is None or left >= timedelta(0)
    assert time_left(done=done, total=2 * done, elapsed=elapsed) == elapsed


def test_no_time_is_promised_before_there_is_a_pace() -> None:
    hour = timedelta(hours=1)
    assert time_left(done=0, total=100, elapsed=hour) is None
    assert time_left(done=50, total=None, elapsed=hour) is None
    assert time_left(done=50, total=100, elapsed=timedelta(seconds=1)) is None
    assert time_left(done=1, total=100_000, elapsed=hour) is None
    assert time_left(done=200, total=100, elapsed=hour) == timedelta(0)


def test_a_failure_says_its_first_line_without_personal_numbers() -> None:
    assert first_line(ValueError("\n  call 13812345678 back \nKey (phone)=(13812345678)")) == "call 138****5678 back"


def test_a_failure_without_a_message_says_its_name() -> None:
    assert first_line(ConnectionResetError()) == "Connection Reset Error"


@given(st.text())
def test_a_failure_is_one_short_line(message: str) -> None:
    line = first_line(ValueError(message))
    assert line
    assert len(line.splitlines()) == 1
    assert len(line) <= LONGEST_ERROR
