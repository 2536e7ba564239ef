"""The calculator's what-if in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portalkit.ui.domain.formats import number_text, percent_text

from ..domain.staffing import Factor, Swing

FACTOR_LABELS = {
    Factor.CALLS: gettext_lazy("Calls"),
    Factor.HANDLING_TIME: gettext_lazy("Handling time"),
    Factor.TARGET: gettext_lazy("Service level"),
}


@dataclass(frozen=True)
class SwingRow:
    """A line of the table; the numbers stand in `one`."""

    label: str
    change: str
    value: str
    one: Swing


def swing_rows(swings: Sequence[Swing]) -> tuple[SwingRow, ...]:
    return tuple(SwingRow(str(FACTOR_LABELS[one.factor]), swing_text(one), _value(one), one) for one in swings)


def swing_text(one: Swing) -> str:
    """`+5%` of calls and handling time; points of a target."""
    if one.factor is Factor.TARGET:
        return _("{points} points").format(points=number_text(one.change * 100, digits=0, is_signed=True))
    return percent_text(one.change, digits=0, is_signed=True)


def _value(one: Swing) -> str:
    if one.factor is Factor.TARGET:
        return percent_text(one.value, digits=1)
    if one.factor is Factor.HANDLING_TIME:
        return _("{seconds} s").format(seconds=number_text(one.value, digits=1))
    return number_text(one.value, digits=1)
