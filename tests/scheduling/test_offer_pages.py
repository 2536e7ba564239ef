"""The pages of offers, as planners and agents use them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from scheduling.models import LabourRule, OfferReply, Roster, ShiftOffer
from tests.builders import a_province, a_user
from tests.scheduling.roster_builders import NOW, a_hotline, a_requirement, a_roster

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(client):
    class Place:
        region = a_province()
        planner = a_user("planner", at=region)
        supervisor = a_user("supervisor", at=region)
        day = timezone.localdate() + timedelta(days=2)

        def __init__(self):
            self.queue, self.agents = a_hotline(self.region, agents=3)
            LabourRule.objects.create(code="hours_cycle", region=self.region, first_day=self.day.replace(month=1, day=1), value=3)
            for agent in self.agents:
                agent.user = a_user("agent", at=self.region)
                agent.save()

        def publish(self):
            first = timezone.localdate()
            made = a_roster(self.region, self.planner, {}, first=first, last=first + timedelta(days=20))
            Roster.objects.filter(pk=made.pk).update(
                state="approved", submitted_at=NOW, decided_by=self.supervisor, decided_at=NOW, published_at=NOW
            )
            return made

        def form(self, roster, **fields):
            deadline = timezone.localtime() + timedelta(hours=20)
            return {
                "roster": roster.pk, "kind": "overtime", "day": self.day.isoformat(), "starts": "17:00", "ends": "20:00", "queue": "",
                "places": 1, "asked_at_once": 2, "deadline": f"{deadline:%Y-%m-%dT%H:%M}", "note": "晚高峰", "step": "send", **fields,
            }  # fmt: skip

        def page(self, user, name, /, *args, **query):
            client.force_login(user)
            return client.get(reverse(f"scheduling:{name}", args=args), query)

        def home(self, user):
            client.force_login(user)
            return client.get("/").content.decode()

        def send(self, user, name, /, *args, **data):
            client.force_login(user)
            return client.post(reverse(f"scheduling:{name}", args=args), data, follow=True)

    return Place()


def asked(offer):
    return list(offer.replies.filter(state="asked").select_related("agent__user").order_by("turn"))


def test_an_offer_goes_from_the_preview_to_the_agent_and_into_the_roster(place):
    roster = place.publish()
    preview = place.send(place.planner, "new_offer", **place.form(roster, step="preview"))
    assert [row[1] for row in preview.context["candidates"]] == place.agents
    assert not ShiftOffer.objects.exists()
    place.send(place.planner, "new_offer", **place.form(roster))
    offer = ShiftOffer.objects.get()
    reply, other = asked(offer)
    assert "晚高峰" in place.page(reply.agent.user, "mine").content.decode()
    assert reverse("scheduling:mine") + "#offers" in place.home(reply.agent.user)
    done = place.send(reply.agent.user, "answer_offer", reply.pk, step="take").content.decode()
    assert "17:00-20:00" in done
    assert "晚高峰" not in place.page(other.agent.user, "mine").content.decode()
    late = place.send(other.agent.user, "answer_offer", other.pk, step="take")
    assert "error" in {one.level_tag for one in late.context["messages"]}
    page = place.page(place.planner, "offer", offer.pk)
    assert page.context["state"]
    assert reply.agent.name in page.content.decode()
    assert not page.context["may_withdraw"]


def test_refusing_asks_the_next(place):
    place.send(place.planner, "new_offer", **place.form(place.publish()))
    offer = ShiftOffer.objects.get()
    first = asked(offer)[0]
    place.send(first.agent.user, "answer_offer", first.pk, step="refuse")
    assert first.pk not in {one.pk for one in asked(offer)}
    assert len(asked(offer)) == 2


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"asked_at_once": 1, "places": 2}, "asked_at_once"),
        ({"deadline": "2020-01-01T00:00"}, "deadline"),
        ({"day": "2020-01-01"}, "day"),
        ({"starts": ""}, "starts"),
        ({"kind": "free_shift"}, "__all__"),
    ],
)
def test_what_is_wrong_is_said_in_the_form(place, fields, field):
    page = place.send(place.planner, "new_offer", **place.form(place.publish(), **fields))
    assert page.status_code == 422
    assert page.context["form"].errors[field]
    assert not ShiftOffer.objects.exists()


def test_an_end_before_the_start_lies_on_the_next_day(place):
    place.send(place.planner, "new_offer", **place.form(place.publish(), starts="22:00", ends="02:00"))
    offer = ShiftOffer.objects.get()
    assert (offer.starts, offer.ends) == (1320, 1560)
    assert "22:00–02:00" in place.page(place.planner, "offers").content.decode()


def test_agents_who_cannot_take_it_are_named_with_the_reason(place):
    page = place.send(place.planner, "new_offer", **place.form(place.publish(), kind="early_leave", step="preview"))
    assert [agent for agent, _why in page.context["passed"]] == place.agents
    assert all(why for _agent, why in page.context["passed"])


def test_stretches_that_call_for_an_offer_fill_the_form(place):
    roster = place.publish()
    a_requirement(place.queue, first=place.day, last=place.day, heads=1, hours=range(9, 12))
    (one,) = place.page(place.planner, "new_offer", roster=roster.pk).context["imbalances"]
    assert (one.day, one.window, one.hours) == (place.day, "09:00–12:00", 3)
    page = place.page(place.planner, "new_offer", **dict(one.split("=") for one in one.query.replace("%3A", ":").split("&")))
    assert page.context["form"]["starts"].value() == "09:00"


def test_without_a_published_roster_or_a_cycle_the_page_says_so(place):
    page = place.page(place.planner, "new_offer")
    assert page.context["roster"] is None
    roster = place.publish()
    LabourRule.objects.create(code="hours_cycle", region=place.region, first_day=timezone.localdate(), is_active=False)
    assert "alert tone-warn" in place.page(place.planner, "new_offer").content.decode()
    assert place.send(place.planner, "new_offer", **place.form(roster)).context["form"].errors["__all__"]


def test_a_planner_withdraws_an_offer_and_others_cannot(place):
    place.send(place.planner, "new_offer", **place.form(place.publish()))
    offer = ShiftOffer.objects.get()
    assert place.page(place.planner, "offer", offer.pk).context["may_withdraw"]
    assert not place.page(place.supervisor, "offer", offer.pk).context["may_withdraw"]
    assert place.send(place.supervisor, "withdraw_offer", offer.pk).status_code == 403
    place.send(place.planner, "withdraw_offer", offer.pk)
    offer.refresh_from_db()
    assert offer.withdrawn_at
    assert place.page(place.planner, "offers", state="withdrawn").context["table"].page.total == 1
    assert place.page(place.planner, "offers", state="open").context["table"].page.total == 0


def test_an_offer_to_somebody_else_is_not_found(place):
    place.send(place.planner, "new_offer", **place.form(place.publish()))
    one, other = asked(ShiftOffer.objects.get())
    assert place.send(other.agent.user, "answer_offer", one.pk, step="take").status_code == 404
    assert OfferReply.objects.get(pk=one.pk).state == "asked"


def test_an_empty_list_leads_planners_to_the_first_offer(place):
    assert reverse("scheduling:new_offer") in place.page(place.planner, "offers").content.decode()
    assert reverse("scheduling:new_offer") not in place.page(place.supervisor, "offers").content.decode()
