"""Ratios against scipy and statsmodels, the decomposition as an identity, Pareto."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import binomtest
from statsmodels.stats.rates import test_poisson_2indep as poisson_test

from complaints.domain.decomposition import Part, decomposition
from complaints.domain.pareto import pareto
from complaints.domain.rates import Pair
from complaints.domain.ratios import rate_ratio

COUNTS = st.integers(0, 4000)
SIZES = st.integers(1000, 2_000_000)
PAIRS = st.builds(Pair, complaints=COUNTS, subscribers=SIZES)
PARTS = st.lists(st.builds(Part, key=st.just("x"), before=PAIRS, now=PAIRS), min_size=1, max_size=12)


@given(now=PAIRS, before=PAIRS)
def test_the_bounds_come_from_the_exact_interval_of_a_share(now: Pair, before: Pair) -> None:
    assume(now.complaints and before.complaints)
    found = rate_ratio(now=now, before=before)
    interval = binomtest(now.complaints, now.complaints + before.complaints).proportion_ci(0.95, method="exact")
    scale = before.subscribers / now.subscribers  # type: ignore[operator]
    assert found is not None
    assert found.low == pytest.approx(interval.low / (1 - interval.low) * scale, rel=1e-6)
    assert found.high == pytest.approx(interval.high / (1 - interval.high) * scale, rel=1e-6)
    assert found.low <= found.value <= found.high  # type: ignore[operator]


@pytest.mark.parametrize(("y1", "n1", "y0", "n0"), [(60, 51477.5, 30, 54308.7), (7, 1000, 18, 1500), (150, 20_000, 170, 21_000)])
def test_at_either_bound_the_conditional_test_gives_its_tail(y1: int, n1: float, y0: int, n0: float) -> None:
    found = rate_ratio(now=Pair(y1, int(n1)), before=Pair(y0, int(n0)))
    assert found is not None
    low = poisson_test(y1, int(n1), y0, int(n0), value=found.low, method="exact-cond", alternative="larger").pvalue
    high = poisson_test(y1, int(n1), y0, int(n0), value=found.high, method="exact-cond", alternative="smaller").pvalue
    assert (low, high) == (pytest.approx(0.025, rel=1e-3), pytest.approx(0.025, rel=1e-3))


def test_what_is_unknown_has_no_ratio() -> None:
    assert rate_ratio(now=Pair(5, None), before=Pair(5, 100)) is None
    assert rate_ratio(now=Pair(0, 100), before=Pair(0, 100)) is None
    unbounded = rate_ratio(now=Pair(5, 100), before=Pair(0, 100))
    assert unbounded is not None
    assert (unbounded.value, unbounded.high, unbounded.interval) == (None, None, None)
    assert unbounded.low > 0


@given(now=PAIRS, before=PAIRS)
def test_swapping_the_periods_turns_the_ratio_upside_down(now: Pair, before: Pair) -> None:
    assume(now.complaints and before.complaints)
    found, turned = rate_ratio(now=now, before=before), rate_ratio(now=before, before=now)
    assert found is not None
    assert turned is not None
    assert turned.value == pytest.approx(1 / found.value)  # type: ignore[operator]
    assert turned.low == pytest.approx(1 / found.high, rel=1e-6)  # type: ignore[operator]
    assert found.is_distinguishable == turned.is_distinguishable


@given(parts=PARTS, lost=st.integers(0, 500), gained=st.integers(0, 500))
def test_the_effects_add_up_to_the_change_exactly(parts: list[Part], lost: int, gained: int) -> None:
    found = decomposition(parts, unplaced_before=lost, unplaced_now=gained)
    assert found is not None
    sizes = [sum(pair.subscribers or 0 for pair in pairs) for pairs in ([p.before for p in parts], [p.now for p in parts])]
    assert found.before == pytest.approx((sum(p.before.complaints for p in parts) + lost) / sizes[0])
    assert found.rate + found.mix + found.unplaced == pytest.approx(found.now - found.before, abs=1e-12)


@given(parts=PARTS)
def test_swapping_the_periods_changes_only_signs(parts: list[Part]) -> None:
    found = decomposition(parts)
    turned = decomposition([Part(part.key, before=part.now, now=part.before) for part in parts])
    assert found is not None
    assert turned is not None
    assert [part.rate for part in turned.parts] == pytest.approx([-part.rate for part in found.parts])
    assert [part.mix for part in turned.parts] == pytest.approx([-part.mix for part in found.parts])


@given(parts=PARTS)
def test_equal_shares_leave_nothing_to_the_mix(parts: list[Part]) -> None:
    even = [Part(p.key, before=p.before, now=Pair(p.now.complaints, p.before.subscribers)) for p in parts]
    found = decomposition(even)
    assert found is not None
    assert found.mix == pytest.approx(0, abs=1e-12)


def test_a_whole_that_rises_while_every_part_falls_is_simpsons_paradox() -> None:
    """The dear part falls from 20 to 18 and the cheap one from 5 to 4 per 1,000, while subscribers move to the dear one."""
    dear = Part("dear", before=Pair(20, 1000), now=Pair(90, 5000))
    cheap = Part("cheap", before=Pair(45, 9000), now=Pair(20, 5000))
    found = decomposition([dear, cheap])
    assert found is not None
    assert found.change > 0
    assert found.rate < 0 < found.mix
    assert found.is_reversed
    assert decomposition([dear]).is_reversed is False  # type: ignore[union-attr]


def test_a_part_that_is_new_counts_as_mix_and_an_unknown_one_forbids_to_divide() -> None:
    old, new = Part("a", Pair(10, 1000), Pair(10, 1000)), Part("b", Pair(0, 0), Pair(40, 1000))
    found = decomposition([old, new])
    assert found is not None
    assert found.rate == 0
    assert found.mix == pytest.approx(found.change)
    assert decomposition([old, Part("c", Pair(1, None), Pair(1, 10))]) is None
    assert decomposition([]) is None


@given(counts=st.dictionaries(st.sampled_from("abcdefghijkl"), st.integers(0, 500)))
def test_a_pareto_falls_its_shares_add_up_and_the_vital_causes_are_the_fewest(counts: dict[str, int]) -> None:
    found = pareto(counts)
    assert [bar.count for bar in found.bars] == sorted((count for count in counts.values() if count), reverse=True)
    if not found.bars:
        assert (found.total, found.vital) == (0, 0)
        return
    assert found.bars[-1].cumulated == pytest.approx(1)
    assert found.bars[found.vital - 1].cumulated >= 0.8
    assert found.vital == 1 or found.bars[found.vital - 2].cumulated < 0.8
