"""The charts of the contest; every mark leads to the entries behind it."""

from collections.abc import Callable, Sequence
from datetime import date

from django.utils.translation import gettext as _

from portalkit.charts.domain import bars
from portalkit.charts.domain.chart import Chart
from portalkit.charts.domain.marks import Series, Style
from portalkit.periods.domain.calendar import Month, month_of
from portalkit.sheets.domain.columns import Kind, SheetColumn

from ..domain.contest import State
from ..selectors.contest import MonthTally

SHORTEST = 6
_SOLVED = (str(State.SOLVED),)
_REST = tuple(str(state) for state in State if state not in (State.SOLVED, State.REFUSED))


def found_and_solved(trend: Sequence[MonthTally], *, today: date, link: Callable[[Month, Sequence[str]], str]) -> Chart:
    """Entries by the month in which they were found: solved, still open or ended otherwise. `link` takes month and states."""
    trend = _since_the_first(trend)
    months = [str(one.month) for one in trend]
    partial = frozenset(place for place, one in enumerate(trend) if one.month == month_of(today))
    solved = [one.tally.solved for one in trend]
    open_ = [one.tally.found - one.tally.solved for one in trend]
    series = [
        Series(_("Faults solved"), solved, [link(one.month, _SOLVED) for one in trend], partial, colour="good-solid"),
        Series(_("Not solved yet"), open_, [link(one.month, _REST) for one in trend], partial, colour="series-1"),
    ]
    columns = [
        SheetColumn("month", _("Month"), Kind.MONTH),
        SheetColumn("found", _("Found"), Kind.NUMBER),
        SheetColumn("accepted", _("Accepted"), Kind.NUMBER),
        SheetColumn("solved", _("Faults solved"), Kind.NUMBER),
        SheetColumn("share", _("Solve share"), Kind.PERCENT),
        SheetColumn("refused", _("Not accepted"), Kind.NUMBER),
    ]
    return Chart(
        key="found-and-solved",
        title=_("Faults found and solved"),
        figure=bars.stacked_bar(x=months, series=series, style=Style(kind=Kind.NUMBER, partial_word=_("month not complete"))),
        columns=columns,
        rows=[
            [one.month.first_day, one.tally.found, one.tally.accepted, one.tally.solved, one.tally.share, one.tally.refused]
            for one in trend
        ],
        row_links=[link(one.month, (*_SOLVED, *_REST)) for one in trend],
        note=_("By the month in which a fault was found; solved until today. Refused entries are left out."),
        source_date=today,
    )


def _since_the_first(trend: Sequence[MonthTally]) -> Sequence[MonthTally]:
    """Without the months before anybody took part, half a year at least."""
    begun = next((place for place, one in enumerate(trend) if one.tally.found or one.tally.refused), len(trend))
    return trend[min(begun, max(len(trend) - SHORTEST, 0)) :]


def _row(one: MonthTally) -> list[object]:
    tally = one.tally
    return [one.month.first_day, tally.found, tally.accepted, tally.solved, tally.share, tally.refused]
