"""Documents become pictures, a page each: PDF here, PPTX by way of LibreOffice where it is installed."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image

from ..domain.kinds import MediaType
from ..domain.media import LARGEST_DOCUMENT, LONGEST_PAGE_SIDE, MOST_PAGES, Note
from ..domain.refusals import MediaRefused, Reason
from .pictures import JPEG, write_thumbnail
from .taken import Piece, Progress, Taken

CONVERSION_SECONDS = 180
_QUALITY = 88
_MOST_SCALE = 8.0
_FLATTEST = 50
_NEEDS_PASSWORD = 4
_PROGRAMS = ("soffice", "libreoffice")
_SAFETY = {
    "DisableMacrosExecution": "true",
    "MacroSecurityLevel": "3",
    "BlockUntrustedRefererLinks": "true",
    "DisableActiveContent": "true",
}
_SCRIPTING = "/org.openoffice.Office.Common/Security/Scripting"
_NAMESPACES = 'xmlns:oor="http://openoffice.org/2001/registry"'


def take_document(path: Path, *, into: Path, progress: Progress) -> Taken:
    """The pages of a PDF as JPEG, in the folder `into`. Raises MediaRefused, and what `progress` raises."""
    size = path.stat().st_size
    if size > LARGEST_DOCUMENT:
        raise MediaRefused(Reason.TOO_LARGE, size, LARGEST_DOCUMENT)
    with _opened(path) as document:
        count = len(document)
        if not count:
            raise MediaRefused(Reason.NO_PAGES)
        if count > MOST_PAGES:
            raise MediaRefused(Reason.TOO_MANY_PAGES, count, MOST_PAGES)
        pieces: list[Piece] = []
        sizes: list[tuple[int, int]] = []
        for number in range(count):
            progress(number, count)
            picture = _page(document, number)
            target = into / f"page-{number + 1}"
            picture.save(target, "JPEG", quality=_QUALITY, optimize=True)
            if not pieces:
                write_thumbnail(picture, into / "thumbnail.webp")
            pieces.append(Piece(target, JPEG))
            sizes.append(picture.size)
    width, height = sizes[0]
    return Taken(
        media=MediaType.DOCUMENT, pieces=pieces, notes=[Note.PAGES], width=width, height=height, thumbnail=into / "thumbnail.webp"
    )  # fmt: skip


def converter() -> str | None:
    """The program that turns PPTX into PDF; None where LibreOffice is not installed."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), None)


def pdf_of_presentation(path: Path, *, into: Path, program: str | None, seconds: float = CONVERSION_SECONDS) -> Path:
    """The presentation as PDF in the folder `into`. Macros do not run, and no link is followed. Raises MediaRefused."""
    if program is None:
        raise MediaRefused(Reason.NO_CONVERTER)
    source = into / "slides.pptx"
    shutil.copyfile(path, source)
    profile = into / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_profile(), encoding="utf-8")
    command = [
        program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck", "--nodefault",
        "--convert-to", "pdf", "--outdir", str(into), str(source),
    ]  # fmt: skip
    _run(command, folder=into, seconds=seconds)
    made = into / "slides.pdf"
    if not made.is_file():
        raise MediaRefused(Reason.CONVERSION_FAILED)
    return made


def _profile() -> str:
    """Settings of an office of its own: macros off, links left alone."""
    items = "".join(
        f'<item oor:path="{_SCRIPTING}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for name, value in _SAFETY.items()
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><oor:items {_NAMESPACES}>{items}</oor:items>'


def _run(command: list[str], *, folder: Path, seconds: float) -> None:
    """In a session of its own, so that everything it started ends with it."""
    environment = {"HOME": str(folder), "TMPDIR": str(folder), "PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8"}
    nothing = subprocess.DEVNULL
    # The program is our own finding, the arguments are ours.
    process = subprocess.Popen(  # noqa: S603
        command, cwd=folder, env=environment, start_new_session=True, stdin=nothing, stdout=nothing, stderr=nothing
    )
    try:
        if process.wait(timeout=seconds):
            raise MediaRefused(Reason.CONVERSION_FAILED)
    except subprocess.TimeoutExpired:
        raise MediaRefused(Reason.CONVERSION_TOO_SLOW) from None
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        reason = Reason.ENCRYPTED if getattr(error, "err_code", None) == _NEEDS_PASSWORD else Reason.BROKEN_DOCUMENT
        raise MediaRefused(reason) from None
    with closing(document):
        yield document


def _page(document: Any, number: int) -> Image.Image:
    """On white, as large as a screen shows it."""
    try:
        with closing(document[number]) as page:
            width, height = page.get_size()
            longest, shortest = max(width, height), min(width, height)
            if shortest <= 0 or longest > shortest * _FLATTEST:
                raise MediaRefused(Reason.BROKEN_DOCUMENT)
            with closing(page.render(scale=min(_MOST_SCALE, LONGEST_PAGE_SIDE / longest), may_draw_forms=False)) as bitmap:
                picture: Image.Image = bitmap.to_pil().convert("RGB")
                return picture.copy()
    except pypdfium2.PdfiumError:
        raise MediaRefused(Reason.BROKEN_DOCUMENT) from None
