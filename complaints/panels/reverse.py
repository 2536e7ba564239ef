"""Reverse analysis in words."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from portalkit.ui.domain.formats import percent_text
from portalkit.ui.panels.figures import Stat, stat

from ..selectors.reverse import ReverseSummary


def reverse_stats(found: ReverseSummary, *, link: Callable[..., str]) -> tuple[Stat, ...]:
    """All tickets that were looked at, then each start group with its share of failed steps."""
    before_label = _("Period before")
    whole = stat(
        label=_("Tickets looked at"),
        value=found.tickets,
        before=found.tickets_before,
        before_label=before_label,
        url=link(),
        note=_failed(found.failed, found.tickets),
    )
    groups = [
        stat(
            label=str(one.label),
            value=one.tickets,
            before=one.before,
            before_label=before_label,
            better="neither" if one.key == "solved" else "down",
            url=link(start=one.key),
            note=_failed(one.failed or 0, one.tickets),
        )
        for one in found.starts
    ]
    return (whole, *groups)


def _failed(failed: int, tickets: int) -> str:
    return _("{share} with a failed step").format(share=percent_text(failed / tickets)) if tickets else ""
