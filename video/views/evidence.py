"""Evidence exports: the list, asking for one, its result and its files."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from portalkit.access.selectors import PortalRequest
from portalkit.files.services import path_of
from portalkit.files.views import send_file
from portalkit.guards.permissions import requires
from portalkit.tables.views import list_page

from ..adapters.packing import Packed, zipped
from ..filters.keeping import export_filters
from ..forms.keeping import ExportForm
from ..models import Camera, EvidenceExport
from ..panels.playback import watch_url
from ..permissions import VideoPermission
from ..selectors.cameras import visible_cameras
from ..selectors.evidence import visible_exports
from ..services.evidence import asking
from ..services.evidence.keys import evidence_public_key
from ..services.evidence.making import file_stem, note_download
from ..tables.keeping import EXPORTS, export_state, export_tone, has_failed
from .holds import moment_in

FILES = {"footage": ("mp4", "video/mp4"), "manifest": ("json", "application/json")}


@requires(VideoPermission.EXPORT_EVIDENCE)
def evidence_list(request: PortalRequest) -> HttpResponseBase:
    context = {"empty_reason": _("Whoever plays footage of a camera can export a span of it as evidence: a file and a signed manifest.")}
    return list_page(
        request,
        table=EXPORTS,
        rows=visible_exports(request.access),
        filters=export_filters().bind(request.GET, access=request.access, permission=VideoPermission.EXPORT_EVIDENCE),
        template="video/exports.html",
        context=context,
        permission_to_export=VideoPermission.EXPORT,
    )


@requires(VideoPermission.EXPORT_EVIDENCE)
def ask_export(request: PortalRequest, gb_id: str) -> HttpResponse:
    camera = get_object_or_404(visible_cameras(request.access, VideoPermission.EXPORT_EVIDENCE), gb_id=gb_id)
    may_hold = request.access.covers(VideoPermission.HOLD, camera.hall.region)
    start, end = moment_in(request.GET.get("from")), moment_in(request.GET.get("to"))
    form = ExportForm(request.POST or None, may_hold=may_hold, initial={"start": start, "end": end})
    if form.is_valid() and (export := _asked(request, camera, form)) is not None:
        messages.success(request, _("The export is being made."))
        return redirect("video:evidence", export.pk)
    context = {
        "form": form,
        "camera": camera,
        "title": _("Export as evidence: {camera}").format(camera=camera.name),
        "verb": _("Export"),
        "back": watch_url([gb_id], start) if start else reverse("video:kept_camera", args=[gb_id]),
    }
    return render(request, "video/span.html", context, status=422 if form.is_bound else 200)


@requires(VideoPermission.EXPORT_EVIDENCE)
def evidence(request: PortalRequest, pk: int) -> HttpResponse:
    export = get_object_or_404(visible_exports(request.access), pk=pk)
    context = {
        "export": export,
        "stem": file_stem(export),
        "state": export_state(export),
        "tone": export_tone(export),
        "has_failed": has_failed(export),
        "key": evidence_public_key() if export.finished_at else None,
        "package_size": export.footage.size + export.manifest.size if export.footage and export.manifest else None,
    }
    return render(request, "video/evidence.html", context)


@requires(VideoPermission.EXPORT_EVIDENCE)
def evidence_file(request: PortalRequest, pk: int, what: str) -> HttpResponseBase:
    """`footage`, `manifest`, or both as `package`; each download is audited."""
    export = get_object_or_404(visible_exports(request.access), pk=pk)
    file = {"footage": export.footage, "manifest": export.manifest}.get(what)
    if export.finished_at is None or (file is None and what != "package"):
        raise Http404("no such file")
    if not _is_here(export):
        text = _("The files of this export are not on this server: its folder of files is not shared with the storage node that made them.")
        messages.error(request, text)
        return redirect("video:evidence", pk)
    note_download(export=export, what=what, by=request.access.actor, now=timezone.now())
    if file is None:
        return _package(export)
    suffix, content_type = FILES[what]
    return send_file(file, name=f"{file_stem(export)}.{suffix}", content_type=content_type)


def _is_here(export: EvidenceExport) -> bool:
    return all(path_of(file).is_file() for file in (export.footage, export.manifest) if file)


def _package(export: EvidenceExport) -> StreamingHttpResponse:
    assert export.footage is not None
    assert export.manifest is not None
    stem = file_stem(export)
    texts = [
        _("Evidence export {number} of the network management centre.").format(number=export.pk),
        _("To check that nothing was changed: manage.py verify_export {stem}.mp4 {stem}.json --key KEY").format(stem=stem),
        _("KEY is the centre's public key; get it from the centre itself. Its SHA-256:"),
        evidence_public_key().fingerprint,
    ]
    files = [
        Packed(f"{stem}.mp4", path_of(export.footage)),
        Packed(f"{stem}.json", path_of(export.manifest)),
        Packed("README.txt", "\n".join(texts).encode() + b"\n"),
    ]
    response = StreamingHttpResponse(zipped(files), content_type="application/zip")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=f"{stem}.zip")
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _asked(request: PortalRequest, camera: Camera, form: ExportForm) -> EvidenceExport | None:
    values = form.cleaned_data
    try:
        return asking.ask_export(
            camera=camera,
            start=values["start"],
            end=values["end"],
            reason=values["reason"],
            holds=values.get("holds", False),
            user=request.user,
            by=request.access.actor,
            now=timezone.now(),
        )
    except asking.TooLong:
        form.add_error("end", _("At most 6 hours after the begin."))
    except asking.NotRecordedYet:
        form.add_error("end", _("This moment is still to come."))
    except asking.NoFootage as found:
        form.add_error("start", " ".join([_("Nothing was recorded in this span."), *_nearest(found)]))
    except asking.Divided as found:
        form.add_error("end", _divided(found))
    return None


def _nearest(found: asking.NoFootage) -> list[str]:
    texts = []
    if found.nearest.before:
        texts.append(_("Footage before it ends at {time}.").format(time=_time(found.nearest.before)))
    if found.nearest.after:
        texts.append(_("Footage after it begins at {time}.").format(time=_time(found.nearest.after)))
    return texts or [_("There is no footage of this camera.")]


def _divided(found: asking.Divided) -> str:
    if found.by_format:
        return _("The picture format changes at {time}. Export up to then, and from then on.").format(time=_time(found.at))
    return _("From {time} on the footage lies on another storage node. Export up to then, and from then on.").format(time=_time(found.at))


def _time(moment: object) -> str:
    return date_format(timezone.localtime(moment), "Y-m-d H:i:s")  # type: ignore[arg-type]
