"""Answers that carry a stored file. The calling view has its own guard and has found the file through its caller's scope."""

from django.http import FileResponse
from django.utils.http import content_disposition_header

from .domain.names import download_name
from .models import StoredFile
from .services import open_file


def send_file(file: StoredFile, *, name: str, content_type: str = "application/octet-stream") -> FileResponse:
    """The file as a download under this name, streamed."""
    response = FileResponse(open_file(file), content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=download_name(name))
    response["Content-Length"] = str(file.size)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
