"""Decides when a program that ended is started again. Pure: told the time, it answers; `manage.py portal` does the rest."""

from dataclasses import dataclass, replace

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0
HEALTHY_AFTER = 60.0


@dataclass(frozen=True)
class Program:
    """One supervised program. Times are seconds of a clock that never goes back.

    `started_at` is None while it does not run; `start_at` is when it is due to be started then. `failures` counts ends in a
    row without a healthy stretch between.
    """

    name: str
    started_at: float | None = None
    start_at: float = 0.0
    failures: int = 0

    def is_due(self, now: float) -> bool:
        return self.started_at is None and now >= self.start_at

    def started(self, now: float) -> "Program":
        return replace(self, started_at=now)

    def ended(self, now: float) -> "Program":
        """It ended by itself: the next start waits, longer after each failure in a row; a healthy stretch forgets the earlier ones."""
        lived = now - self.started_at if self.started_at is not None else 0.0
        failures = 1 if lived >= HEALTHY_AFTER else self.failures + 1
        return replace(self, started_at=None, failures=failures, start_at=now + pause_after(failures))


def pause_after(failures: int) -> float:
    """A second after the first failure, doubling, never more than a minute."""
    return min(FIRST_PAUSE * 2.0 ** min(max(failures, 1) - 1, 16), LONGEST_PAUSE)


def next_wake(programs: list[Program], now: float, *, longest: float) -> float:
    """Seconds until a program is due to be started, `longest` at most."""
    pauses = [max(program.start_at - now, 0.0) for program in programs if program.started_at is None]
    return min([*pauses, longest])
