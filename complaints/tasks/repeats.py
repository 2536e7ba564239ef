"""The search for repeats and invalid tickets, after each import and on demand."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from portalkit.imports.models import ImportBatch
from portalkit.jobs.services import JobRun
from portalkit.jobs.tasks import job

from ..services import repeats


@job(repeats.FIND_REPEATS, queue="imports", time_limit=timedelta(hours=2), label=_("Find repeats and invalid tickets"))
def find_repeats(run: JobRun) -> None:
    """Writes in pieces that may be repeated; the job's end alone is committed here."""
    batch = ImportBatch.objects.filter(pk=run.params.get("batch") or 0).first()
    days = repeats.days_of_batch(batch) if batch else _days(run)
    result: dict[str, int] = {"tickets": 0, "changed": 0}
    if days:
        found = repeats.find_repeats(first=days[0], last=days[1], by=run.actor, now=run.now(), batch=batch, progress=run.progress)
        result = {"tickets": found.tickets, "changed": found.changed}
    with run.commit(result):
        pass


def _days(run: JobRun) -> tuple[date, date] | None:
    first, last = run.params.get("first"), run.params.get("last")
    return (date.fromisoformat(first), date.fromisoformat(last)) if first and last else None
