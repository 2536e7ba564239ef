"""The hash chain: what is hashed, and where a chain first breaks."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any


@dataclass(frozen=True)
class Link:
    """A sealed event: its place, its seal, and the content that the seal covers."""

    sequence: int
    previous_digest: str
    digest: str
    content: Mapping[str, Any]


class FaultKind(StrEnum):
    MISSING = "missing"
    RELINKED = "relinked"
    EDITED = "edited"
    OTHER_HEAD = "other_head"


@dataclass(frozen=True)
class Fault:
    """The first link that does not hold. `sequence` is where it was expected; `event_id` the row found there, None for a gap."""

    kind: FaultKind
    sequence: int
    event_id: int | None = None


@dataclass(frozen=True)
class Inspection:
    """How many links hold from the start, the last of them, and the first fault, if any."""

    checked: int
    head_sequence: int
    head_digest: str
    fault: Fault | None = None


def digest_of(*, sequence: int, previous_digest: str, content: Mapping[str, Any]) -> str:
    """SHA-256, hexadecimal, over the previous digest, the sequence number and the canonical JSON of the content."""
    return sha256(f"{previous_digest}\n{sequence}\n{canonical(content)}".encode()).hexdigest()


def canonical(content: Mapping[str, Any]) -> str:
    """JSON with sorted keys, no spaces, times in UTC with microseconds: the same text for the same content, always."""
    return json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"), default=_plain)


def inspect_chain(links: Iterable[Link], *, known_head: tuple[int, str] | None = None) -> Inspection:
    """Walks links in order of sequence to the first fault. A head noted earlier must still be in the chain."""
    sequence, digest = 0, ""
    for link in links:
        fault = _fault_at(link, sequence + 1, digest, known_head)
        if fault:
            return Inspection(checked=sequence, head_sequence=sequence, head_digest=digest, fault=fault)
        sequence, digest = link.sequence, link.digest
    cut = Fault(FaultKind.MISSING, sequence + 1) if known_head and known_head[0] > sequence else None
    return Inspection(checked=sequence, head_sequence=sequence, head_digest=digest, fault=cut)


def _fault_at(link: Link, expected: int, digest: str, known_head: tuple[int, str] | None) -> Fault | None:
    event_id = link.content.get("id")
    if link.sequence != expected:
        return Fault(FaultKind.MISSING, expected)
    if link.previous_digest != digest:
        return Fault(FaultKind.RELINKED, expected, event_id)
    if link.digest != digest_of(sequence=expected, previous_digest=digest, content=link.content):
        return Fault(FaultKind.EDITED, expected, event_id)
    if known_head and known_head[0] == expected and known_head[1] != link.digest:
        return Fault(FaultKind.OTHER_HEAD, expected, event_id)
    return None


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value)
