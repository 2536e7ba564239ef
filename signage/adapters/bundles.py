"""HTML bundles as players run them: files of a ZIP archive that was checked when it was taken in."""

from pathlib import Path
from zipfile import ZipFile

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".txt": "text/plain; charset=utf-8",
}


class NoSuchEntry(Exception):
    """The bundle holds no such file."""


def open_entry(path: Path, name: str) -> tuple[bytes, str]:
    """A file of the bundle and its content type. Raises NoSuchEntry."""
    kind = TYPES.get(Path(name).suffix.lower())
    if kind is None:
        raise NoSuchEntry(name)
    with ZipFile(path) as archive:
        try:
            return archive.read(name), kind
        except KeyError:
            raise NoSuchEntry(name) from None
