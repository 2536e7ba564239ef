"""What early warning finds, how grave it is, and what becomes of it."""

from dataclasses import dataclass
from enum import StrEnum

from .control_chart import Flag


class Method(StrEnum):
    """DAILY_RISE is the CUSUM's, the others the monthly chart's: beyond a limit, or a run on one side of the centre."""

    DAILY_RISE = "daily_rise"
    ABOVE = "above"
    SHIFT_UP = "shift_up"
    BELOW = "below"
    SHIFT_DOWN = "shift_down"


METHOD_OF = {
    Flag.ABOVE: Method.ABOVE,
    Flag.BELOW: Method.BELOW,
    Flag.SHIFT_UP: Method.SHIFT_UP,
    Flag.SHIFT_DOWN: Method.SHIFT_DOWN,
}
RISING = frozenset({Method.DAILY_RISE, Method.ABOVE, Method.SHIFT_UP})


class SignalState(StrEnum):
    """WITHDRAWN: once found, and no longer so with today's data, since tickets, subscribers or thresholds changed."""

    OPEN = "open"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


class Grade(StrEnum):
    """How grave a rise is, gravest first; the words are those of alarms."""

    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"
    WARNING = "warning"


@dataclass(frozen=True)
class Steps:
    """From which excess (0.5: half as much again as usual) on a rise counts as minor, major, critical."""

    minor: float = 0.25
    major: float = 0.5
    critical: float = 1.0

    def __post_init__(self) -> None:
        if not 0 < self.minor <= self.major <= self.critical:
            raise ValueError("the steps of severity go up")

    def grade(self, excess: float) -> Grade:
        """The gravest step that the excess reaches; a warning below all of them."""
        for grade, step in ((Grade.CRITICAL, self.critical), (Grade.MAJOR, self.major), (Grade.MINOR, self.minor)):
            if excess >= step:
                return grade
        return Grade.WARNING
