"""Leave and swaps: asked, checked, answered, decided."""

from datetime import UTC, date, datetime

import pytest

from portalkit.audit.models import AuditEvent
from portalkit.notify.models import Message
from scheduling.models import Absence, Assignment, Roster, ShiftRequest
from scheduling.services import requests
from tests.builders import a_province, a_user
from tests.scheduling.roster_builders import NOW, a_hotline, a_requirement, a_roster

pytestmark = pytest.mark.django_db
FOURTH, FIFTH = date(2026, 12, 4), date(2026, 12, 5)
State = ShiftRequest.State


@pytest.fixture
def place():
    class Place:
        region = a_province()
        planner = a_user("planner", at=region)
        supervisor = a_user("supervisor", at=region)

        def __init__(self):
            self.queue, (self.one, self.other) = a_hotline(self.region, agents=2)
            for agent in (self.one, self.other):
                agent.user = a_user("agent", at=self.region)
                agent.save()

        def publish(self, plan):
            made = a_roster(self.region, self.planner, plan)
            Roster.objects.filter(pk=made.pk).update(
                state="approved", submitted_at=NOW, decided_by=self.supervisor, decided_at=NOW, published_at=NOW
            )
            return made

        def leave(self, first=FOURTH, last=FIFTH, **fields):
            return requests.ask_leave(agent=self.one, first_day=first, last_day=last, by=self.one.user.actor, now=NOW, **fields)

        def swap(self, day=FOURTH, other_day=FOURTH):
            return requests.ask_swap(
                agent=self.one, day=day, colleague=self.other, colleague_day=other_day, by=self.one.user.actor, now=NOW
            )

        def answer(self, request, *, agrees=True):
            return requests.answer_swap(request=request, colleague=self.other, agrees=agrees, by=self.other.user.actor, now=NOW)

        def grant(self, request, user=None):
            user = user or self.supervisor
            return requests.grant_request(request=request, user=user, by=user.actor, now=NOW)

        def works(self, agent, day):
            row = Assignment.objects.filter(agent=agent, day=day, shift__isnull=False).select_related("shift").first()
            return row.shift.code if row else ""

    return Place()


def test_leave_tells_what_would_be_missing(place):
    a_requirement(place.queue, heads=1, hours=range(10, 12))
    place.publish({place.one: {4: "A2"}})
    asked = place.leave()
    assert asked.effect["shifts"] == 1
    assert asked.effect["missing_after"] > asked.effect["missing_before"]


def test_granted_leave_is_an_absence_without_shifts_and_is_told(place):
    place.publish({place.one: {4: "A2", 7: "A2"}})
    place.grant(place.leave(reason="家事"))
    absence = Absence.objects.get()
    assert (absence.first_day, absence.last_day, absence.note) == (FOURTH, FIFTH, "家事")
    assert place.works(place.one, FOURTH) == ""
    assert place.works(place.one, date(2026, 12, 7)) == "A2"
    assert Message.objects.filter(user=place.one.user).exists()
    assert AuditEvent.objects.filter(action="scheduling.grant_request").exists()


def test_days_already_absent_are_not_told_twice(place):
    Absence.objects.create(agent=place.one, first_day=FIFTH, last_day=FIFTH, kind="sick")
    place.grant(place.leave(last=date(2026, 12, 6)))
    days = Absence.objects.order_by("first_day").values_list("first_day", "last_day", "kind")
    assert [kind for _first, _last, kind in days] == ["annual", "sick", "annual"]


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        (date(2026, 11, 20), FIFTH, requests.Why.PAST),
        (FOURTH, date(2027, 2, 4), requests.Why.TOO_LONG),
    ],
)
def test_leave_that_cannot_be_is_refused_at_once(place, first, last, why):
    with pytest.raises(requests.NotPossible) as refused:
        place.leave(first, last)
    assert refused.value.why == why


def test_the_same_days_are_not_asked_for_twice(place):
    place.leave()
    with pytest.raises(requests.NotPossible) as refused:
        place.leave()
    assert refused.value.why == requests.Why.TWICE


def test_a_swap_waits_for_the_colleague_then_for_the_supervisor_then_exchanges_the_shifts(place):
    place.publish({place.one: {4: "A2"}, place.other: {5: "A2"}})
    asked = place.swap(FOURTH, FIFTH)
    assert asked.state == State.ASKED
    with pytest.raises(requests.NotNow):
        place.grant(asked)
    assert place.answer(asked).state == State.OPEN
    place.grant(asked)
    assert [place.works(place.one, day) for day in (FOURTH, FIFTH)] == ["", "A2"]
    assert [place.works(place.other, day) for day in (FOURTH, FIFTH)] == ["A2", ""]
    assert Message.objects.filter(user=place.other.user).count() >= 2


def test_a_swap_that_breaks_a_rule_reaches_nobody(place):
    place.publish({place.one: {4: "A2", 5: "A2"}, place.other: dict.fromkeys((1, 2, 3, 5, 6, 7), "A2")})
    with pytest.raises(requests.BreaksRules) as refused:
        place.swap(FOURTH, FOURTH)
    assert "days_in_row" in {one.rule for one in refused.value.violations}
    assert not ShiftRequest.objects.exists()


def test_a_swap_of_the_same_shift_is_none(place):
    place.publish({place.one: {4: "A2"}, place.other: {4: "A2"}})
    with pytest.raises(requests.NotPossible) as refused:
        place.swap()
    assert refused.value.why == requests.Why.NOTHING_TO_SWAP


def test_only_the_colleague_answers_and_a_no_ends_it(place):
    place.publish({place.one: {4: "A2"}})
    asked = place.swap()
    with pytest.raises(requests.NotNow):
        requests.answer_swap(request=asked, colleague=place.one, agrees=True, by=place.one.user.actor, now=NOW)
    assert place.answer(asked, agrees=False).state == State.REFUSED


def test_the_rules_are_asked_again_when_granting(place):
    made = place.publish({place.one: {4: "A2"}, place.other: dict.fromkeys((1, 2, 3), "A2")})
    asked = place.swap()
    place.answer(asked)
    shift = made.assignments.first().shift
    Assignment.objects.bulk_create(Assignment(roster=made, agent=place.other, day=date(2026, 12, day), shift=shift) for day in (5, 6, 7))
    with pytest.raises(requests.BreaksRules):
        place.grant(asked)
    assert place.works(place.one, FOURTH) == "A2"


def test_nobody_decides_on_the_own_request_and_a_refusal_says_why(place):
    asked = place.leave()
    with pytest.raises(requests.OwnWork):
        place.grant(asked, user=place.one.user)
    with pytest.raises(requests.NoReason):
        requests.refuse_request(request=asked, user=place.supervisor, note=" ", by=place.supervisor.actor, now=NOW)
    done = requests.refuse_request(request=asked, user=place.supervisor, note="人手不足", by=place.supervisor.actor, now=NOW)
    assert (done.state, done.decision_note) == (State.REFUSED, "人手不足")


def test_a_request_is_taken_back_once(place):
    asked = place.leave()
    requests.withdraw_request(request=asked, agent=place.one, by=place.one.user.actor, now=datetime(2026, 11, 21, tzinfo=UTC))
    with pytest.raises(requests.NotNow):
        requests.withdraw_request(request=asked, agent=place.one, by=place.one.user.actor, now=NOW)
    with pytest.raises(requests.NotNow):
        place.grant(asked)
