"""The agent's own page and the supervisor's page of requests, as people use them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from scheduling.models import Absence, Roster, ShiftRequest, ShiftTemplate
from tests.builders import a_province, a_user
from tests.scheduling.roster_builders import NOW, a_hotline, a_roster, an_agent

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(client):
    class Place:
        region = a_province()
        planner = a_user("planner", at=region)
        supervisor = a_user("supervisor", at=region)
        tomorrow = timezone.localdate() + timedelta(days=1)

        def __init__(self):
            self.queue, self.agents = a_hotline(self.region, agents=2)
            for agent in self.agents:
                agent.user = a_user("agent", at=self.region)
                agent.save()
            self.one, self.other = self.agents

        def publish(self, plan):
            first = self.tomorrow
            made = a_roster(self.region, self.planner, {}, first=first, last=first + timedelta(days=6))
            shift = ShiftTemplate.objects.get(region=self.region, code="A2")
            for agent, offset in plan:
                made.assignments.create(agent=agent, day=first + timedelta(days=offset), shift=shift)
            Roster.objects.filter(pk=made.pk).update(
                state="approved", submitted_at=NOW, decided_by=self.supervisor, decided_at=NOW, published_at=NOW
            )
            return made

        def page(self, user, name, /, *args, **query):
            client.force_login(user)
            return client.get(reverse(f"scheduling:{name}", args=args), query)

        def send(self, user, name, /, *args, **data):
            client.force_login(user)
            return client.post(reverse(f"scheduling:{name}", args=args), data, follow=True)

    return Place()


def test_an_agent_sees_the_own_shifts_and_colleagues_of_a_day(place):
    place.publish([(place.one, 0), (place.other, 0)])
    page = place.page(place.one.user, "mine", day=place.tomorrow.isoformat()).content.decode()
    assert "A2" in page
    assert place.other.name in page


def test_a_user_who_is_no_agent_is_told_so(place):
    page = place.page(a_user("agent", at=place.region), "mine")
    assert page.status_code == 200
    assert "scheduling/mine_none.html" in [one.name for one in page.templates]


def test_leave_goes_from_the_form_to_the_absence(place):
    place.publish([(place.one, 0)])
    day = place.tomorrow.isoformat()
    place.send(place.one.user, "ask_leave", first_day=day, last_day=day, reason="家事")
    asked = ShiftRequest.objects.get()
    assert asked.agent.name in place.page(place.supervisor, "requests").content.decode()
    assert "家事" in place.page(place.supervisor, "request", asked.pk).content.decode()
    place.send(place.supervisor, "decide_request", asked.pk, step="grant")
    assert Absence.objects.filter(agent=place.one, first_day=place.tomorrow).exists()


def test_a_swap_goes_through_the_colleague(place):
    place.publish([(place.one, 0)])
    day = place.tomorrow.isoformat()
    place.send(place.one.user, "ask_swap", day=day, colleague=place.other.pk, colleague_day=day)
    asked = ShiftRequest.objects.get()
    assert reverse("scheduling:own_request", args=[asked.pk]) in place.page(place.other.user, "mine").content.decode()
    place.send(place.other.user, "own_request", asked.pk, step="agree")
    asked.refresh_from_db()
    assert asked.state == "open"


def test_what_cannot_be_asked_for_is_said_in_the_form(place):
    page = place.send(place.one.user, "ask_leave", first_day="2026-01-01", last_day="2026-01-01")
    assert page.status_code == 422
    page = place.send(place.one.user, "ask_leave", first_day="2026-12-05", last_day="2026-12-04")
    assert page.context["form"].errors["last_day"]
    assert not ShiftRequest.objects.exists()


def test_a_refusal_without_a_word_is_not_taken(place):
    day = place.tomorrow.isoformat()
    place.send(place.one.user, "ask_leave", first_day=day, last_day=day)
    asked = ShiftRequest.objects.get()
    place.send(place.supervisor, "decide_request", asked.pk, step="refuse", note="")
    asked.refresh_from_db()
    assert asked.state == "open"


def test_requests_of_others_are_not_found(place):
    day = place.tomorrow.isoformat()
    place.send(place.one.user, "ask_leave", first_day=day, last_day=day)
    stranger = an_agent(place.region, place.queue, user=a_user("agent", at=place.region))
    assert place.send(stranger.user, "own_request", ShiftRequest.objects.get().pk, step="withdraw").status_code == 404


def test_the_start_page_tells_each_what_waits_for_them(place, client):
    place.publish([(place.one, 0)])
    day = place.tomorrow.isoformat()
    place.send(place.one.user, "ask_swap", day=day, colleague=place.other.pk, colleague_day=day)
    asked = ShiftRequest.objects.get()
    client.force_login(place.other.user)
    assert reverse("scheduling:mine") in client.get("/").content.decode()
    place.send(place.other.user, "own_request", asked.pk, step="agree")
    client.force_login(place.supervisor)
    assert reverse("scheduling:requests") + "?state=open" in client.get("/").content.decode()
