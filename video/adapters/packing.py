"""A ZIP archive while it is sent: nothing is copied to disk first, and memory holds a megabyte of it."""

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_PIECE = 1 << 20


@dataclass(frozen=True)
class Packed:
    """A file of the archive: its name there, and a path or bytes."""

    name: str
    content: Path | bytes


class _Outgoing:
    """Takes what the archive is written as, and hands it on."""

    def __init__(self) -> None:
        self._kept: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._kept.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing to do: everything is handed on."""

    def taken(self) -> bytes:
        data = b"".join(self._kept)
        self._kept.clear()
        return data


def zipped(files: Iterable[Packed]) -> Iterator[bytes]:
    """Not compressed: footage is, and a file of 10 GB shall leave as fast as it is read."""
    outgoing = _Outgoing()
    with zipfile.ZipFile(outgoing, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:  # type: ignore[call-overload]
        for file in files:
            with archive.open(zipfile.ZipInfo(file.name), "w", force_zip64=True) as member:
                for data in _pieces(file.content):
                    member.write(data)
                    yield outgoing.taken()
            yield outgoing.taken()
    yield outgoing.taken()


def _pieces(content: Path | bytes) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    with content.open("rb") as file:
        while data := file.read(_PIECE):
            yield data
