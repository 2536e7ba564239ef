"""Durable files in a folder: written whole, synced, renamed, the directories synced."""

import fcntl
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Protocol

_CHUNK = 1024 * 1024
_INCOMING = "incoming"


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


class TooLarge(Exception):
    """The stream holds more bytes than allowed."""


class Busy(Exception):
    """Somebody is storing a file at this moment."""


@dataclass(frozen=True)
class Draft:
    """The whole stream, durable under a temporary name."""

    path: Path
    sha256: str
    size: int


def place(root: Path, digest: str) -> Path:
    """Where the bytes of this digest are or would be."""
    return root / digest[:2] / digest[2:4] / digest


def write_draft(stream: Readable, *, root: Path, limit: int | None) -> Draft:
    """Copies the stream to a synced temporary file. Raises TooLarge as soon as it passes `limit`; nothing stays then."""
    folder = root / _INCOMING
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / uuid.uuid4().hex
    digest, size = sha256(), 0
    try:
        with path.open("xb", buffering=0) as file:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                if limit is not None and size > limit:
                    raise TooLarge
                digest.update(chunk)
                _write_all(file.fileno(), chunk)
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return Draft(path=path, sha256=digest.hexdigest(), size=size)


def keep(draft: Draft, *, root: Path) -> Path:
    """Gives a draft its final name, durably. Whatever was there under that name is replaced."""
    target = place(root, draft.sha256)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft.path.rename(target)
    for folder in (target.parent, target.parent.parent, root):
        _sync_folder(folder)
    return target


def is_whole(root: Path, digest: str, size: int) -> bool:
    """Whether the bytes are there in their full length."""
    try:
        return place(root, digest).stat().st_size == size
    except FileNotFoundError:
        return False


def remove(root: Path, digest: str) -> None:
    place(root, digest).unlink(missing_ok=True)


def old_files(root: Path, *, before: float) -> Iterator[str]:
    """Digests of kept bytes last written before a time stamp."""
    for path in root.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*"):
        if len(path.name) == 64 and path.stat().st_mtime < before:
            yield path.name


def remove_old_drafts(root: Path, *, before: float) -> int:
    """Clears drafts that a killed process left behind."""
    left = [path for path in (root / _INCOMING).glob("*") if path.stat().st_mtime < before]
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


@contextmanager
def storing(root: Path) -> Iterator[None]:
    """Held while bytes and their row come together; any number of processes at once."""
    with _locked(root, fcntl.LOCK_SH):
        yield


@contextmanager
def collecting(root: Path) -> Iterator[None]:
    """Held while bytes are removed; nobody stores meanwhile. Does not wait: raises Busy."""
    with _locked(root, fcntl.LOCK_EX | fcntl.LOCK_NB):
        yield


@contextmanager
def _locked(root: Path, operation: int) -> Iterator[None]:
    root.mkdir(parents=True, exist_ok=True)
    with (root / ".lock").open("ab") as file:
        try:
            fcntl.flock(file.fileno(), operation)
        except BlockingIOError:
            raise Busy from None
        yield


def _write_all(descriptor: int, chunk: bytes) -> None:
    rest = memoryview(chunk)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
