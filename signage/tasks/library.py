"""Files on their way into the library, one at a time; and what is left of uploads nobody finished."""

from datetime import time, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portalkit.jobs.domain import schedules
from portalkit.jobs.domain.schedules import Schedule
from portalkit.jobs.services import JobRefused, JobRun
from portalkit.jobs.tasks import job

from ..domain.refusals import MediaRefused
from ..models import Upload
from ..panels.library import words_of
from ..services.library.ingesting import UploadIncomplete, ingest, keep_ingested, refuse_upload
from ..services.library.tidying import sweep_uploads
from ..services.library.uploading import INGEST

QUEUE = "media"


@job(INGEST, queue=QUEUE, time_limit=timedelta(hours=6), max_attempts=2, label=gettext_lazy("Check and prepare a file for screens"))
def ingest_upload(run: JobRun) -> None:
    upload = Upload.objects.select_related("region", "owner", "content__current").filter(pk=run.params["upload"]).first()
    if upload is None:
        raise JobRefused(_("The upload is gone. Upload the file again."))
    note = _("Checking and preparing {name}").format(name=upload.name)
    try:
        made = ingest(upload=upload, progress=lambda done, total: run.progress(done, total, note), now=run.now)
    except UploadIncomplete:
        raise JobRefused(_("The bytes of the file are gone. Upload it again.")) from None
    except MediaRefused as refused:
        refuse_upload(upload=upload, refused=refused, by=run.actor, now=run.now())
        raise JobRefused(words_of(refused.reason, refused.figures)) from None
    result: dict[str, int] = {}
    with run.commit(result):
        version = keep_ingested(ingested=made, by=run.actor, now=run.now())
        result |= {"content": version.content_id, "version": version.pk}


@job("signage.sweep_uploads", label=gettext_lazy("Clear away unfinished uploads"))
def sweep(run: JobRun) -> None:
    swept = sweep_uploads(now=run.now())
    with run.commit({"uploads": swept.uploads, "drafts": swept.drafts}):
        pass


schedules.register(Schedule(code="signage.sweep_uploads", kind="signage.sweep_uploads", at=time(3, 30)))
