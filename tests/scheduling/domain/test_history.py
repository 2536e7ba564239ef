from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.domain.history.days import Calendar, DaySeries
from scheduling.domain.history.intervals import Gap, JumpKind, LengthChange, clock_jumps, duplicates, gaps, length_changes
from scheduling.domain.history.outliers import outlier_days, poisson_floor, usual
from scheduling.domain.history.verdict import Grade, Why, judge

MONDAY = date(2026, 3, 2)
WEEKDAY_LEVELS = (1200, 1100, 1050, 1000, 1020, 700, 650)


def starts(days: int, *, minutes: int = 30, first_hour: int = 0, last_hour: int = 24) -> list[datetime]:
    return [
        datetime.combine(MONDAY, datetime.min.time()) + timedelta(days=day, minutes=minute)
        for day in range(days)
        for minute in range(first_hour * 60, last_hour * 60, minutes)
    ]


def found_gaps(moments: list[datetime], minutes: int = 30) -> tuple[Gap, ...]:
    return gaps(moments, [minutes] * len(moments))


def series(weeks: int, *, noise: float = 0.03, seed: int = 1, level: float = 1.0) -> DaySeries:
    chance = np.random.default_rng(seed)
    days = [MONDAY + timedelta(days=day) for day in range(7 * weeks)]
    return DaySeries(days, [float(round(WEEKDAY_LEVELS[day.weekday()] * level * np.exp(chance.normal(0, noise)))) for day in days])


def changed(given_series: DaySeries, **at: float | None) -> DaySeries:
    values = list(given_series.calls)
    for place, value in at.items():
        values[int(place[1:])] = value
    return DaySeries(given_series.days, values)


def test_a_whole_history_has_no_gap() -> None:
    assert found_gaps(starts(28)) == ()


def test_nights_of_a_queue_that_closes_are_no_gaps() -> None:
    assert found_gaps(starts(28, first_hour=8, last_hour=20)) == ()


def test_a_gap_names_where_it_begins_and_ends_and_the_open_time_that_lacks() -> None:
    moments = starts(28, first_hour=8, last_hour=20)
    first = moments.index(datetime(2026, 3, 10, 10))
    last = moments.index(datetime(2026, 3, 12, 9))
    (gap,) = found_gaps(moments[:first] + moments[last:])
    assert (gap.start, gap.end, gap.minutes, gap.days) == (datetime(2026, 3, 10, 10), datetime(2026, 3, 12, 9), (10 + 12 + 1) * 60, 1)


@given(missing=st.lists(st.integers(1, 27 * 48), unique_by=lambda number: number % (7 * 48), max_size=40))
def test_gaps_add_up_to_what_was_taken_away_and_do_not_touch(missing: list[int]) -> None:
    """Of four weeks each slot lacks once at most: what lacks in most weeks is not open time."""
    moments = starts(28)
    found = found_gaps([moment for number, moment in enumerate(moments) if number not in missing])
    assert sum(gap.minutes for gap in found) == 30 * len(missing)
    assert all(one.end < other.start for one, other in pairwise(found))


def test_a_history_of_two_lengths_is_seen_on_the_finer_grid() -> None:
    coarse, fine = starts(14), [moment + timedelta(days=14) for moment in starts(14, minutes=15)]
    lengths = [30] * len(coarse) + [15] * len(fine)
    assert gaps([*coarse, *fine], lengths) == ()
    assert length_changes([*coarse, *fine], lengths) == (LengthChange(datetime(2026, 3, 16), 30, 15),)


@given(repeated=st.lists(st.integers(0, 47), max_size=20))
def test_duplicates_are_counted(repeated: list[int]) -> None:
    moments = starts(1)
    found = dict(duplicates(moments + [moments[number] for number in repeated]))
    assert found == {moments[number]: 1 + repeated.count(number) for number in set(repeated)}


