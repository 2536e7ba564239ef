"""Takes files of footage off a volume for good."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from ..domain.segments import NotASegment, name_of
from .volumes import Place, is_marked, sync_folder

# The recorder makes the folder of today; that of a day just over may still take a file.
_SETTLED = timedelta(days=2)


class NotThisVolume(Exception):
    """The folder does not bear the volume's marker: another disk, or none. Nothing was touched, or nothing is known of what was."""


@dataclass(frozen=True)
class Removed:
    """`gone` are not there any more, whoever removed them, and their folders are synced. `failed` stay, each with the reason."""

    gone: frozenset[str]
    failed: dict[str, str]


def remove_files(place: Place, paths: Iterable[str], *, now: datetime) -> Removed:
    """Removes segments by their paths below the volume, syncs their folders, and removes day folders that got empty.

    Only paths that a segment can have, and that lead through no link out of the volume. Raises NotThisVolume before and after: a disk that
    fell off in between would make every file look removed.
    """
    _check(place)
    root, failed = place.path.resolve(), dict[str, str]()
    by_folder: dict[Path, list[str]] = {}
    for path in paths:
        try:
            by_folder.setdefault(_folder_of(path, place=place, root=root), []).append(path)
        except NotASegment:
            failed[path] = "no path of a segment in this volume"
    gone = frozenset(path for folder, names in by_folder.items() for path in _remove(folder, names, failed))
    for folder in by_folder:
        _prune(folder, root=root, now=now)
    _check(place)
    return Removed(gone=gone, failed=failed)


def _check(place: Place) -> None:
    if not is_marked(place):
        raise NotThisVolume(str(place.path))


def _folder_of(path: str, *, place: Place, root: Path) -> Path:
    name_of(path)
    folder = (place.path / path).parent.resolve()
    if root not in folder.parents:
        raise NotASegment(path)
    return folder


def _remove(folder: Path, paths: list[str], failed: dict[str, str]) -> list[str]:
    removed = []
    for path in paths:
        try:
            (folder / Path(path).name).unlink(missing_ok=True)
        except OSError as error:
            failed[path] = error.strerror or type(error).__name__
        else:
            removed.append(path)
    try:
        sync_folder(folder)
    except FileNotFoundError:
        return removed
    except OSError as error:
        failed.update(dict.fromkeys(removed, error.strerror or type(error).__name__))
        return []
    return removed


def _prune(folder: Path, *, root: Path, now: datetime) -> None:
    """Day, month and year folders that are empty and so old that nobody writes there. The camera's own folder stays."""
    settled = now - _SETTLED
    parts = folder.relative_to(root).parts
    limits = (f"{settled:%Y}", f"{settled:%Y/%m}", f"{settled:%Y/%m/%d}")
    for depth in (3, 2, 1):
        if "/".join(parts[1 : depth + 1]) >= limits[depth - 1]:
            return
        try:
            root.joinpath(*parts[: depth + 1]).rmdir()
        except OSError:
            return
