"""Notes who took a report away."""

from datetime import datetime

from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record

from ..models import ReportFile


def note_download(*, file: ReportFile, by: Actor, now: datetime) -> None:
    """Audits the download before its first byte leaves."""
    version = file.version
    detail = {"format": file.file_format, "number": version.number, "sha256": file.stored.sha256}
    record(by=by, action="reports.download", on=version, region_code=version.region.code, detail=detail, at=now)
