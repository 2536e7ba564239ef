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

    @property
    def valid_from(self) -> datetime | None:
        """The narrowest of its bounds, as `valid_to`."""
        return max((start for start, _ in self.bounds if start), default=None)

    @property
    def valid_to(self) -> datetime | None:
        return min((end for _, end in self.bounds if end), default=None)

    def why_never(self, now: datetime) -> str:
        """The code of Unusable; empty where it can show some time from now on."""
        if self.version is None:
            return "no_version"
        if self.is_retired:
            return "retired"
        start, end = self.valid_from, self.valid_to
        if end and end <= now:
            return "over"
        return "never" if start and end and end <= start else ""


@dataclass(frozen=True)
class Unusable:
    """`code`: `no_version`, `retired`, `over` (its validity ended), `never` (item and content are valid at different times)."""

    title: str
    code: str


def frozen(pieces: Iterable[Piece]) -> list[dict[str, Any]]:
    """The items as a revision keeps them. Validity is the narrowest of all bounds."""
    return [
        {
            "version": piece.version,
            "duration_ms": max(SHORTEST_MS, piece.duration_ms or piece.own_ms or USUAL_MS),
            "transition": piece.transition,
            "valid_from": _iso(piece.valid_from),
            "valid_to": _iso(piece.valid_to),
        }
        for piece in pieces
        if piece.version is not None and not piece.is_retired
    ]


def unusable(pieces: Iterable[Piece], *, now: datetime) -> list[Unusable]:
    """The items that will never show, and why."""
    return [Unusable(piece.title, code) for piece in pieces if (code := piece.why_never(now))]


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
