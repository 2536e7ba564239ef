"""How many complaints come when and where: the level of each branch, weekdays and hours, and the events that analyses should find.

What is special in the demo province:

- NJ05, July 2026: mobile internet breaks out.
- One of the larger branches at a time has a fifth more complaints than before, since `STEP_FIRST` and every ten weeks after it.
- The university town of NJ0301 has trouble with WLAN in term time.
- Slow internet is complained of in the evening.
- On some days a cell is down, and many customers say so within hours.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from .province import DemoRegion
from .vocabulary import SUBJECTS, Subject

SUBSCRIBERS = 3_100_000
STEP_FIRST = date(2026, 10, 19)
STEP_DAYS = 70
STEP = 1.2
UNIVERSITY_TOWN = ("NJ0301", "大学城图书馆")
_STEPPING = ("NJ01", "NJ09", "NJ03")
_OUTAGES_A_DAY = 0.011
_WEEKDAYS = (1.14, 1.06, 1.02, 1.0, 1.02, 0.9, 0.86)
_HOURS = (0.4, 0.2, 0.1, 0.1, 0.1, 0.3, 0.8, 1.6, 3.0, 4.2, 4.4, 3.8, 3.0, 3.0, 3.4, 3.6, 3.4, 3.2, 3.2, 3.6, 3.8, 3.2, 2.0, 1.0)
_EVENING = (0.6, 0.3, 0.1, 0.1, 0.1, 0.1, 0.3, 0.6, 0.9, 1.2, 1.3, 1.2, 1.2, 1.2, 1.2, 1.3, 1.4, 1.8, 3.0, 6.0, 8.0, 7.4, 4.6, 1.8)
WLAN = next(subject for subject in SUBJECTS if "WLAN" in subject.path)
_CUT_OFF = tuple(subject for subject in SUBJECTS if subject.path[-1] in ("信号弱或无信号", "无法主叫或被叫", "无法上网"))


@dataclass(frozen=True)
class Outage:
    """A cell that is down from `began` on: so many customers complain within the hours that the repair takes."""

    began: datetime
    county: DemoRegion
    place: str
    complaints: int
    hours: float


def subscribers(region: DemoRegion, month: date) -> int:
    """Subscribers of a prefecture in a month: slow growth on a stable share."""
    months = (month.year - 2024) * 12 + month.month
    return round(SUBSCRIBERS * region.weight * (1 + 0.0035 * months))


def expected(prefecture: DemoRegion, day: date) -> float:
    """How many ordinary complaints a branch has on a day, in the mean."""
    months = (day.year - 2025) * 12 + day.month - 1
    monthly_rate = 6.2 - 0.081 * months + 0.32 * math.sin(months * 0.9)
    local = 0.72 + 0.62 * ((int(prefecture.code[2:]) * 7) % 14) / 13
    event = 1.9 if _is_outbreak(prefecture, day) else _step(prefecture, day)
    return subscribers(prefecture, day) / 10_000 * monthly_rate / 30.4 * local * event * _WEEKDAYS[day.weekday()]


def subject_shares(prefecture: DemoRegion, day: date) -> list[float]:
    outbreak = _is_outbreak(prefecture, day)
    return [subject.share * (3.0 if outbreak and "手机上网" in subject.path else 1.0) for subject in SUBJECTS]


def hours_of(subject: Subject) -> Sequence[float]:
    """Weights of the 24 hours in which a subject is complained of."""
    return _EVENING if subject.path[-1] == "上网速度慢" else _HOURS


def wlan_trouble(county: DemoRegion, day: date) -> float:
    """How many complaints the university town adds on a day, in the mean."""
    in_term = day.month in (3, 4, 5, 6, 9, 10, 11, 12)
    return 0.45 if county.code == UNIVERSITY_TOWN[0] and in_term else 0.0


def outage_on(random: Random, counties: Sequence[DemoRegion], places: Sequence[str], day: date) -> Outage | None:
    """The outage of a branch on the day, if it has one. Draws the same numbers either way."""
    comes, county, place = random.random() < _OUTAGES_A_DAY, random.choice(counties), random.choice(places)
    began = datetime.combine(day, time(random.randrange(7, 19), random.randrange(60)))
    complaints, hours = random.randrange(5, 15), random.uniform(2, 7)
    return Outage(began=began, county=county, place=place, complaints=complaints, hours=hours) if comes else None


def cut_off(random: Random) -> Subject:
    """What customers of a cell that is down complain of."""
    return random.choice(_CUT_OFF)


def moment_within(random: Random, outage: Outage) -> datetime:
    """When one of the outage's customers calls: most soon after it began, all on the same day."""
    late = outage.began + timedelta(hours=outage.hours * random.random() ** 1.6)
    return min(late, datetime.combine(outage.began.date(), time(23, 59, 30)))


def _is_outbreak(prefecture: DemoRegion, day: date) -> bool:
    return (prefecture.code, day.year, day.month) == ("NJ05", 2026, 7)


def _step(prefecture: DemoRegion, day: date) -> float:
    stretch = (day - STEP_FIRST).days // STEP_DAYS
    return STEP if prefecture.code == _STEPPING[stretch % len(_STEPPING)] else 1.0
