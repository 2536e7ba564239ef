import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.domain.campaigns import (
    DEFAULT_RATE,
    Campaign,
    Echo,
    Response,
    decay,
    learn,
    learn_arrival,
    rate_of,
    tail_of,
    uplift,
)

START = 739_000
campaigns = st.builds(
    lambda offset, length, targets, rate, half_life, paid: Campaign(
        START + offset, START + offset + length, targets, rate, half_life, paid
    ),
    st.integers(0, 30),
    st.integers(0, 20),
    st.integers(1, 500_000),
    st.none() | st.floats(0, 1),
    st.none() | st.floats(0.5, 10),
    st.booleans(),
)
LONG = np.arange(START, START + 200)


@given(campaigns)
def test_all_calls_of_a_campaign_come_between_its_start_and_its_tail(campaign):
    response = Response()
    added = uplift([campaign], response, LONG)
    assert added.sum() == pytest.approx(campaign.targets * rate_of(campaign, response))
    assert (added >= 0).all()
    assert (added[(campaign.first_day > LONG) | (tail_of(campaign, response) < LONG)] == 0).all()


@given(campaigns, campaigns)
def test_campaigns_add_up(one, other):
    both = uplift([one, other], Response(), LONG)
    np.testing.assert_allclose(both, uplift([one], Response(), LONG) + uplift([other], Response(), LONG))


@given(campaigns)
def test_a_campaign_of_one_day_halves_with_its_half_life(campaign):
    short = Campaign(START, START, campaign.targets, 0.1, 2.0)
    parts = decay(short, Response(), LONG)
    assert parts[2] == pytest.approx(parts[0] / 2)
    assert parts[4] == pytest.approx(parts[0] / 4)


def test_a_paid_campaign_calls_more_and_a_given_rate_is_kept():
    response = Response(rate=0.02, paid_factor=1.5)
    assert rate_of(Campaign(1, 2, 100, is_paid=True), response) == pytest.approx(0.03)
    assert rate_of(Campaign(1, 2, 100), response) == pytest.approx(0.02)
    assert rate_of(Campaign(1, 2, 100, call_back_rate=0.01, is_paid=True), response) == 0.01


def test_calls_of_closed_days_come_on_the_next_open_one():
    campaign = Campaign(START, START, 1_000, 0.1, 2.0)
    days = np.arange(START, START + 7)
    opened = np.array([True, False, False, True, True, True, True])
    plain, moved = uplift([campaign], Response(), days), uplift([campaign], Response(), days, open_days=opened)
    assert moved.sum() == pytest.approx(plain.sum())
    assert moved[3] == pytest.approx(plain[1:4].sum())
    assert (moved[~opened] == 0).all()


def _echo(*, rate, half_life, paid=False, noise=0.0, seed=1, start=START):
    campaign = Campaign(start, start + 4, 50_000, is_paid=paid)
    days = np.arange(start, start + 40)
    excess = 50_000 * rate * decay(campaign, Response(half_life_days=half_life), days)
    return Echo(campaign, days, excess + np.random.default_rng(seed).normal(0, noise, days.size))


def test_without_past_campaigns_the_defaults_stand():
    assert learn([]) == Response()
    assert learn([Echo(Campaign(1, 2, 100), np.arange(3), np.full(3, np.nan))]) == Response()


def test_one_campaign_moves_half_the_way_and_many_nearly_all():
    one = learn([_echo(rate=0.06, half_life=3.0)])
    assert one.rate == pytest.approx((0.06 + DEFAULT_RATE) / 2, rel=0.01)
    many = learn([_echo(rate=0.06, half_life=3.0) for _ in range(19)])
    assert many.rate == pytest.approx((19 * 0.06 + DEFAULT_RATE) / 20, rel=0.01)
    assert many.learned_from == 19


@given(st.sampled_from([1.0, 2.0, 4.5, 7.0]))
def test_the_half_life_is_found_again(half_life):
    assert learn([_echo(rate=0.05, half_life=half_life, noise=3, seed=seed) for seed in range(4)]).half_life_days == half_life


def test_the_factor_of_paid_campaigns_is_learned_from_both_kinds():
    both = [_echo(rate=0.03, half_life=3.0) for _ in range(6)] + [_echo(rate=0.075, half_life=3.0, paid=True) for _ in range(6)]
    assert 2.2 < learn(both).paid_factor < 2.5
    assert learn(both[:6]).paid_factor == Response().paid_factor


@given(st.lists(st.floats(-5_000, 5_000), min_size=24, max_size=24))
def test_learned_arrivals_are_shares(excess):
    ordinary = np.full(24, 1 / 24)
    shares = learn_arrival(np.array(excess), ordinary)
    assert shares.sum() == pytest.approx(1)
    assert (shares >= 0).all()


@given(st.floats(0, 0.2), st.floats(0, 0.2))
def test_more_excess_never_teaches_a_lower_rate(less, more):
    low, high = sorted((less, more))
    assert learn([_echo(rate=low, half_life=3.0)]).rate <= learn([_echo(rate=high, half_life=3.0)]).rate + 1e-9


def test_plans_that_promised_too_little_raise_the_next_plan():
    planned = [Echo(Campaign(START, START + 4, 50_000, 0.02), LONG, _echo(rate=0.03, half_life=3.0).excess) for _ in range(4)]
    planned = [Echo(one.campaign, LONG[:40], one.excess) for one in planned]
    learned = learn(planned)
    assert learned.plan_factor == pytest.approx((4 * 1.5 + 1) / 5, rel=0.01)
    assert rate_of(Campaign(1, 2, 100, 0.02), learned) == pytest.approx(0.02 * learned.plan_factor)
