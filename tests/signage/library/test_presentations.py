"""Presentations become pages by way of an office program: a stand-in that does what a test wants, and the real one where there is one."""

import os
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from pptx import Presentation
from pptx.util import Inches

from signage.adapters.documents import converter, pdf_of_presentation
from signage.domain.refusals import MediaRefused, Reason
from tests.signage.library import files
from tests.signage.library.test_bad_files import refusal, taken

OFFICE = converter()
PREFACE = """#!{python}
import subprocess, sys, time
from pathlib import Path
from pypdf import PdfWriter
into = Path(sys.argv[sys.argv.index("--outdir") + 1])
profile = next(argument.split("file://")[1] for argument in sys.argv if argument.startswith("-env:UserInstallation="))
"""
WRITES = """
settings = Path(profile, "user", "registrymodifications.xcu").read_text()
assert "DisableMacrosExecution" in settings and "BlockUntrustedRefererLinks" in settings
assert Path(sys.argv[-1]).read_bytes()[:2] == b"PK"
made = PdfWriter()
made.add_blank_page(960, 540)
made.add_blank_page(960, 540)
made.write(into / "slides.pdf")
"""
HANGS = """
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
(into / "child").write_text(str(child.pid))
time.sleep(60)
"""


def stand_in(folder: Path, body: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    programs = folder / "programs"
    programs.mkdir()
    program = programs / "soffice"
    program.write_text(PREFACE.format(python=sys.executable) + body, encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
    return program


def test_a_presentation_becomes_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, WRITES, monkeypatch)
    found = taken(files.a_presentation(), tmp_path)
    assert (len(found.pieces), found.width, found.height) == (2, 2560, 1440)


def test_without_an_office_program_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert refusal(files.a_presentation(), tmp_path).reason is Reason.NO_CONVERTER


def test_a_program_that_fails_or_writes_nothing_refuses_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, body in enumerate(("sys.exit(3)", "pass")):
        folder = tmp_path / str(number)
        folder.mkdir()
        stand_in(folder, body, monkeypatch)
        assert refusal(files.a_presentation(), folder).reason is Reason.CONVERSION_FAILED


def test_a_program_that_hangs_ends_with_everything_that_it_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = stand_in(tmp_path, HANGS, monkeypatch)
    source, into = tmp_path / "in", tmp_path / "made"
    source.write_bytes(files.a_presentation())
    into.mkdir()
    with pytest.raises(MediaRefused) as refused:
        pdf_of_presentation(source, into=into, program=str(program), seconds=3)
    assert refused.value.reason is Reason.CONVERSION_TOO_SLOW
    status = Path(f"/proc/{(into / 'child').read_text()}/status")
    assert not status.exists() or "State:\tZ" in status.read_text()


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice not found: the portal works without it")
def test_the_real_program_draws_the_slides_and_follows_no_link(tmp_path: Path) -> None:
    asked: list[str] = []
    server = HTTPServer(("127.0.0.1", 0), type("Listener", (BaseHTTPRequestHandler,), {"do_GET": lambda self: asked.append(self.path)}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    found = taken(_with_a_linked_picture(f"http://127.0.0.1:{server.server_port}/seen.png"), tmp_path)
    server.shutdown()
    server.server_close()
    assert (len(found.pieces), found.width, found.height, asked) == (2, 1440, 2560, [])


def _with_a_linked_picture(address: str) -> bytes:
    deck, picture, made, linked = Presentation(), BytesIO(files.a_picture("PNG")), BytesIO(), BytesIO()
    deck.slide_width, deck.slide_height = Inches(9), Inches(16)
    for title in ("营业厅服务规范", "微笑服务"):
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = title
    slide.shapes.add_picture(picture, Inches(1), Inches(4))
    deck.save(made)
    with ZipFile(made) as source, ZipFile(linked, "w") as target:
        for name in source.namelist():
            body = source.read(name)
            body = body.replace(b'Target="../media/image1.png"', f'Target="{address}" TargetMode="External"'.encode())
            target.writestr(name, body.replace(b"r:embed=", b"r:link=") if name.startswith("ppt/slides/slide") else body)
    return linked.getvalue()
