"""Uploads: the page, the pieces that its script sends, and what became of a file."""

from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portalkit.access.selectors import PortalRequest, picked_region
from portalkit.guards.permissions import requires
from portalkit.jobs.panels import job_panel
from portalkit.jobs.selectors import newest_jobs
from portalkit.live.views import fragment
from portalkit.ui.domain.formats import bytes_text

from ..forms.library import FileForm, UploadForm
from ..models import Content, ContentVersion, Upload
from ..panels.library import refusal_words
from ..panels.uploads import upload_results as results_of
from ..permissions import SignagePermission
from ..selectors.library import authoring_regions, changeable_content, open_uploads, own_upload, own_uploads
from ..services.library import uploading
from ..services.library.facts import ContentFacts, facts_of

_LONGEST_TITLE = 120
_MOST_ASKED = 100


@requires(SignagePermission.AUTHOR)
def new_content(request: PortalRequest) -> HttpResponse:
    access = request.access
    region = picked_region(access, permission=SignagePermission.AUTHOR)
    form = UploadForm(regions=authoring_regions(access), initial={"region": region})
    return render(request, "signage/library/upload.html", {"form": form, "uploads": open_uploads(request.user)})


@require_POST
@requires(SignagePermission.AUTHOR)
def begin_upload(request: PortalRequest) -> JsonResponse:
    """201 with the address that pieces go to."""
    file = FileForm(request.POST)
    if not file.is_valid():
        return _failed(_("The browser did not say what it is about to send. Choose the file again."), status=422)
    replaced = _replaced(request)
    form = UploadForm(request.POST, regions=authoring_regions(request.access))
    if replaced is None and not form.is_valid():
        words = [f"{form[name].label}: {error}" for name, errors in form.errors.items() for error in errors]
        return _failed(" ".join(words), status=422)
    facts = facts_of(replaced) if replaced else _titled(form.facts, file.file.name)
    region = replaced.region if replaced else form.cleaned_data["region"]
    try:
        made = uploading.begin_upload(
            file=file.file, facts=facts, region=region, owner=request.user, content=replaced, by=request.access.actor, now=timezone.now()
        )
    except (uploading.UploadEmpty, uploading.UploadTooLarge, uploading.TooManyUploads, uploading.NoSpace) as refused:
        return _failed(_words_of(refused), status=422)
    return JsonResponse({"key": str(made.pk), "url": reverse("signage:upload_piece", args=[made.pk]), "offset": 0}, status=201)


@require_http_methods(["GET", "HEAD", "PUT", "DELETE"])
@requires(SignagePermission.VIEW, write=SignagePermission.AUTHOR)
def upload_piece(request: PortalRequest, key: UUID) -> HttpResponse:
    """GET says how much is there, PUT adds a piece at `Upload-Offset`, DELETE forgets the upload."""
    upload = _own(request, key)
    if request.method == "PUT":
        return _take_piece(request, upload)
    if request.method == "DELETE":
        uploading.abandon_upload(upload=upload, by=request.access.actor, now=timezone.now())
        return HttpResponse(status=204)
    return JsonResponse(_state(upload.received, upload), headers={"Cache-Control": "no-store"})


@requires(SignagePermission.VIEW)
def upload_done(request: PortalRequest, key: UUID) -> HttpResponse:
    """The content once it is there; before that how far it is, or why it was turned down."""
    upload = _own(request, key)
    if upload.made is not None:
        return redirect(_taken(request, upload, upload.made))
    return render(request, "signage/library/upload_done.html", _progress(request, upload))


@requires(SignagePermission.VIEW)
def upload_progress(request: PortalRequest, key: UUID) -> HttpResponse:
    """What the page of an upload shows, as it changes; leads on to the content once that is there."""
    upload = _own(request, key)
    context = _progress(request, upload)
    response = fragment(request, version=context["version"], template="signage/library/_upload.html", context=context)
    if upload.made is not None:
        response.headers["HX-Redirect"] = _taken(request, upload, upload.made)
    return response


@require_safe
@requires(SignagePermission.VIEW)
def upload_results(request: PortalRequest) -> JsonResponse:
    """What became of the caller's uploads that `key` names, as `results`."""
    try:
        keys = [UUID(text) for text in request.GET.getlist("key")[:_MOST_ASKED]]
    except ValueError:
        raise Http404 from None
    results = [vars(result) for result in results_of(own_uploads(request.user, keys))]
    return JsonResponse({"results": results}, headers={"Cache-Control": "no-store"})


