"""Reads imports: always through the caller's access."""

from django.db.models import QuerySet

from portalkit.access.selectors import Access
from portalkit.jobs.models import Job

from .domain.registry import all_specs
from .domain.spec import ImportSpec
from .models import ImportBatch
from .permissions import ImportsPermission


def batches(access: Access, permission: ImportsPermission) -> QuerySet[ImportBatch]:
    """The imports in the caller's regions; to change one, the caller needs the kind's own permission too."""
    rows = access.scope(permission, ImportBatch.objects.select_related("file__stored", "region", "error_file"))
    if permission == ImportsPermission.VIEW:
        return rows
    return rows.filter(kind__in=[spec.code for spec in kinds_of(access)])


def kinds_of(access: Access) -> list[ImportSpec]:
    """The kinds that the caller may import, those of the apps before the region tree."""
    return sorted((spec for spec in all_specs() if access.can(spec.permission)), key=lambda spec: spec.everywhere_only)


def last_job(batch: ImportBatch) -> Job | None:
    """The latest job of the batch, open or ended."""
    return Job.objects.filter(kind__startswith="imports.", key=str(batch.pk)).order_by("-pk").first()
