"""Retention, archive and export. What touches files runs on the node that has them, on its queue; the centre sends the rounds."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portalkit.jobs.domain import schedules
from portalkit.jobs.domain.schedules import Schedule
from portalkit.jobs.services import JobRefused, JobRun
from portalkit.jobs.tasks import job
from video.adapters.removal import NotThisVolume
from video.models import EvidenceExport, Volume
from video.selectors.evidence import EXPORT

from ..services import rounds
from ..services.archiving import archive_footage
from ..services.evidence.making import keep_export, make_export
from ..services.evidence.refusals import reason_why
from ..services.node_jobs import ARCHIVE, ATTEMPTS, RETENTION
from ..services.retention import enforce_retention


@job(rounds.ROUND, label=gettext_lazy("Send storage nodes their rounds"), time_limit=timedelta(minutes=2))
def send_rounds(run: JobRun) -> None:
    result: dict[str, int] = {}
    with run.commit(result):
        result["nodes"] = rounds.send_rounds(by=run.actor, now=run.now())


@job(RETENTION, label=gettext_lazy("Retention of footage"), time_limit=timedelta(hours=1), max_attempts=ATTEMPTS)
def retention(run: JobRun) -> None:
    """A volume that is not there keeps none of the others waiting; it is named when all are done."""
    result = {"removed": 0, "left_to_archive": 0, "bytes": 0, "short_bytes": 0}
    absent = []
    for volume in Volume.objects.filter(node=run.params["node"], is_enabled=True).select_related("node__region"):
        try:
            done = enforce_retention(volume=volume, by=run.actor, now=run.now(), progress=_counting(run, result["removed"]))
        except NotThisVolume:
            absent.append(volume.title)
            continue
        for name, count in zip(result, (done.removed, done.evicted, done.freed, done.short), strict=True):
            result[name] += count
    _end(run, result, absent)


@job(ARCHIVE, label=gettext_lazy("Archive of footage"), time_limit=timedelta(hours=2), max_attempts=ATTEMPTS)
def archive(run: JobRun) -> None:
    result = {"copied": 0, "bytes": 0, "failed": 0, "removed": 0}
    absent = []
    for volume in Volume.objects.filter(node=run.params["node"]).select_related("node__region"):
        try:
            done = archive_footage(volume=volume, by=run.actor, now=run.now(), progress=_counting(run, result["copied"]))
        except NotThisVolume:
            absent.append(volume.title)
            continue
        for name, count in zip(result, (done.copied, done.size, done.failed, done.removed), strict=True):
            result[name] += count
    _end(run, result, absent)


@job(EXPORT, label=gettext_lazy("Evidence export"), time_limit=timedelta(hours=2))
def export_evidence(run: JobRun) -> None:
    rows = EvidenceExport.objects.select_related("camera__hall__region", "requested_by")
    export = rows.filter(pk=run.params["export"]).first()
    if export is None:
        raise JobRefused(_("The export has been removed."))
    try:
        made = make_export(
            export=export, now=run.now(), progress=lambda done, total: run.progress(done, total, _("bytes checked and copied"))
        )
    except Exception as error:
        if (reason := reason_why(error)) is None:
            raise
        raise JobRefused(reason) from None
    result = {"export": export.pk, "pictures": made.pictures, "bytes": made.footage.size}
    with run.commit(result):
        keep_export(export=export, made=made, by=run.actor, now=run.now())


def _end(run: JobRun, result: dict[str, int], absent: Sequence[str]) -> None:
    if absent:
        raise JobRefused(_("Without their marker file: {volumes}. The others are done.").format(volumes=", ".join(absent)))
    with run.commit(result):
        pass


def _counting(run: JobRun, before: int) -> Callable[[int], None]:
    return lambda done: run.progress(before + done)


schedules.register(Schedule(code=rounds.ROUND, kind=rounds.ROUND, every=timedelta(minutes=10)))
