"""What becomes of a command to a screen, and what somebody agrees to who sends one to several."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any

LIFETIME = timedelta(minutes=30)


class CommandState(StrEnum):
    """WAITING until the player answers or the command expires; FAILED where the player said why not."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
    EXPIRED = "expired"


def command_state(*, is_done: bool, error: str, expires_at: datetime, now: datetime) -> CommandState:
    """An answer counts also when it comes late."""
    if is_done:
        return CommandState.FAILED if error else CommandState.DONE
    return CommandState.EXPIRED if now >= expires_at else CommandState.WAITING


def agreement(*, kind: str, params: Mapping[str, Any], screens: Iterable[int]) -> str:
    """A mark of just this command with just these parameters to just these screens, in whatever order."""
    return sha256(json.dumps([kind, params, sorted(screens)], sort_keys=True).encode()).hexdigest()
