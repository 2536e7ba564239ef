"""What supervision starts with in a new installation: limits of the usual urgencies, the chain of three levels, rules switched off."""

from dataclasses import dataclass
from datetime import date

from .stopwatch import Watch

HOUR = 60
SINCE = date(2000, 1, 1)
ALWAYS, OFFICE_HOURS = "always", "office_hours"


@dataclass(frozen=True)
class DefaultDeadline:
    watch: Watch
    urgency: str
    minutes: int
    calendar: str = ALWAYS


@dataclass(frozen=True)
class DefaultLevel:
    level: int
    name: str
    name_en: str
    reply_minutes: int
    calendar: str = ALWAYS


DEADLINES = (
    DefaultDeadline(Watch.ACCEPT, "", 2 * HOUR),
    DefaultDeadline(Watch.REPLY, "", 48 * HOUR),
    DefaultDeadline(Watch.REPLY, "紧急", 24 * HOUR),
    DefaultDeadline(Watch.REPLY, "特急", 12 * HOUR),
    DefaultDeadline(Watch.SOLVE, "", 72 * HOUR),
    DefaultDeadline(Watch.SOLVE, "紧急", 48 * HOUR),
    DefaultDeadline(Watch.SOLVE, "特急", 24 * HOUR),
)
LEVELS = (
    DefaultLevel(1, "部门值班", "Department duty", 4 * HOUR),
    DefaultLevel(2, "部门主管", "Head of department", 8 * HOUR),
    DefaultLevel(3, "网管中心领导", "Head of the NOC", 24 * HOUR),
)
OVERDUE_MINUTES = {Watch.ACCEPT: 30, Watch.REPLY: 4 * HOUR, Watch.SOLVE: 8 * HOUR}
