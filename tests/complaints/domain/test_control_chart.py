"""Laney's u′ chart against published charts, a second implementation, and what must hold of any series."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.domain.control_chart import Flag, Observation, control_chart, limits_of, phases

FLOW_RATES = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
CLOTH = [(14, 10.0), (12, 8.0), (20, 13.0), (11, 10.0), (7, 9.5), (10, 10.0), (21, 12.0), (16, 10.5), (19, 12.0), (23, 12.5)]
SERIES = st.lists(st.tuples(st.integers(1, 4000), st.integers(20_000, 900_000)), min_size=8, max_size=40)


def _of(pairs: list[tuple[int, int]]) -> list[Observation]:
    return [Observation(count=count, size=size) for count, size in pairs]


def test_with_equal_sizes_the_limits_are_those_of_the_individuals_chart_in_the_nist_handbook() -> None:
    """NIST/SEMATECH e-Handbook 6.3.2.2, flow rates: centre 50.81, mean moving range 1.8778, limits 45.8159 and 55.8041."""
    size = 1000
    limits = limits_of(_of([(round(rate * size), size) for rate in FLOW_RATES]), smallest_sigma_z=0.0)
    assert limits is not None
    assert limits.centre == pytest.approx(50.81)
    assert limits.centre + 3 * limits.spread(size) == pytest.approx(55.8041, abs=1e-4)
    assert limits.centre - 3 * limits.spread(size) == pytest.approx(45.8159, abs=1e-4)


def test_without_extra_unrest_the_limits_are_those_of_the_u_chart_of_dyed_cloth() -> None:
    """Montgomery, Introduction to Statistical Quality Control, u chart with varying sizes: ū = 1.42; n = 10: 0.29 to 2.55; n = 13: 2.41."""
    tenths = [Observation(count=count, size=round(size * 10)) for count, size in CLOTH]
    chart = control_chart(tenths, plain=True)
    assert chart.limits[0].centre * 10 == pytest.approx(1.42, abs=0.005)
    bounds = {one.size: (point.lower, point.upper) for one, point in zip(tenths, chart.points, strict=True)}
    lower, upper = bounds[100]
    assert (lower * 10, upper * 10) == (pytest.approx(0.29, abs=0.01), pytest.approx(2.55, abs=0.01))  # type: ignore[operator]
    assert bounds[130][1] * 10 == pytest.approx(2.41, abs=0.01)  # type: ignore[operator]


@given(pairs=SERIES)
def test_the_limits_agree_with_the_formula_written_in_numpy(pairs: list[tuple[int, int]]) -> None:
    counts, sizes = (np.array(values, dtype=float) for values in zip(*pairs, strict=True))
    centre = counts.sum() / sizes.sum()
    z = (counts / sizes - centre) / np.sqrt(centre / sizes)
    ranges = np.abs(np.diff(z))
    sigma = ranges[ranges <= 3.267 * ranges.mean()].mean() / 1.128
    chart = control_chart(_of(pairs))
    reach = 3 * max(sigma, 1) * np.sqrt(centre / sizes)
    assert [point.upper for point in chart.points] == pytest.approx(list(centre + reach))
    assert [point.lower for point in chart.points] == pytest.approx(list(np.maximum(centre - reach, 0)))


@given(pairs=SERIES, factor=st.integers(2, 9))
def test_larger_units_of_subscribers_change_no_flag(pairs: list[tuple[int, int]], factor: int) -> None:
    plain = [point.flag for point in control_chart(_of(pairs)).points]
    assert [point.flag for point in control_chart(_of([(count, size * factor) for count, size in pairs])).points] == plain


@given(pairs=SERIES, position=st.integers(0, 7))
def test_a_part_of_a_month_is_never_flagged_and_moves_no_limit(pairs: list[tuple[int, int]], position: int) -> None:
    whole = _of(pairs)
    part = Observation(count=99_999, size=20_000, is_whole=False)
    found = control_chart([*whole[:position], part, *whole[position:]])
    assert found.points[position].flag is None
    assert found.points[position].upper is None
    assert found.limits == control_chart(whole).limits


def test_an_outbreak_does_not_widen_the_limits_that_show_it() -> None:
    months = [(150 + (7 * n) % 20, 200_000) for n in range(17)]
    months[12] = (400, 200_000)
    chart = control_chart(_of(months))
    assert [n for n, point in enumerate(chart.points) if point.flag is Flag.ABOVE] == [12]


def test_eight_months_on_one_side_are_a_shift_and_the_eighth_says_so() -> None:
    counts = [100, 110] * 6 + [118] * 10
    chart = control_chart(_of([(count, 100_000) for count in counts]), sigmas=5)
    assert [n for n, point in enumerate(chart.points) if point.flag is Flag.SHIFT_UP] == [19]
    assert chart.points[-1].run == 10


def test_a_month_on_the_centre_neither_lengthens_nor_breaks_a_run() -> None:
    counts = [101] * 4 + [100] + [101] * 4 + [99] * 8
    chart = control_chart(_of([(count, 100_000) for count in counts]), sigmas=5)
    assert [n for n, point in enumerate(chart.points) if point.flag] == [8, 16]


def test_too_few_months_have_no_limits_and_no_flag() -> None:
    chart = control_chart(_of([(10, 1000)] * 6 + [(900, 1000)]))
    assert chart.limits == {}
    assert not any(point.flag for point in chart.points)


def test_each_phase_has_limits_of_its_own() -> None:
    before = [Observation(100 + n % 5, 10_000, phase=0) for n in range(10)]
    after = [Observation(300 + n % 5, 10_000, phase=1) for n in range(10)]
    chart = control_chart([*before, *after])
    assert (chart.limits[0].centre, chart.limits[1].centre) == (pytest.approx(0.0102), pytest.approx(0.0302))
    assert not any(point.flag for point in chart.points)


def test_an_event_on_a_first_day_begins_a_phase_and_one_inside_a_month_leaves_that_month_out() -> None:
    months = [date(2026, month, 1) for month in range(1, 7)]
    assert phases(months, [date(2026, 3, 1)]) == [0, 0, 1, 1, 1, 1]
    assert phases(months, [date(2026, 3, 10)]) == [0, 0, None, 1, 1, 1]
    assert phases(months, [date(2025, 1, 1), date(2025, 1, 1)]) == [1] * 6


def test_a_constant_rate_with_extra_unrest_is_hardly_flagged_where_the_plain_chart_flags_half() -> None:
    random = np.random.default_rng(7)
    flagged = plain = 0
    for _ in range(70):
        counts = random.poisson(4500 * random.gamma(1 / 0.06**2, 0.06**2, 36))
        months = _of([(int(count), 7_500_000) for count in counts])
        flagged += sum(point.flag is not None for point in control_chart(months).points)
        plain += sum(point.flag in (Flag.ABOVE, Flag.BELOW) for point in control_chart(months, plain=True).points)
    assert flagged / (70 * 36) <= 0.01
    assert plain / (70 * 36) > 0.4
