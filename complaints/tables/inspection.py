"""The lists of findings and of returned tickets."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portalkit.tables import Column, Table

from ..models import Finding, InspectionResult
from ..panels.inspection import message
from .tickets import ticket_url

SEVERITY_TONES = {1: "neutral", 2: "warn", 3: "bad"}
VERDICT_TONES = {Finding.Verdict.OPEN: "info", Finding.Verdict.CONFIRMED: "bad", Finding.Verdict.REJECTED: "neutral"}
RETURN_TONES = {
    InspectionResult.State.RETURNED: "bad",
    InspectionResult.State.ANSWERED: "warn",
    InspectionResult.State.ACCEPTED: "good",
    InspectionResult.State.SENT_AGAIN: "neutral",
}

FINDINGS = Table(
    key="complaints.findings",
    title=_("Findings"),
    default_order="-day",
    row_link=lambda finding: ticket_url(finding.ticket),
    columns=(
        Column("ticket", _("Ticket"), value="ticket.ticket_id", order_by="ticket__ticket_id"),
        Column("day", _("Complained on"), kind="date", order_by="day"),
        Column("region", _("Region"), value="region.long_name", order_by="region__path"),
        Column("department", _("Department"), order_by="department"),
        Column("rule", _("Rule"), value="get_rule_display", order_by="rule"),
        Column(
            "severity",
            _("Severity"),
            value="get_severity_display",
            kind="badge",
            order_by="severity",
            tone=lambda finding: SEVERITY_TONES.get(finding.severity, "neutral"),
        ),
        Column("message", _("What was found"), value=message, is_long=True),
        Column("words", _("Words"), value="masked_words", shown=False),
        Column(
            "verdict",
            _("Verdict"),
            value="get_verdict_display",
            kind="badge",
            order_by="verdict",
            tone=lambda finding: VERDICT_TONES.get(finding.verdict, "neutral"),
        ),
        Column("score", _("Score"), kind="number"),
        Column("version", _("Rule version"), shown=False),
        Column("found_at", _("Found at"), kind="datetime", order_by="found_at", shown=False),
    ),
)
RETURNED = Table(
    key="complaints.returned",
    title=_("Returned tickets"),
    default_order="-decided_at",
    row_link=lambda result: reverse("complaints:returned_ticket", args=[result.pk]),
    columns=(
        Column("ticket", _("Ticket"), value="ticket.ticket_id", order_by="ticket__ticket_id"),
        Column("region", _("Region"), value="region.long_name", order_by="region__path"),
        Column("department", _("Department"), order_by="department"),
        Column(
            "state",
            _("State"),
            value="get_state_display",
            kind="badge",
            order_by="state",
            tone=lambda result: RETURN_TONES.get(result.state, "neutral"),
        ),
        Column("opinion", _("Opinion"), value="masked_opinion", is_long=True),
        Column("answer", _("Answer"), value="masked_answer", is_long=True),
        Column("inspector", _("Inspector"), value=lambda result: str(result.inspector), order_by="inspector__full_name"),
        Column("decided_at", _("Returned at"), kind="datetime", order_by="decided_at"),
        Column("answered_at", _("Answered at"), kind="datetime", order_by="answered_at", shown=False),
    ),
)
