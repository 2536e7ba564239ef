"""PPTX: what LibreOffice gets to see of it, what becomes of its slides, and what happens when it does not come to an end."""

import os
import socket
import stat
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread

import pytest
from PIL import Image, ImageChops, ImageStat

from signage.adapters.presentations import pdf_of_presentation
from signage.adapters.slides import copy_without_links
from signage.adapters.taken import Taken
from signage.domain.media import MOST_PARTS, Note
from signage.domain.refusals import MediaRefused, Reason
from signage.services.library.ingesting import take
from tests.signage.library import files
from tests.signage.library.decks import SHADES, a_deck, a_deck_that_links, changed, with_part

ELSEWHERE = "http://10.9.8.7"


def harmless(data: bytes, folder: Path) -> dict[str, bytes]:
    """The parts that LibreOffice gets."""
    source, copy = folder / "in", folder / "copy"
    source.write_bytes(data)
    copy_without_links(source, copy)
    with zipfile.ZipFile(copy) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def refused(data: bytes, folder: Path) -> Reason:
    with pytest.raises(MediaRefused) as told:
        harmless(data, folder)
    return told.value.reason


def test_an_ordinary_presentation_keeps_what_is_seen_of_it(tmp_path: Path) -> None:
    kept = harmless(a_deck(), tmp_path)
    with zipfile.ZipFile(tmp_path / "in") as archive:
        gone = set(archive.namelist()) - set(kept)
        assert kept["ppt/slides/slide1.xml"] == archive.read("ppt/slides/slide1.xml")
        assert kept["ppt/media/image1.png"] == archive.read("ppt/media/image1.png")
    assert gone == {"ppt/embeddings/Microsoft_Excel_Sheet1.xlsx"}


def test_nothing_in_the_copy_points_outside(tmp_path: Path) -> None:
    kept = harmless(a_deck_that_links(ELSEWHERE), tmp_path)
    assert not any(ELSEWHERE.encode() in part for part in kept.values())
    assert "ppt/media/image1.png" not in kept
    assert b'Target="about:blank"' in kept["ppt/slides/_rels/slide1.xml.rels"]


@pytest.mark.parametrize("target", ["file:///etc/passwd", "//server/share/a.png", "\\\\server\\share\\a.png", "smb://server/a.png"])
def test_neither_files_nor_shares_are_reached_whatever_the_relation_says_of_itself(target: str, tmp_path: Path) -> None:
    def point(name: str, data: bytes) -> bytes:
        return data.replace(b"../media/image1.png", target.encode()) if name.endswith("slide2.xml.rels") else data

    assert target.encode() not in harmless(changed(a_deck(), point), tmp_path)["ppt/slides/_rels/slide2.xml.rels"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("ppt/vbaProject.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("ppt/activeX/activeX1.bin", b"x"),
        ("PPT/Embeddings/a.docx", files.an_archive()),
        ("ppt/media/a.png", files.SVG),
        ("ppt/media/b.png", b"\xef\xbb\xbf<!--" + b"x" * 9000 + b"--><svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("ppt/media/c.svgz", b"\x1f\x8b\x08" + bytes(90)),
        ("ppt/media/d.xml", "<?xml version='1.0' encoding='utf-16'?><svg/>".encode("utf-16")),
        ("ppt/media/e.xml", b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"),
    ],
)
def test_what_could_run_or_link_by_itself_is_left_out(name: str, content: bytes, tmp_path: Path) -> None:
    assert name not in harmless(with_part(a_deck(slides=1), name, content), tmp_path)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (with_part(a_deck(slides=1), "ppt/slides/slide2.xml", b"<p:sld"), Reason.BROKEN_DOCUMENT),
        (with_part(a_deck(slides=1), "PPT/slides/SLIDE1.xml", b"<p:sld/>"), Reason.CASE_CLASH),
        (with_part(a_deck(slides=1), "ppt/a.xml", b"<a>" + bytes(65 * 1024 * 1024)), Reason.BOMB),
        (a_deck(slides=1)[:9000], Reason.BROKEN_ARCHIVE),
    ],
    ids=["a slide cut off", "two names that are one", "a part that unpacks to too much", "cut off itself"],
)
def test_a_bad_presentation_is_turned_down_before_libreoffice_sees_it(data: bytes, reason: Reason, tmp_path: Path) -> None:
    assert refused(data, tmp_path) is reason


def test_a_presentation_of_too_many_parts_is_turned_down(tmp_path: Path) -> None:
    parts = [("ppt/presentation.xml", b"<a/>"), *((f"ppt/{number}.bin", b"") for number in range(MOST_PARTS))]
    assert refused(files.an_archive(parts), tmp_path) is Reason.TOO_MANY_ENTRIES


