"""Audit events that a caller may read."""

from django.db.models import OuterRef, QuerySet, Subquery

from portalkit.access.permissions import AccessPermission
from portalkit.audit.models import AuditEvent
from portalkit.audit.selectors import events
from portalkit.regions.models import Region

from .access import Access


def readable_events(access: Access) -> QuerySet[AuditEvent]:
    """Everything for whoever reads the log everywhere; else the events of the own regions. Events without a region stay above."""
    if access.everywhere(AccessPermission.READ_AUDIT):
        return events()
    return events().filter(region_code__in=access.regions(AccessPermission.READ_AUDIT).values("code"))


def with_region_names(rows: QuerySet[AuditEvent]) -> QuerySet[AuditEvent]:
    """With `region_name` and `region_name_en`, None where the region's code is unknown."""
    region = Region.objects.filter(code=OuterRef("region_code"))
    return rows.annotate(region_name=Subquery(region.values("name")[:1]), region_name_en=Subquery(region.values("name_en")[:1]))
