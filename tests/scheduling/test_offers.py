"""Offers from the hours pool: made, asked, taken, refused, withdrawn."""

from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from portalkit.audit.models import AuditEvent
from portalkit.notify.models import Message
from scheduling.domain.hours_pool import NoCycle
from scheduling.domain.offers import Obstacle, OfferKind
from scheduling.models import Absence, Assignment, HoursEntry, LabourRule, OfferReply, Roster, ShiftOffer, ShiftTemplate
from scheduling.selectors.offers import imbalances_of, open_replies
from scheduling.selectors.rosters import checked
from scheduling.services import feeds, labour, offers, rosters
from scheduling.services.rosters import withdraw_published
from tests.builders import a_province, a_user
from tests.scheduling.roster_builders import NOW, a_hotline, a_requirement, a_roster

pytestmark = pytest.mark.django_db
DAY = date(2026, 12, 4)
DEADLINE = datetime(2026, 12, 1, tzinfo=UTC)
State = OfferReply.State


@pytest.fixture
def place():
    return a_place()


def a_place(*, agents=3, cycle=True):
    class Place:
        region = a_province()
        planner = a_user("planner", at=region)
        supervisor = a_user("supervisor", at=region)

        def __init__(self):
            self.queue, self.agents = a_hotline(self.region, agents=agents, cycle=cycle)
            for agent in self.agents:
                agent.user = a_user("agent", at=self.region)
                agent.save()

        def publish(self, plan, *, at=NOW):
            made = a_roster(self.region, self.planner, plan)
            Roster.objects.filter(pk=made.pk).update(
                state="approved", submitted_at=NOW, decided_by=self.supervisor, decided_at=NOW, published_at=at
            )
            return Roster.objects.get(pk=made.pk)

        def wish(self, roster, kind="overtime", hours=(17, 20), **fields):
            values = {
                "roster": roster, "kind": OfferKind(kind), "day": DAY, "starts": hours[0] * 60, "ends": hours[1] * 60, "queue": None,
                "places": 1, "asked_at_once": 2, "deadline": DEADLINE, **fields,
            }  # fmt: skip
            return offers.OfferWish(**values)

        def offer(self, roster, kind="overtime", hours=(17, 20), **fields):
            wish = self.wish(roster, kind, hours, **fields)
            return offers.make_offer(wish=wish, user=self.planner, by=self.planner.actor, now=NOW)

        def take(self, offer, agent, *, now=NOW):
            return offers.take_offer(offer=offer, agent=agent, by=agent.user.actor, now=now)

        def refuse(self, offer, agent):
            return offers.refuse_offer(offer=offer, agent=agent, by=agent.user.actor, now=NOW)

        def owes(self, agent, minutes):
            HoursEntry.objects.create(agent=agent, day=date(2026, 11, 1), minutes=minutes, kind="correction", booked_at=NOW, booked_by="x")

    return Place()


def states(offer):
    return [reply.state for reply in offer.replies.order_by("turn")]


def asked(offer):
    return [reply.agent for reply in offer.replies.filter(state=State.ASKED).select_related("agent").order_by("turn")]


def works(agent, day=DAY):
    row = Assignment.objects.filter(agent=agent, day=day, shift__isnull=False).select_related("shift").first()
    return row.shift.spans if row else ""


def test_the_first_in_turn_are_asked_and_told(place):
    one, two, three = place.agents
    place.owes(one, 300)
    place.owes(two, -300)
    offer = place.offer(place.publish({one: {4: "A2"}}))
    assert [reply.agent for reply in offer.replies.order_by("turn")] == [two, three, one]
    assert asked(offer) == [two, three]
    assert set(Message.objects.values_list("user", flat=True)) == {two.user_id, three.user_id}
    assert AuditEvent.objects.filter(action="scheduling.make_offer").exists()


def test_overtime_taken_changes_the_day_the_bank_and_the_figures(place):
    one, two, _ = place.agents
    a_requirement(place.queue, heads=1, hours=range(17, 20))
    roster = place.publish({one: {4: "A2"}})
    offer = place.offer(roster, asked_at_once=3)
    assert (offer.effect["missing_before"], offer.effect["missing_after"]) == (3, 0)
    place.take(offer, one)
    row = Assignment.objects.select_related("shift").get(agent=one, day=DAY)
    assert row.shift.spans == "08:00-20:00"
    assert not row.shift.is_active
    assert (row.overtime_minutes, len(row.breaks.split())) == (180, 2)
    entry = HoursEntry.objects.get(kind=HoursEntry.Kind.OFFER)
    assert (entry.agent, entry.minutes, entry.roster, entry.day) == (one, 180, roster, DAY)
    assert Roster.objects.get(pk=roster.pk).figures["planned_hours"] == 11
    assert Roster.objects.get(pk=roster.pk).figures["days"]["2026-12-04"][0] == 0
    assert not checked(roster).hard
    assert Message.objects.filter(user=place.planner).exists()
    with pytest.raises(offers.OfferClosed):
        place.take(offer, two)


