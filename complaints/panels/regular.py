"""Regular analysis in words: the tiles, and lines with the addresses behind their numbers."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portalkit.ui.panels.figures import Stat, stat

from ..domain.regular import digits_of
from ..selectors.regular import Line, RegularSummary

HOUR = 3600


@dataclass(frozen=True)
class LineRow:
    """A line of a table. An address is empty where no list of tickets says exactly this."""

    line: Line
    name: str
    url: str
    before_url: str
    last_year_url: str


def regular_stats(found: RegularSummary, *, link: Callable[..., str]) -> tuple[Stat, ...]:
    """Complaints, rate, last year, what is open, and how long it took. `link(period, **parameters)` gives the tickets behind."""
    total = found.total
    is_whole = total.change is not None
    note = _("part of the period only") if found.is_partial else ""
    return (
        stat(
            label=_("Complaints"), value=total.complaints, before=total.before if is_whole else None,
            before_label=_("Period before") if is_whole else "", better="down", url=link(found.period), note=note,
        ),
        stat(
            label=_("Complaints per 10,000"), value=total.rate, before=total.rate_before if is_whole else None,
            before_label=_("Period before") if is_whole else "", better="down", digits=digits_of(found.period),
        ),
        stat(
            label=_("Against last year"), value=total.change_on_year, kind="percent",
            note="" if total.last_year is None else _("{count} then").format(count=f"{total.last_year:,}"),
        ),
        stat(
            label=_("Open at the end"), value=found.open_at_end if found.has_data else None,
            before=found.open_before if found.has_data else None, before_label=_("Period before"), better="down",
            url=link(None, month=None, accepted_from=None, accepted_to=None, open_on=found.period.last_day),
        ),
        *(
            stat(label=label, value=_hours(now), before=_hours(before) if is_whole else None,
                 before_label=_("Period before") if is_whole else "", better="down", digits=1, unit=_("hours"),
                 note="" if is_whole else _("{count} tickets done").format(count=f"{found.resolution.tickets:,}"))
            for label, now, before in (
                (_("80% solved within"), found.resolution.eighty, found.resolution_before.eighty),
                (_("95% solved within"), found.resolution.ninety_five, found.resolution_before.ninety_five),
            )
        ),
    )  # fmt: skip


def _hours(seconds: float | None) -> float | None:
    return None if seconds is None else seconds / HOUR
