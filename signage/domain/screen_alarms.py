"""When a screen is worth an alarm, and how grave it is."""

from datetime import timedelta
from typing import Literal

from .faults import FaultCode
from .screen_states import SILENT_AFTER

Gravity = Literal["critical", "major", "minor", "warning"]
SILENT_STEPS: tuple[tuple[timedelta, Gravity], ...] = (
    (timedelta(hours=24), "critical"),
    (timedelta(hours=2), "major"),
    (timedelta(minutes=30), "minor"),
    (SILENT_AFTER, "warning"),
)
_BY_GRAVITY = [gravity for _after, gravity in SILENT_STEPS]
FAULT_HELD = timedelta(minutes=5)
BEHIND_AFTER = timedelta(minutes=30)
_GRAVE = frozenset({FaultCode.BUILT_IN, FaultCode.STORAGE_FULL, FaultCode.NOTHING_VALID, FaultCode.AUTOPLAY_REFUSED})


def silent_gravity(missed: timedelta) -> Gravity | None:
    """By how long it was to be on in silence; None while that is too short."""
    return next((gravity for after, gravity in SILENT_STEPS if missed > after), None)


def silent_alarm(*, raised: Gravity | None, rests: bool, missed: timedelta, missed_in_all: timedelta) -> Gravity | None:
    """The gravity that a silent screen's alarm is to have; None: no alarm. `raised` is the one it has.

    Outside its hours nothing is raised, and nothing that was raised ends or changes: nobody has heard of the screen. Then it goes on from
    where it stood, and never becomes milder while the silence lasts.
    """
    if rests:
        return raised
    gravity = silent_gravity(missed if raised is None else missed_in_all)
    return min((one for one in (raised, gravity) if one), key=_BY_GRAVITY.index, default=None)


def fault_gravity(codes: list[str]) -> Gravity | None:
    """Of the faults that have lasted; major where customers see it, None without any."""
    if not codes:
        return None
    return "major" if any(code in _GRAVE for code in codes) else "warning"


def is_behind(*, waiting: timedelta, in_contact: timedelta) -> bool:
    """Whether a publication has been waiting too long, as well as the player been there to fetch it."""
    return min(waiting, in_contact) > BEHIND_AFTER
