"""What happened to the demo's customers on a day, before any system wrote it down. Pure: (seed, day) decides everything."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from random import Random
from typing import TypeVar

from . import patterns, wording
from .offices import slowness
from .province import DemoRegion, regions
from .vocabulary import CAUSES, GIVEN, PLACES, SCENARIO_OF, SUBJECTS, SURNAMES, Cause, Subject

LOOK_BACK = 21
Thing = TypeVar("Thing")

_HANDLED_WITHIN = timedelta(minutes=100)
_PLANNED = frozenset({"indoor", "rural", "planning"})
_FARMLAND = tuple(place for place, scenario in SCENARIO_OF.items() if scenario in ("农村", "道路"))
_BUILT_UP = tuple(place for place in PLACES if place not in _FARMLAND)
_TEST_SHARE, _HANGING_SHARE = 0.0015, 0.012


@dataclass(frozen=True)
class Facts:
    """What both systems write down about one matter, up to its answer, which may lie ahead.

    `again`: the customer says that he has complained before. `hangs`: a plan that takes months. `fault_since`: when the outage
    began that the matter belongs to. `is_test`: a ticket that should not be there.
    """

    number: str
    subject: Subject
    cause_name: str
    prefecture: DemoRegion
    county: DemoRegion
    place: str
    accepted: datetime
    answered: datetime
    solved: bool
    said: str
    phone: str
    customer: str
    again: bool = False
    hangs: bool = False
    is_test: bool = False
    fault_since: datetime | None = None

    @property
    def cause(self) -> Cause:
        return CAUSES[self.cause_name]


def matters_of_day(*, seed: int, day: date) -> Iterator[Facts]:
    """The matters accepted on the day: those of the day itself, then those that come back from the days before."""
    yield from _first_ones(seed, day)
    returning = [facts for back in range(LOOK_BACK + 1) for facts in _returning(seed, day - timedelta(days=back))]
    for number, facts in enumerate(facts for facts in returning if facts.accepted.date() == day):
        yield replace(facts, number=f"{facts.prefecture.code}{day:%y%m%d}{9000 + number:04}")


@lru_cache(maxsize=64)
def _first_ones(seed: int, day: date) -> tuple[Facts, ...]:
    random = Random(f"{seed}:{day.isoformat()}")  # noqa: S311
    found: list[Facts] = []
    for prefecture, counties in prefectures():
        drawn = [*_ordinary(random, prefecture, counties, day), *_wlan(random, prefecture, counties, day)]
        drawn += _of_outage(random, prefecture, counties, day)
        found += [replace(facts, number=f"{prefecture.code}{day:%y%m%d}{number:04}") for number, facts in enumerate(drawn)]
    return tuple(found)


@cache
def prefectures() -> tuple[tuple[DemoRegion, tuple[DemoRegion, ...]], ...]:
    """The branches, each with its counties."""
    every = regions()
    return tuple(
        (region, tuple(child for child in every if child.parent == region.code)) for region in every if region.level == "prefecture"
    )


def _ordinary(random: Random, prefecture: DemoRegion, counties: Sequence[DemoRegion], day: date) -> Iterator[Facts]:
    shares = patterns.subject_shares(prefecture, day)
    for _ in range(_poisson(random, patterns.expected(prefecture, day))):
        subject = weighted(random, SUBJECTS, shares)
        cause = weighted(random, [name for name, _ in subject.causes], [weight for _, weight in subject.causes])
        county = weighted(random, counties, [region.weight for region in counties])
        place = random.choice(_FARMLAND if cause == "rural" else _BUILT_UP)
        yield _matter(random, subject, cause, (prefecture, county, place), _moment(random, subject, day))


def _wlan(random: Random, prefecture: DemoRegion, counties: Sequence[DemoRegion], day: date) -> Iterator[Facts]:
    for county in counties:
        for _ in range(_poisson(random, patterns.wlan_trouble(county, day))):
            place = (prefecture, county, patterns.UNIVERSITY_TOWN[1])
            yield _matter(
                random, patterns.WLAN, random.choice(("indoor", "hardware")), place, _moment(random, patterns.WLAN, day, "evening")
            )


def _of_outage(random: Random, prefecture: DemoRegion, counties: Sequence[DemoRegion], day: date) -> Iterator[Facts]:
    outage = patterns.outage_on(random, counties, PLACES, day)
    if outage is None:
        return
    repaired = outage.began + timedelta(hours=outage.hours)
    for _ in range(outage.complaints):
        subject, accepted = patterns.cut_off(random), patterns.moment_within(random, outage)
        facts = _matter(random, subject, "fault", (prefecture, outage.county, outage.place), accepted)
        answered = max(repaired, accepted + _HANDLED_WITHIN) + timedelta(minutes=random.randrange(5, 90))
        yield replace(facts, answered=answered, solved=True, hangs=False, fault_since=outage.began)


def _matter(random: Random, subject: Subject, cause_name: str, place: tuple[DemoRegion, DemoRegion, str], accepted: datetime) -> Facts:
    cause = CAUSES[cause_name]
    hours = cause.median_hours * slowness(place[0], cause.office) * random.lognormvariate(0, 0.7)
    answered = accepted + max(timedelta(hours=hours), _HANDLED_WITHIN)
    hangs = random.random() < _HANGING_SHARE and cause_name in _PLANNED
    is_test = random.random() < _TEST_SHARE
    said = wording.said(random, subject, f"{place[1].name}{place[2]}")
    facts = Facts(
        number="",
        subject=subject,
        cause_name=cause_name,
        prefecture=place[0],
        county=place[1],
        place=place[2],
        accepted=accepted,
        answered=answered,
        solved=random.random() < cause.fixable,
        said=said,
        phone=_phone(random),
        customer=_customer(random),
    )
    if is_test:
        return replace(facts, is_test=True, said=wording.nothing_said(random), answered=accepted + _HANDLED_WITHIN, cause_name="other")
    if hangs:
        return replace(facts, hangs=True, solved=False, answered=accepted + timedelta(days=random.randrange(40, 300)))
    return facts


@lru_cache(maxsize=64)
def _returning(seed: int, day: date) -> tuple[Facts, ...]:
    """What comes back of the day's matters, today or within `LOOK_BACK` days."""
    random = Random(f"{seed}:{day.isoformat()}:again")  # noqa: S311
    found = [_come_back(random, facts) for facts in _first_ones(seed, day)]
    return tuple(facts for facts in found if facts is not None and (facts.accepted.date() - day).days <= LOOK_BACK)


