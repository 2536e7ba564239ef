"""Offers from the hours pool: who may see them, who may be asked, what they do to coverage."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When

from portalkit.access.selectors import Access

from ..domain import offers as domain
from ..domain.offers import Candidate, Choice, Imbalance, OfferKind, Passed, Window, imbalances
from ..domain.rules import Balance, Person, Stretch
from ..domain.shifts import Span
from ..models import Agent, OfferReply, Roster, ShiftOffer
from ..permissions import SchedulingPermission
from .rosters import in_force
from .rosters.checking import coverage_between
from .rosters.ground import ground_of, plan_of
from .rosters.memory import pool_balances
from .slots import midnight

ONE_DAY = timedelta(days=1)
LOOK_AHEAD = timedelta(days=13)
MOST_IMBALANCES = 8
OPEN, FULL, ENDED, WITHDRAWN, LAPSED = "open", "full", "ended", "withdrawn", "lapsed"


@dataclass(frozen=True)
class Effect:
    """Head-hours in the window, missing and to spare, before and after the places are taken."""

    missing_before: float
    missing_after: float
    spare_before: float
    spare_after: float


@dataclass(frozen=True)
class Preview:
    """Whom an offer would reach, and what it would do; `effect` None without a requirement. `agents` by agent number."""

    choice: Choice
    agents: Mapping[str, Agent]
    effect: Effect | None


@dataclass(frozen=True)
class DayImbalance:
    """A stretch of a day with heads missing or to spare; `hours` are head-hours."""

    day: date
    imbalance: Imbalance
    hours: float


def visible_offers(access: Access, *, now: datetime) -> QuerySet[ShiftOffer]:
    """With `state`: open, full, ended (the deadline is over), withdrawn, or lapsed with its roster."""
    rows = ShiftOffer.objects.select_related("roster__region", "queue", "made_by")
    return access.scope(SchedulingPermission.VIEW, rows, region="roster__region").annotate(state=_state(now))


def offers_for(access: Access, *, pk: int) -> ShiftOffer | None:
    """An offer that the caller may withdraw."""
    rows = ShiftOffer.objects.select_related("roster__region")
    return access.scope(SchedulingPermission.PLAN, rows, region="roster__region").filter(pk=pk).first()


def replies_of(offer: ShiftOffer) -> QuerySet[OfferReply]:
    return offer.replies.select_related("agent").order_by("turn")


def rosters_to_offer(access: Access, *, today: date) -> QuerySet[Roster]:
    """Published rosters of which a day is still to come."""
    rows = Roster.objects.filter(published_at__isnull=False, withdrawn_at=None, last_day__gte=today).select_related("region")
    return access.scope(SchedulingPermission.PLAN, rows).order_by("first_day", "-published_at")


def open_replies(agent: Agent, *, now: datetime) -> QuerySet[OfferReply]:
    """What the agent is asked and may still answer, the nearest day first."""
    rows = OfferReply.objects.filter(agent=agent, state=OfferReply.State.ASKED).annotate(offer_state=_state(now, "offer__"))
    return rows.filter(offer_state=OPEN).select_related("offer__queue").order_by("offer__day", "offer__starts", "pk")


def counts_on(roster: Roster, day: date) -> bool:
    """Whether this roster is the one in force on a day. One query."""
    found = in_force(roster.region, day, day)
    return bool(found) and found[0][0].pk == roster.pk


def window_of(offer: ShiftOffer) -> Window:
    return Window(OfferKind(offer.kind), offer.day, Span(offer.starts, offer.ends), offer.queue.code if offer.queue else "")


def starts_at(window: Window) -> datetime:
    return midnight(window.day) + timedelta(minutes=window.span.start)


def judged_for(offer: ShiftOffer, agent: Agent) -> Candidate | Passed:
    """Whether the agent may take the offer as everything stands now. Raises NoCycle."""
    people, ground, _agents = _ground(offer.roster, only={agent.pk})
    if not people:
        return Passed(agent.code, domain.Obstacle.NO_FIT)
    return domain.judge(window_of(offer), person=people[0], ground=ground)


def preview_of(roster: Roster, window: Window, *, places: int) -> Preview:
    """Raises NoCycle."""
    people, ground, agents = _ground(roster)
    choice = domain.choose(window, people=people, ground=ground)
    return Preview(choice, agents, effect_of_offer(roster, window, choice.candidates[:places], agents))


def effect_of_offer(roster: Roster, window: Window, candidates: Iterable[Candidate], agents: Mapping[str, Agent]) -> Effect | None:
    """What it does to coverage when these candidates take the offer."""
    last = min(window.day + ONE_DAY, roster.last_day)
    changes = {(agents[one.who].pk, window.day): (one.changed.shift, one.changed.pauses) for one in candidates}
    before = coverage_between(roster, window.day, last)
    after = coverage_between(roster, window.day, last, changes=changes)
    if before is None or after is None or not before.is_known[0].any():
        return None
    return Effect(*_inside(before, after, window.span))


def imbalances_of(roster: Roster, *, today: date) -> tuple[DayImbalance, ...]:
    """The stretches of the next two weeks with most head-hours missing, and with most to spare, by day. Empty without a requirement."""
    first, last = max(today + ONE_DAY, roster.first_day), min(today + LOOK_AHEAD, roster.last_day)
    coverage = coverage_between(roster, first, last) if first <= last else None
    if coverage is None:
        return ()
    found = [
        DayImbalance(first + timedelta(days=number), uneven, _hours(coverage, number, uneven))
        for number in range(coverage.missing.shape[0])
        for uneven in imbalances(coverage.missing[number], coverage.spare[number], coverage.slot_minutes)
    ]
    worst = [
        one
        for is_missing in (True, False)
        for one in sorted((one for one in found if one.imbalance.is_missing is is_missing), key=lambda one: -one.hours)[:MOST_IMBALANCES]
    ]
    return tuple(sorted(worst, key=lambda one: (one.day, one.imbalance.span)))


def _ground(roster: Roster, *, only: set[int] | None = None) -> tuple[tuple[Person, ...], domain.Ground, dict[str, Agent]]:
    found = ground_of(roster.region, Stretch(roster.first_day, roster.last_day), but=roster, only=only, with_need=False)
    codes = {agent.pk: agent.code for agent in found.agents}
    plan, pauses = plan_of(roster.assignments.filter(agent__in=codes), found, codes)
    balances = pool_balances(list(codes), before=roster.last_day + ONE_DAY)
    ground = domain.Ground(
        plan=plan,
        pauses=pauses,
        book=found.book,
        stretch=found.stretch,
        is_workday=found.calendar.is_workday,
        known_from=found.known_from,
        balances={codes[pk]: minutes for pk, minutes in balances.items()},
    )
    return found.people, ground, {agent.code: agent for agent in found.agents}


def _inside(before: Balance, after: Balance, span: Span) -> list[float]:
    slot = before.slot_minutes
    window = slice(span.start // slot, -(-span.end // slot))
    lines = (before.missing, after.missing, before.spare, after.spare)
    return [round(float(line.reshape(-1)[window].sum()) * slot / 60, 1) for line in lines]


def _hours(coverage: Balance, number: int, imbalance: Imbalance) -> float:
    slot = coverage.slot_minutes
    line = coverage.missing if imbalance.is_missing else coverage.spare
    return float(line[number][imbalance.span.start // slot : imbalance.span.end // slot].sum()) * slot / 60


def _state(now: datetime, prefix: str = "") -> Case:
    def when(state: str, **conditions: object) -> When:
        return When(Q(**{f"{prefix}{name}": value for name, value in conditions.items()}), then=Value(state))

    return Case(
        when(WITHDRAWN, withdrawn_at__isnull=False),
        when(LAPSED, roster__withdrawn_at__isnull=False),
        when(FULL, taken__gte=F(f"{prefix}places")),
        when(ENDED, deadline__lte=now),
        default=Value(OPEN),
        output_field=CharField(),
    )
