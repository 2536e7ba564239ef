"""Stored files: durable, once, found again, cleared away when nobody needs them."""

import io
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import Settings

from portalkit.files.adapters import disk
from portalkit.files.domain import references
from portalkit.files.models import StoredFile
from portalkit.files.services import FileTooLarge, StorageBusy, collect_garbage, open_file, path_of, store
from portalkit.files.views import send_file
from portalkit.imports.models import ImportFile

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=2)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def root(tmp_path: Path, settings: Settings) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path / "files"


def keep(content: bytes = b"complaints", *, now: datetime = NOW) -> StoredFile:
    return store(stream=io.BytesIO(content), now=now)


def everything_below(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file() and path.name != ".lock")


def grow_old(root: Path) -> None:
    for path in root.rglob("*"):
        os.utime(path, (NOW.timestamp(), NOW.timestamp()))


def test_a_file_is_kept_under_its_digest(root: Path) -> None:
    file = keep()
    digest = sha256(b"complaints").hexdigest()
    assert (file.sha256, file.size, file.stored_at) == (digest, 10, NOW)
    assert everything_below(root) == [f"{digest[:2]}/{digest[2:4]}/{digest}"]
    with open_file(file) as stream:
        assert stream.read() == b"complaints"


def test_the_same_content_is_kept_once(root: Path) -> None:
    first, second = keep(), keep(now=LATER)
    assert first == second
    assert StoredFile.objects.get().stored_at == LATER
    assert len(everything_below(root)) == 1


def test_an_empty_file_is_a_file() -> None:
    assert path_of(keep(b"")).read_bytes() == b""


def test_a_file_over_the_limit_leaves_nothing(root: Path) -> None:
    with pytest.raises(FileTooLarge) as refused:
        store(stream=io.BytesIO(b"12345"), now=NOW, limit=4)
    assert refused.value.limit == 4
    assert everything_below(root) == []
    assert store(stream=io.BytesIO(b"1234"), now=NOW, limit=4).size == 4


def test_a_stream_that_breaks_leaves_nothing(root: Path) -> None:
    class Broken:
        def __init__(self) -> None:
            self.pieces = iter([b"half"])

        def read(self, size: int, /) -> bytes:
            for piece in self.pieces:
                return piece
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        store(stream=Broken(), now=NOW)
    assert everything_below(root) == []
    assert not StoredFile.objects.exists()


def test_bytes_that_went_missing_or_were_cut_are_put_back_by_storing_again() -> None:
    file = keep()
    path_of(file).write_bytes(b"comp")
    assert path_of(keep()).read_bytes() == b"complaints"
    path_of(file).unlink()
    assert path_of(keep()).read_bytes() == b"complaints"


def test_what_nobody_refers_to_is_removed_after_a_day(root: Path) -> None:
    keep()
    assert collect_garbage(now=NOW + timedelta(hours=23)).files == 0
    collected = collect_garbage(now=LATER)
    assert (collected.files, collected.freed_bytes) == (1, 10)
    assert everything_below(root) == []
    assert not StoredFile.objects.exists()


def test_what_a_foreign_key_points_at_stays() -> None:
    file = keep()
    ImportFile.objects.create(stored=file, name="a.csv", uploaded_at=NOW, uploaded_by="")
    assert collect_garbage(now=LATER).files == 0
    assert path_of(file).exists()


@pytest.fixture
def playlist() -> Iterator[set[int]]:
    kept: set[int] = set()
    references.register("test", lambda: kept)
    yield kept
    references._REFERENCES.pop("test")


def test_what_a_registered_collection_names_stays(playlist: set[int]) -> None:
    file = keep()
    playlist.add(file.pk)
    assert collect_garbage(now=LATER).files == 0
    playlist.clear()
    assert collect_garbage(now=LATER).files == 1


def test_bytes_of_a_transaction_taken_back_are_removed_later(root: Path) -> None:
    with transaction.atomic():
        keep()
        transaction.set_rollback(True)
    assert len(everything_below(root)) == 1
    grow_old(root)
    assert collect_garbage(now=LATER).strays == 1
    assert everything_below(root) == []


def test_drafts_of_killed_processes_are_removed_later(root: Path) -> None:
    (root / "incoming").mkdir(parents=True)
    (root / "incoming" / "half").write_bytes(b"half")
    assert collect_garbage(now=datetime.now(UTC)).strays == 0
    grow_old(root)
    assert collect_garbage(now=LATER).strays == 1


def test_nothing_is_collected_while_somebody_stores(root: Path) -> None:
    keep()
    with disk.storing(root), pytest.raises(StorageBusy):
        collect_garbage(now=LATER)
    assert StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("投诉 2011-09.csv", "attachment; filename*=utf-8''%E6%8A%95%E8%AF%89%202011-09.csv"),
        ("../../etc/passwd", 'attachment; filename="passwd"'),
        ('a"b\r\nSet-Cookie: x.csv', 'attachment; filename="a_bSet-Cookie_ x.csv"'),
        ("\u202efdp.exe", 'attachment; filename="fdp.exe"'),
        ("...", 'attachment; filename="file"'),
    ],
)
def test_a_download_has_a_harmless_name(name: str, header: str) -> None:
    response = send_file(keep(), name=name)
    assert response["Content-Disposition"] == header
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Length"] == "10"
    assert b"".join(response.streaming_content) == b"complaints"  # type: ignore[arg-type]
    response.close()


def test_a_long_name_keeps_its_suffix() -> None:
    response = send_file(keep(), name="x" * 400 + ".xlsx")
    assert response["Content-Disposition"].endswith('xxx.xlsx"')
    assert len(response["Content-Disposition"]) < 200
    response.close()
