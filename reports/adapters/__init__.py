"""Files of a report: workbook, PDF and slides, drawn from the one data object."""

from importlib import import_module

from ..domain.document import Document, Stamp
from ..domain.naming import ReportFormat

_WRITERS = {
    ReportFormat.PDF: ("pdf", "write_pdf"),
    ReportFormat.XLSX: ("workbook", "write_workbook"),
    ReportFormat.PPTX: ("slides", "write_slides"),
}


def write_file(document: Document, stamp: Stamp, *, file_format: str) -> bytes:
    """The document in one format. The libraries are loaded with the first file: they take 25 MiB that web processes need not hold."""
    module, function = _WRITERS[ReportFormat(file_format)]
    written: bytes = getattr(import_module(f"{__name__}.{module}"), function)(document, stamp)
    return written
