"""The lists of groups and of invalid tickets."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portalkit.tables import Column, Table

from ..models import InvalidTicket, RepeatGroup
from .tickets import ticket_url

KIND_TONES: Mapping[str, str] = {
    RepeatGroup.Kind.DISPATCH: "warn",
    RepeatGroup.Kind.COMPLAINT: "bad",
    RepeatGroup.Kind.MASS: "info",
}
_VERDICT_TONES: Mapping[str, str] = {InvalidTicket.Verdict.INVALID: "bad", InvalidTicket.Verdict.VALID: "good"}
_CODES = dict(InvalidTicket.Code.choices)


def _state(group: RepeatGroup) -> str:
    if not group.undecided:
        return gettext("confirmed")
    if group.undecided < group.tickets - 1:
        return gettext("{count} to be confirmed").format(count=group.undecided)
    return gettext("not yet confirmed")


def _words(finding: InvalidTicket) -> str:
    return "、".join(word for one in finding.findings for word in one["words"])


def _further(finding: InvalidTicket) -> str:
    return "、".join(str(_CODES[one["code"]]) for one in finding.findings[1:] if one["code"] in _CODES)


REPEAT_GROUPS = Table(
    key="complaints.repeat_groups",
    title=_("Repeats"),
    default_order="-last_on",
    row_link=lambda group: reverse("complaints:repeat_group", args=[group.pk]),
    columns=(
        Column("number", _("Group"), value="__str__", order_by="pk"),
        Column("kind", _("Kind"), value="get_kind_display", kind="badge", order_by="kind", tone=lambda group: KIND_TONES[group.kind]),
        Column("tickets", _("Tickets"), kind="number", order_by="tickets"),
        Column("customers", _("Customers"), kind="number", order_by="customers"),
        Column("first_on", _("First complaint"), kind="date", order_by="first_on"),
        Column("last_on", _("Last complaint"), kind="date", order_by="last_on"),
        Column("region", _("Region"), value="region.long_name", order_by="region__path"),
        Column("service_class", _("Class"), value="get_service_class_display", order_by="service_class"),
        Column("department", _("Department"), order_by="department"),
        Column("state", _("Judged"), value=_state, order_by="undecided"),
        Column("found_at", _("Found at"), kind="datetime", order_by="found_at", shown=False),
        Column("version", _("Version of the rules"), kind="number", order_by="version", shown=False),
    ),
)
INVALID_TICKETS = Table(
    key="complaints.invalid_tickets",
    title=_("Invalid tickets"),
    default_order="-day",
    row_link=lambda finding: ticket_url(finding.ticket),
    columns=(
        Column("ticket_id", _("Ticket"), value="ticket.ticket_id", order_by="ticket__ticket_id"),
        Column("day", _("Complained on"), kind="date", order_by="day"),
        Column("code", _("Reason"), value="get_code_display", kind="badge", order_by="code", tone=lambda _finding: "warn"),
        Column("words", _("Words"), value=_words, is_long=True),
        Column("content", _("Complaint"), value="ticket.masked_content", is_long=True),
        Column("region", _("Region"), value="region.long_name", order_by="region__path"),
        Column("department", _("Department"), value="ticket.department", order_by="ticket__department"),
        Column(
            "verdict",
            _("Verdict"),
            value="get_verdict_display",
            kind="badge",
            order_by="verdict",
            tone=lambda finding: _VERDICT_TONES.get(finding.verdict, "neutral"),
        ),
        Column("further", _("Further reasons"), value=_further, shown=False),
        Column("status", _("Status"), value="ticket.get_status_display", shown=False),
    ),
)
