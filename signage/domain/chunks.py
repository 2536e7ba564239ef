"""The pieces that players fetch and check a file by."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Protocol

from .kinds import CHUNK_BYTES

_READ_BYTES = 256 * 1024


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


def chunk_digests(stream: Readable, *, size: int = CHUNK_BYTES) -> list[str]:
    """The SHA-256, in hexadecimal, of each piece of `size` bytes of the stream; the last piece may be shorter. Empty: no piece."""
    return list(_digests(stream, size))


def _digests(stream: Readable, size: int) -> Iterator[str]:
    digest, left = sha256(), size
    while data := stream.read(min(left, _READ_BYTES)):
        digest.update(data)
        left -= len(data)
        if not left:
            yield digest.hexdigest()
            digest, left = sha256(), size
    if left < size:
        yield digest.hexdigest()
