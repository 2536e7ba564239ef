"""Files on the way to being content: checked, rebuilt, cut into pages. Nothing is written to the database here."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from ...adapters import bundles, clips, documents, pictures
from ...domain.kinds import MediaType
from ...domain.sniffing import HEAD_BYTES, Found, sniffed

Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Part:
    """A file that players will fetch."""

    path: Path
    content_type: str


@dataclass(frozen=True)
class Made:
    """`notes` are codes of what was done to it: `rebuilt`, `kept`, `remuxed`, `transcoded`, `pages`, `slides`, `bundle`."""

    media: MediaType
    parts: list[Part]
    width: int | None = None
    height: int | None = None
    duration_ms: int | None = None
    thumbnail: bytes | None = None
    notes: list[str] = field(default_factory=list)


@contextmanager
def made_of(path: Path, *, tell: Tell) -> Iterator[Made]:
    """What becomes of a file; its parts lie in a folder that is gone afterwards. Raises ContentRefused, and whatever `tell` raises."""
    with path.open("rb") as file:
        found = sniffed(file.read(HEAD_BYTES))
    with tempfile.TemporaryDirectory(prefix="noc-signage-") as folder:
        yield _MAKERS[found](path, Path(folder), tell)


def _picture(path: Path, folder: Path, _tell: Tell) -> Made:
    made = pictures.rebuilt(path)
    target = folder / "picture"
    target.write_bytes(made.data)
    part = Part(target, made.content_type)
    small = pictures.thumbnail(target)
    return Made(MediaType.IMAGE, [part], made.width, made.height, made.duration_ms, small, ["rebuilt"])


def _clip(path: Path, folder: Path, tell: Tell) -> Made:
    looked = clips.looked_at(path, tell=tell)
    target, note = path, "kept"
    if not looked.is_ready:
        target, note = folder / "clip.mp4", "remuxed" if looked.is_fit else "transcoded"
        if looked.is_fit:
            clips.remuxed(path, target)
        else:
            clips.transcoded(path, target, tell=tell)
        looked = clips.looked_at(target)
    small = clips.thumbnail(target, duration_ms=looked.duration_ms)
    return Made(MediaType.VIDEO, [Part(target, "video/mp4")], looked.width, looked.height, looked.duration_ms, small, [note])


def _document(path: Path, folder: Path, tell: Tell) -> Made:
    parts, width, height = [], 0, 0
    for number, (data, page_width, page_height) in enumerate(documents.pages(path, tell=tell), start=1):
        target = folder / f"page-{number}"
        target.write_bytes(data)
        parts.append(Part(target, "image/jpeg"))
        width, height = max(width, page_width), max(height, page_height)
    return Made(MediaType.DOCUMENT, parts, width, height, None, pictures.thumbnail(parts[0].path), ["pages"])


def _archive(path: Path, folder: Path, tell: Tell) -> Made:
    if bundles.is_presentation(path):
        made = _document(documents.slides_as_pdf(path, folder), folder, tell)
        return Made(made.media, made.parts, made.width, made.height, None, made.thumbnail, ["slides", "pages"])
    bundles.check_bundle(path)
    target = folder / "bundle.zip"
    shutil.copyfile(path, target)
    return Made(MediaType.BUNDLE, [Part(target, "application/zip")], notes=["bundle"])


_MAKERS = {Found.PICTURE: _picture, Found.CLIP: _clip, Found.PDF: _document, Found.ARCHIVE: _archive}
