"""The calendar feed of an agent's own shifts, from the address to what a calendar reads."""

import logging
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from portalkit.access.domain.secret_paths import SecretPathFilter
from portalkit.access.models import Grant
from portalkit.audit.models import AuditEvent
from scheduling.models import Assignment, CalendarFeed, Roster, ShiftTemplate
from scheduling.services import feeds, requests
from tests.builders import a_province, a_user
from tests.scheduling.roster_builders import FIRST, NOW, a_hotline, a_roster

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")


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

        def publish(self, plan, *, at=NOW):
            made = a_roster(self.region, self.planner, plan)
            Roster.objects.filter(pk=made.pk).update(
                state="approved", submitted_at=NOW, decided_by=self.supervisor, decided_at=NOW, published_at=at
            )
            return made

        def make(self, agent=None):
            agent = agent or self.one
            return feeds.make_feed(agent=agent, by=agent.user.actor, now=NOW).secret

        def events(self, secret, *, now=NOW):
            return Calendar.from_ical(feeds.read_feed(secret=secret, now=now)).walk("VEVENT")

    return Place()


def address(secret):
    return reverse("scheduling:shift_feed", args=[secret])


def test_a_calendar_reads_the_own_shifts_with_breaks_and_zone(place):
    place.publish({place.one: {4: "A2", 5: "N1"}, place.other: {6: "A3"}})
    first, second = place.events(place.make())
    assert first.start == datetime(2026, 12, 4, 8, tzinfo=SHANGHAI)
    assert first.end == datetime(2026, 12, 4, 17, tzinfo=SHANGHAI)
    assert first["DTSTART"].params["TZID"] == "Asia/Shanghai"
    assert first["DESCRIPTION"].count("–") == 2
    assert second.end == datetime(2026, 12, 6, 8, tzinfo=SHANGHAI)
    assert first["LAST-MODIFIED"].dt == NOW


def test_a_split_shift_is_an_entry_for_each_part(place):
    place.publish({place.one: {4: "S1"}})
    events = place.events(place.make())
    assert [(one.start.hour, one.end.hour) for one in events] == [(8, 12), (17, 21)]
    assert len({one["UID"] for one in events}) == 2


def test_the_document_says_how_often_to_come_back_and_is_the_same_each_time(place):
    place.publish({place.one: {4: "A2"}})
    secret = place.make()
    document = feeds.read_feed(secret=secret, now=NOW)
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H" in document
    assert document == feeds.read_feed(secret=secret, now=NOW + timedelta(hours=5))


def test_only_the_newest_published_version_counts_and_a_withdrawn_one_vanishes(place):
    place.publish({place.one: {4: "A2", 5: "A2"}})
    newer = place.publish({place.one: {4: "B1"}}, at=NOW + timedelta(days=1))
    secret = place.make()
    events = place.events(secret)
    assert [one["SUMMARY"] for one in events] == ["中班 B1"]
    uid = events[0]["UID"]
    Roster.objects.filter(pk=newer.pk).update(withdrawn_at=NOW + timedelta(days=2))
    assert {one["UID"] for one in place.events(secret)} >= {uid}
    Roster.objects.update(withdrawn_at=NOW + timedelta(days=2))
    assert not place.events(secret)


def test_drafts_and_what_lies_before_last_month_are_left_out(place):
    place.publish({place.one: {1: "A2"}})
    a_roster(place.region, place.planner, {place.one: {2: "A2"}})
    secret = place.make()
    assert [one.start.date() for one in place.events(secret)] == [FIRST]
    assert len(place.events(secret, now=datetime(2027, 1, 31, tzinfo=UTC))) == 1
    assert not place.events(secret, now=datetime(2027, 2, 2, tzinfo=UTC))


def test_a_swap_shows_when_it_changed_the_day(place):
    place.publish({place.one: {4: "A2", 7: "A2"}, place.other: {}})
    day, later = date(2026, 12, 4), NOW + timedelta(hours=3)
    asked = requests.ask_swap(agent=place.other, day=day, colleague=place.one, colleague_day=day, by=place.other.user.actor, now=NOW)
    requests.answer_swap(request=asked, colleague=place.one, agrees=True, by=place.one.user.actor, now=NOW)
    requests.grant_request(request=asked, user=place.supervisor, by=place.supervisor.actor, now=later)
    (event,) = place.events(place.make(place.other))
    assert event["LAST-MODIFIED"].dt == later
    assert [one["LAST-MODIFIED"].dt for one in place.events(place.make())] == [NOW]


