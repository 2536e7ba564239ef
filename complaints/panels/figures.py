"""Figures in words: the cards of the dashboards."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portalkit.ui.panels.figures import Stat, stat

from ..selectors import Comparison, Overview, Rate, ResolutionPoints

HOUR = 3600


@dataclass(frozen=True)
class ClassCard:
    """The card of a class with the thirteen months up to now."""

    stat: Stat
    trend: tuple[float | None, ...]


def overview_stats(found: Overview, *, digits: int, link: Callable[[str], str]) -> tuple[ClassCard, ...]:
    """The total first, then the classes."""
    return tuple(_card(found, one, digits, link) for one in (found.total, *found.classes))


def comparisons(found: Overview, *, digits: int, url: str) -> tuple[Stat, ...]:
    """Complaints (leading to `url`), the same month last year, and the target. A part of a month is compared with nothing."""
    total = found.total
    before, last_year = _whole(total.now, total.before), _whole(total.now, total.last_year)
    cards = [
        stat(
            label=_("Complaints"),
            value=total.now.complaints,
            before=before.complaints if before else None,
            before_label=_("Month before") if before else "",
            better="down",
            url=url,
        ),
        stat(
            label=_("Against the same month last year"),
            value=total.change_on_year,
            kind="percent",
            note=_("{rate} then").format(rate=f"{last_year.rate:.{digits}f}") if last_year and last_year.rate is not None else "",
        ),
        _target(total, digits),
    ]
    if total.now.published:
        note = total.now.published.source
        cards.append(stat(label=_("Published rate"), value=float(total.now.published.value), digits=digits, note=note))
    return tuple(cards)


def resolution_stats(points: ResolutionPoints) -> tuple[Stat, ...]:
    """Within how many hours 80 % and 95 % of the tickets were done."""
    note = _("{count} tickets done").format(count=f"{points.tickets:,}")
    return tuple(
        stat(label=label, value=None if seconds is None else seconds / HOUR, digits=1, unit=_("hours"), note=note)
        for label, seconds in ((_("80% solved within"), points.eighty), (_("95% solved within"), points.ninety_five))
    )


def _card(found: Overview, one: Comparison, digits: int, link: Callable[[str], str]) -> ClassCard:
    return ClassCard(stat=_rate_stat(one, digits, link(one.now.key)), trend=tuple(row.rate for row in found.series.of(one.now.key)))


def _rate_stat(one: Comparison, digits: int, url: str) -> Stat:
    before = _whole(one.now, one.before)
    return stat(
        label=str(one.now.label),
        value=one.now.rate,
        before=before.rate if before else None,
        before_label=_("Month before") if before else "",
        better="down",
        digits=digits,
        url=url,
        note=_("part of the month only") if one.now.is_partial else "",
    )


def _whole(now: Rate, before: Rate | None) -> Rate | None:
    """The earlier figure where both are of whole months."""
    return None if before is None or now.is_partial or before.is_partial else before


def _target(total: Comparison, digits: int) -> Stat:
    if total.target is None:
        return stat(label=_("Target"), value=None, note=_("No target is set for this region and month."))
    met = total.meets_target
    note = "" if met is None or total.now.is_partial else _("met") if met else _("exceeded")
    return stat(label=_("Target"), value=total.target, digits=digits, note=note)
