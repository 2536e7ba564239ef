"""Scores, precision and agreement against independent references; samples that can be drawn again."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as some
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.proportion import proportion_confint

from complaints.domain.quality.sampling import Candidate, Method, draw, seconds
from complaints.domain.quality.scores import agreement, score, wilson

WEIGHTS = {"a": 15, "b": 25, "c": 40, "d": 60}


@given(some.lists(some.sampled_from("abcd")))
def test_a_score_stays_within_bounds_and_one_more_finding_never_raises_it(rules: list[str]) -> None:
    points = score(rules, weights=WEIGHTS)
    assert 0 <= points <= 100
    assert all(score([*rules, more], weights=WEIGHTS) <= points for more in WEIGHTS)
    assert score([*rules, *rules], weights=WEIGHTS) == points


@given(some.integers(1, 400), some.data())
def test_wilsons_interval_is_that_of_statsmodels(judged: int, data: some.DataObject) -> None:
    confirmed = data.draw(some.integers(0, judged))
    low, high = proportion_confint(confirmed, judged, method="wilson")
    found = wilson(confirmed=confirmed, judged=judged)
    assert found.low == pytest.approx(low, abs=1e-9)
    assert found.high == pytest.approx(high, abs=1e-9)


def test_nothing_judged_is_no_precision() -> None:
    assert wilson(confirmed=0, judged=0).share is None


@given(some.lists(some.tuples(some.booleans(), some.booleans()), min_size=1, max_size=60))
def test_kappa_is_that_of_statsmodels(pairs: list[tuple[bool, bool]]) -> None:
    table = [[sum(pair == (first, second) for pair in pairs) for second in (True, False)] for first in (True, False)]
    found = agreement(pairs)
    assert found.percent == pytest.approx((table[0][0] + table[1][1]) / len(pairs))
    margins = {sum(table[0]), table[0][0] + table[1][0]}
    if margins <= {0, len(pairs)} and len(margins) == 1:
        assert found.kappa is None
        return
    assert found.kappa == pytest.approx(cohens_kappa(table, return_results=False), abs=1e-9)


PEOPLE = [Candidate(number, f"部门{number % 3}", score=100 - 5 * (number % 10), severity=number % 4) for number in range(300)]


@pytest.mark.parametrize("method", list(Method))
def test_the_same_seed_draws_the_same_whatever_the_order_and_another_one_others(method: Method) -> None:
    drawn = draw(PEOPLE, method=method, size=20, seed="seed")
    assert drawn == draw(reversed(PEOPLE), method=method, size=20, seed="seed")
    assert len(set(drawn)) == len(drawn) == (60 if method is Method.QUOTA else 20)
    assert drawn != draw(PEOPLE, method=method, size=20, seed="another")


def test_a_quota_takes_so_many_of_each_department() -> None:
    drawn = draw(PEOPLE, method=Method.QUOTA, size=7, seed="s")
    by_department = {name: sum(PEOPLE[ticket].department == name for ticket in drawn) for name in ("部门0", "部门1", "部门2")}
    assert set(by_department.values()) == {7}


def test_risk_draws_each_ticket_in_proportion_to_its_risk() -> None:
    """The first ticket drawn, over many seeds, against the exact chances: chi-squared below its 99.9 % point for two degrees."""
    few = [Candidate(1, "", 100, 0), Candidate(2, "", 60, 0), Candidate(3, "", 40, 2)]
    total = sum(one.risk for one in few)
    draws = 3000
    counts = {one.ticket: 0 for one in few}
    for seed in range(draws):
        counts[draw(few, method=Method.RISK, size=1, seed=str(seed))[0]] += 1
    statistic = sum((counts[one.ticket] - draws * one.risk / total) ** 2 / (draws * one.risk / total) for one in few)
    assert statistic < 13.8
    assert math.isclose(few[0].risk, 1)


@given(some.integers(0, 40), some.floats(0, 1))
def test_the_second_inspector_gets_the_share_rounded(count: int, share: float) -> None:
    chosen = seconds(range(count), share=share, seed="s")
    assert len(chosen) == round(count * share)
    assert chosen <= set(range(count))