def a_program(folder: Path, script: str) -> str:
    """A stand-in for LibreOffice; $OUT is where the PDF belongs."""
    path = folder / "program"
    path.write_text(f'#!/bin/sh\nOUT="$PWD/slides.pdf"\n{script}\n')
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def converted(folder: Path, script: str, *, seconds: float = 60) -> Path:
    source, into = folder / "in", folder / "made"
    source.write_bytes(a_deck(slides=1))
    into.mkdir()
    return pdf_of_presentation(source, into=into, program=a_program(folder, script), seconds=seconds)


def test_a_conversion_that_hangs_ends_with_everything_it_started(tmp_path: Path) -> None:
    noted = tmp_path / "child"
    with pytest.raises(MediaRefused) as told:
        converted(tmp_path, f"sleep 600 & echo $! > {noted}; wait", seconds=2)
    assert told.value.reason is Reason.CONVERSION_TOO_SLOW
    _await_end(int(noted.read_text()))


def test_what_a_finished_conversion_leaves_running_ends_too(tmp_path: Path) -> None:
    noted = tmp_path / "child"
    converted(tmp_path, f'sleep 600 & echo $! > {noted}; echo x > "$OUT"')
    _await_end(int(noted.read_text()))


@pytest.mark.parametrize("script", ["exit 1", "exit 0", "kill -9 $$"], ids=["says so", "makes nothing", "is killed"])
def test_a_conversion_that_fails_is_told(script: str, tmp_path: Path) -> None:
    with pytest.raises(MediaRefused) as told:
        converted(tmp_path, script)
    assert told.value.reason is Reason.CONVERSION_FAILED


def test_without_libreoffice_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(MediaRefused) as told:
        pdf_of_presentation(tmp_path / "in", into=tmp_path, program=None)
    assert told.value.reason is Reason.NO_CONVERTER


def taken(data: bytes, folder: Path) -> Taken:
    path, into = folder / "in.pptx", folder / "made"
    path.write_bytes(data)
    into.mkdir()
    return take(path, into=into, progress=lambda _done, _total: None)


@pytest.mark.office
@pytest.mark.parametrize(("inches", "size"), [((10, 7.5), (2560, 1920)), ((13.333, 7.5), (2560, 1440)), ((5, 9), (1423, 2560))])
def test_slides_become_pages_in_their_order_and_shape(inches: tuple[float, float], size: tuple[int, int], tmp_path: Path) -> None:
    made = taken(a_deck(slides=4, inches=inches), tmp_path)
    assert (made.width, made.height) == pytest.approx(size, abs=2)
    assert [*made.notes] == [Note.CONVERTED, Note.PAGES]
    assert [_shade(piece.path) for piece in made.pieces] == [SHADES[number] for number in (0, 1, 2, 0)]


@pytest.mark.office
def test_words_in_chinese_a_picture_and_a_chart_are_drawn(tmp_path: Path) -> None:
    words, picture, chart = (_inked(piece.path) for piece in taken(a_deck(), tmp_path).pieces)
    assert 0.001 < words < 0.02
    assert picture > words + 0.02
    assert chart > words + 0.01


@pytest.mark.office
def test_libreoffice_asks_nobody_for_what_a_presentation_links_to(tmp_path: Path, listener: tuple[str, list[bytes]]) -> None:
    address, asked = listener
    assert len(taken(a_deck_that_links(address), tmp_path).pieces) == 3
    assert asked == []


@pytest.mark.office
def test_a_presentation_of_too_many_slides_is_turned_down(tmp_path: Path) -> None:
    with pytest.raises(MediaRefused) as told:
        taken(a_deck(slides=101), tmp_path)
    assert (told.value.reason, told.value.figures) == (Reason.TOO_MANY_PAGES, (101, 100))


@pytest.fixture
def listener() -> Iterator[tuple[str, list[bytes]]]:
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            with suppress(OSError):
                while True:
                    caller, _address = server.accept()
                    asked.append(caller.recv(100))
                    caller.close()

        thread = Thread(target=listen, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", asked
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


def _shade(path: Path) -> tuple[int, ...]:
    with Image.open(path) as picture:
        near = picture.convert("RGB").getpixel((picture.width - 20, picture.height - 20))
    assert isinstance(near, tuple)
    return min(SHADES, key=lambda shade: sum(abs(one - other) for one, other in zip(shade, near, strict=True)))


def _inked(path: Path) -> float:
    """The part of a page that is not of the page's own shade."""
    with Image.open(path) as picture:
        shade = picture.convert("RGB").getpixel((picture.width - 20, picture.height - 20))
        rest = Image.new("RGB", picture.size, shade)  # type: ignore[arg-type]
        differing = Image.eval(ImageChops.difference(picture.convert("RGB"), rest).convert("L"), lambda value: 255 if value > 40 else 0)
        return ImageStat.Stat(differing).mean[0] / 255


def _await_end(pid: int) -> None:
    """Somebody has to take note of a child whose parent is gone before its number is free: that may take a moment."""
    while _is_running(pid):
        os.sched_yield()


def _is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
