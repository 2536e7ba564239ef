"""Uploads are taken into the library one at a time: decoding and encoding want a whole processor."""

from datetime import timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portalkit.jobs.domain import schedules
from portalkit.jobs.domain.schedules import Schedule
from portalkit.jobs.services import JobRefused, JobRun
from portalkit.jobs.tasks import job

from ..domain.refusals import ContentRefused
from ..services.library.content import OtherMedium
from ..services.library.ingesting import UploadGone, keep, prepare, refuse
from ..services.library.uploading import INGEST, tidy_uploads

TIDY = "signage.tidy_uploads"
MEDIA_QUEUE = "media"


@job(INGEST, label=gettext_lazy("Content taken in"), queue=MEDIA_QUEUE, time_limit=timedelta(hours=2))
def ingest(run: JobRun) -> None:
    key = UUID(run.params["upload"])
    try:
        ready = prepare(key=key, tell=lambda done, total: run.progress(done, total), now=run.now())
    except ContentRefused as error:
        raise JobRefused(refuse(key=key, error=error)) from None
    except UploadGone:
        raise JobRefused(_("The upload is not there any more.")) from None
    result: dict[str, object] = {}
    try:
        with run.commit(result):
            version = keep(ready=ready, by=run.actor, now=run.now())
            result |= {"content": version.content_id, "url": reverse("signage:content", args=[version.content_id])}
    except OtherMedium:
        raise JobRefused(_("The replacement is of another medium. Add it as content of its own.")) from None


@job(TIDY, label=gettext_lazy("Old uploads cleared away"), time_limit=timedelta(minutes=10))
def tidy(run: JobRun) -> None:
    result: dict[str, int] = {}
    with run.commit(result):
        result["removed"] = tidy_uploads(now=run.now())


schedules.register(Schedule(code=TIDY, kind=TIDY, every=timedelta(hours=6)))