def _come_back(random: Random, facts: Facts) -> Facts | None:
    """The matter once more: the customer calls again while it is open, his family calls, or it was closed and nothing is better."""
    chance, hours, days = random.random(), random.uniform(3, 66), random.uniform(0.5, 11)
    said = wording.said_again(random, facts.subject, f"{facts.county.name}{facts.place}", facts.said)
    phone, customer, better = _phone(random), _customer(random), random.random() < 0.6
    if facts.is_test or facts.fault_since:
        return None
    spent = facts.answered - facts.accepted
    if chance < 0.018:
        return replace(_moved(facts, facts.accepted + timedelta(hours=hours), spent), said=said, again=True)
    if chance < 0.03:
        return replace(_moved(facts, facts.accepted + timedelta(hours=hours), spent), said=said, phone=phone, customer=customer)
    if chance < 0.03 + (0.016 if facts.solved else 0.06):
        later = _moved(facts, facts.answered + timedelta(days=days), spent)
        return replace(later, said=said, again=True, hangs=False, solved=facts.solved and better)
    return None


def _moved(facts: Facts, accepted: datetime, spent: timedelta) -> Facts:
    """The same matter at another moment, which nobody calls about at night."""
    awake = accepted if accepted.hour >= 7 else accepted.replace(hour=accepted.hour + 8)
    moment = awake.replace(microsecond=0)
    return replace(facts, accepted=moment, answered=moment + spent)


def _moment(random: Random, subject: Subject, day: date, when: str = "") -> datetime:
    hour = random.randrange(18, 24) if when == "evening" else weighted(random, range(24), patterns.hours_of(subject))
    return datetime.combine(day, time(hour, random.randrange(60), random.randrange(60)))


def _phone(random: Random) -> str:
    return f"1{random.choice('3578')}{random.randrange(10**9):09}"


def _customer(random: Random) -> str:
    return random.choice(SURNAMES) + random.choice(GIVEN)


def _poisson(random: Random, mean: float) -> int:
    limit, count, product = math.exp(-mean), 0, random.random()
    while product > limit:
        count += 1
        product *= random.random()
    return count


def weighted(random: Random, things: Sequence[Thing], weights: Sequence[float]) -> Thing:
    return random.choices(things, weights=weights)[0]
