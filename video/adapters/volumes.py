"""Folders that hold footage: the marker that says which is which, room, durable folders."""

import json
import os
import uuid
from dataclasses import dataclass
from pathlib import Path

from ..domain.causes import VolumeState

MARKER = ".noc-volume"


@dataclass(frozen=True)
class Place:
    """A volume as its node sees it. `number` is the key of its row, `marker` what the file in the folder must say."""

    number: int
    path: Path
    marker: str


@dataclass(frozen=True)
class Report:
    """Sizes in bytes; None where the folder does not answer."""

    state: VolumeState
    total: int | None = None
    free: int | None = None


def inspect(place: Place, *, reserve: int) -> Report:
    """READY only with the right marker, and FULL with less than `reserve` bytes left."""
    try:
        found = json.loads((place.path / MARKER).read_text(encoding="ascii"))["marker"]
        room = os.statvfs(place.path)
    except FileNotFoundError:
        return Report(VolumeState.NO_MARKER)
    except (ValueError, KeyError, TypeError):
        return Report(VolumeState.WRONG_MARKER)
    except OSError:
        return Report(VolumeState.FAILED)
    if found != place.marker:
        return Report(VolumeState.WRONG_MARKER)
    total, free = room.f_blocks * room.f_frsize, room.f_bavail * room.f_frsize
    return Report(VolumeState.FULL if free < reserve else VolumeState.READY, total, free)


def is_marked(place: Place) -> bool:
    """Whether the folder is there and is this volume, full or not."""
    return inspect(place, reserve=0).state is VolumeState.READY


class MarkedAlready(Exception):
    """The folder is another volume."""


def mark(path: Path, marker: str) -> None:
    """Makes a folder the volume of this marker. Marking it again changes nothing. Raises MarkedAlready and OSError."""
    path.mkdir(parents=True, exist_ok=True)
    target = path / MARKER
    draft = path / f"{MARKER}.{uuid.uuid4().hex}"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        json.dump({"marker": marker}, file)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, target)
    except FileExistsError:
        if json.loads(target.read_text(encoding="ascii")).get("marker") != marker:
            raise MarkedAlready(str(path)) from None
    finally:
        draft.unlink()
    sync_folder(path)


def make_folder(root: Path, folder: Path) -> None:
    """Makes a folder below `root`, durably: every new name is synced into its parent."""
    missing = []
    while folder != root and not folder.is_dir():
        missing.append(folder)
        folder = folder.parent
    for new in reversed(missing):
        new.mkdir(exist_ok=True)
        sync_folder(new.parent)


def sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
