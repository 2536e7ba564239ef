"""The list of imports and the upload."""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portalkit.access.selectors import PortalRequest
from portalkit.guards.permissions import requires
from portalkit.tables.views import list_page

from ..filters import batch_filters
from ..forms import KindForm
from ..models import BatchState, ImportBatch
from ..panels.pages import STEPS
from ..permissions import ImportsPermission
from ..selectors import batches, kinds_of
from ..services.limits import MIB, upload_limit
from ..services.receiving import FileTooLarge, UploadNotAllowed, receive
from ..tables import IMPORTS


@requires(ImportsPermission.VIEW)
def imports(request: PortalRequest) -> HttpResponseBase:
    filters = batch_filters().bind(request.GET, access=request.access, permission=ImportsPermission.VIEW)
    can_upload = request.access.can(ImportsPermission.UPLOAD) and bool(kinds_of(request.access))
    context = {"can_upload": can_upload, "empty_reason": _("Upload an export of CRM or EOMS, subscriber counts or a list of regions.")}
    if can_upload:
        context |= {"empty_url": reverse("imports:upload"), "empty_label": _("Upload files")}
    rows = batches(request.access, ImportsPermission.VIEW)
    return list_page(request, table=IMPORTS, rows=rows, filters=filters, template="imports/list.html", context=context)


@requires(ImportsPermission.UPLOAD)
def upload(request: PortalRequest) -> HttpResponseBase:
    kinds = kinds_of(request.access)
    form = KindForm(request.POST if request.method == "POST" else None, kinds=kinds, initial={"kind": request.GET.get("kind", "")})
    files = request.FILES.getlist("files")
    if request.method == "POST" and not files:
        form.add_error(None, _("Choose at least one file."))
    if form.is_valid():
        try:
            received = [_received(request, file, form.cleaned_data["kind"]) for file in files]
        except FileTooLarge as error:
            form.add_error(None, _("A file is larger than {limit} MiB; nothing of it was kept.").format(limit=error.limit // MIB))
        except UploadNotAllowed:
            form.add_error(None, _("You may not import this kind in your regions."))
        else:
            return _after_upload(request, received)
    if _wants_json(request):
        return JsonResponse({"errors": [str(error) for found in form.errors.values() for error in found]}, status=422)
    context = {"form": form, "kinds": kinds, "steps": STEPS, "limit": upload_limit() // MIB}
    return render(request, "imports/upload.html", context, status=422 if request.method == "POST" else 200)


def _received(request: PortalRequest, file: "UploadedFile[Any]", kind: str) -> ImportBatch:
    return receive(stream=file, name=file.name or "", kind=kind, access=request.access, now=timezone.now(), limit=upload_limit())


def _after_upload(request: PortalRequest, received: list[ImportBatch]) -> HttpResponseBase:
    if _wants_json(request):
        found = [
            {"name": str(batch), "url": reverse("imports:detail", args=[batch.pk]), "refused": batch.state == BatchState.REFUSED}
            for batch in received
        ]
        return JsonResponse({"batches": found}, status=201)
    if len(received) == 1:
        return redirect("imports:detail", received[0].pk)
    text = ngettext("{count} file was received.", "{count} files were received.", len(received))
    messages.success(request, text.format(count=len(received)))
    return redirect("imports:list")


def _wants_json(request: PortalRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")
