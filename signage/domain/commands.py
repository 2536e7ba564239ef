"""What becomes of a command to a screen."""

from datetime import datetime, timedelta
from enum import StrEnum

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
