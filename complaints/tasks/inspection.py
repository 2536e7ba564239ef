"""Background work of inspection: a pass over an import, and one over a period."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from portalkit.jobs.services import JobRun
from portalkit.jobs.tasks import job

from ..services import inspection
from ..services.inspection import INSPECT_BATCH, INSPECT_DAYS, Passed
from ..services.reverse import follow_inspection


@job(INSPECT_BATCH, queue="imports", label=_("Inspect imported tickets"), time_limit=timedelta(hours=2))
def inspect_batch(run: JobRun) -> None:
    """Reverse analysis follows: it looks for the failed step with what was found here."""
    batch_id = run.params["batch"]
    passed = inspection.inspect_batch(batch_id=batch_id, now=run.now(), progress=run.progress)
    with run.commit(_result(passed)):
        follow_inspection(batch_id=batch_id, by=run.actor, now=run.now())


@job(INSPECT_DAYS, queue="imports", label=_("Inspect the tickets of a period"), time_limit=timedelta(hours=4))
def inspect_days(run: JobRun) -> None:
    first, last = (date.fromisoformat(run.params[name]) for name in ("first", "last"))
    passed = inspection.inspect_days(first=first, last=last, now=run.now(), progress=run.progress)
    with run.commit(_result(passed)):
        pass


def _result(passed: Passed) -> dict[str, float | int | None]:
    return {"inspected": passed.inspected, "findings": sum(passed.findings.values()), "mean_score": passed.mean_score}