def test_the_address_opens_without_signing_in_and_answers_304_to_who_has_it(place, client):
    place.publish({place.one: {4: "A2"}})
    secret = place.make()
    first = client.get(address(secret), headers={"accept": "text/calendar"})
    assert first.status_code == 200
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    again = client.get(address(secret), headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    Assignment.objects.update(shift=ShiftTemplate.objects.get(code="B1"))
    assert client.get(address(secret), headers={"if-none-match": first["ETag"]}).status_code == 200
    assert client.post(address(secret)).status_code == 405


def test_fetching_is_noted_once_a_minute(place):
    secret = place.make()
    for seconds, noted in ((0, 0), (30, 0), (90, 90)):
        feeds.read_feed(secret=secret, now=NOW + timedelta(seconds=seconds))
        assert CalendarFeed.objects.get().fetched_at == NOW + timedelta(seconds=noted)


@pytest.mark.parametrize("end", ["unknown", "replaced", "ended", "deactivated", "no grant"])
def test_an_address_that_leads_nowhere_is_not_found(place, client, end):
    secret = place.make()
    by = {"agent": place.one, "by": place.one.user.actor, "now": NOW}
    if end == "unknown":
        secret += "x"
    if end == "replaced":
        assert client.get(address(feeds.replace_feed(**by).secret)).status_code == 200
    if end == "ended":
        feeds.end_feed(**by)
    if end == "deactivated":
        place.one.user.is_active = False
        place.one.user.save()
    if end == "no grant":
        Grant.objects.filter(user=place.one.user).delete()
    assert client.get(address(secret)).status_code == 404


def test_an_agent_makes_replaces_and_ends_the_address_on_the_own_page(place, client):
    client.force_login(place.one.user)

    def step(name):
        return client.post(reverse("scheduling:own_feed"), {"step": name}, follow=True)

    page = step("make").content.decode()
    secret = page.split("/hotline/shifts-of/")[1].split(".ics")[0]
    assert client.get(address(secret)).status_code == 200
    assert secret not in client.get(reverse("scheduling:mine")).content.decode()
    assert "/hotline/shifts-of/" not in step("make").content.decode()
    assert "/hotline/shifts-of/" in step("replace").content.decode()
    assert client.get(address(secret)).status_code == 404
    step("end")
    assert not CalendarFeed.objects.exists()
    assert step("end").status_code == 200


def test_the_public_address_of_the_portal_is_used_where_it_is_set(place, client, settings):
    settings.NOC_PUBLIC_URL = "https://portal.example/"
    client.force_login(place.one.user)
    page = client.post(reverse("scheduling:own_feed"), {"step": "make"}).content.decode()
    assert "https://portal.example/hotline/shifts-of/" in page


def test_who_is_no_agent_makes_no_address(place, client):
    client.force_login(a_user("agent", at=place.region))
    assert "scheduling/mine_none.html" in [one.name for one in client.post(reverse("scheduling:own_feed"), {"step": "make"}).templates]


def test_neither_the_audit_trail_nor_the_table_holds_the_secret(place):
    secret = place.make()
    kept = [str(row) for row in (*AuditEvent.objects.values(), *CalendarFeed.objects.values())]
    assert not [row for row in kept if secret in row]
    digest = CalendarFeed.objects.get().digest
    assert not [row for row in AuditEvent.objects.values() if digest in str(row)]
    assert AuditEvent.objects.filter(action="scheduling.make_calendar").exists()


@pytest.mark.parametrize(
    ("message", "args"),
    [
        ("%s: %s", ("Not Found", "/hotline/shifts-of/abc-DEF_1.ics")),
        ('"%s" %s %s', ("GET /hotline/shifts-of/abc-DEF_1.ics?x=1 HTTP/1.1", "200", "12")),
        ("Not Found: /hotline/shifts-of/abc-DEF_1.ics", ()),
        ("%(path)s", ({"path": "/hotline/shifts-of/abc-DEF_1.ics"},)),
    ],
)
def test_log_lines_do_not_tell_the_secret(message, args):
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, message, args, None)
    assert SecretPathFilter(["/hotline/shifts-of/"]).filter(record)
    assert "abc" not in record.getMessage()
    assert "/hotline/shifts-of/…" in record.getMessage()


def test_every_log_of_the_portal_passes_the_mask(settings):
    assert "secret_paths" in settings.LOGGING["handlers"]["stderr"]["filters"]
    server = logging.getLogger("django.server")
    assert server.propagate
    assert not server.handlers


def test_the_feed_of_today_begins_with_last_month(place):
    secret = place.make()
    assert feeds.read_feed(secret=secret, now=timezone.now()).startswith(b"BEGIN:VCALENDAR")