def test_early_leave_and_a_free_shift_give_hours_back(place):
    one, two, _ = place.agents
    roster = place.publish({one: {4: "A2"}, two: {4: "A2"}})
    early = place.offer(roster, "early_leave", (15, 17))
    place.take(early, one)
    assert works(one) == "08:00-15:00"
    free = place.offer(roster, "free_shift", (8, 17))
    place.take(free, two)
    assert works(two) == ""
    assert list(HoursEntry.objects.order_by("pk").values_list("minutes", flat=True)) == [-120, -480]


def test_a_shift_with_the_same_hours_is_used_again(place):
    one, two, _ = place.agents
    roster = place.publish({one: {4: "A2"}, two: {4: "A2"}})
    offer = place.offer(roster, places=2)
    before = ShiftTemplate.objects.count()
    for agent in asked(offer):
        place.take(offer, agent)
    assert ShiftTemplate.objects.count() - before == len({works(agent) for agent in place.agents} - {""})


def test_who_refuses_makes_room_for_the_next(place):
    offer = place.offer(place.publish({}))
    first, second = asked(offer)
    place.refuse(offer, first)
    assert states(offer) == [State.REFUSED, State.ASKED, State.ASKED]
    for refuse in (place.refuse, place.take):
        with pytest.raises(offers.NotAsked):
            refuse(offer, first)
    place.take(offer, second)
    place.refuse(offer, asked(offer)[0])
    assert states(offer) == [State.REFUSED, State.TAKEN, State.REFUSED]


def test_who_is_not_asked_yet_cannot_take(place):
    offer = place.offer(place.publish({}))
    last = offer.replies.select_related("agent__user").get(turn=3).agent
    with pytest.raises(offers.NotAsked):
        place.take(offer, last)


@pytest.mark.parametrize("end", ["deadline", "withdrawn", "roster", "newer roster"])
def test_a_closed_offer_is_not_taken(place, end):
    roster = place.publish({})
    offer = place.offer(roster)
    agent, now = asked(offer)[0], NOW
    if end == "deadline":
        now = DEADLINE
    if end == "withdrawn":
        offers.withdraw_offer(offer=offer, by=place.planner.actor, now=NOW)
    if end == "roster":
        withdraw_published(roster=roster, by=place.supervisor.actor, now=NOW)
    if end == "newer roster":
        place.publish({}, at=NOW + timedelta(hours=1))
    with pytest.raises(offers.OfferClosed):
        place.take(offer, agent, now=now)
    assert not HoursEntry.objects.filter(kind="offer").exists()


def test_a_withdrawn_offer_keeps_what_was_taken_and_tells_those_asked(place):
    offer = place.offer(place.publish({}), places=2)
    first, second = asked(offer)
    place.take(offer, first)
    told = Message.objects.filter(user=second.user).count()
    for _ in range(2):
        offers.withdraw_offer(offer=offer, by=place.planner.actor, now=NOW)
    assert states(offer)[:2] == [State.TAKEN, State.ASKED]
    assert Message.objects.filter(user=second.user).count() == told + 1
    assert AuditEvent.objects.filter(action="scheduling.withdraw_offer").count() == 1
    assert not open_replies(second, now=NOW)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda agent: Absence.objects.create(agent=agent, first_day=DAY, last_day=DAY, kind="sick"), Obstacle.RULES),
        (lambda agent: HoursEntry.objects.create(agent=agent, day=DAY, minutes=2400, kind="correction", booked_at=NOW), Obstacle.BANK),
    ],
)
def test_the_rules_and_the_bank_are_asked_once_more_when_taken(place, change, why):
    offer = place.offer(place.publish({}))
    agent = asked(offer)[0]
    change(agent)
    with pytest.raises(offers.CannotTake) as refused:
        place.take(offer, agent)
    assert refused.value.passed.why is why
    assert states(offer)[0] == State.ASKED


def test_withdrawing_the_roster_takes_the_booked_hours_back(place):
    roster = place.publish({})
    offer = place.offer(roster)
    agent = asked(offer)[0]
    place.take(offer, agent)
    withdraw_published(roster=roster, by=place.supervisor.actor, now=NOW)
    assert sum(HoursEntry.objects.filter(agent=agent).values_list("minutes", flat=True)) == 0


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"day": date(2026, 11, 19)}, offers.Why.NOT_IN_FORCE),
        ({"deadline": NOW}, offers.Why.DEADLINE),
        ({"deadline": datetime(2026, 12, 5, tzinfo=UTC)}, offers.Why.DEADLINE),
        ({"kind": OfferKind.FREE_SHIFT}, offers.Why.NOBODY),
    ],
)
def test_an_offer_that_cannot_be_is_refused(place, fields, why):
    wish = place.wish(place.publish({}))
    wish = offers.OfferWish(**{**wish.__dict__, **fields})
    with pytest.raises(offers.OfferImpossible) as refused:
        offers.make_offer(wish=wish, user=place.planner, by=place.planner.actor, now=NOW)
    assert refused.value.why is why
    assert not ShiftOffer.objects.exists()


