"""The tickets of reverse analysis with what was found about each."""

from django.utils.translation import gettext_lazy as _

from portalkit.tables import Column, Table

from ..domain.reverse import Start, Step
from ..models import ReverseFinding
from .tickets import ticket_url

_START_TONES = {Start.ESCALATED: "bad", Start.DISSATISFIED: "warn", Start.REOPENED: "warn", Start.SOLVED: "good"}


def _url(finding: ReverseFinding) -> str:
    return ticket_url(finding.ticket)


REVERSE_FINDINGS = Table(
    key="complaints.reverse",
    title=_("Tickets of reverse analysis"),
    default_order="-accepted_at",
    row_link=_url,
    columns=(
        Column("ticket_id", _("Ticket"), value="ticket.ticket_id"),
        Column("accepted_at", _("Complained at"), value="ticket.accepted_at", kind="datetime", order_by=("accepted_on", "pk")),
        Column("region", _("Region"), value="region.long_name", order_by="region__path"),
        Column(
            "start",
            _("Starting point"),
            value="get_start_display",
            kind="badge",
            order_by="start",
            tone=lambda finding: _START_TONES.get(finding.start, "neutral"),
        ),
        Column(
            "step",
            _("Failed step"),
            value="get_step_display",
            kind="badge",
            order_by="step",
            tone=lambda finding: "neutral" if finding.step == Step.NONE else "warn",
        ),
        Column("reason", _("Reason"), value="get_reason_display", order_by="reason"),
        Column("further", _("Also found"), value="further_reasons", is_long=True),
        Column("department", _("Department"), value="ticket.department"),
        Column("cause", _("Cause"), value="ticket.get_cause_display"),
        Column("cause_side", _("Control"), value="get_cause_side_display", order_by="cause_side", shown=False),
        Column("starts", _("All starting points"), value="all_starts", shown=False),
        Column("content", _("Complaint"), value="ticket.masked_content", is_long=True, shown=False),
        Column("explanation", _("Reply"), value="ticket.masked_explanation", is_long=True, shown=False),
    ),
)
