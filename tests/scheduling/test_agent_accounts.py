"""The account that opens an agent's own page."""

import pytest
from django.urls import reverse

from portalkit.audit.models import AuditEvent
from tests.builders import a_prefecture, a_province, a_user
from tests.scheduling.roster_builders import a_hotline, an_agent

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(client):
    class Place:
        region = a_province()

        def __init__(self):
            self.queue, (self.agent,) = a_hotline(self.region, agents=1)
            client.force_login(a_user("planner", at=self.region))

        def set(self, username):
            return client.post(reverse("scheduling:set_account", args=[self.agent.pk]), {"username": username})

    return Place()


def test_an_account_opens_the_own_page_until_it_is_taken_away(place, client):
    user = a_user("agent", at=place.region, username="qin.xm")
    assert place.set("qin.xm").status_code == 302
    place.agent.refresh_from_db()
    assert place.agent.user == user
    assert "qin.xm" in client.get(reverse("scheduling:agent", args=[place.agent.pk])).text
    assert AuditEvent.objects.filter(action="scheduling.set_account").exists()
    place.set("")
    place.agent.refresh_from_db()
    assert place.agent.user is None


def test_only_a_fitting_account_is_taken(place):
    other = an_agent(place.region, place.queue, user=a_user("agent", at=place.region, username="taken"))
    a_user("agent", at=place.region, username="gone", is_active=False)
    a_user("agent", at=a_prefecture("Liuzhou", under=place.region), username="elsewhere")
    a_user("planner", at=place.region, username="planner1")
    for username in ("nobody", "gone", other.user.username, "elsewhere", "planner1"):
        refused = place.set(username)
        assert refused.status_code == 422, username
        assert refused.context["form"].errors["username"]
    place.agent.refresh_from_db()
    assert place.agent.user is None
