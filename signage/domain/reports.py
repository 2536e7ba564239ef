"""What a player says of itself once a minute, read from its JSON."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .faults import FaultCode

MOST_FAULTS, MOST_PLAYING, MOST_VERIFIED, MOST_DONE = 100, 48, 5000, 100
HIGHEST = 2**53 - 1
_LONGEST_OFFSET = 2**31 - 1
_SHA256 = re.compile(r"[0-9a-f]{64}")


class BadReport(ValueError):
    """`field` is what is wrong with a message."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True)
class Fault:
    """A fault that is there now. What a player does not name is cleared."""

    code: FaultCode
    subject: str
    detail: str


@dataclass(frozen=True)
class Done:
    """A command carried out, or why not."""

    command: int
    error: str


@dataclass(frozen=True)
class Report:
    """Bytes and epoch milliseconds; `offset` is how many milliseconds the device's clock is behind the portal's. `sequence` rises from the
    player's start on."""

    sequence: int | None
    version: str
    applied: int
    complete: int
    wanted: int
    held: int
    free: int | None
    offset: int | None
    width: int | None
    height: int | None
    is_off: bool
    started: int | None
    playing: list[dict[str, Any]]
    verified: list[str]
    faults: tuple[Fault, ...]
    done: tuple[Done, ...]


def read_report(told: object) -> Report:
    """Raises BadReport."""
    if not isinstance(told, Mapping):
        raise BadReport("body")
    off = told.get("off", False)
    if not isinstance(off, bool):
        raise BadReport("off")
    return Report(
        sequence=_number(told, "sequence"),
        version=_text(told, "version", 40),
        applied=_number(told, "applied") or 0,
        complete=_number(told, "complete") or 0,
        wanted=_number(told, "wanted") or 0,
        held=_number(told, "held") or 0,
        free=_number(told, "free"),
        offset=_offset(told),
        width=_number(told, "width", highest=100_000),
        height=_number(told, "height", highest=100_000),
        is_off=off,
        started=_number(told, "started"),
        playing=[_playing(one) for one in _list(told, "playing", MOST_PLAYING)],
        verified=[_digest(one) for one in _list(told, "verified", MOST_VERIFIED)],
        faults=tuple({(one.code, one.subject): one for one in map(_fault, _list(told, "faults", MOST_FAULTS))}.values()),
        done=tuple(_done(one) for one in _list(told, "done", MOST_DONE)),
    )


def _playing(told: object) -> dict[str, Any]:
    if not isinstance(told, Mapping):
        raise BadReport("playing")
    return {
        "zone": _text(told, "zone", 20),
        "schedule": _number(told, "schedule"),
        "item": _text(told, "item", 40),
        "title": _text(told, "title", 120),
        "since": _number(told, "since"),
    }


def _fault(told: object) -> Fault:
    if not isinstance(told, Mapping):
        raise BadReport("faults")
    try:
        code = FaultCode(str(told.get("code")))
    except ValueError:
        raise BadReport("faults.code") from None
    return Fault(code=code, subject=_text(told, "subject", 80), detail=_text(told, "detail", 300))


def _done(told: object) -> Done:
    if not isinstance(told, Mapping) or (command := _number(told, "command")) is None:
        raise BadReport("done")
    return Done(command=command, error=_text(told, "error", 300))


def _digest(told: object) -> str:
    if not isinstance(told, str) or not _SHA256.fullmatch(told):
        raise BadReport("verified")
    return told


def _list(told: Mapping[str, Any], field: str, most: int) -> list[object]:
    value = told.get(field) or []
    if not isinstance(value, list) or len(value) > most:
        raise BadReport(field)
    return value


def _text(told: Mapping[str, Any], field: str, longest: int) -> str:
    """Cut to length, without control characters: what a player says is shown to people."""
    value = told.get(field)
    if value is None:
        return ""
    if not isinstance(value, str | int):
        raise BadReport(field)
    return "".join(character for character in str(value) if character.isprintable())[:longest]


def _number(told: Mapping[str, Any], field: str, *, highest: int = HIGHEST) -> int | None:
    value = told.get(field)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= highest:
        raise BadReport(field)
    return int(value)


def _offset(told: Mapping[str, Any]) -> int | None:
    value = told.get("offset")
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        raise BadReport("offset")
    return int(max(-_LONGEST_OFFSET, min(_LONGEST_OFFSET, value)))
