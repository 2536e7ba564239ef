"""Documents (PDF) become pictures, a page each."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image

from ..domain.kinds import MediaType
from ..domain.media import LARGEST_DOCUMENT, LONGEST_PAGE_SIDE, MOST_PAGES, Note
from ..domain.refusals import MediaRefused, Reason
from .pictures import JPEG, write_thumbnail
from .taken import Piece, Progress, Taken

_QUALITY = 88
_MOST_SCALE = 8.0
_FLATTEST = 50
_NEEDS_PASSWORD = 4


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