def test_an_hour_that_lacks_at_night_looks_like_a_clock_put_forward() -> None:
    moments = [moment for moment in starts(28) if not datetime(2026, 3, 8, 2) <= moment < datetime(2026, 3, 8, 3)]
    (jump,) = clock_jumps(moments, [30] * len(moments))
    assert (jump.day, jump.hour, jump.kind) == (date(2026, 3, 8), 2, JumpKind.MISSING_HOUR)


def test_an_hour_that_comes_twice_looks_like_a_clock_put_back() -> None:
    moments = starts(28)
    again = [moment for moment in moments if datetime(2026, 3, 15, 1) <= moment < datetime(2026, 3, 15, 2)]
    (jump,) = clock_jumps([*moments, *again], [30] * (len(moments) + len(again)))
    assert (jump.day, jump.hour, jump.kind) == (date(2026, 3, 15), 1, JumpKind.DOUBLED_HOUR)


def test_an_hour_that_lacks_in_the_afternoon_is_an_outage_and_no_jump() -> None:
    moments = [moment for moment in starts(28) if not datetime(2026, 3, 8, 14) <= moment < datetime(2026, 3, 8, 15)]
    assert clock_jumps(moments, [30] * len(moments)) == ()


def test_a_day_far_from_its_weekdays_is_an_outlier_whatever_the_weekday() -> None:
    outliers = outlier_days(changed(series(12), d30=1900.0, d33=100.0))
    assert [(one.day, one.score > 0) for one in outliers] == [(MONDAY + timedelta(days=30), True), (MONDAY + timedelta(days=33), False)]
    assert outliers[0].expected == pytest.approx(1000, rel=0.05)
    assert outliers[0].ratio == pytest.approx(1.9, rel=0.05)


def test_growth_makes_no_outliers() -> None:
    base = series(52)
    grown = DaySeries(base.days, [value * 1.006 ** (number / 7) for number, value in enumerate(base.calls) if value is not None])
    assert outlier_days(grown) == ()


@given(seed=st.integers(0, 40))
def test_a_small_queue_that_scatters_like_poisson_has_hardly_any_outliers(seed: int) -> None:
    chance = np.random.default_rng(seed)
    days = [MONDAY + timedelta(days=day) for day in range(140)]
    assert len(outlier_days(DaySeries(days, [float(value) for value in chance.poisson(20, len(days))]))) <= 2


def test_holidays_campaign_days_and_days_called_ordinary_are_not_named() -> None:
    days = [MONDAY + timedelta(days=number) for number in (30, 33, 40)]
    calendar = Calendar(holidays={days[0]: "清明节"}, campaigns=frozenset({days[1]}))
    odd = changed(series(12), d30=200.0, d33=2500.0, d40=2500.0)
    assert [one.day for one in outlier_days(odd)] == days
    assert outlier_days(odd, calendar=calendar, ordinary={days[2]}) == ()


def test_a_makeup_workday_is_held_against_working_days() -> None:
    saturday = 33
    calendar = Calendar(makeup=frozenset({MONDAY + timedelta(days=saturday)}))
    assert usual(series(12), calendar=calendar).values[saturday] == pytest.approx(1074, rel=0.05)


@given(factor=st.floats(0.5, 50))
def test_outliers_do_not_depend_on_the_size_of_a_large_queue(factor: float) -> None:
    base = changed(series(12), d30=1900.0)
    scaled = DaySeries(base.days, [None if value is None else value * factor * 100 for value in base.calls])
    assert [one.day for one in outlier_days(scaled)] == [MONDAY + timedelta(days=30)]


def test_days_without_data_are_neither_outliers_nor_neighbours() -> None:
    holed = changed(series(12), d30=None, d37=None)
    assert outlier_days(holed) == ()
    assert usual(holed).values[30] is not None


def test_the_poisson_floor_is_the_error_of_the_true_mean() -> None:
    chance = np.random.default_rng(5)
    calls = chance.poisson(400, 20_000)
    measured = np.abs(calls - 400).sum() / calls.sum()
    assert poisson_floor(calls.tolist()) == pytest.approx(measured, rel=0.02)
    assert poisson_floor([0.0, None]) is None


