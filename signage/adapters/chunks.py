"""The digests of a file's pieces."""

from hashlib import sha256
from pathlib import Path

from ..domain.kinds import CHUNK_BYTES


def chunk_digests(path: Path) -> list[str]:
    """The SHA-256 of each piece of CHUNK_BYTES, in hexadecimal, in order."""
    found = []
    with path.open("rb") as file:
        while piece := file.read(CHUNK_BYTES):
            found.append(sha256(piece).hexdigest())
    return found
