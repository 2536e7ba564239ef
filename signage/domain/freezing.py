"""A playlist as it goes on air: each item with the version of its content, its duration and its validity."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

USUAL_MS = 10_000
SHORTEST_MS = 1000


@dataclass(frozen=True)
class Piece:
    """An item of a playlist with what its content says. `version` None: there is no usable one; `own_ms`: what it lasts itself."""

    title: str
    version: int | None
    own_ms: int | None
    duration_ms: int | None
    transition: str
    bounds: Iterable[tuple[datetime | None, datetime | None]]
    is_retired: bool = False


@dataclass(frozen=True)
class Unusable:
    """`code`: `no_version`, `retired`, `over` (its validity ended)."""

    title: str
    code: str


def frozen(pieces: Iterable[Piece]) -> list[dict[str, Any]]:
    """The items as a revision keeps them. Validity is the narrowest of all bounds."""
    return [
        {
            "version": piece.version,
            "duration_ms": max(SHORTEST_MS, piece.duration_ms or piece.own_ms or USUAL_MS),
            "transition": piece.transition,
            "valid_from": _iso(max((start for start, _ in piece.bounds if start), default=None)),
            "valid_to": _iso(min((end for _, end in piece.bounds if end), default=None)),
        }
        for piece in pieces
        if piece.version is not None and not piece.is_retired
    ]


def unusable(pieces: Iterable[Piece], *, now: datetime) -> list[Unusable]:
    """The items that will never show, and why."""
    found = []
    for piece in pieces:
        end = min((end for _, end in piece.bounds if end), default=None)
        code = "no_version" if piece.version is None else "retired" if piece.is_retired else "over" if end and end <= now else ""
        if code:
            found.append(Unusable(piece.title, code))
    return found


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
