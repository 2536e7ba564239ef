"""Audit events that a caller may read."""

from django.db.models import QuerySet

from portalkit.access.permissions import AccessPermission
from portalkit.audit.models import AuditEvent
from portalkit.audit.selectors import events

from .access import Access


def readable_events(access: Access) -> QuerySet[AuditEvent]:
    """Everything for whoever reads the log everywhere; else the events of the own regions. Events without a region stay above."""
    if access.everywhere(AccessPermission.READ_AUDIT):
        return events()
    return events().filter(region_code__in=access.regions(AccessPermission.READ_AUDIT).values("code"))
