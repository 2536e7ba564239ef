"""Absences by hand, with what they run into named; and the kind of granted leave."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portalkit.audit.models import AuditEvent
from scheduling.models import Absence, Roster
from scheduling.services.absences import AbsenceValues, NotUnderWay, OnTheRoster, Overlaps, add_absence, change_absence, end_absence
from scheduling.services.requests import ask_leave, grant_request
from tests.builders import a_province, a_user
from tests.complaints.views.builders import a_client
from tests.scheduling.builders import an_absence
from tests.scheduling.roster_builders import FIRST, NOW, a_hotline, a_roster

pytestmark = pytest.mark.django_db
SECOND = FIRST + timedelta(days=1)


@pytest.fixture
def place():
    class Place:
        region = a_province()
        planner = a_user("planner", at=region)
        supervisor = a_user("supervisor", at=region)

        def __init__(self):
            self.queue, (self.agent, self.other) = a_hotline(self.region, agents=2)
            self.other.team = "二组"
            self.other.save()

        def publish(self, plan):
            made = a_roster(self.region, self.planner, plan)
            Roster.objects.filter(pk=made.pk).update(
                state="approved", submitted_at=NOW, decided_by=self.supervisor, decided_at=NOW, published_at=NOW
            )
            return made

        def add(self, first=FIRST, last=SECOND, **more):
            return add_absence(agent=self.agent, values=AbsenceValues(first, last, "sick", **more), by=self.planner.actor, now=NOW)

    return Place()


def test_an_absence_is_added_changed_and_ended_with_audit(place):
    made = place.add(last=FIRST + timedelta(days=9))
    changed = change_absence(
        absence=made, values=AbsenceValues(SECOND, FIRST + timedelta(days=9), "other", "x"), by=place.planner.actor, now=NOW
    )
    assert (changed.first_day, changed.kind, changed.note) == (SECOND, "other", "x")
    ended = end_absence(absence=changed, last_day=FIRST + timedelta(days=3), by=place.planner.actor, now=NOW)
    assert ended.last_day == FIRST + timedelta(days=3)
    for day in (FIRST, FIRST + timedelta(days=3), FIRST + timedelta(days=4)):
        with pytest.raises(NotUnderWay):
            end_absence(absence=ended, last_day=day, by=place.planner.actor, now=NOW)
    assert set(AuditEvent.objects.filter(action__endswith="_absence").values_list("action", flat=True)) == {
        "scheduling.add_absence", "scheduling.change_absence", "scheduling.end_absence",
    }  # fmt: skip


def test_one_absence_never_lies_over_another(place):
    first = place.add()
    with pytest.raises(Overlaps) as refused:
        place.add(first=SECOND, last=SECOND)
    assert refused.value.others == (first,)
    an_absence(place.other, FIRST)
    assert Absence.objects.count() == 2


def test_published_shifts_are_named_and_taken_off_only_when_said(place):
    roster = place.publish({place.agent: {1: "A2", 2: "A2", 3: "A2"}})
    with pytest.raises(OnTheRoster) as refused:
        place.add()
    assert [one.day for one in refused.value.shifts] == [FIRST, SECOND]
    assert roster.assignments.filter(shift__isnull=False).count() == 3
    place.add(clears=True)
    assert list(roster.assignments.filter(shift__isnull=False).values_list("day", flat=True)) == [FIRST + timedelta(days=2)]


def test_granted_leave_carries_the_kind_that_was_asked_for(place):
    asked = ask_leave(agent=place.agent, first_day=FIRST, last_day=SECOND, absence_kind="training", by=place.planner.actor, now=NOW)
    grant_request(request=asked, user=place.supervisor, by=place.supervisor.actor, now=NOW)
    assert Absence.objects.get().kind == "training"


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("", True),
        ("kind=sick", True),
        ("kind=annual", False),
        ("day_from=2026-12-02&day_to=2026-12-05", True),
        ("day_from=2026-12-03", False),
        ("team=一组", True),
        ("team=二组", False),
        ("state=over", False),
    ],
)
def test_the_list_is_narrowed(place, query, is_found):
    place.add(note="流感")
    page = a_client(a_user("manager", at=place.region)).get(f"{reverse('scheduling:absences')}?{query}")
    assert ("流感" in page.content.decode()) is is_found


def test_the_list_is_downloaded_and_narrowed_by_queue(place):
    place.add(note="流感")
    client = a_client(place.planner)
    assert "流感" in client.get(reverse("scheduling:absences"), {"queue": place.queue.code}).content.decode()
    sheet = client.get(reverse("scheduling:absences"), {"format": "csv"})
    assert place.agent.code in b"".join(sheet).decode("utf-8-sig")


def test_a_planner_adds_one_on_the_page_and_is_told_what_it_runs_into(place):
    place.publish({place.agent: {1: "A2"}})
    client = a_client(place.planner)
    form = {"agent": place.agent.pk, "first_day": "2026-12-01", "last_day": "2026-12-02", "kind": "sick", "note": ""}
    page = client.post(reverse("scheduling:new_absence"), form)
    assert page.status_code == 422
    assert "2026-12-01 A2" in page.content.decode()
    assert client.post(reverse("scheduling:new_absence"), form | {"last_day": "2026-11-01"}).status_code == 422
    assert client.post(reverse("scheduling:new_absence"), form | {"clears": "on"}).status_code == 302
    again = client.post(reverse("scheduling:new_absence"), form)
    assert "2026-12-01 – 2026-12-02" in again.content.decode()
    found = Absence.objects.get()
    assert client.post(reverse("scheduling:remove_absence", args=[found.pk])).status_code == 302
    assert not Absence.objects.exists()


def test_a_running_absence_is_ended_on_its_page(place):
    today = timezone.localdate()
    found = an_absence(place.agent, today - timedelta(days=1), today + timedelta(days=9))
    client = a_client(place.planner)
    assert client.get(reverse("scheduling:absence", args=[found.pk])).context["end_form"]
    client.post(reverse("scheduling:end_absence", args=[found.pk]), {"until": (today + timedelta(days=30)).isoformat()})
    found.refresh_from_db()
    assert found.last_day == today + timedelta(days=9)
    client.post(reverse("scheduling:end_absence", args=[found.pk]), {"until": today.isoformat()})
    found.refresh_from_db()
    assert found.last_day == today


def test_who_may_only_look_changes_nothing(place):
    found = place.add()
    reader = a_client(a_user("manager", at=place.region))
    assert reader.get(reverse("scheduling:absence", args=[found.pk])).status_code == 200
    assert reader.post(reverse("scheduling:absence", args=[found.pk]), {}).status_code == 403
    assert reader.get(reverse("scheduling:new_absence")).status_code == 403
    stranger = a_client(a_user("planner", at=a_province("ZZ")))
    assert stranger.get(reverse("scheduling:absence", args=[found.pk])).status_code == 404
