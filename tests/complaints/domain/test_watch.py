"""The daily CUSUM: its design against simulation, and its walk through made-up days."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complaints.domain.cusum import alarm_share, average_run_length, design, findable_ratio, reference_of
from complaints.domain.watch import GUARD_DAYS, NEW_LEVEL_DAYS, Ending, Settings, State, baseline_of, watch

MONDAY = date(2025, 1, 6)
WEEK = (1.14, 1.06, 1.02, 1.0, 1.02, 0.9, 0.86)


def _run_lengths(random: np.random.Generator, mean: float, k: float, h: float, *, runs: int, days: int) -> np.ndarray:
    """By adding up, many runs side by side."""
    total, length = np.zeros(runs), np.full(runs, days)
    for day in range(days):
        total = np.maximum(0, total + random.poisson(mean, runs) - k)
        length = np.where((length == days) & (total >= h), day + 1, length)
    return length


@pytest.mark.parametrize(("mean", "k", "h"), [(30.0, 32.23, 20.25), (5.0, 5.87, 8.25), (3.0, 3.66, 6.25), (120.0, 128.83, 21.5)])
def test_the_markov_chain_agrees_with_simulated_run_lengths(mean: float, k: float, h: float) -> None:
    lengths = _run_lengths(np.random.default_rng(3), mean, k, h, runs=6000, days=1200)
    assert average_run_length(mean=mean, reference=k, threshold=h) == pytest.approx(lengths.mean(), rel=0.06)
    assert alarm_share(mean=mean, reference=k, threshold=h) == pytest.approx((lengths <= 100).mean(), abs=0.03)


@given(mean=st.floats(3, 200), k=st.floats(1.02, 1.3), h=st.floats(4, 40))
@settings(max_examples=25)
def test_a_higher_line_and_a_lower_mean_raise_fewer_alarms(mean: float, k: float, h: float) -> None:
    share = alarm_share(mean=mean, reference=mean * k, threshold=h)
    assert 0 <= share <= 1
    assert alarm_share(mean=mean, reference=mean * k, threshold=h + 1) <= share + 1e-12
    assert alarm_share(mean=mean * 0.95, reference=mean * k, threshold=h) <= share + 1e-12


def test_a_sum_that_has_been_running_is_nearer_to_an_alarm_than_one_at_nought() -> None:
    fresh = alarm_share(mean=30, reference=32.2, threshold=34)
    assert fresh < alarm_share(mean=30, reference=32.2, threshold=34, settled=50) < fresh + 0.02


def test_the_design_keeps_its_share_of_false_alarms_and_finds_the_step_in_twelve_days() -> None:
    plan = design(level=30, baseline_days=None)
    k = 30 * plan.reference
    assert 0.09 < alarm_share(mean=30, reference=k, threshold=plan.threshold, settled=50) <= 0.10
    within = [alarm_share(mean=34.5, reference=k, threshold=plan.threshold, days=days) for days in (12, 13)]
    assert within[0] < 0.55 < within[1] + 0.05
    assert average_run_length(mean=34.5, reference=k, threshold=plan.threshold) < 16


def test_a_shorter_baseline_a_smaller_share_and_more_unrest_raise_the_line() -> None:
    usual = design(level=30, baseline_days=273).threshold
    assert design(level=30, baseline_days=None).threshold < usual < design(level=30, baseline_days=56).threshold
    assert design(level=30, baseline_days=273, share=0.05).threshold > usual
    assert design(level=30, baseline_days=273, dispersion=2).threshold > 1.3 * usual


def test_where_complaints_are_few_a_larger_step_is_looked_for() -> None:
    assert findable_ratio(30) == pytest.approx(1.15, abs=0.001)
    assert findable_ratio(300) == 1.15
    assert findable_ratio(4) == pytest.approx(1.41)
    assert 1 < reference_of(1.15) < 1.15


def test_the_baseline_gives_back_the_weekday_factors_that_made_it() -> None:
    days = [MONDAY + timedelta(days=n) for n in range(280)]
    counts = [round(100 * WEEK[day.weekday()]) for day in days]
    found = baseline_of(kinds=[day.weekday() for day in days], counts=counts, is_usual=[True] * 280)
    assert found is not None
    assert found.level == pytest.approx(100)
    assert [found.factors[day] for day in range(7)] == pytest.approx(list(WEEK), abs=0.002)
    assert (found.days, found.dispersion) == (273, 1.0)


@pytest.mark.parametrize(("counts", "least"), [([5] * 55, 0.0), ([0] * 100, 0.0), ([2] * 100, 3.0), ([None] * 60 + [5] * 50, 0.0)])
def test_too_few_days_or_complaints_have_no_baseline(counts: list[int | None], least: float) -> None:
    assert baseline_of(kinds=[0] * len(counts), counts=counts, is_usual=[True] * len(counts), fewest_daily=least) is None


def test_unrest_beyond_chance_is_told_from_chance() -> None:
    random = np.random.default_rng(4)
    calm = [int(one) for one in random.poisson(30, 273)]
    restless = [int(one) for one in random.poisson(30 * random.gamma(10, 0.1, 273))]
    of = {name: baseline_of(kinds=[0] * 273, counts=counts, is_usual=[True] * 273) for name, counts in (("c", calm), ("r", restless))}
    assert of["c"] is not None
    assert of["c"].dispersion == 1.0
    assert of["r"] is not None
    assert of["r"].dispersion == pytest.approx(4, abs=1)


def _days(*spans: tuple[int, int]) -> list[int | None]:
    """(days, complaints a day) one after the other."""
    return [count for length, count in spans for _ in range(length)]


def test_a_rise_is_found_dated_from_its_first_day_and_ends_when_complaints_fall_back() -> None:
    found = watch(first=MONDAY, counts=_days((200, 30), (20, 45), (40, 30)))
    (rise,) = found.rises
    assert rise.since == MONDAY + timedelta(days=200)
    assert rise.found_on <= MONDAY + timedelta(days=203)
    assert rise.ending is Ending.RETURNED
    assert rise.ratio > 1.25
    assert found.open_rise is None
    assert found.days[-1].state is State.WATCHING


def test_a_level_that_stays_is_the_new_baseline_after_ten_weeks() -> None:
    found = watch(first=MONDAY, counts=_days((200, 30), (160, 45)))
    (rise,) = found.rises
    assert (rise.ending, rise.ended_on) == (Ending.NEW_LEVEL, rise.since + timedelta(days=NEW_LEVEL_DAYS))
    assert rise.alarms > 3
    assert found.days[-1].expected == pytest.approx(45, rel=0.01)
    assert found.days[-1].state is State.WATCHING


def test_a_rise_that_goes_on_is_open() -> None:
    found = watch(first=MONDAY, counts=_days((200, 30), (12, 45)))
    assert found.open_rise is not None
    assert found.days[-1].state is State.RAISED


def test_the_days_of_a_rise_do_not_raise_the_yardstick() -> None:
    found = watch(first=MONDAY, counts=_days((200, 30), (20, 60), (60, 30)))
    assert found.days[-1].expected == pytest.approx(30, rel=0.005)


def test_nothing_is_expected_before_there_are_eight_weeks_besides_the_newest_two() -> None:
    found = watch(first=MONDAY, counts=_days((100, 30)))
    known = [day.day for day in found.days if day.expected is not None]
    assert known[0] == MONDAY + timedelta(days=56 + GUARD_DAYS)


def test_a_day_that_nothing_is_known_of_adds_nothing() -> None:
    counts = _days((200, 30))
    counts[150] = None
    found = watch(first=MONDAY, counts=counts)
    assert found.days[150].sum is None
    assert found.rises == ()


def test_a_calendar_may_say_which_days_are_alike() -> None:
    holidays = {MONDAY + timedelta(days=n) for n in range(3, 200, 10)}
    counts = [60 if MONDAY + timedelta(days=n) in holidays else 30 for n in range(200)]
    told = watch(first=MONDAY, counts=counts, settings=Settings(kind_of_day=lambda day: "holiday" if day in holidays else "day"))
    usual = {day.day in holidays: day.expected for day in told.days if day.expected is not None}
    assert usual[True] > 1.6 * usual[False]  # type: ignore[operator]


@given(counts=st.lists(st.one_of(st.none(), st.integers(0, 60)), min_size=1, max_size=260))
@settings(max_examples=25)
def test_of_any_days_the_walk_is_whole_and_its_rises_follow_one_another(counts: list[int | None]) -> None:
    found = watch(first=MONDAY, counts=counts)
    assert [day.complaints for day in found.days] == counts
    assert all(0 <= day.sum <= 1 for day in found.days if day.sum is not None)
    edges = [edge for rise in found.rises for edge in (rise.since, rise.found_on, rise.ended_on or found.days[-1].day)]
    assert edges == sorted(edges)
    shorter = watch(first=MONDAY, counts=counts[:-1])
    assert shorter.days == found.days[:-1]
