"""The contest through its pages."""

from datetime import timedelta
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from complaints.domain.contest import State
from complaints.models import ContestChampion, ContestFormula, FaultEntry, Ticket
from portalkit.access.models import User
from portalkit.periods.domain.calendar import month_of
from tests.builders import a_user
from tests.complaints.conftest import Province
from tests.complaints.contest_builders import a_find

from .builders import a_client

pytestmark = pytest.mark.django_db
ENTRIES = "/complaints/contest/entries/"


@pytest.fixture
def finder(province: Province) -> User:
    return a_user("noc_staff", at=province.whole, full_name="Mo", department="Room")


@pytest.fixture
def judge(province: Province) -> Client:
    return a_client(a_user("supervisor", at=province.whole, full_name="Judy"))


def sent(province: Province, **more: object) -> dict[str, object]:
    usual = {"region": province.hill.pk, "place": "Hospital garage", "category": "coverage", "severity": "minor"}
    text = {"description": "no signal at all", "found_on": str(timezone.localdate()), "finder": "Mo", "finder_department": "Room"}
    return usual | text | more


def a_photo() -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (20, 20)).save(out, "PNG")
    return SimpleUploadedFile("garage.png", out.getvalue(), content_type="image/png")


def test_a_find_goes_from_the_form_to_its_page_with_photo_and_ticket(province: Province, finder: User) -> None:
    client = a_client(finder)
    Ticket.objects.create(system="eoms", ticket_id="E1", region=province.hill, accepted_at=timezone.now(), accepted_on=timezone.localdate())
    assert client.get("/complaints/contest/enter/").context["form"].initial["finder"] == "Mo"
    response = client.post("/complaints/contest/enter/", sent(province, photo=a_photo(), ticket_id="E1"))
    entry = FaultEntry.objects.get()
    assert response["Location"] == f"{ENTRIES}{entry.pk}/"
    page = client.get(response["Location"]).content.decode()
    assert all(text in page for text in ("Hospital garage", "no signal at all", "E1", f"{ENTRIES}{entry.pk}/photo/"))
    photo = client.get(f"{ENTRIES}{entry.pk}/photo/")
    assert (photo["Content-Type"], photo["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert b"".join(photo).startswith(b"\xff\xd8")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"photo": SimpleUploadedFile("x.png", b"<html>", content_type="image/png")}, "photo"),
        ({"ticket_id": "nobody's"}, "ticket_id"),
        ({"found_on": str(timezone.localdate() + timedelta(days=3))}, "found_on"),
        ({"place": ""}, "place"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(province: Province, finder: User, wrong: dict[str, object], field: str) -> None:
    response = a_client(finder).post("/complaints/contest/enter/", sent(province, **wrong))
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {field}
    assert not FaultEntry.objects.exists()


def test_a_find_like_an_earlier_one_is_saved_once_it_is_said_to_be_another(province: Province, finder: User) -> None:
    client = a_client(finder)
    first = a_find(now=timezone.now(), at=province.hill, by=finder, place="hospital  garage")
    hint = client.get("/complaints/contest/similar/", {"place": "Hospital Garage", "category": "coverage"}).content.decode()
    assert first.code in hint
    assert client.post("/complaints/contest/enter/", sent(province)).status_code == 422
    assert FaultEntry.objects.count() == 1
    assert client.post("/complaints/contest/enter/", sent(province, is_new="on")).status_code == 302
    assert FaultEntry.objects.count() == 2


def test_a_judge_takes_an_entry_to_its_solution(province: Province, finder: User, judge: Client) -> None:
    entry = a_find(now=timezone.now(), at=province.hill, by=finder)
    path = f"{ENTRIES}{entry.pk}/"
    assert [card.step for card in judge.get(path).context["steps"]] == ["accept", "refuse"]
    judge.post(f"{path}accept/", {"accept-severity": "major"})
    judge.post(f"{path}assign/", {"assign-owner_department": "East branch"})
    assert judge.post(f"{path}solve/", {"solve-outcome": ""}).status_code == 422
    judge.post(f"{path}solve/", {"solve-outcome": "antenna turned"})
    entry.refresh_from_db()
    assert (entry.state, entry.severity, entry.outcome) == (State.SOLVED, "major", "antenna turned")
    assert "antenna turned" in judge.get(path).content.decode()


def test_who_found_it_is_told_that_somebody_else_decides(province: Province) -> None:
    own = a_user("supervisor", at=province.whole, full_name="Judy")
    entry = a_find(now=timezone.now(), at=province.hill, by=own)
    page = a_client(own).get(f"{ENTRIES}{entry.pk}/")
    assert page.context["steps"] == ()
    assert page.context["is_own"]
    a_client(own).post(f"{ENTRIES}{entry.pk}/accept/", {"accept-severity": "minor"})
    entry.refresh_from_db()
    assert entry.state == State.ENTERED


def test_the_board_leads_to_the_entries_behind_its_figures(province: Province, finder: User, judge: Client) -> None:
    last_month = month_of(timezone.localdate()).previous()
    for state in (State.SOLVED, State.ENTERED, State.REFUSED):
        a_find(now=timezone.now(), at=province.hill, by=finder, state=state, found_on=last_month.first_day)
    board = judge.get("/complaints/contest/", {"month": str(last_month)})
    figures = {stat.label: (stat.value, stat.url) for stat in board.context["stats"]}
    assert figures["Faults found"][0] == "2"
    for label, entries in (("Faults found", 2), ("Faults solved", 1)):
        url = figures[label][1]
        assert judge.get(url).context["table"].page.total == entries, parse_qs(urlsplit(url).query)


def test_a_month_that_is_not_over_is_compared_with_none(province: Province, finder: User) -> None:
    this_month = month_of(timezone.localdate())
    a_find(now=timezone.now(), at=province.hill, by=finder, found_on=this_month.previous().first_day)
    for month, before in ((this_month, ""), (this_month.previous(), "0")):
        found = a_client(finder).get("/complaints/contest/", {"month": str(month)}).context["stats"][0]
        assert found.before == before


def test_champions_are_announced_once(province: Province, finder: User, judge: Client) -> None:
    last_month = month_of(timezone.localdate()).previous()
    a_find(now=timezone.now(), at=province.hill, by=finder, state=State.SOLVED, found_on=last_month.first_day)
    assert judge.get("/complaints/contest/", {"month": str(last_month)}).context["can_announce"]
    form = {"region": province.whole.code, "month": str(last_month)}
    page = judge.post("/complaints/contest/announce/", form, follow=True)
    assert "Congratulations" in page.content.decode()
    assert not page.context["can_announce"]
    judge.post("/complaints/contest/announce/", form)
    assert ContestChampion.objects.count() == 1


def test_points_are_set_from_a_day_on_and_shown_with_those_before(province: Province) -> None:
    client = a_client(a_user("supervisor", at=province.whole))
    today = timezone.localdate()
    points = {"found": "2", "accepted": "2", "solved": "4", "minor": "1", "major": "2", "critical": "3", "note": "new year"}
    assert client.post("/complaints/contest/points/set/", {"valid_from": str(today - timedelta(days=1)), **points}).status_code == 422
    assert client.post("/complaints/contest/points/set/", {"valid_from": str(today), **points}).status_code == 302
    assert client.post("/complaints/contest/points/set/", {"valid_from": str(today), **points}).status_code == 422
    assert ContestFormula.objects.count() == 1
    assert "new year" in client.get("/complaints/contest/points/").content.decode()


def test_an_empty_month_invites_to_enter_the_first_find(province: Province, finder: User) -> None:
    page = a_client(finder).get("/complaints/contest/").content.decode()
    assert "Nobody found a fault in this month yet" in page
    assert "No champions were announced yet" in page


def test_the_chart_is_downloaded_with_its_values(province: Province, finder: User) -> None:
    a_find(now=timezone.now(), at=province.hill, by=finder, state=State.SOLVED, found_on=timezone.localdate())
    answer = a_client(finder).get("/complaints/contest/", {"chart": "found-and-solved", "format": "csv"})
    assert b"".join(answer).decode("utf-8-sig").splitlines()[-1].endswith(",1,1,1,1.0,0")
