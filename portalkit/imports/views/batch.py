"""One import from mapping to result: the page of its state, and the buttons on it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from portalkit.access.selectors import PortalRequest
from portalkit.files.views import send_file
from portalkit.guards.permissions import requires
from portalkit.live.views import fragment
from portalkit.sheets.views import WORKBOOK

from ..models import BatchState, ImportBatch
from ..panels import pages
from ..permissions import ImportsPermission
from ..selectors import batches, last_job
from ..services import requests
from ..services.downloads import note_download
from ..services.mapping import MAPPABLE
from ..services.states import BatchBusy
from ..services.undoing import UndoRefused

WORKING = (BatchState.CHECKING, BatchState.COMMITTING, BatchState.UNDOING)
_TEMPLATES = {
    BatchState.CHECKED: "imports/preview.html",
    BatchState.COMMITTED: "imports/result.html",
    BatchState.UNDONE: "imports/result.html",
}


@require_GET
@requires(ImportsPermission.VIEW)
def detail(request: PortalRequest, pk: int) -> HttpResponseBase:
    batch = _found(request, pk, ImportsPermission.VIEW)
    if batch.state in (BatchState.RECEIVED, BatchState.MAPPED) and _may(request, batch, ImportsPermission.UPLOAD):
        return redirect("imports:map", batch.pk)
    if batch.state in WORKING:
        return render(request, "imports/working.html", {**_context(request, batch), **_progress(batch)})
    return render(request, _TEMPLATES.get(BatchState(batch.state), "imports/ended.html"), _context(request, batch))


@require_GET
@requires(ImportsPermission.VIEW)
def progress(request: PortalRequest, pk: int) -> HttpResponse:
    """The part of the page that moves while a job runs; sends the browser on when the job is through."""
    batch = _found(request, pk, ImportsPermission.VIEW)
    if batch.state not in WORKING:
        response = HttpResponse(status=200)
        response.headers["HX-Redirect"] = reverse("imports:detail", args=[batch.pk])
        return response
    context = {**_context(request, batch), **_progress(batch)}
    return fragment(request, version=context["version"], template="imports/_progress.html", context=context)


@require_POST
@requires(ImportsPermission.UPLOAD)
def check(request: PortalRequest, pk: int) -> HttpResponse:
    return _do(request, pk, ImportsPermission.UPLOAD, requests.start_check)


@require_POST
@requires(ImportsPermission.UPLOAD)
def commit(request: PortalRequest, pk: int) -> HttpResponse:
    return _do(request, pk, ImportsPermission.UPLOAD, requests.start_commit)


@require_POST
@requires(ImportsPermission.UPLOAD)
def cancel(request: PortalRequest, pk: int) -> HttpResponse:
    return _do(request, pk, ImportsPermission.UPLOAD, requests.cancel)


@require_POST
@requires(ImportsPermission.UNDO)
def undo(request: PortalRequest, pk: int) -> HttpResponse:
    return _do(request, pk, ImportsPermission.UNDO, requests.start_undo)


@require_GET
@requires(ImportsPermission.UPLOAD)
def original(request: PortalRequest, pk: int) -> HttpResponseBase:
    """The file as it was received."""
    batch = _found(request, pk, ImportsPermission.UPLOAD)
    note_download(batch=batch, what="original", by=request.access.actor, now=timezone.now())
    return send_file(batch.file.stored, name=batch.file.name)


@require_GET
@requires(ImportsPermission.UPLOAD)
def errors(request: PortalRequest, pk: int) -> HttpResponseBase:
    """The workbook of rejected rows."""
    batch = get_object_or_404(batches(request.access, ImportsPermission.UPLOAD).exclude(error_file=None), pk=pk)
    assert batch.error_file is not None
    note_download(batch=batch, what="errors", by=request.access.actor, now=timezone.now())
    stem = batch.file.name.rpartition(".")[0] or batch.file.name
    return send_file(batch.error_file, name="-".join((stem, _("rejected rows"))) + ".xlsx", content_type=WORKBOOK)


def _do(request: PortalRequest, pk: int, permission: ImportsPermission, step: Callable[..., object]) -> HttpResponse:
    batch = _found(request, pk, permission)
    try:
        step(batch=batch, by=request.access.actor, now=timezone.now())
    except BatchBusy:
        messages.warning(request, _("The import has moved on meanwhile; nothing was done."))
    except UndoRefused as refused:
        text = _("Later imports changed rows of this one: {batches}. Undo those first.")
        messages.error(request, text.format(batches=", ".join(f"#{number}" for number in refused.later)))
    return redirect("imports:detail", batch.pk)


def _found(request: PortalRequest, pk: int, permission: ImportsPermission) -> ImportBatch:
    return get_object_or_404(batches(request.access, permission), pk=pk)


def _may(request: PortalRequest, batch: ImportBatch, permission: ImportsPermission) -> bool:
    return request.access.can(permission) and batches(request.access, permission).filter(pk=batch.pk).exists()


def _context(request: PortalRequest, batch: ImportBatch) -> dict[str, Any]:
    labels, rows = pages.preview_table(batch)
    can_upload = _may(request, batch, ImportsPermission.UPLOAD)
    return {
        "batch": batch,
        "kind": pages.kind_label(batch.kind),
        "steps": pages.STEPS,
        "step": pages.step_of(batch),
        "tone": pages.TONES.get(BatchState(batch.state), "neutral"),
        "groups": pages.problem_groups(batch),
        "warnings": pages.warning_texts(batch),
        "refusal": pages.refusal_of(batch),
        "about_dates": pages.is_about_dates(batch),
        "data_url": pages.data_url(batch) if batch.state == BatchState.COMMITTED else "",
        "labels": labels,
        "hides_numbers": pages.hides_numbers(batch),
        "rows": rows,
        "words": batch.preview.get("unknown_words") or {},
        "can_upload": can_upload,
        "can_map": can_upload and batch.state in MAPPABLE and "info" in batch.source,
        "can_undo": batch.state == BatchState.COMMITTED and _may(request, batch, ImportsPermission.UNDO),
    }


def _progress(batch: ImportBatch) -> dict[str, Any]:
    job = last_job(batch)
    failed = job is not None and not job.is_open
    version = f"{batch.state}-{job.pk}-{job.state}-{job.progress_done}" if job else batch.state
    return {"job": job, "has_failed": failed, "version": version}
