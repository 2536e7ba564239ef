"""Evidence: which groups of pictures an export takes, what its manifest says, and what may be wrong with one.

Times are microseconds since 1970 in UTC inside, ISO 8601 with an offset in the manifest. docs/algorithms/evidence.md has the reasons.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any

from .fragments import unpack
from .segments import SECOND

FORMAT = "noc-evidence/1"
LONGEST = timedelta(hours=6)
OVERLAP_US = SECOND // 5
SHORTEST_HOLE_US = SECOND // 2


@dataclass(frozen=True)
class Source:
    """A segment as its row tells of it. `table` is its packed fragment table."""

    key: int
    start_us: int
    end_us: int
    table: bytes


@dataclass(frozen=True)
class Cut:
    """What is taken of a segment: bytes from `offset` up to `end`, which are whole groups of pictures from `start_us` to `end_us`."""

    key: int
    offset: int
    end: int
    start_us: int
    end_us: int


def cuts(sources: Iterable[Source], *, start_us: int, end_us: int) -> list[Cut]:
    """From the key frame at or before the start to the end of the group that the end lies in; each moment once, where files overlap.

    Empty when nothing was recorded in the span.
    """
    taken: list[Cut] = []
    covered = 0
    for source in sorted(sources, key=lambda each: (each.start_us, each.key)):
        groups = _groups(source)
        chosen = [
            group for group in groups if group.end_us > start_us and group.start_us < end_us and group.start_us >= covered - OVERLAP_US
        ]
        if chosen:
            first, last = chosen[0], chosen[-1]
            taken.append(Cut(source.key, first.offset, last.end, first.start_us, last.end_us))
            covered = max(covered, last.end_us)
    return taken


def _groups(source: Source) -> list[Cut]:
    rows = unpack(source.table)
    starts = [source.start_us + row.at_ms * 1000 for row in rows]
    ends = [*starts[1:], source.end_us]
    return [Cut(source.key, row.offset, row.end, start, end) for row, start, end in zip(rows, starts, ends, strict=True)]


def holes(covered: Sequence[tuple[int, int]], *, start_us: int, end_us: int) -> list[tuple[int, int]]:
    """The stretches of a span that nothing covers, from half a second on."""
    found, at = [], start_us
    for begin, end in sorted(covered):
        if begin - at >= SHORTEST_HOLE_US:
            found.append((at, min(begin, end_us)))
        at = max(at, end)
    if end_us - at >= SHORTEST_HOLE_US:
        found.append((at, end_us))
    return found


def cause_of(hole: tuple[int, int], gaps: Iterable[tuple[int, int, str]]) -> str:
    """The cause of the outage that covers most of a hole; empty when none touches it. `gaps` are start, end, cause."""
    best, cause = 0, ""
    for begin, end, why in gaps:
        common = min(hole[1], end) - max(hole[0], begin)
        if common > best:
            best, cause = common, why
    return cause


def canonical(content: Any) -> bytes:
    """JSON with sorted keys and without spaces, in ASCII: the same bytes for the same content."""
    return json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"), allow_nan=False).encode("ascii")


def chained(entries: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each entry with its number, the digest of the one before (empty for the first) and its own: SHA-256 over both and its content."""
    found: list[dict[str, Any]] = []
    previous = ""
    for number, entry in enumerate(entries, start=1):
        link = {**entry, "number": number, "previous": previous}
        previous = _digest(link)
        found.append({**link, "digest": previous})
    return found


def _digest(link: Mapping[str, Any]) -> str:
    return sha256(canonical({name: value for name, value in link.items() if name != "digest"})).hexdigest()


def signed_part(manifest: Mapping[str, Any]) -> bytes:
    """What the signature covers: everything but the signature."""
    return canonical({name: value for name, value in manifest.items() if name != "signature"})


class Fault(StrEnum):
    """What may be wrong with an export."""

    NO_MANIFEST = "no_manifest"
    ALTERED_FOOTAGE = "altered_footage"
    ALTERED_MANIFEST = "altered_manifest"
    BROKEN_CHAIN = "broken_chain"
    FOREIGN_KEY = "foreign_key"


@dataclass(frozen=True)
class Named:
    """What a manifest says of its file and its signature."""

    size: int
    sha256: str
    algorithm: str
    key: str
    signature: str


class NoManifest(ValueError):
    """The text is not a manifest of this format."""


def read_manifest(text: bytes) -> Mapping[str, Any]:
    """Raises NoManifest."""
    try:
        manifest = json.loads(text)
        named(manifest)
        is_known = manifest["format"] == FORMAT and isinstance(manifest["sources"], list)
    except (ValueError, KeyError, TypeError, RecursionError):
        is_known = False
    if not is_known:
        raise NoManifest
    found: Mapping[str, Any] = manifest
    return found


def named(manifest: Mapping[str, Any]) -> Named:
    """Raises KeyError and TypeError for what is no manifest."""
    footage, signature = manifest["footage"], manifest["signature"]
    return Named(
        size=int(footage["size"]),
        sha256=str(footage["sha256"]),
        algorithm=str(signature["algorithm"]),
        key=str(signature["key"]),
        signature=str(signature["value"]),
    )


def is_chain_whole(manifest: Mapping[str, Any]) -> bool:
    """Whether every source names the one before it, in order, none missing in between, and is as it was when it was written."""
    previous = ""
    for number, link in enumerate(manifest["sources"], start=1):
        if (
            not isinstance(link, dict)
            or link.get("number") != number
            or link.get("previous") != previous
            or link.get("digest") != _digest(link)
        ):
            return False
        previous = link["digest"]
    return True
