"""A group side by side: who linked each ticket to which and why, and what its text says differently."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from portalkit.ui.panels.figures import Stat, stat

from ..domain.repeats.differences import Segment, differences
from ..forms.repeats import RulesForm
from ..models import RepeatMember, RepeatRuleSet, Ticket
from ..selectors.repeats import GroupPage, Needless, RuleChange

ROLE_TONES: Mapping[str, str] = {"first": "neutral", "dispatch": "warn", "complaint": "bad", "fault": "info"}


@dataclass(frozen=True)
class Line:
    """One member. `text` is masked; `linked_to`: the ticket that it was linked to, None for the first and where it is out of reach."""

    member: RepeatMember
    ticket: Ticket
    url: str
    tone: str
    text: tuple[Segment, ...]
    linked_to: Ticket | None


def group_lines(page: GroupPage) -> tuple[Line, ...]:
    """The members in order of time; differences are against the ticket that each was linked to, else against the first."""
    tickets = {member.ticket_id: member.ticket for member in page.members}
    return tuple(_line(member, tickets, page.first) for member in page.members)


def share_stats(total: Needless, *, links: Mapping[str, str]) -> tuple[Stat, ...]:
    """The month's figures; `links` lead to the tickets behind them."""
    of = _("of {count} dispatched tickets").format(count=f"{total.tickets:,}")
    return (
        stat(label=_("Repeated dispatches"), value=total.dispatches, url=links["dispatch"], note=of),
        stat(label=_("Share of repeated dispatches"), value=total.dispatch_share, kind="percent", digits=1, url=links["dispatch"]),
        stat(label=_("Repeated complaints"), value=total.complaints, url=links["complaint"]),
        stat(label=_("Further tickets of mass complaints"), value=total.faults, url=links["fault"]),
        stat(label=_("Invalid tickets"), value=total.invalid, url=links["invalid"], note=of),
    )


@dataclass(frozen=True)
class HistoryLine:
    """A version of the rules; `changes` are (setting, before, after) in words."""

    row: RepeatRuleSet
    changes: tuple[tuple[str, str, str], ...]


def history_lines(history: Sequence[RuleChange]) -> tuple[HistoryLine, ...]:
    labels = {name: str(field.label) for name, field in RulesForm.base_fields.items()}
    return tuple(
        HistoryLine(one.row, tuple((labels.get(change.name, change.name), change.before, change.after) for change in one.changes))
        for one in history
    )


def _line(member: RepeatMember, tickets: Mapping[int, Ticket], first: Ticket | None) -> Line:
    linked = tickets.get(member.linked_to_id or 0)
    against = linked or first
    text = member.ticket.masked_content or member.ticket.masked_subject
    is_alone = against is None or against.pk == member.ticket_id
    compared = (Segment(text, differs=False),) if is_alone or against is None else differences(text, against.masked_content)
    return Line(
        member=member,
        ticket=member.ticket,
        url=reverse("complaints:ticket", args=[member.ticket.system, member.ticket.ticket_id]),
        tone=ROLE_TONES.get(member.role, "neutral"),
        text=compared,
        linked_to=linked,
    )
