from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from signage.adapters.bundles import MOST_ENTRIES, NoSuchEntry, check_bundle, is_presentation, open_entry
from signage.adapters.documents import MOST_PAGES, pages
from signage.domain.refusals import ContentRefused, Refusal
from tests.signage.library.files import a_pdf, a_picture, an_archive


def kept(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "in"
    path.write_bytes(data)
    return path


def refusal_of(path: Path) -> ContentRefused:
    with pytest.raises(ContentRefused) as refused:
        check_bundle(path)
    return refused.value


def test_a_document_becomes_a_picture_a_page(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    made = list(pages(kept(tmp_path, a_pdf(3)), tell=lambda done, total: told.append((done, total))))
    assert len(made) == 3
    assert told == [(0, 3), (1, 3), (2, 3)]
    data, width, height = made[0]
    assert Image.open(BytesIO(data)).size == (width, height)
    assert width == 1920


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (a_pdf(password="secret"), Refusal.LOCKED_DOCUMENT),
        (b"%PDF-1.7\nnothing", Refusal.BROKEN_DOCUMENT),
        (a_pdf(MOST_PAGES + 1), Refusal.TOO_MANY_PAGES),
    ],
)
def test_documents_that_cannot_be_shown_say_why(tmp_path: Path, data: bytes, code: Refusal) -> None:
    with pytest.raises(ContentRefused) as refused:
        list(pages(kept(tmp_path, data), tell=lambda *_: None))
    assert refused.value.code is code


def test_a_bundle_is_read_file_by_file(tmp_path: Path) -> None:
    path = kept(tmp_path, an_archive({"index.html": b"<p>Hi", "img/a.png": a_picture("PNG"), "app.js": b"1"}))
    assert check_bundle(path) == 3
    assert open_entry(path, "index.html") == (b"<p>Hi", "text/html; charset=utf-8")
    for name in ("missing.html", "../index.html", "img/a.svg"):
        with pytest.raises(NoSuchEntry):
            open_entry(path, name)


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"page.html": b""}, Refusal.NO_INDEX),
        ({"index.html": b"", "../evil.js": b""}, Refusal.BAD_ENTRY_NAME),
        ({"index.html": b"", "/etc/evil.js": b""}, Refusal.BAD_ENTRY_NAME),
        ({"index.html": b"", "C:/evil.js": b""}, Refusal.BAD_ENTRY_NAME),
        ({"index.html": b"", "a\x07.js": b""}, Refusal.BAD_ENTRY_NAME),
        ({"index.html": b"", "A.js": b"", "a.js": b""}, Refusal.ENTRY_TWICE),
        ({"index.html": b"", "logo.svg": b"<svg/>"}, Refusal.ENTRY_TYPE),
        ({"index.html": b"", "run.exe": b""}, Refusal.ENTRY_TYPE),
        ({"index.html": b"", "inner.zip": b""}, Refusal.ENTRY_TYPE),
        ({"index.html": b"\0" * 5_000_000}, Refusal.UNPACKS_TOO_LARGE),
        ({"index.html": b"", **{f"{number}.txt": b"" for number in range(MOST_ENTRIES)}}, Refusal.TOO_MANY_ENTRIES),
    ],
)
def test_bundles_that_are_not_honest_are_refused(tmp_path: Path, files: dict[str, bytes], code: Refusal) -> None:
    assert refusal_of(kept(tmp_path, an_archive(files))).code is code


def test_links_and_damage_in_a_bundle_are_refused(tmp_path: Path) -> None:
    assert refusal_of(kept(tmp_path, an_archive({"index.html": b""}, links=("a.html",)))).code is Refusal.ENTRY_LINK
    broken = bytearray(an_archive({"index.html": b"some text " * 40}))
    broken[60] ^= 0xFF
    assert refusal_of(kept(tmp_path, bytes(broken))).code is Refusal.BROKEN_ARCHIVE
    assert refusal_of(kept(tmp_path, b"PK\x03\x04 nothing")).code is Refusal.BROKEN_ARCHIVE


def test_a_presentation_is_known_by_what_is_in_it(tmp_path: Path) -> None:
    assert is_presentation(kept(tmp_path, an_archive({"ppt/presentation.xml": b"<p/>"})))
    assert not is_presentation(kept(tmp_path, an_archive({"index.html": b""})))
