"""Makers for the rows of the hotline: queues with calls, agents with skills; every text carries the place's marker."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Model

from portalkit.access.models import User
from portalkit.audit.domain.actors import SYSTEM
from scheduling.models import (
    Absence,
    Agent,
    AgentSkill,
    CalendarFeed,
    CallVolume,
    Campaign,
    DayMark,
    Forecast,
    ForecastDay,
    ForecastInterval,
    ForecastOverride,
    LabourRule,
    OfferReply,
    Queue,
    Roster,
    RotationPattern,
    ServiceStandard,
    ShiftOffer,
    ShiftRequest,
    ShiftTemplate,
)
from scheduling.services.feeds import make_feed
from tests.builders import a_user

if TYPE_CHECKING:
    from tests.architecture.world import Place

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
Maker = Callable[["Place", int], Model]


def _queue(place: Place, number: int) -> Queue:
    queue = Queue.objects.create(code=f"q-{place.region.code.lower()}-{number}", name=f"{place.marker} {number}", region=place.region)
    CallVolume.objects.create(queue=queue, starts_at=NOW, minutes=30, offered=100, answered=95, abandoned=5, aht_seconds=180)
    return queue


def _agent(place: Place, number: int) -> Agent:
    agent = Agent.objects.create(
        code=f"{place.region.code}-{number}", name=place.marker, team=place.marker, region=place.region, first_day=date(2026, 1, 1)
    )
    queue = place.rows["scheduling.Queue"]
    assert isinstance(queue, Queue)
    AgentSkill.objects.create(agent=agent, queue=queue)
    return agent


def _campaign(place: Place, number: int) -> Campaign:
    queue = place.rows["scheduling.Queue"]
    assert isinstance(queue, Queue)
    days = {"first_day": date(2026, 12, 1), "last_day": date(2026, 12, 7)}
    return Campaign.objects.create(code=f"{place.region.code}-{number}", name=place.marker, queue=queue, targets=1000, **days)


def _mark(place: Place, number: int) -> DayMark:
    queue = place.rows["scheduling.Queue"]
    assert isinstance(queue, Queue)
    day = date(2026, 1, 1) + timedelta(days=number)
    return DayMark.objects.create(queue=queue, day=day, kind=DayMark.Kind.OUTLIER, note=place.marker, set_by=place.person, set_at=NOW)


def _shift(place: Place, number: int) -> ShiftTemplate:
    return ShiftTemplate.objects.create(code=f"s{number}", name=place.marker, region=place.region, spans="08:00-16:00", breaks="30")


def _rule(place: Place, number: int) -> LabourRule:
    return LabourRule.objects.create(
        code="min_rest", region=place.region, first_day=date(2026, 1, 1) + timedelta(days=number), value=11, source=place.marker
    )


def _roster(place: Place, number: int) -> Roster:
    approver, _is_new = User.objects.get_or_create(username=f"approver-{place.region.code}")
    return Roster.objects.create(
        region=place.region, first_day=date(2026, 12, 1), last_day=date(2026, 12, 31), number=number + 1, made_at=NOW, author=place.person,
        state="approved", submitted_at=NOW, decided_by=approver, decided_at=NOW, published_at=NOW,
    )  # fmt: skip


def _forecast(place: Place, number: int) -> Forecast:
    queue = place.rows["scheduling.Queue"]
    assert isinstance(queue, Queue)
    day = date(2026, 12, 1)
    forecast = Forecast.objects.create(
        queue=queue, number=number + 1, first_day=day, last_day=day, history_until=date(2026, 11, 30), minutes=60, method="theta",
        choice=_CHOICE, made_at=NOW, made_by=place.marker,
    )  # fmt: skip
    ForecastDay.objects.create(forecast=forecast, day=day, base=100, low=80, high=120, calls=100)
    ForecastInterval.objects.create(forecast=forecast, starts_at=datetime(2026, 12, 1, 2, 0, tzinfo=UTC), calls=100, aht_seconds=180)
    return forecast


def _override(place: Place, number: int) -> ForecastOverride:
    forecast = place.rows["scheduling.Forecast"]
    assert isinstance(forecast, Forecast)
    day = forecast.first_day
    return ForecastOverride.objects.create(
        forecast=forecast, first_day=day, last_day=day, factor=1.1, comment=place.marker, set_by=place.person, set_at=NOW
    )


_CHOICE = {
    "weights": {"theta": 1.0},
    "shapes": [[1 / 24] * 24] * 7,
    "arrival": [1 / 24] * 24,
    "aht": [[180.0] * 24] * 7,
    "specials": {},
    "open_weekdays": [0, 1, 2, 3, 4, 5, 6],
}


def _request(place: Place, number: int) -> ShiftRequest:
    agent = place.rows["scheduling.Agent"]
    assert isinstance(agent, Agent)
    if agent.user_id is None:
        Agent.objects.filter(pk=agent.pk).update(user=place.person)
    day = date(2026, 12, 1) + timedelta(days=number)
    return ShiftRequest.objects.create(agent=agent, kind="leave", first_day=day, last_day=day, reason=place.marker, asked_at=NOW)


def _feed(place: Place, number: int) -> CalendarFeed:
    code = f"{place.region.code}-feed-{number}"
    user = a_user("agent", at=place.region)
    agent = Agent.objects.create(code=code, name=place.marker, region=place.region, first_day=date(2026, 1, 1), user=user)
    made = make_feed(agent=agent, by=SYSTEM, now=NOW)
    made.feed.__dict__["secret"] = made.secret
    return made.feed


def _offer(place: Place, number: int) -> ShiftOffer:
    roster = place.rows["scheduling.Roster"]
    assert isinstance(roster, Roster)
    return ShiftOffer.objects.create(
        roster=roster, kind="overtime", day=date(2026, 12, 4), starts=1020, ends=1200, places=1, asked_at_once=3, note=place.marker,
        deadline=NOW + timedelta(days=10, hours=number), made_at=NOW, made_by=place.person,
    )  # fmt: skip


def _reply(place: Place, number: int) -> OfferReply:
    offer, agent = place.rows["scheduling.ShiftOffer"], place.rows["scheduling.Agent"]
    assert isinstance(offer, ShiftOffer)
    assert isinstance(agent, Agent)
    return OfferReply.objects.create(offer=offer, agent=agent, turn=number + 1, state="asked", balance=0, minutes=180)


def _standard(place: Place, number: int) -> ServiceStandard:
    queue = place.rows["scheduling.Queue"]
    assert isinstance(queue, Queue)
    return ServiceStandard.objects.create(queue=queue, first_day=date(2026, 1, 1) + timedelta(days=number), shrinkage={"breaks": 0.1})


def _rotation(place: Place, number: int) -> RotationPattern:
    return RotationPattern.objects.create(code=f"r{number}", name=place.marker, region=place.region, codes="A2 -")


def _absence(place: Place, number: int) -> Absence:
    agent = place.rows["scheduling.Agent"]
    assert isinstance(agent, Agent)
    day = date(2027, 1, 1) + timedelta(days=number)
    return Absence.objects.create(agent=agent, first_day=day, last_day=day, kind="sick", note=place.marker)


ROWS: Mapping[str, Maker] = {
    "scheduling.Queue": _queue,
    "scheduling.Agent": _agent,
    "scheduling.Campaign": _campaign,
    "scheduling.DayMark": _mark,
    "scheduling.ShiftTemplate": _shift,
    "scheduling.LabourRule": _rule,
    "scheduling.Roster": _roster,
    "scheduling.Forecast": _forecast,
    "scheduling.ServiceStandard": _standard,
    "scheduling.ForecastOverride": _override,
    "scheduling.ShiftRequest": _request,
    "scheduling.RotationPattern": _rotation,
    "scheduling.Absence": _absence,
    "scheduling.CalendarFeed": _feed,
    "scheduling.ShiftOffer": _offer,
    "scheduling.OfferReply": _reply,
}
