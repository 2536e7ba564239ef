"""What better service is worth: new subscribers of a month × revenue of each × the share of them credited to it.

Exact: every product is a `Decimal` without rounding, and only what is shown is rounded, half up, to cents. Formula and limits:
docs/algorithms/benefit.md.
"""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, Inexact, localcontext

CENT = Decimal("0.01")
MOST_SUBSCRIBERS = 100_000_000
MOST_ARPU = Decimal(10_000)
ARPU_DIGITS = 4
SHARE_DIGITS = 6


class NotAnInput(ValueError):
    """An input that no benefit follows from. `field` is the input, `reason` one of negative, too_large, not_finite, too_fine."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field, self.reason = field, reason


@dataclass(frozen=True)
class Inputs:
    """`subscribers`: new ones in the month. `arpu`: yuan a subscriber and month, at most four decimals. `share`: 0 to 1, at most six."""

    subscribers: int
    arpu: Decimal
    share: Decimal

    def __post_init__(self) -> None:
        _check("subscribers", Decimal(self.subscribers), most=Decimal(MOST_SUBSCRIBERS), digits=0)
        _check("arpu", self.arpu, most=MOST_ARPU, digits=ARPU_DIGITS)
        _check("share", self.share, most=Decimal(1), digits=SHARE_DIGITS)

    @property
    def revenue(self) -> Decimal:
        """Yuan that the new subscribers bring in a month; exact."""
        return _product(Decimal(self.subscribers), self.arpu)

    @property
    def benefit(self) -> Decimal:
        """Yuan of it that are credited; exact."""
        return _product(self.revenue, self.share)

    @property
    def revenue_in_cents(self) -> Decimal:
        return in_cents(self.revenue)

    @property
    def benefit_in_cents(self) -> Decimal:
        return in_cents(self.benefit)

    @property
    def arpu_digits(self) -> int:
        """Decimals that show it whole, two at least."""
        return max(2, _decimals(self.arpu))

    @property
    def percent_digits(self) -> int:
        """Decimals that show the share whole as a percentage."""
        return max(0, _decimals(self.share) - 2)


def total(benefits: Iterable[Decimal]) -> Decimal:
    """The exact sum of exact benefits; round it, not its parts."""
    with _exactly():
        return sum(benefits, start=Decimal(0))


def in_cents(amount: Decimal) -> Decimal:
    """Yuan with two decimals, half up."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def _product(one: Decimal, other: Decimal) -> Decimal:
    with _exactly():
        return one * other


def _exactly() -> AbstractContextManager[Context]:
    """Arithmetic that raises before it rounds."""
    return localcontext(Context(prec=80, traps=[Inexact]))


def _check(field: str, value: Decimal, *, most: Decimal, digits: int) -> None:
    if not value.is_finite():
        raise NotAnInput(field, "not_finite")
    if value < 0:
        raise NotAnInput(field, "negative")
    if value > most:
        raise NotAnInput(field, "too_large")
    if _decimals(value) > digits:
        raise NotAnInput(field, "too_fine")


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
