"""A screen's own days, and the moments of its programme in epoch milliseconds."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

HORIZON_DAYS = 21
LOOK_BACK_DAYS = 1
USUAL_ZONE = "Asia/Shanghai"
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Horizon:
    """What a manifest covers: three weeks from the day on which it is built, and the day before, of which something may still play.

    `number` counts days since 1970.
    """

    zone: ZoneInfo
    day: date
    since: datetime
    until: datetime

    @property
    def number(self) -> int:
        return (self.day - _EPOCH).days

    @property
    def first_day(self) -> date:
        return self.since.astimezone(self.zone).date()

    @property
    def day_ends(self) -> datetime:
        return midnight(self.day + timedelta(days=1), self.zone)

    @property
    def ms(self) -> tuple[int, int]:
        return milliseconds(self.since), milliseconds(self.until)


def usual_day(now: datetime) -> date:
    """The day that it is in the province."""
    return now.astimezone(ZoneInfo(USUAL_ZONE)).date()


def horizon_of(now: datetime, *, zone: ZoneInfo) -> Horizon:
    """The horizon of the day that it is in this zone."""
    day = now.astimezone(zone).date()
    since, until = midnight(day - timedelta(days=LOOK_BACK_DAYS), zone), midnight(day + timedelta(days=HORIZON_DAYS), zone)
    return Horizon(zone=zone, day=day, since=since, until=until)


def zone_named(name: str) -> ZoneInfo:
    """The time zone of this name; that of the province where nothing is called so."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo(USUAL_ZONE)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """When the day begins there, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def moment_of(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
