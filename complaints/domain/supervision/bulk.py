"""Due times of many watches at once. What a watch on hold needs beyond this is read one by one (`stopwatch.read`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from portalkit.calendars.domain.working_time import WorkingTime

from .stopwatch import AT_RISK_PERCENT

Seconds = npt.NDArray[np.int64]


@dataclass
class Watches:
    """Watches without holds, row by row: start (seconds since 1970), limit (seconds), calendar (code)."""

    starts: list[int] = field(default_factory=list)
    limits: list[int] = field(default_factory=list)
    calendars: list[str] = field(default_factory=list)

    def add(self, *, start: int, limit: int, calendar: str) -> None:
        self.starts.append(start)
        self.limits.append(limit)
        self.calendars.append(calendar)


@dataclass(frozen=True)
class DueTimes:
    """Seconds since 1970, row by row."""

    at_risk: Seconds
    due: Seconds


def due_times(watches: Watches, times: Mapping[str, WorkingTime]) -> DueTimes:
    """Raises KeyError for a calendar that `times` does not hold, OutOfCalendar as working time does."""
    starts, limits = np.array(watches.starts, dtype=np.int64), np.array(watches.limits, dtype=np.int64)
    at_risk, due = np.empty_like(starts), np.empty_like(starts)
    for code, rows in _rows_of(watches.calendars).items():
        begun, allowed = starts[rows], limits[rows]
        at_risk[rows] = times[code].add_many(begun, -(-allowed * AT_RISK_PERCENT // 100))
        due[rows] = times[code].add_many(begun, allowed)
    return DueTimes(at_risk=at_risk, due=due)


def _rows_of(calendars: Sequence[str]) -> dict[str, npt.NDArray[np.int64]]:
    found: dict[str, list[int]] = {}
    for row, code in enumerate(calendars):
        found.setdefault(code, []).append(row)
    return {code: np.array(rows, dtype=np.int64) for code, rows in found.items()}
