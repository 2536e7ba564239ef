"""Tells the format of a file by its first bytes."""

import re
from pathlib import Path

from ..domain.refusals import Refusal, Refused
from .info import Format

HEAD = 8192
_ZIP = b"PK\x03\x04"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"{\\rtf", "RTF"),
    (b"\x7fELF", "ELF"),
    (b"MZ\x90", "EXE"),
    (b"SQLite format 3", "SQLite"),
    (b"\x09\x00\x04\x00", "Excel 2"),
    (b"\x09\x02\x06\x00", "Excel 3"),
    (b"\x09\x04\x06\x00", "Excel 4"),
    (b"\x09\x08\x08\x00", "Excel 5"),
)
_ARCHIVES = (
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"Rar!", "RAR"),
    (b"\xfd7zXZ", "XZ"),
    (b"BZh", "bzip2"),
    (b"PK\x05\x06", "ZIP"),
)
_MARKUP = re.compile(rb"\s*(?:<!--.*?-->\s*|<\?xml[^>]*\?>\s*)*<(?:!doctype\s+html|html|head|body|table|meta|style|div)[\s>]", re.I | re.S)
_SPREADSHEET_XML = b"urn:schemas-microsoft-com:office:spreadsheet"


def sniff(path: Path) -> Format:
    """The format by content. Raises Refused for an empty file and for everything that is no table this product reads."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        raise Refused(Refusal.EMPTY)
    if head.startswith(_ZIP):
        return Format.XLSX
    if head.startswith(_COMPOUND):
        return Format.XLS
    _refuse_foreign(head)
    plain = _plain(head)
    if _SPREADSHEET_XML in plain and plain.lstrip().startswith(b"<"):
        raise Refused(Refusal.FORMAT, format="Excel 2003 XML")
    if re.match(rb"(?:MIME-Version|From|Content-Type|Message-ID):", plain.lstrip(), re.I) and b"multipart/" in plain:
        raise Refused(Refusal.FORMAT, format="MHTML")
    return Format.HTML if _MARKUP.match(plain) else Format.CSV


def _refuse_foreign(head: bytes) -> None:
    for magic, name in _ARCHIVES:
        if head.startswith(magic):
            raise Refused(Refusal.ARCHIVE, format=name)
    for magic, name in _FOREIGN:
        if head.startswith(magic):
            raise Refused(Refusal.FORMAT, format=name)


def _plain(head: bytes) -> bytes:
    """The head without its byte-order mark and, in UTF-16, without the zero bytes: enough to recognise markup."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[2:].replace(b"\0", b"")
    return head.removeprefix(b"\xef\xbb\xbf")
