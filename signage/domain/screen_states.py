"""How a screen does at a moment, judged by what its player said last and by when it is to be on."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from .hours import Hours, is_on, on_since, time_on

SILENT_AFTER = timedelta(minutes=5)


class ScreenState(StrEnum):
    """From good to bad to none of our business. BEHIND: it plays, but has not yet all that was published for it. OFF: outside its hours."""

    PLAYING = "playing"
    BEHIND = "behind"
    FAULTS = "faults"
    SILENT = "silent"
    OFF = "off"
    NOT_PAIRED = "not_paired"
    OUT_OF_SERVICE = "out_of_service"


@dataclass(frozen=True)
class Said:
    """What is known of a screen. `seen_at` None: its player has said nothing yet. Revisions as in ScreenStatus."""

    is_enabled: bool
    is_paired: bool
    seen_at: datetime | None
    is_off: bool
    has_faults: bool
    revision: int
    complete_revision: int


def screen_state(said: Said, *, hours: Hours, local_now: datetime) -> ScreenState:
    """`local_now` is the moment in the screen's own zone. A device that is switched off at night is OFF, not SILENT."""
    if not said.is_enabled:
        return ScreenState.OUT_OF_SERVICE
    if not said.is_paired:
        return ScreenState.NOT_PAIRED
    if is_silent(said.seen_at, now=local_now):
        return ScreenState.SILENT if is_on(hours, local_now) else ScreenState.OFF
    if said.is_off:
        return ScreenState.OFF
    if said.has_faults:
        return ScreenState.FAULTS
    return ScreenState.PLAYING if said.complete_revision >= said.revision else ScreenState.BEHIND


def is_silent(seen_at: datetime | None, *, now: datetime) -> bool:
    return seen_at is None or now - seen_at > SILENT_AFTER


def missed_for(heard_at: datetime, *, hours: Hours, local_now: datetime) -> timedelta:
    """How long a screen has been silent while it was to be on: since it was heard, or since it was to be switched on, whichever is later.

    Zero outside its hours.
    """
    began = on_since(hours, local_now)
    if began is None:
        return timedelta()
    return max(local_now - max(heard_at, began), timedelta())


def missed_in_all(heard_at: datetime, *, hours: Hours, local_now: datetime) -> timedelta:
    """Like `missed_for`, with what it missed of the days before; it stands still outside its hours."""
    return time_on(hours, since=heard_at.astimezone(local_now.tzinfo), until=local_now)
