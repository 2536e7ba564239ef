"""What the codes are called on screen."""

from collections.abc import Mapping

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..domain.taxonomy import Cause, CauseSide, ComplaintType, ServiceClass, System

Label = str | Promise


class Status(models.TextChoices):
    """Where a ticket stands. UNMAPPED: the export says something that no rule knows; `status_text` keeps the word."""

    NEW = "new", _("Newly opened")
    IN_PROGRESS = "in_progress", _("In progress")
    PENDING = "pending", _("On hold")
    RESOLVED = "resolved", _("Resolved")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", _("Withdrawn")
    UNMAPPED = "unmapped", _("Unmapped")
    UNSTATED = "unstated", _("Not stated")


SYSTEM_LABELS: Mapping[str, Label] = {System.CRM: _("CRM"), System.EOMS: _("EOMS")}
CLASS_LABELS: Mapping[str, Label] = {
    ServiceClass.TOTAL: _("Base communication total"),
    ServiceClass.VOICE: _("Voice"),
    ServiceClass.INTERNET: _("Internet"),
    ServiceClass.MESSAGING: _("Messaging"),
    ServiceClass.OTHER: _("Other class"),
    ServiceClass.UNMAPPED: _("Unmapped"),
}
TYPE_LABELS: Mapping[str, Label] = {
    ComplaintType.COVERAGE: _("Network coverage"),
    ComplaintType.MOBILE_INTERNET: _("Mobile internet"),
    ComplaintType.WLAN: _("WLAN"),
    ComplaintType.MESSAGING: _("SMS and MMS"),
    ComplaintType.OTHER: _("Other type"),
    ComplaintType.UNMAPPED: _("Unmapped"),
}
CAUSE_LABELS: Mapping[str, Label] = {
    Cause.WEAK_COVERAGE: _("Weak coverage"),
    Cause.TOO_FEW_RESOURCES: _("Too few resources"),
    Cause.LONG_PLANNING: _("Planning takes too long"),
    Cause.TERMINAL: _("Customer's terminal or settings"),
    Cause.NETWORK_FAULT: _("Network fault"),
    Cause.CUTOVER: _("Engineering cutover"),
    Cause.EQUIPMENT_DEFECT: _("Hardware or software defect"),
    Cause.MAINTENANCE: _("Maintenance department"),
    Cause.CUSTOMER_SERVICE: _("Customer service"),
    Cause.OTHER: _("Other cause"),
    Cause.UNMAPPED: _("Unmapped"),
    Cause.UNSTATED: _("Not stated"),
}
SIDE_LABELS: Mapping[str, Label] = {
    CauseSide.BEYOND_CONTROL: _("Beyond control"),
    CauseSide.WITHIN_CONTROL: _("Within control"),
    CauseSide.MAINTENANCE: _("Maintenance departments"),
    CauseSide.SERVICE: _("Customer service"),
    CauseSide.OTHER: _("Other cause"),
    CauseSide.UNMAPPED: _("Unmapped"),
    CauseSide.UNSTATED: _("Not stated"),
}


def choices(labels: Mapping[str, Label]) -> list[tuple[str, Label]]:
    return [(str(code), label) for code, label in labels.items()]
