"""The ticket list."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portalkit.tables import Column, Table

from ..models import Status, Ticket

_STATUS_TONES = {
    Status.NEW: "info",
    Status.IN_PROGRESS: "info",
    Status.PENDING: "warn",
    Status.RESOLVED: "good",
    Status.CLOSED: "neutral",
    Status.CANCELLED: "neutral",
    Status.UNMAPPED: "warn",
}


def ticket_url(ticket: Ticket) -> str:
    return reverse("complaints:ticket", args=[ticket.system, ticket.ticket_id])


TICKETS = Table(
    key="complaints.tickets",
    title=_("Tickets"),
    default_order="-accepted_at",
    row_link=ticket_url,
    columns=(
        Column("ticket_id", _("Ticket"), order_by="ticket_id"),
        Column("system", _("Source system"), value="get_system_display", order_by="system"),
        Column("accepted_at", _("Complained at"), kind="datetime", order_by="accepted_at"),
        Column("region", _("Region"), value="region.long_name", order_by="region__path"),
        Column("service_class", _("Class"), value="get_service_class_display", order_by="service_class"),
        Column("complaint_type", _("Type"), value="get_complaint_type_display", order_by="complaint_type"),
        Column("cause", _("Cause"), value="get_cause_display", order_by="cause"),
        Column("cause_side", _("Control"), value="get_cause_side_display", order_by="cause_side", shown=False),
        Column("content", _("Complaint"), value="masked_content", is_long=True),
        Column(
            "status",
            _("Status"),
            value="get_status_display",
            kind="badge",
            order_by="status",
            tone=lambda ticket: _STATUS_TONES.get(ticket.status, "neutral"),
        ),
        Column("department", _("Department"), order_by="department"),
        Column("channel", _("Channel"), order_by="channel", shown=False),
        Column("urgency", _("Urgency"), order_by="urgency", shown=False),
        Column("fault_number", _("Fault number"), value="masked_fault_number", shown=False),
        Column("crm_no", _("CRM number"), order_by="crm_no", shown=False),
        Column("category_path", _("Category"), shown=False, is_long=True),
        Column("cause_path", _("Cause as stated"), shown=False, is_long=True),
        Column("explanation", _("Reply"), value="masked_explanation", shown=False, is_long=True),
        Column("resolved_at", _("Solved at"), kind="datetime", order_by="resolved_at", shown=False),
        Column("planned_at", _("Planned solution"), kind="datetime", order_by="planned_at", shown=False),
        Column("closed_at", _("Closed at"), kind="datetime", order_by="closed_at", shown=False),
        Column("cell", _("Cell"), order_by="cell", shown=False),
        Column("scenario", _("Handling scenario"), order_by="scenario", shown=False),
    ),
)
