"""Figures as text."""

from datetime import datetime
from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portalkit.ui.domain.formats import (
    DASH,
    bytes_text,
    datetime_text,
    in_ten_thousands,
    number_text,
    percent_text,
    relative_change,
    sparkline_points,
)


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (1234, None, "1,234"),
        (1234.5, None, "1,234.50"),
        (0, None, "0"),
        (-1234.567, 1, "−1,234.6"),
        (-0.001, 2, "0.00"),
        (48976312, None, "48,976,312"),
    ],
)
def test_numbers_are_grouped_and_rounded(value: float, digits: int | None, text: str) -> None:
    assert number_text(value, digits=digits) == text


@pytest.mark.parametrize("value", [None, nan, inf, -inf])
def test_what_is_unknown_is_a_dash_and_never_zero(value: float | None) -> None:
    assert number_text(value) == DASH
    assert percent_text(value) == DASH


def test_a_signed_figure_says_which_way() -> None:
    assert number_text(3, is_signed=True) == "+3"
    assert number_text(-3, is_signed=True) == "−3"
    assert number_text(0, is_signed=True) == "0"


def test_a_fraction_reads_as_percent() -> None:
    assert percent_text(0.1234) == "12.3%"


def test_large_counts_read_in_ten_thousands() -> None:
    assert in_ten_thousands(48976312) == "4,897.6"
    assert in_ten_thousands(None) == DASH


@pytest.mark.parametrize(("value", "before"), [(None, 1), (1, None), (1, 0)])
def test_no_change_is_told_where_it_cannot_be_known(value: float | None, before: float | None) -> None:
    assert relative_change(value, before) is None


def test_change_is_relative_to_the_earlier_figure() -> None:
    assert relative_change(5.74, 5.90) == pytest.approx(-0.0271, abs=1e-4)


@given(st.floats(-1e12, 1e12), st.integers(0, 4))
def test_a_number_reads_back_as_itself(value: float, digits: int) -> None:
    text = number_text(value, digits=digits).replace(",", "").replace("−", "-")
    assert float(text) == pytest.approx(value, abs=0.51 * 10**-digits, rel=1e-12)


@given(st.lists(st.none() | st.floats(-1e6, 1e6), max_size=30))
def test_a_sparkline_draws_every_known_value_inside_its_frame(values: list[float | None]) -> None:
    points = [point for run in sparkline_points(values) for point in run.split()]
    assert len(points) == sum(value is not None for value in values)
    for point in points:
        x, y = map(float, point.split(","))
        assert 0 <= x <= 96
        assert 0 <= y <= 28


def test_an_unknown_value_breaks_the_sparkline() -> None:
    assert len(sparkline_points([1, 2, None, 3, 4])) == 2


def test_sizes_read_in_binary_units() -> None:
    assert [bytes_text(size) for size in (None, 0, 1536, 5 * 1024**3)] == [DASH, "0 B", "1.5 KiB", "5.0 GiB"]


def test_a_moment_reads_to_the_minute() -> None:
    assert datetime_text(datetime(2026, 11, 23, 9, 30, 59)) == "2026-11-23 09:30"
