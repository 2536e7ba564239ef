"""After a crash: what was left open is cut at its last whole group of pictures, and files and rows are brought together again."""

import os
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, fields
from pathlib import Path

from video.adapters.footage import files_below, read_footage
from video.adapters.spool import Spool
from video.adapters.volumes import Place, sync_folder
from video.domain.segments import name_of

from .reports import Reports

_ALL = 1_000_000
_OPEN = "open"


@dataclass
class Repair:
    """`recovered` files had no final row and got one; `emptied` held nothing whole and are gone; `orphans` belong to no camera that is
    known; `missing` rows name a file that is not there (paths, relative to their volume)."""

    recovered: list[str] = field(default_factory=list)
    emptied: list[str] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def __add__(self, other: "Repair") -> "Repair":
        return Repair(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))

    def summary(self) -> str:
        return ", ".join(f"{len(getattr(self, each.name))} {each.name}" for each in fields(self))


def repair_volume(
    *,
    place: Place,
    cameras: Mapping[str, int],
    indexed: Mapping[str, str] | None,
    growing: AbstractSet[str],
    spool: Spool,
    reports: Reports,
) -> Repair:
    """`cameras` are keys by device id; `growing` are the paths being written now, which stay as they are.

    `indexed` is what the centre has, state by path; None while it is away: then only the newest file of each camera is looked at, the one
    that a crash can have left open.
    """
    found = Repair()
    settled = growing | {entry.body["path"] for entry in spool.oldest(most=_ALL) if entry.body["kind"] == "segment"}
    present = list(files_below(place.path))
    for path in _unsettled(present, settled=settled, indexed=indexed):
        _settle(place, path, cameras=cameras, reports=reports, found=found)
    if indexed is not None:
        there = set(present) - set(found.emptied)
        found.missing = sorted(set(indexed) - there - growing)
    return found


def _unsettled(present: Sequence[str], *, settled: AbstractSet[str], indexed: Mapping[str, str] | None) -> Sequence[str]:
    if indexed is None:
        present = list({name_of(path).gb_id: path for path in present}.values())
    return [path for path in present if path not in settled and (indexed or {}).get(path, _OPEN) == _OPEN]


def _settle(place: Place, path: str, *, cameras: Mapping[str, int], reports: Reports, found: Repair) -> None:
    name, full = name_of(path), place.path / path
    if name.gb_id not in cameras:
        found.orphans.append(path)
        return
    footage = read_footage(full)
    if footage.contents is None:
        full.unlink()
        sync_folder(full.parent)
        found.emptied.append(path)
        return
    _cut(full, footage.contents.size)
    reports.closed(
        camera=cameras[name.gb_id], epoch=name.epoch, volume=place.number, path=path, contents=footage.contents, sha256=footage.sha256
    )
    found.recovered.append(path)


def _cut(path: Path, size: int) -> None:
    descriptor = os.open(path, os.O_WRONLY)
    try:
        if os.fstat(descriptor).st_size > size:
            os.ftruncate(descriptor, size)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    sync_folder(path.parent)