def days_of(weeks: int) -> list[date]:
    return [MONDAY + timedelta(days=number) for number in range(7 * weeks)]


def a_gap(first: date, days: int) -> Gap:
    start = datetime.combine(first, datetime.min.time())
    return Gap(start, start + timedelta(days=days), days * 1440)


def test_more_than_a_year_without_faults_is_good() -> None:
    verdict = judge(days_of(60))
    assert (verdict.grade, verdict.days, [one.why for one in verdict.reasons]) == (Grade.GOOD, 420, [Why.WHOLE])


def test_without_data_there_is_nothing_to_learn_from() -> None:
    assert [one.why for one in judge([]).reasons] == [Why.NO_DATA]


@pytest.mark.parametrize(
    ("weeks", "grade", "why"), [(3, Grade.UNUSABLE, Why.TOO_SHORT), (6, Grade.POOR, Why.FEW_WEEKS), (20, Grade.FAIR, Why.NO_YEAR)]
)
def test_a_short_history_says_what_it_lacks(weeks: int, grade: Grade, why: Why) -> None:
    verdict = judge(days_of(weeks))
    assert (verdict.grade, verdict.reasons[-1].why) == (grade, why)


def test_the_stretch_begins_after_a_long_hole() -> None:
    days = [day for day in days_of(60) if not MONDAY + timedelta(days=70) <= day < MONDAY + timedelta(days=100)]
    verdict = judge(days, gaps=[a_gap(MONDAY + timedelta(days=70), 30)])
    assert verdict.first_day == MONDAY + timedelta(days=100)
    assert verdict.reasons[0].why is Why.STARTS_AFTER_GAP


def test_a_short_hole_is_named_and_bridged() -> None:
    days = [day for day in days_of(60) if day not in {MONDAY + timedelta(days=70), MONDAY + timedelta(days=71)}]
    verdict = judge(days, gaps=[a_gap(MONDAY + timedelta(days=70), 2)])
    assert (verdict.grade, verdict.first_day) == (Grade.GOOD, MONDAY)
    assert verdict.reasons[0].why is Why.HOLES
    assert verdict.reasons[0].params["days"] == 2


def test_the_stretch_begins_where_intervals_become_shorter_but_not_where_they_become_longer() -> None:
    moment = datetime(2026, 5, 4, 9)
    finer, coarser = LengthChange(moment, 30, 15), LengthChange(moment, 15, 30)
    assert judge(days_of(60), changes=[finer]).first_day == date(2026, 5, 5)
    assert judge(days_of(60), changes=[coarser]).first_day == MONDAY


def test_old_data_and_many_outliers_lower_the_grade() -> None:
    days = days_of(60)
    assert judge(days, today=days[-1] + timedelta(days=15)).grade is Grade.FAIR
    assert judge(days, outliers=days[:40]).grade is Grade.FAIR
    assert judge(days, outliers=days[:4]).grade is Grade.GOOD


@given(weeks=st.integers(1, 70), first=st.integers(0, 400), length=st.integers(1, 60))
def test_the_stretch_lies_inside_the_data_and_never_spans_a_long_hole(weeks: int, first: int, length: int) -> None:
    hole = set(_hole(first, length))
    days = [day for day in days_of(weeks) if day not in hole]
    inside = bool(days) and days[0] < min(hole) and max(hole) < days[-1]
    verdict = judge(days, gaps=[a_gap(min(hole), length)] if inside else [])
    if not days:
        assert verdict.days == 0
        return
    assert verdict.first_day is not None
    assert days[0] <= verdict.first_day <= days[-1]
    assert verdict.last_day == days[-1]
    if inside and length > 14:
        assert verdict.first_day > max(hole)


def test_a_series_whose_days_do_not_rise_is_refused() -> None:
    with pytest.raises(ValueError, match="rise"):
        DaySeries([MONDAY, MONDAY], [1.0, 2.0])


def _hole(first: int, length: int) -> Iterator[date]:
    return (MONDAY + timedelta(days=first + number) for number in range(length))
