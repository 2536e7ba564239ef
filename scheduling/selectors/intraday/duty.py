"""Who is on duty on a day by the published roster, with all that the rules and the hours pool must know of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.db.models.functions import Length

from portalkit.access.selectors import Access
from portalkit.regions.models import Region

from ...domain.intraday.candidates import Law
from ...domain.rules import Person, Plan, RuleCode, Stretch
from ...domain.shifts import Span
from ...models import Agent, Assignment, Roster
from ...permissions import SchedulingPermission
from ..labour import chain_of
from ..rosters.ground import Ground, ground_of, plan_of
from ..rosters.lists import in_force
from ..rosters.memory import pool_balances

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Duty:
    """`plan` and `pauses` hold the days around too. `bank`: minutes in the hours pool by agent, None where no cycle lets it run."""

    roster: Roster
    people: tuple[Person, ...]
    agents: Mapping[str, Agent]
    plan: Plan
    pauses: Mapping[tuple[str, date], tuple[Span, ...]]
    law: Law
    bank: Mapping[str, int] | None


def roster_on(access: Access, region: Region, day: date) -> Roster | None:
    """The published roster that counts for a region on a day: the smallest hotline around it, of several the one published last."""
    rows = Roster.objects.filter(chain_of(region), published_at__isnull=False, withdrawn_at=None, first_day__lte=day, last_day__gte=day)
    visible = access.scope(SchedulingPermission.VIEW, rows.select_related("region"))
    return visible.order_by(Length("region__path").desc(), "-published_at", "-pk").first()


def duty_of(roster: Roster, day: date) -> Duty:
    """Those who work on the day or came in the evening before. About ten queries."""
    spans = in_force(roster.region, min(roster.first_day, day - ONE_DAY), max(roster.last_day, day + ONE_DAY))
    counting = Q(pk__in=[])
    for one, begins, ends in spans:
        counting |= Q(roster=one, day__gte=begins, day__lte=ends)
    rows = Assignment.objects.filter(counting, shift__isnull=False)
    there = set(rows.filter(day__gte=day - ONE_DAY, day__lte=day).values_list("agent_id", flat=True))
    stretch = Stretch(roster.first_day, max(ends for _one, _begins, ends in spans))
    ground = ground_of(roster.region, stretch, only=there, with_need=False)
    plan, pauses = plan_of(rows.filter(agent__in=there), ground, {agent.pk: agent.code for agent in ground.agents})
    return Duty(
        roster=roster,
        people=ground.people,
        agents={agent.code: agent for agent in ground.agents},
        plan=plan,
        pauses=pauses,
        law=Law(ground.book, stretch, ground.calendar.is_workday, ground.known_from),
        bank=_bank(ground, day),
    )


def _bank(ground: Ground, day: date) -> dict[str, int] | None:
    if ground.book.rule(RuleCode.HOURS_CYCLE, day) is None:
        return None
    codes = {agent.pk: agent.code for agent in ground.agents}
    return {codes[pk]: minutes for pk, minutes in pool_balances(list(codes), before=day).items()}
