"""What became of uploads, a line for each."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from portalkit.jobs.models import Job, JobState
from portalkit.jobs.selectors import newest_jobs
from portalkit.ui.domain.formats import percent_text

from ..models import Upload
from ..services.library.uploading import INGEST
from .library import refusal_words


@dataclass(frozen=True)
class UploadResult:
    """`is_open`: more is to come. `share` (0 to 1) is None where nobody can say. `url` is where to go on, under `label`."""

    key: str
    words: str
    is_open: bool = False
    is_bad: bool = False
    share: float | None = None
    url: str = ""
    label: str = ""


def upload_results(uploads: Iterable[Upload]) -> list[UploadResult]:
    """Two queries, whatever their number."""
    found = list(uploads)
    jobs = newest_jobs(kind=INGEST, keys=[str(upload.pk) for upload in found])
    return [_result(upload, jobs.get(str(upload.pk))) for upload in found]


def _result(upload: Upload, job: Job | None) -> UploadResult:
    key = str(upload.pk)
    if upload.made is not None:
        url = reverse("signage:content", args=[upload.made.content_id])
        return UploadResult(key, _("In the library as “{title}”.").format(title=upload.made.content), url=url, label=_("To the content"))
    if upload.refusal:
        return UploadResult(key, _("Not taken: {reason}").format(reason=refusal_words(upload)), is_bad=True)
    if upload.finished_at is None:
        return UploadResult(key, _("Not all of the file has arrived"), is_bad=True)
    if job is None or not job.is_open:
        url = reverse("signage:upload_done", args=[upload.pk])
        words = job.error if job and job.error else _("The file was not checked to the end.")
        return UploadResult(key, words, is_bad=True, url=url, label=_("Check it again"))
    if job.state == JobState.QUEUED:
        return UploadResult(key, _("received; waits to be checked"), is_open=True)
    share = min(job.progress_done / job.progress_total, 1) if job.progress_total else None
    words = _("is being checked and prepared")
    return UploadResult(key, words if share is None else f"{words} · {percent_text(share, digits=0)}", is_open=True, share=share)
