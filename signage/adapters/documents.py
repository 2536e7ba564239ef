"""Documents as pictures, page by page."""

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pypdfium2

from ..domain.refusals import ContentRefused, Refusal

MOST_PAGES = 100
LONG_SIDE = 1920
_LARGEST_SCALE = 8.0
_CONVERSION_SECONDS = 180
_PASSWORD_NEEDED = "password"  # noqa: S105 - a word in pdfium's message
Tell = Callable[[int, int], None]


def pages(path: Path, *, tell: Tell) -> Iterator[tuple[bytes, int, int]]:
    """Each page of a PDF as JPEG with its width and height. `tell` hears pages done and in all. Raises ContentRefused."""
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        is_locked = _PASSWORD_NEEDED in str(error).lower()
        raise ContentRefused(Refusal.LOCKED_DOCUMENT if is_locked else Refusal.BROKEN_DOCUMENT) from error
    try:
        count = len(document)
        if count > MOST_PAGES:
            raise ContentRefused(Refusal.TOO_MANY_PAGES, found=count, limit=MOST_PAGES)
        if not count:
            raise ContentRefused(Refusal.BROKEN_DOCUMENT)
        for number in range(count):
            tell(number, count)
            yield _page(document, number)
    except pypdfium2.PdfiumError as error:
        raise ContentRefused(Refusal.BROKEN_DOCUMENT) from error
    finally:
        document.close()


def converter() -> str | None:
    """LibreOffice, where it is installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def slides_as_pdf(path: Path, folder: Path) -> Path:
    """The PDF of a presentation. Raises ContentRefused, also where nothing here converts it."""
    program = converter()
    if program is None:
        raise ContentRefused(Refusal.NO_CONVERTER)
    source = folder / "slides.pptx"
    shutil.copyfile(path, source)
    with tempfile.TemporaryDirectory() as profile:
        command = [
            program, f"-env:UserInstallation=file://{profile}", "--headless", "--norestore", "--nolockcheck", "--convert-to", "pdf",
            "--outdir", str(folder), str(source),
        ]  # fmt: skip
        try:
            subprocess.run(command, capture_output=True, check=True, timeout=_CONVERSION_SECONDS)  # noqa: S603
        except (subprocess.SubprocessError, OSError) as error:
            raise ContentRefused(Refusal.CONVERSION_FAILED) from error
    made = folder / "slides.pdf"
    if not made.is_file():
        raise ContentRefused(Refusal.CONVERSION_FAILED)
    return made


def _page(document: pypdfium2.PdfDocument, number: int) -> tuple[bytes, int, int]:
    page = document[number]
    try:
        width, height = page.get_size()
        scale = min(_LARGEST_SCALE, LONG_SIDE / max(width, height, 1))
        picture = page.render(scale=scale).to_pil().convert("RGB")
    finally:
        page.close()
    kept = BytesIO()
    picture.save(kept, "JPEG", quality=90)
    return kept.getvalue(), picture.width, picture.height
