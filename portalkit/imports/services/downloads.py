"""Notes who took a file with personal data away."""

from datetime import datetime

from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record

from ..models import ImportBatch


def note_download(*, batch: ImportBatch, what: str, by: Actor, now: datetime) -> None:
    """Audits the download of the original or of the error workbook: both hold full numbers."""
    region = batch.region.code if batch.region else ""
    record(by=by, action=f"imports.download_{what}", on=batch, region_code=region, at=now)
