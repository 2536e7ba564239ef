"""The hotline's ground: three queues with their history, 120 agents in six teams, leave, and five campaigns, one of them to come."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
from django.utils import timezone

from portalkit.access.models import User
from portalkit.calendars.models import DayKind, SpecialDay
from portalkit.periods.domain.calendar import SHANGHAI
from portalkit.regions.models import Region
from scheduling.models import Absence, Agent, AgentSkill, CallVolume, Campaign, Queue

from ..province import PROVINCE_CODE
from ..vocabulary import GIVEN, SURNAMES
from . import hotline_patterns as patterns

SEED = 10086
HISTORY_DAYS = 731
AGENTS = 120
TEAMS = ("热线一组", "热线二组", "热线三组", "热线四组", "宽带组", "在线组")
GROUPS = ("甲", "乙", "丙", "丁")
GAP_DAYS = range(301, 304)
MISHAPS = {402: 0.36, 190: 1.9, 88: 1.65, 34: 1.4}
DEMO_AGENT = "agent"
_ROWS_AT_A_TIME = 2_000


@dataclass(frozen=True)
class _Plan:
    """A campaign of the demo, by days from today. `response` is what came of it, as a factor of the planned rate."""

    code: str
    name: str
    starts: int
    days: int
    targets: int
    rate: float
    half_life: float
    is_paid: bool
    response: float = 1.0


_CAMPAIGNS = (
    _Plan("HD-01", "老用户流量升级", -350, 6, 430_000, 0.021, 3.0, is_paid=True, response=1.1),
    _Plan("HD-02", "家庭套餐推荐", -224, 5, 550_000, 0.012, 2.5, is_paid=False, response=0.92),
    _Plan("HD-03", "暑期流量包", -131, 7, 400_000, 0.024, 3.5, is_paid=True, response=1.05),
    _Plan("HD-04", "合约到期提醒", -68, 4, 470_000, 0.013, 2.0, is_paid=False, response=1.0),
    _Plan("HD-05", "年终积分兑换", 10, 7, 370_000, 0.02, 3.0, is_paid=True),
)


def load(*, now: datetime) -> None:
    """Rows in bulk: two years of half-hours through the import would take the demo longer than all the rest of it."""
    region = Region.objects.get(code=PROVINCE_CODE)
    today = timezone.localdate(now)
    general, broadband, chat = _queues(region)
    _add_campaigns(general, today)
    chance = np.random.default_rng(SEED)
    for queue, customers, days in (
        (general, patterns.GENERAL, HISTORY_DAYS),
        (broadband, patterns.BROADBAND, 460),
        (chat, patterns.CHAT, 400),
    ):
        CallVolume.objects.bulk_create(_history(queue, customers, days, now, chance), batch_size=_ROWS_AT_A_TIME)
    agents = _add_agents(region, (general, broadband, chat), today, chance)
    _add_absences(agents, today, chance)


def _queues(region: Region) -> list[Queue]:
    rows = (
        ("10086", "热线综合", "General hotline", Queue.Channel.VOICE),
        ("broadband", "宽带报障", "Broadband faults", Queue.Channel.VOICE),
        ("chat", "在线客服", "Online chat", Queue.Channel.CHAT),
    )
    return [
        Queue.objects.create(code=code, name=name, name_en=english, region=region, channel=channel) for code, name, english, channel in rows
    ]


def _add_campaigns(queue: Queue, today: date) -> None:
    Campaign.objects.bulk_create(
        Campaign(
            code=plan.code,
            name=plan.name,
            queue=queue,
            first_day=today + timedelta(days=plan.starts),
            last_day=today + timedelta(days=plan.starts + plan.days - 1),
            targets=plan.targets,
            call_back_rate=plan.rate,
            half_life_days=plan.half_life,
            is_paid=plan.is_paid,
        )
        for plan in _CAMPAIGNS
    )


def _history(queue: Queue, customers: patterns.Customers, length: int, now: datetime, chance: np.random.Generator) -> Iterator[CallVolume]:
    """Until the last interval that has ended by now; three days of the large queue lack."""
    today = timezone.localdate(now)
    days = [today - timedelta(days=back) for back in range(length, -1, -1)]
    holidays, makeup = _special_days(days)
    is_large = customers is patterns.GENERAL
    mishaps = {_ordinary(today - timedelta(days=back), holidays): factor for back, factor in MISHAPS.items()} if is_large else {}
    base = patterns.expected_days(customers, days, holidays=holidays, makeup=makeup, mishaps=mishaps)
    extra = _extra(days, today) if is_large else np.zeros(len(days))
    calls = patterns.drawn(customers, days, base, extra, chance)
    usual = patterns.expected_days(customers, days, holidays={}, makeup=frozenset(), mishaps={})
    abandoned = patterns.lost(customers, calls, usual, chance)
    seconds = patterns.handling(customers, calls, chance)
    in_time = chance.binomial(
        calls - abandoned, np.clip(0.9 - 2 * abandoned.sum(axis=1) / np.maximum(calls.sum(axis=1), 1), 0.2, 0.95)[:, None]
    )
    missing = {today - timedelta(days=back) for back in GAP_DAYS} if is_large else set()
    for number, day in enumerate(days):
        if day in missing:
            continue
        midnight = datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)
        for slot in range(customers.hours[0] * 60 // customers.minutes, customers.hours[1] * 60 // customers.minutes):
            starts_at = midnight + timedelta(minutes=slot * customers.minutes)
            if starts_at + timedelta(minutes=customers.minutes) > now:
                return
            offered, gone = int(calls[number, slot]), int(abandoned[number, slot])
            yield CallVolume(
                queue=queue,
                starts_at=starts_at,
                minutes=customers.minutes,
                offered=offered,
                answered=offered - gone,
                abandoned=gone,
                in_target=int(in_time[number, slot]),
                aht_seconds=round(float(seconds[number, slot]), 1) if offered > gone else None,
            )


def _special_days(days: Sequence[date]) -> tuple[dict[date, str], frozenset[date]]:
    rows = SpecialDay.objects.filter(day__range=(days[0], days[-1]))
    holidays = {one.day: one.name for one in rows if one.kind == DayKind.HOLIDAY}
    return holidays, frozenset(one.day for one in rows if one.kind == DayKind.WORKDAY)


def _ordinary(day: date, holidays: dict[date, str]) -> date:
    while day in holidays:
        day += timedelta(days=1)
    return day


def _extra(days: Sequence[date], today: date) -> patterns.Values:
    waves = [
        patterns.Wave(today + timedelta(days=plan.starts), plan.days, plan.targets * plan.rate * plan.response, plan.half_life)
        for plan in _CAMPAIGNS
    ]
    return np.asarray(np.sum([patterns.wave_days(wave, days) for wave in waves], axis=0))


def _add_agents(region: Region, queues: Sequence[Queue], today: date, chance: np.random.Generator) -> list[Agent]:
    user = User.objects.filter(username=DEMO_AGENT, is_demo=True).first()
    agents = [_agent(number, region, queues, today, chance) for number in range(AGENTS)]
    if user is not None:
        agents[0].user, agents[0].name = user, user.full_name
    saved = Agent.objects.bulk_create(agents)
    by_code = {queue.code: queue for queue in queues}
    AgentSkill.objects.bulk_create(AgentSkill(agent=agent, queue=by_code[code]) for agent in saved for code in agent.skill_codes.split())
    return saved


def _agent(number: int, region: Region, queues: Sequence[Queue], today: date, chance: np.random.Generator) -> Agent:
    team = number * len(TEAMS) // AGENTS
    agent = Agent(
        code=f"{80001 + number}",
        name=SURNAMES[number % len(SURNAMES)] + GIVEN[(number * 7 + number // len(SURNAMES)) % len(GIVEN)],
        region=region,
        team=TEAMS[team],
        rotation_group=GROUPS[number % len(GROUPS)],
        week_hours=36 if chance.random() < 0.08 else 40,
        first_day=today - timedelta(days=int(chance.integers(120, 2_500))),
        prefers_off=str(chance.choice(["", "", "6 7", "7", "6", "3"])),
        skill_codes=" ".join(queue.code for queue in _skills(team, number, queues)),
    )
    if number in {17, 44, 71, 98}:
        agent.no_nights_from, agent.no_nights_until = today - timedelta(days=30), today + timedelta(days=200)
    return agent


def _skills(team: int, number: int, queues: Sequence[Queue]) -> list[Queue]:
    general, broadband, chat = queues
    if TEAMS[team] == "宽带组":
        return [broadband, general]
    if TEAMS[team] == "在线组":
        return [chat, general] if number % 2 else [chat, broadband]
    return [general, broadband] if number % 4 == 0 else [general]


def _add_absences(agents: Sequence[Agent], today: date, chance: np.random.Generator) -> None:
    """Leave of the next two months, at most one stretch of a kind in each half of it, so that none overlap."""
    Absence.objects.bulk_create(row for number, agent in enumerate(agents) for row in _absences(number, agent, today, chance))


def _absences(number: int, agent: Agent, today: date, chance: np.random.Generator) -> Iterator[Absence]:
    if number in {44, 98}:
        yield Absence(agent=agent, first_day=today - timedelta(days=20), last_day=today + timedelta(days=108), kind=Absence.Kind.MATERNITY)
        return
    first_half, second_half = Absence(agent=agent), Absence(agent=agent)
    if chance.random() < 0.45:
        yield _filled(first_half, today, int(chance.integers(2, 22)), int(chance.integers(3, 8)), Absence.Kind.ANNUAL)
    if TEAMS[number * len(TEAMS) // AGENTS] == "热线三组":
        yield _filled(second_half, today, 33, 2, Absence.Kind.TRAINING)
    elif chance.random() < 0.35:
        kind = Absence.Kind.SICK if chance.random() < 0.25 else Absence.Kind.ANNUAL
        yield _filled(second_half, today, int(chance.integers(32, 54)), int(chance.integers(1, 6)), kind)


def _filled(row: Absence, today: date, after: int, days: int, kind: Absence.Kind) -> Absence:
    row.first_day = today + timedelta(days=after)
    row.last_day = row.first_day + timedelta(days=days - 1)
    row.kind = kind
    return row
