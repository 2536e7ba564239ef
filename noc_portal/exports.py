"""What every download leaves in the audit trail (setting NOC_EXPORT_HOOK)."""

from portalkit.access.selectors import PortalRequest
from portalkit.audit.services import record
from portalkit.sheets.domain.exports import Export


def record_export(*, request: PortalRequest, export: Export) -> None:
    """Called before the first byte; whoever takes data out is on record with what was taken."""
    detail = {"source": export.source, "rows": export.rows, "format": export.file_format, "query": export.query[:500]}
    record(by=request.access.actor, action="sheets.export", detail=detail)
