"""Uploads: the page, and the small protocol by which its script sends files in pieces and goes on after a break."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portalkit.access.selectors import PortalRequest
from portalkit.guards.permissions import requires
from portalkit.ui.domain.formats import bytes_text

from ..adapters.drafts import WrongOffset
from ..forms.library import ReplacementForm, UploadForm
from ..models import Content, Upload
from ..permissions import SignagePermission
from ..selectors import library as selectors
from ..services.library import uploading as services


@requires(SignagePermission.AUTHOR)
def new_upload(request: PortalRequest) -> HttpResponse:
    """The page. `?replace=` makes the next version of that content."""
    asked = request.GET.get("replace", "")
    content = (
        get_object_or_404(selectors.changeable_content(request.access), pk=int(asked)) if asked.isdigit() and len(asked) < 19 else None
    )
    regions = request.access.regions(SignagePermission.AUTHOR).order_by("path")
    form = UploadForm(regions=regions, initial={"kind": Content.Kind.PROMOTION, "region": regions.first()})
    context = {
        "form": form,
        "facts": [form[name] for name in form.fields if name not in ("name", "size")],
        "content": content,
        "uploads": selectors.open_uploads(request.user),
        "begin_url": reverse("signage:begin_upload") + (f"?replace={content.pk}" if content else ""),
        "piece": services.LARGEST_PIECE,
        "largest": settings.NOC_SIGNAGE_LARGEST_UPLOAD,
    }
    return render(request, "signage/library/upload.html", context)


@require_POST
@requires(SignagePermission.AUTHOR)
def begin_upload(request: PortalRequest) -> JsonResponse:
    """201 with the address to send pieces to; 422 with errors by field."""
    asked = request.GET.get("replace", "")
    regions = request.access.regions(SignagePermission.AUTHOR)
    content = (
        get_object_or_404(selectors.changeable_content(request.access), pk=int(asked)) if asked.isdigit() and len(asked) < 19 else None
    )
    form = ReplacementForm(request.POST) if content else UploadForm(request.POST, regions=regions)
    if not form.is_valid():
        return JsonResponse({"errors": {name: [str(text) for text in texts] for name, texts in form.errors.items()}}, status=422)
    try:
        upload = services.begin_upload(
            name=form.cleaned_data["name"], size=form.cleaned_data["size"], content=content, user=request.user, now=timezone.now(),
            region=content.region if content else form.cleaned_data["region"], values=form.values if isinstance(form, UploadForm) else None,
        )  # fmt: skip
    except services.TooLarge as error:
        text = _("The file is larger than {limit}.").format(limit=bytes_text(error.limit))
        return JsonResponse({"errors": {"name": [text]}}, status=422)
    except services.TooManyOpen:
        text = _("Too many uploads are under way. Finish or give up some of them.")
        return JsonResponse({"errors": {"name": [text]}}, status=422)
    return JsonResponse({"url": reverse("signage:upload", args=[upload.key]), "offset": 0}, status=201)


@require_http_methods(["GET", "PUT", "DELETE"])
@requires(SignagePermission.AUTHOR)
def upload(request: PortalRequest, key: UUID) -> HttpResponse:
    """GET: how far it is (JSON), or for a browser its page. PUT: the next piece at `Upload-Offset`. DELETE: give it up."""
    found = selectors.own_upload(request.user, key)
    if found is None:
        return HttpResponse(status=404)
    if request.method == "PUT":
        return _take(request, found)
    if request.method == "DELETE":
        if found.finished_at is None:
            services.give_up(upload=found, by=request.access.actor, now=timezone.now())
        return HttpResponse(status=204)
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse(_told(found))
    if found.made is not None:
        return redirect("signage:content", found.made.content_id)
    return redirect("signage:new_upload")


def _take(request: HttpRequest, found: Upload) -> JsonResponse:
    offset = request.headers.get("Upload-Offset", "")
    length = request.headers.get("Content-Length", "")
    if not (offset.isdigit() and length.isdigit() and len(offset) < 16) or not 0 < int(length) <= services.LARGEST_PIECE:
        return JsonResponse({"error": "bad_piece"}, status=400)
    piece = request.read(services.LARGEST_PIECE + 1)
    if len(piece) != int(length):
        return JsonResponse({"error": "cut_off"}, status=400)
    access = request.access  # type: ignore[attr-defined]
    try:
        taken = services.take_piece(key=found.key, owner=found.owner, offset=int(offset), piece=piece, by=access.actor, now=timezone.now())
    except WrongOffset as error:
        return JsonResponse({"offset": error.offset}, status=409)
    except services.Finished:
        return JsonResponse(_told(found), status=200)
    return JsonResponse(_told(taken))


def _told(found: Upload) -> dict[str, object]:
    job = selectors.job_of(found) if found.finished_at else None
    return {
        "offset": found.received,
        "size": found.size,
        "is_complete": found.finished_at is not None,
        "refusal": found.refusal or (job.error if job is not None and job.state == "failed" else ""),
        "content": reverse("signage:content", args=[found.made.content_id]) if found.made else None,
        "done": job.progress_done if job else 0,
        "total": job.progress_total if job else None,
    }