@require_POST
@requires(SignagePermission.AUTHOR)
def check_upload_again(request: PortalRequest, key: UUID) -> HttpResponse:
    uploading.check_again(upload=_own(request, key), by=request.access.actor, now=timezone.now())
    return redirect("signage:upload_done", key)


@require_POST
@requires(SignagePermission.AUTHOR)
def discard_upload(request: PortalRequest, key: UUID) -> HttpResponse:
    uploading.abandon_upload(upload=_own(request, key), by=request.access.actor, now=timezone.now())
    return redirect("signage:new_content")


def _take_piece(request: PortalRequest, upload: Upload) -> JsonResponse:
    offset = request.headers.get("Upload-Offset", "")
    if not (offset.isascii() and offset.isdigit() and len(offset) <= 16):
        return _failed(_("The piece does not say where it belongs."), status=400)
    if int(request.headers.get("Content-Length") or 0) > uploading.PIECE_BYTES:
        return _failed(_words_of(uploading.PieceTooLarge()), status=413)
    try:
        received = uploading.append_piece(upload=upload, offset=int(offset), data=request.body, by=request.access.actor, now=timezone.now())
    except uploading.WrongOffset as wrong:
        return JsonResponse({"error": _words_of(wrong), **_state(wrong.offset, upload)}, status=409)
    except uploading.PieceTooLarge as refused:
        return _failed(_words_of(refused), status=413)
    except uploading.UploadBusy as busy:
        return _failed(_words_of(busy), status=503)
    except uploading.NoSpace as full:
        return _failed(_words_of(full), status=507)
    return JsonResponse(_state(received.offset, upload))


def _state(offset: int, upload: Upload) -> dict[str, Any]:
    return {"offset": offset, "size": upload.size, "done": offset == upload.size, "next": reverse("signage:upload_done", args=[upload.pk])}


def _progress(request: PortalRequest, upload: Upload) -> dict[str, Any]:
    job = newest_jobs(kind=uploading.INGEST, keys=[str(upload.pk)]).get(str(upload.pk))
    panel = job_panel(job, access=request.access, now=timezone.now()) if job else None
    return {"upload": upload, "refusal": refusal_words(upload), "job": job, "panel": panel, "version": panel.version if panel else ""}


def _taken(request: PortalRequest, upload: Upload, made: ContentVersion) -> str:
    """The page of the content that was made; of a replacement it is told what it does not change."""
    if upload.content_id is not None:
        messages.success(request, _("The new version is in the library. Screens show it once a schedule with it is approved."))
    return reverse("signage:content", args=[made.content_id])


def _own(request: PortalRequest, key: UUID) -> Upload:
    found = own_upload(request.user, key)
    if found is None:
        raise Http404
    return found


def _replaced(request: PortalRequest) -> Content | None:
    """The content that a new version is for; None for new content. Another's is as unknown as none at all."""
    wanted = request.POST.get("content", "")
    if not wanted:
        return None
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) <= 18):
        raise Http404
    return get_object_or_404(changeable_content(request.access).prefetch_related("tags"), pk=int(wanted))


def _titled(facts: ContentFacts, name: str) -> ContentFacts:
    title = facts.title or PurePosixPath(name.replace("\\", "/")).stem[:_LONGEST_TITLE] or _("Untitled")
    return ContentFacts(**{**vars(facts), "title": title})


def _words_of(refused: Exception) -> str:
    if isinstance(refused, uploading.UploadTooLarge):
        return _("The file is too large; at most {limit} are taken.").format(limit=bytes_text(refused.limit))
    words = {
        uploading.UploadEmpty: _("The file is empty."),
        uploading.TooManyUploads: _("You have {count} unfinished uploads. Finish or discard some first.").format(count=uploading.MOST_OPEN),
        uploading.NoSpace: _("The server has no room left for this file. Tell an administrator; what has arrived is kept."),
        uploading.PieceTooLarge: _("The piece is larger than agreed. Reload the page and choose the file again."),
        uploading.UploadBusy: _("Another window is sending the same file."),
        uploading.WrongOffset: _("The server has another number of bytes than the browser thought."),
    }
    return words[type(refused)]


def _failed(words: str, *, status: int) -> JsonResponse:
    return JsonResponse({"error": words}, status=status)
