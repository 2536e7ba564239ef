"""Answers that carry a stored file. The calling view has its own guard and has found the file through its caller's scope."""

from collections.abc import Iterator, Mapping
from typing import BinaryIO

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header

from .domain.byte_ranges import ByteRange, Unsatisfiable, asked_range
from .domain.names import download_name
from .models import StoredFile
from .services import open_file

ACCEL_LOCATION = "/files-inside/"
IMMUTABLE = "public, max-age=31536000, immutable"
_PIECE = 256 * 1024


def send_file(file: StoredFile, *, name: str, content_type: str = "application/octet-stream") -> FileResponse:
    """The file as a download under this name, streamed."""
    response = FileResponse(open_file(file), content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=download_name(name))
    response["Content-Length"] = str(file.size)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def send_part(request: HttpRequest, file: StoredFile, *, content_type: str, cache_control: str) -> HttpResponseBase:
    """The file to be shown in place: whole, one exact range of it (RFC 9110, 14), or 304 and 416 where those are right.

    Its ETag is its SHA-256. With NOC_ACCEL_FILES the bytes are left to nginx. Raises FileNotFoundError where the bytes are gone.
    """
    tag = f'"{file.sha256}"'
    headers = {"Accept-Ranges": "bytes", "Cache-Control": cache_control, "ETag": tag, "X-Content-Type-Options": "nosniff"}
    if tag in request.headers.get("If-None-Match", ""):
        return HttpResponse(status=304, headers=headers)
    if settings.NOC_ACCEL_FILES:
        inside = f"{ACCEL_LOCATION}{file.sha256[:2]}/{file.sha256[2:4]}/{file.sha256}"
        return HttpResponse(content_type=content_type, headers=headers | {"X-Accel-Redirect": inside})
    try:
        part = _part(request, tag=tag, size=file.size)
    except Unsatisfiable:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}"})
    return _sent(request, file, part, content_type=content_type, headers=headers)


def _sent(
    request: HttpRequest, file: StoredFile, part: ByteRange | None, *, content_type: str, headers: Mapping[str, str]
) -> HttpResponseBase:
    length = part.length if part else file.size
    said = {**headers, "Content-Length": str(length)}
    if part:
        said["Content-Range"] = f"bytes {part.first}-{part.last}/{file.size}"
    stream = open_file(file)
    if request.method == "HEAD":
        stream.close()
        return HttpResponse(content_type=content_type, headers=said)
    pieces = _Pieces(stream, first=part.first if part else 0, length=length)
    return StreamingHttpResponse(pieces, status=206 if part else 200, content_type=content_type, headers=said)


def _part(request: HttpRequest, *, tag: str, size: int) -> ByteRange | None:
    """Ranges are for GET alone, and for the very bytes that If-Range names."""
    condition = request.headers.get("If-Range")
    if request.method != "GET" or (condition is not None and condition.strip() != tag):
        return None
    return asked_range(request.headers.get("Range", ""), size=size)


class _Pieces:
    """The bytes of a part of an open file, a quarter of a MiB at a time. Closing it closes the file, also before the first piece."""

    def __init__(self, stream: BinaryIO, *, first: int, length: int) -> None:
        self._stream, self._left = stream, length
        stream.seek(first)

    def __iter__(self) -> Iterator[bytes]:
        while self._left > 0 and (data := self._stream.read(min(_PIECE, self._left))):
            self._left -= len(data)
            yield data

    def close(self) -> None:
        self._stream.close()
