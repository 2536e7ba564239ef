"""The list, one alarm, subscriptions, the header, REST."""

import pytest
from django.test import Client

from portalkit.alarms.domain.identity import Severity
from portalkit.alarms.models import Alarm, Subscription
from portalkit.alarms.services import clear_alarm
from portalkit.audit.domain.actors import SYSTEM
from portalkit.regions.models import Region
from tests.builders import a_prefecture, a_province, a_token, a_user

from .builders import KIND, NOW, an_alarm

pytestmark = pytest.mark.django_db


@pytest.fixture
def province() -> Region:
    return a_province("Nanjiang", code="NJ")


@pytest.fixture
def yunzhou(province: Region) -> Region:
    return a_prefecture("Yunzhou", under=province, code="NJ01")


def _client(role: str, at: Region) -> Client:
    client = Client()
    client.force_login(a_user(role, at=at), backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["noc_language"] = "en"
    return client


def test_the_list_shows_what_is_open_gravest_first_and_cleared_ones_when_asked(province: Region, yunzhou: Region) -> None:
    an_alarm(at=yunzhou, severity=Severity.WARNING, instance="mild")
    an_alarm(at=yunzhou, severity=Severity.CRITICAL, instance="grave")
    an_alarm(at=yunzhou, instance="over")
    clear_alarm(kind=KIND.code, instance="over", by=SYSTEM, now=NOW)
    client = _client("noc_staff", province)
    text = client.get("/alarms/").content.decode()
    assert 0 < text.index("Link grave") < text.index("Link mild")
    assert "Link over" not in text
    assert "Link over" in client.get("/alarms/?state=cleared").content.decode()


def test_the_figures_answer_nothing_while_nothing_changes_and_fetch_the_list_when_something_does(yunzhou: Region) -> None:
    client = _client("noc_staff", yunzhou)
    first = client.get("/alarms/figures/", headers={"hx-request": "true"})
    version = first.headers["Live-Version"]
    assert client.get("/alarms/figures/", headers={"hx-request": "true", "live-version": version}).status_code == 204
    an_alarm(at=yunzhou)
    changed = client.get("/alarms/figures/", headers={"hx-request": "true", "live-version": version})
    assert changed.status_code == 200
    assert "Alarms-Refresh" in changed.content.decode()
    refreshed = client.get("/alarms/", headers={"hx-request": "true", "alarms-refresh": "yes"})
    assert "HX-Push-Url" not in refreshed.headers
    assert "Link L1" in refreshed.content.decode()


def test_an_alarm_is_taken_on_with_a_comment_and_cleared_only_by_who_may(yunzhou: Region) -> None:
    alarm = an_alarm(at=yunzhou, url="/complaints/warning/")
    monitor, supervisor = _client("noc_staff", yunzhou), _client("supervisor", yunzhou)
    page = monitor.get(f"/alarms/{alarm.pk}/").content.decode()
    assert 'href="/complaints/warning/"' in page
    assert f"/alarms/{alarm.pk}/clear/" not in page
    monitor.post(f"/alarms/{alarm.pk}/acknowledge/", {"comment": "calling the branch"})
    assert monitor.post(f"/alarms/{alarm.pk}/clear/").status_code == 403
    assert "calling the branch" in supervisor.get(f"/alarms/{alarm.pk}/").content.decode()
    supervisor.post(f"/alarms/{alarm.pk}/unacknowledge/")
    supervisor.post(f"/alarms/{alarm.pk}/clear/", {"comment": "done"})
    assert supervisor.post(f"/alarms/{alarm.pk}/acknowledge/").status_code == 302
    assert [event.what for event in alarm.events.order_by("pk")] == ["raised", "acknowledged", "unacknowledged", "cleared"]


def test_a_comment_without_end_is_refused_and_changes_nothing(yunzhou: Region) -> None:
    alarm = an_alarm(at=yunzhou)
    _client("noc_staff", yunzhou).post(f"/alarms/{alarm.pk}/acknowledge/", {"comment": "x" * 501})
    assert Alarm.objects.get().acknowledged_at is None


def test_one_subscribes_within_ones_regions_and_ends_only_ones_own(province: Region, yunzhou: Region) -> None:
    client = _client("noc_staff", yunzhou)
    assert client.post("/alarms/subscriptions/", {"region": province.pk, "severity": "major"}).status_code == 422
    assert client.post("/alarms/subscriptions/", {"region": yunzhou.pk, "severity": "minor", "kinds": [KIND.code]}).status_code == 302
    row = Subscription.objects.get()
    assert (row.severity, row.kinds, row.language) == ("minor", [KIND.code], "en")
    assert "Link down" in client.get("/alarms/subscriptions/").content.decode()
    assert _client("noc_staff", province).post(f"/alarms/subscriptions/{row.pk}/end/").status_code == 404
    client.post(f"/alarms/subscriptions/{row.pk}/end/")
    assert not Subscription.objects.exists()


def test_the_header_counts_what_is_open_in_reach_and_says_nothing_to_who_may_not_see_alarms(province: Region, yunzhou: Region) -> None:
    an_alarm(at=yunzhou)
    an_alarm(at=None, instance="nowhere")
    assert ">1<" in _client("noc_staff", yunzhou).get("/alarms/header/").content.decode()
    assert ">2<" in _client("noc_staff", province).get("/alarms/header/").content.decode()
    nobody = Client()
    nobody.force_login(a_user(), backend="django.contrib.auth.backends.ModelBackend")
    assert nobody.get("/alarms/header/").content == b""


def test_rest_lists_what_is_asked_for_and_an_unchanged_poll_reads_nothing(province: Region, yunzhou: Region) -> None:
    an_alarm(at=yunzhou)
    an_alarm(at=province, severity=Severity.WARNING, instance="L2")
    _token, secret = a_token("alarms.view", at=province, by=a_user("administrator", at=province))
    client = Client(headers={"authorization": f"Bearer {secret}"})
    answer = client.get("/api/v1/alarms/?severity=major")
    assert [row["object_instance"] for row in answer.json()["results"]] == ["L1"]
    assert [row["object_instance"] for row in client.get("/api/v1/alarms/?region=NJ01&state=open").json()["results"]] == ["L1"]
    assert client.get("/api/v1/alarms/?region=XX").json()["results"] == []
    assert client.get("/api/v1/alarms/?severity=loud").status_code == 400
    assert client.get("/api/v1/alarms/?severity=major", headers={"if-none-match": answer.headers["ETag"]}).status_code == 304
    one = client.get(f"/api/v1/alarms/{answer.json()['results'][0]['id']}/").json()
    assert (one["region"], [event["what"] for event in one["events"]]) == ("NJ01", ["raised"])
