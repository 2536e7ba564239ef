"""What a player fetches: the playlist of a span, and the bytes of the files that it points into."""

import logging
from datetime import datetime
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portalkit.access.selectors import PortalRequest
from portalkit.files.domain.byte_ranges import ByteRange, Unsatisfiable, asked_range
from portalkit.guards.permissions import requires

from ..adapters.archive import ArchiveAway
from ..adapters.footage_files import FootageGone as NotOnVolume
from ..adapters.footage_files import OpenFootage, OutsideVolume
from ..domain.playlists import playlist as write_playlist
from ..domain.segments import microseconds
from ..forms.playback import SpanForm
from ..models import Segment
from ..permissions import VideoPermission
from ..selectors.cameras import visible_cameras
from ..selectors.footage import footage_between, is_at_node, segment_for
from ..selectors.media_links import node_address
from ..services.archived import AWAY_SECONDS, ArchivedFootage
from ..services.footage import FootageGone
from ..services.viewing import note_viewing

logger = logging.getLogger(__name__)
PLAYLIST_TYPE = "application/vnd.apple.mpegurl"
PLAIN = "text/plain; charset=utf-8"
ACCEL_LOCATION = "/footage-inside/"


@require_safe
@requires(VideoPermission.VIEW)
def playlist(request: PortalRequest, gb_id: str) -> HttpResponse:
    """HLS over the recorded files from `from` to `to`; open at its end while the camera is being recorded and `to` is not past."""
    camera = get_object_or_404(visible_cameras(request.access), gb_id=gb_id)
    form = SpanForm(request.GET)
    if not form.is_valid():
        return HttpResponse(form.first_error, status=400, content_type=PLAIN)
    now = timezone.now()
    address = reverse("video:media", kwargs={"pk": 0})
    text = write_playlist(
        footage_between(camera, start=form.start, end=form.end, address=address),
        from_us=microseconds(form.start),
        to_us=microseconds(form.end),
        is_live=form.end >= now,
    )
    note_viewing(camera=camera, start=form.start, end=form.end, by=request.access.actor, now=now)
    return HttpResponse(text, content_type=PLAYLIST_TYPE, headers={"Cache-Control": "private, no-store"})


@require_safe
@requires(VideoPermission.VIEW)
def media(request: PortalRequest, pk: int) -> HttpResponseBase:
    """A segment's file, whole or one range of it; from this machine's volume, through nginx, from the node that holds it, or out of the
    archive."""
    try:
        segment = segment_for(request.access, pk=pk)
    except Segment.DoesNotExist:
        raise Http404 from None
    file = _file_of(segment)
    if file is not None:
        return _with_common(_accelerated(file) or _sent(request, segment, file), segment)
    now = timezone.now()
    return _from_node(segment, now=now) or _from_archive(request, segment)


def _file_of(segment: Segment) -> OpenFootage | None:
    if not segment.is_local or segment.state == Segment.State.DELETING:
        return None
    try:
        return OpenFootage(folder=segment.volume.path, path=segment.path)
    except NotOnVolume:
        return None
    except OutsideVolume:
        logger.warning("the file of segment %d lies outside its volume", segment.pk)
        return None


def _from_node(segment: Segment, *, now: datetime) -> HttpResponse | None:
    address = node_address(segment, now=now) if is_at_node(segment, now=now) else None
    return HttpResponse(status=307, headers={"Location": address, "Cache-Control": "private, no-store"}) if address else None


def _from_archive(request: PortalRequest, segment: Segment) -> HttpResponseBase:
    try:
        return _with_common(_sent(request, segment, ArchivedFootage(segment)), segment)
    except FootageGone:
        if segment.archive_key and segment.state != Segment.State.DELETING:
            logger.warning("the archive has no whole copy of segment %d", segment.pk)
            return HttpResponse(_("This footage is no longer in the archive."), status=410, content_type=PLAIN)
        return HttpResponse(_("This footage is no longer on its volume."), status=410, content_type=PLAIN)
    except ArchiveAway as away:
        logger.warning("the archive is away (%s)", away)
        text = _("The archive of footage does not answer. The footage is still there; try again in a few minutes.")
        return HttpResponse(text, status=503, content_type=PLAIN, headers={"Retry-After": str(AWAY_SECONDS), "Cache-Control": "no-store"})


def _accelerated(file: OpenFootage) -> HttpResponse | None:
    """Leaves the file to nginx by its path inside the folder that NOC_ACCEL_REDIRECT names."""
    folder = settings.NOC_ACCEL_REDIRECT.rstrip("/")
    if not folder or not file.place.is_relative_to(folder):
        return None
    file.close()
    inside = ACCEL_LOCATION + quote(file.place.relative_to(folder).as_posix())
    return HttpResponse(content_type="video/mp4", headers={"X-Accel-Redirect": inside})


def _sent(request: PortalRequest, segment: Segment, file: OpenFootage | ArchivedFootage) -> HttpResponseBase:
    """Exactly what is durable: an open segment's row is never ahead of its file. Raises FootageGone and ArchiveAway."""
    size = min(file.size, segment.size)
    tag = _tag(segment)
    if tag and tag in request.headers.get("If-None-Match", ""):
        file.close()
        return HttpResponse(status=304)
    try:
        part = _part(request, tag=tag, size=size)
    except Unsatisfiable:
        file.close()
        return HttpResponse(status=416, content_type=PLAIN, headers={"Content-Range": f"bytes */{size}"})
    sent = part or ByteRange(0, size - 1)
    headers = {"Content-Length": str(sent.length)}
    if part is not None:
        headers["Content-Range"] = f"bytes {part.first}-{part.last}/{size}"
    if request.method == "HEAD":
        file.close()
        return HttpResponse(content_type="video/mp4", headers=headers)
    pieces = file.part(first=sent.first, length=sent.length)
    return StreamingHttpResponse(pieces, status=206 if part else 200, content_type="video/mp4", headers=headers)


def _part(request: PortalRequest, *, tag: str, size: int) -> ByteRange | None:
    """Ranges are for GET alone, and for the very file that If-Range names."""
    condition = request.headers.get("If-Range")
    if request.method != "GET" or (condition is not None and (not tag or condition.strip() != tag)):
        return None
    return asked_range(request.headers.get("Range", ""), size=size)


def _with_common(response: HttpResponseBase, segment: Segment) -> HttpResponseBase:
    """A browser may keep a closed file, but asks each time whether it still may show it."""
    if response.status_code < 400:
        response.headers["Accept-Ranges"] = "bytes"
        response.headers["Cache-Control"] = "private, no-cache" if _tag(segment) else "private, no-store"
        if _tag(segment):
            response.headers["ETag"] = _tag(segment)
    return response


def _tag(segment: Segment) -> str:
    return f'"{segment.sha256}"' if segment.sha256 else ""
