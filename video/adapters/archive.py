"""The archive of footage: an S3-compatible store behind django-storages, as `STORAGES["archive"]` says."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from boto3.exceptions import Boto3Error
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files import File
from django.core.files.storage import InvalidStorageError, storages

_PIECE = 1 << 20
_SENT = 256 * 1024
_ABSENT = frozenset({"404", "NoSuchKey", "NotFound", "416", "InvalidRange"})


class ArchiveAway(Exception):
    """The store does not answer, or refuses. The message holds the kind of error and no address, key or secret."""


class NotInArchive(Exception):
    """The store has no such object, or none of that length."""


@dataclass(frozen=True)
class Copy:
    """What the store gives back when it is read: length and SHA-256."""

    size: int
    sha256: str


def has_archive() -> bool:
    """Whether this installation has one."""
    try:
        storages["archive"]
    except InvalidStorageError:
        return False
    return True


def put(key: str, path: Path) -> None:
    """Stores a file; an object of that name is replaced. Raises ArchiveAway and OSError."""
    with path.open("rb") as file, _told():
        storages["archive"].save(key, File(file, name=path.name))


def read_back(key: str) -> Copy:
    """Reads the whole object. Raises ArchiveAway and NotInArchive."""
    digest, size = sha256(), 0
    with _told():
        for data in _pieces(key):
            digest.update(data)
            size += len(data)
    return Copy(size, digest.hexdigest())


def fetch(key: str, target: Path) -> Copy:
    """Copies the object into a new file. Raises ArchiveAway, NotInArchive and OSError."""
    digest, size = sha256(), 0
    with target.open("xb") as file, _told():
        for data in _pieces(key):
            file.write(data)
            digest.update(data)
            size += len(data)
    return Copy(size, digest.hexdigest())


class ArchivedPart:
    """Some bytes of an object, a quarter of a MiB at a time as the store sends them. Closing it hangs up.

    Iterating raises ArchiveAway when the store falls silent or breaks off.
    """

    def __init__(self, key: str, *, first: int, length: int, size: int) -> None:
        """Asks for them; `size` is the length that the whole object must have. Raises ArchiveAway and NotInArchive."""
        store: Any
        with _told():
            store = storages["archive"]
            found = store.bucket.Object(key).get(Range=f"bytes={first}-{first + length - 1}")
        self._body = found["Body"]
        if found.get("ContentRange") != f"bytes {first}-{first + length - 1}/{size}":
            self.close()
            raise NotInArchive

    def __iter__(self) -> Iterator[bytes]:
        try:
            with _told():
                yield from self._body.iter_chunks(_SENT)
        finally:
            self.close()

    def close(self) -> None:
        self._body.close()


def remove(key: str) -> None:
    """Removes the object; one that is not there is no error. Raises ArchiveAway."""
    with _told():
        storages["archive"].delete(key)


def _pieces(key: str) -> Iterator[bytes]:
    store: Any = storages["archive"]
    body = store.bucket.Object(key).get()["Body"]
    try:
        yield from body.iter_chunks(_PIECE)
    finally:
        body.close()


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        if code in _ABSENT:
            raise NotInArchive from None
        raise ArchiveAway(code or type(error).__name__) from None
    except (BotoCoreError, Boto3Error, InvalidStorageError) as error:
        raise ArchiveAway(type(error).__name__) from None
