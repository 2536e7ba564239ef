"""Opens a workbook's ZIP archive after its directory has been checked; nothing is unpacked before that, nothing ever to disk."""

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, LargeZipFile, ZipFile, ZipInfo

from ..domain.refusals import Refusal, Refused

MOST_PARTS = 5_000
MOST_BYTES = 2 << 30
MOST_DIRECTORY_BYTES = 4 << 20
MOST_RATIO = 200
RATIO_MATTERS_FROM = 4 << 20
_END = b"PK\x05\x06"
_END_64 = b"PK\x06\x06"
_ENCRYPTED = 0x1


@contextmanager
def open_archive(path: Path) -> Iterator[ZipFile]:
    """The archive, checked: number of parts, sizes, compression ratio, overlaps, names, duplicates, methods, encryption. Raises Refused,
    also for what goes wrong while the caller reads from it (a wrong checksum, broken compression)."""
    _check_directory_size(path)
    try:
        with ZipFile(path) as archive:
            _check(archive.infolist(), path.stat().st_size)
            yield archive
    except (BadZipFile, LargeZipFile, zlib.error, EOFError, struct.error, NotImplementedError) as error:
        raise Refused(Refusal.ZIP_BROKEN) from error


def _check(parts: list[ZipInfo], file_size: int) -> None:
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise Refused(Refusal.PASSWORD)
    if len(parts) > MOST_PARTS:
        raise Refused(Refusal.ZIP_PARTS, parts=len(parts), limit=MOST_PARTS)
    total = sum(part.file_size for part in parts)
    if total > MOST_BYTES:
        raise Refused(Refusal.ZIP_SIZE, size=total, limit=MOST_BYTES)
    if sum(part.compress_size for part in parts) > file_size:
        raise Refused(Refusal.ZIP_RATIO, part="", ratio=0, limit=MOST_RATIO)
    seen: set[str] = set()
    for part in parts:
        _check_part(part)
        if part.filename.casefold() in seen:
            raise Refused(Refusal.ZIP_DUPLICATE, part=part.filename[:80])
        seen.add(part.filename.casefold())


def _check_part(part: ZipInfo) -> None:
    name = part.orig_filename
    steps = name.replace("\\", "/").split("/")
    if not name or name.startswith(("/", "\\")) or ".." in steps or ":" in steps[0] or "\0" in name or len(name) > 255:
        raise Refused(Refusal.ZIP_NAMES, part=name[:80])
    if part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise Refused(Refusal.ZIP_METHOD, part=name[:80])
    ratio = part.file_size // max(part.compress_size, 1)
    if part.file_size > RATIO_MATTERS_FROM and ratio > MOST_RATIO:
        raise Refused(Refusal.ZIP_RATIO, part=name[:80], ratio=ratio, limit=MOST_RATIO)


def _check_directory_size(path: Path) -> None:
    """The directory is read whole by the zip module: its own statement of its size comes first."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - 65_557))
        tail = file.read()
    end = tail.rfind(_END)
    if end < 0 or len(tail) < end + 22:
        raise Refused(Refusal.ZIP_BROKEN)
    parts, directory = struct.unpack_from("<HI", tail, end + 10)
    end_64 = tail.rfind(_END_64)
    if end_64 >= 0 and len(tail) >= end_64 + 48:
        parts_64, directory_64 = struct.unpack_from("<QQ", tail, end_64 + 32)
        parts, directory = (parts_64 if parts == 0xFFFF else parts), (directory_64 if directory == 0xFFFFFFFF else directory)
    if parts > MOST_PARTS or directory > MOST_DIRECTORY_BYTES:
        raise Refused(Refusal.ZIP_PARTS, parts=parts, limit=MOST_PARTS)
