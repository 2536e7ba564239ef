"""Background work of the mapping tables."""

from django.utils.translation import gettext_lazy as _

from portalkit.jobs.services import JobRun
from portalkit.jobs.tasks import job

from .. import services
from ..services import inspection
from ..services.mappings import REMAP


@job(REMAP, queue="imports", label=_("Apply the mapping tables to all tickets"))
def remap(run: JobRun) -> None:
    """Brings every ticket and roll-up to the mapping tables; what their causes say is inspected again."""
    result: dict[str, int] = {}
    with run.commit(result):
        result["changed"] = services.remap().changed
        if result["changed"]:
            inspection.start_changed(by=run.actor, now=run.now())
