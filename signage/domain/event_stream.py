"""What the event stream says, as server-sent events (HTML standard, 9.2). Every frame is one event with its data in JSON."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

REVISION, EMERGENCY, COMMAND, REVOKED = "revision", "emergency", "command", "revoked"
_OF_A_COMMAND = ("id", "kind", "params", "expires")
HELLO, BEAT = "hello", "beat"
ABORT = "noc.abort"


@dataclass(frozen=True)
class Told:
    """A nudge as it stands in the table. `screens` None: it is for all of them."""

    number: int
    kind: str
    screens: Collection[int] | None
    payload: Mapping[str, Any]

    def is_for(self, screen: int) -> bool:
        return self.screens is None or screen in self.screens


def frame(kind: str, data: Mapping[str, Any], *, number: int | None = None) -> bytes:
    """One event; with a number the reader resumes behind it."""
    named = f"id: {number}\n" if number is not None else ""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"{named}event: {kind}\ndata: {text}\n\n".encode()


def frames_for(told: Told, screen: int) -> Iterator[bytes]:
    """What a nudge says to a screen's player: an event for each command that is the screen's, one for everything else.

    Nothing for a revocation: it ends the stream of one token."""
    if told.kind == REVOKED:
        return
    if told.kind != COMMAND:
        yield frame(told.kind, told.payload, number=told.number)
        return
    commands = told.payload.get("commands") or [told.payload]
    for command in commands:
        if command.get("screen") in (None, screen):
            yield frame(COMMAND, {name: command[name] for name in _OF_A_COMMAND if name in command}, number=told.number)


def is_end(told: Told, *, mark: str) -> bool:
    """Whether the nudge takes away the token of this mark. One that was given since stays good."""
    return told.kind == REVOKED and told.payload.get("token") == mark


def is_the_same_for_all(told: Told) -> bool:
    """Whether the frames can be made once for every screen."""
    return told.kind in (REVISION, EMERGENCY)
