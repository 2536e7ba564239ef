"""The smallest XLS workbook there is: a compound file with one BIFF8 stream, numbers and labels only."""

import struct
from collections.abc import Sequence
from pathlib import Path

_SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def write_xls(path: Path, sheet: str, rows: Sequence[Sequence[str | float | None]], *, first_row: int = 0) -> Path:
    path.write_bytes(_compound(_biff(sheet, rows, first_row)))
    return path


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _biff(sheet: str, rows: Sequence[Sequence[str | float | None]], first_row: int) -> bytes:
    start = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0x0600))
    name = struct.pack("<BB", len(sheet), 1) + sheet.encode("utf-16-le")
    end = _record(0x000A, b"")
    offset = len(start) + 4 + 6 + len(name) + len(end)
    bound = _record(0x0085, struct.pack("<IBB", offset, 0, 0) + name)
    body = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0x0600))
    for number, row in enumerate(rows, start=first_row):
        for column, value in enumerate(row):
            if isinstance(value, str):
                body += _record(0x0204, struct.pack("<HHHHB", number, column, 0, len(value), 1) + value.encode("utf-16-le"))
            elif value is not None:
                body += _record(0x0203, struct.pack("<HHHd", number, column, 0, value))
    return (start + bound + end + body + end).ljust(4096, b"\0")


def _compound(stream: bytes) -> bytes:
    sectors = -(-len(stream) // _SECTOR)
    table = [_FAT, _END, *range(3, sectors + 2), _END]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, _END, 0, _END, 0) + struct.pack("<I", 0) + struct.pack("<I", _FREE) * 108
    fat = struct.pack(f"<{len(table)}I", *table) + struct.pack("<I", _FREE) * (128 - len(table))
    root = _entry("Root Entry", 5, 1, _END, 0)
    directory = root + _entry("Workbook", 2, _FREE, 2, len(stream)) + _entry("", 0, _FREE, 0, 0) * 2
    return header + fat + directory + stream.ljust(sectors * _SECTOR, b"\0")


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    encoded = (name + "\0").encode("utf-16-le") if name else b""
    entry = encoded.ljust(64, b"\0") + struct.pack("<HBBIII", len(encoded), kind, 1, _FREE, _FREE, child)
    return entry + b"\0" * 36 + struct.pack("<IQ", start, size)
