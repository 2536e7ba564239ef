"""The benefit's arithmetic is exact, and refuses what no benefit follows from."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.domain.benefit import Inputs, NotAnInput, in_cents, total

SUBSCRIBERS = st.integers(0, 100_000_000)
ARPU = st.decimals(0, 10_000, places=4)
SHARE = st.decimals(0, 1, places=6)
INPUTS = st.builds(Inputs, subscribers=SUBSCRIBERS, arpu=ARPU, share=SHARE)


def test_the_example_of_the_source_is_computed_and_not_copied() -> None:
    inputs = Inputs(subscribers=51_169, arpu=Decimal(51), share=Decimal("0.2"))
    assert inputs.revenue == 2_609_619
    assert inputs.benefit == Decimal("521923.80")
    assert str(inputs.benefit_in_cents) == "521923.80"


@given(INPUTS)
def test_the_benefit_is_the_product_to_the_last_digit(inputs: Inputs) -> None:
    assert Fraction(inputs.benefit) == inputs.subscribers * Fraction(inputs.arpu) * Fraction(inputs.share)


@given(INPUTS)
def test_what_is_shown_is_the_nearest_cent_half_up(inputs: Inputs) -> None:
    cents = Fraction(inputs.benefit) * 100
    assert Fraction(inputs.benefit_in_cents) * 100 == (cents + Fraction(1, 2)).__floor__()


@given(INPUTS)
def test_nobody_is_credited_with_more_than_the_revenue(inputs: Inputs) -> None:
    assert 0 <= inputs.benefit <= inputs.revenue


@given(SUBSCRIBERS.filter(lambda count: count < 100_000_000), ARPU, SHARE)
def test_one_more_subscriber_never_lowers_it(subscribers: int, arpu: Decimal, share: Decimal) -> None:
    more, now = Inputs(subscribers + 1, arpu, share), Inputs(subscribers, arpu, share)
    assert more.benefit - now.benefit == Inputs(1, arpu, share).benefit


@given(st.lists(INPUTS, max_size=36))
def test_months_add_up_before_they_are_rounded(months: list[Inputs]) -> None:
    assert Fraction(total(one.benefit for one in months)) == sum(Fraction(one.benefit) for one in months)


def test_rounding_each_month_would_have_been_wrong() -> None:
    months = [Inputs(1, Decimal("0.01"), Decimal("0.5"))] * 2
    assert in_cents(total(one.benefit for one in months)) == Decimal("0.01")
    assert sum(one.benefit_in_cents for one in months) == Decimal("0.02")


@given(st.decimals(0, 10_000, places=4))
def test_cents_round_half_up(amount: Decimal) -> None:
    assert in_cents(amount) == amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


@pytest.mark.parametrize(
    ("wrong", "field", "reason"),
    [
        ({"subscribers": -1}, "subscribers", "negative"),
        ({"subscribers": 100_000_001}, "subscribers", "too_large"),
        ({"arpu": Decimal("-0.01")}, "arpu", "negative"),
        ({"arpu": Decimal(10_001)}, "arpu", "too_large"),
        ({"arpu": Decimal("0.00001")}, "arpu", "too_fine"),
        ({"arpu": Decimal("NaN")}, "arpu", "not_finite"),
        ({"share": Decimal("1.01")}, "share", "too_large"),
        ({"share": Decimal("Infinity")}, "share", "not_finite"),
        ({"share": Decimal("0.0000001")}, "share", "too_fine"),
    ],
)
def test_an_absurd_input_is_refused_by_name(wrong: dict[str, Decimal], field: str, reason: str) -> None:
    usual = {"subscribers": 1, "arpu": Decimal(51), "share": Decimal("0.2")}
    with pytest.raises(NotAnInput) as refusal:
        Inputs(**usual | wrong)  # type: ignore[arg-type]
    assert (refusal.value.field, refusal.value.reason) == (field, reason)


@pytest.mark.parametrize(("arpu", "share", "digits"), [("51", "0.2", (2, 0)), ("50.125", "0.1825", (3, 2)), ("50.60", "1", (2, 0))])
def test_inputs_are_shown_with_every_decimal_that_they_have(arpu: str, share: str, digits: tuple[int, int]) -> None:
    inputs = Inputs(1, Decimal(arpu), Decimal(share))
    assert (inputs.arpu_digits, inputs.percent_digits) == digits