def test_an_offer_of_a_stretch_that_has_begun_is_refused(place):
    wish = place.wish(place.publish({}))
    with pytest.raises(offers.OfferImpossible) as refused:
        offers.make_offer(wish=wish, user=place.planner, by=place.planner.actor, now=datetime(2026, 12, 4, 10, tzinfo=UTC))
    assert refused.value.why is offers.Why.PAST


def test_overtime_needs_heads_missing_and_less_work_needs_heads_to_spare(place):
    one, two, _ = place.agents
    a_requirement(place.queue, heads=1, hours=range(8, 17))
    roster = place.publish({one: {4: "A2"}, two: {4: "A2"}})
    with pytest.raises(offers.OfferImpossible) as refused:
        place.offer(roster)
    assert refused.value.why is offers.Why.NOT_SHORT
    assert place.offer(roster, "free_shift", (8, 17)).effect["spare_after"] < 9
    with pytest.raises(offers.OfferImpossible) as refused:
        place.offer(roster, "free_shift", (8, 17), places=2)
    assert refused.value.why is offers.Why.NOT_OVER


def test_what_is_missing_and_to_spare_is_found(place):
    one, two, _ = place.agents
    a_requirement(place.queue, first=DAY, last=DAY, heads=1, hours=range(8, 20))
    roster = place.publish({one: {4: "S1"}, two: {4: "S1"}})
    found = [
        (one.imbalance.span.start // 60, one.imbalance.is_missing)
        for one in imbalances_of(roster, today=date(2026, 12, 3))
        if one.day == DAY
    ]
    assert found == [(9, False), (13, True), (18, False)]


def test_without_a_cycle_nothing_is_offered():
    place = a_place(cycle=False)
    with pytest.raises(NoCycle):
        place.offer(place.publish({}))


def test_a_cycle_that_ended_meanwhile_stops_the_taking(place):
    offer = place.offer(place.publish({}))
    LabourRule.objects.create(code="hours_cycle", region=place.region, first_day=date(2026, 12, 1), is_active=False)
    with pytest.raises(NoCycle):
        place.take(offer, asked(offer)[0])


def test_the_limits_of_the_bank_follow_the_rules_in_force(place):
    agent = place.agents[0]
    place.owes(agent, 1700)
    roster = place.publish({})
    assert place.offer(roster).replies.filter(agent=agent).exists()
    labour.set_rule(
        region=place.region, code="bank_most", first_day=date(2026, 12, 1), value=30, is_active=True, by=place.planner.actor, now=NOW
    )  # fmt: skip
    assert not place.offer(roster).replies.filter(agent=agent).exists()


def test_the_solver_plans_nobody_beyond_the_limit_in_force(place):
    a_requirement(place.queue)
    wish = rosters.RosterWish(region=place.region, first_day=date(2026, 12, 1), last_day=date(2026, 12, 31))

    def most():
        return [worker.max_minutes for worker in rosters.problem_for(wish).problem.agents]

    before = most()
    labour.set_rule(
        region=place.region, code="bank_most", first_day=date(2026, 12, 1), value=10, is_active=True, by=place.planner.actor, now=NOW
    )  # fmt: skip
    assert most() == [one - (36 - 10) * 60 for one in before]


def test_the_feed_shows_an_offer_taken_with_its_time(place):
    one, *_ = place.agents
    offer = place.offer(place.publish({one: {4: "A2"}}), asked_at_once=3)
    secret = feeds.make_feed(agent=one, by=one.user.actor, now=NOW).secret
    later = NOW + timedelta(hours=2)
    place.take(offer, one, now=later)
    document = feeds.read_feed(secret=secret, now=later).decode()
    assert "DTEND;TZID=Asia/Shanghai:20261204T200000" in document
    assert f"LAST-MODIFIED:{later:%Y%m%dT%H%M%SZ}" in document


def test_the_database_refuses_one_place_too_many(place):
    offer = place.offer(place.publish({}))
    with pytest.raises(IntegrityError), transaction.atomic():
        ShiftOffer.objects.filter(pk=offer.pk).update(taken=2)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_not_get_the_same_place():
    place = a_place()
    offer = place.offer(place.publish({}), asked_at_once=3)
    start, outcomes = Barrier(3), []

    def run(agent):
        try:
            start.wait()
            place.take(offer, agent)
            outcomes.append("taken")
        except offers.OfferClosed:
            outcomes.append("closed")
        finally:
            connection.close()

    threads = [Thread(target=run, args=[agent]) for agent in place.agents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["closed", "closed", "taken"]
    assert HoursEntry.objects.filter(kind="offer").count() == ShiftOffer.objects.get().taken == 1
