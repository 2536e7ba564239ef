"""Screens are listed, registered, changed, moved, tagged, paired and switched by those who may, and by nobody else."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portalkit.audit.models import AuditEvent
from portalkit.regions.models import Region
from signage.models import Layout, Publication, Screen, ScreenCommand
from signage.services.pairing import begin
from storefronts.models import Hall
from tests.builders import a_county, a_prefecture, a_user

from .builders import a_command, a_fault, a_hall_of, a_screen, a_status, signed_in

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
FORM = {
    "name": "大厅主屏",
    "place": "入口",
    "orientation": "landscape",
    "layout": "",
    "tags": "主屏，自助区",
    "volume": "30",
    "windows": "22:00-06:00",
    "time_zone": "Asia/Urumqi",
    "megabytes": "200",
    "day_0": "8：30-12:00，14:00 - 18:00",
    "day_1": "20:00-02:00",
}


@pytest.fixture
def hall() -> Hall:
    return a_hall_of()


@pytest.fixture
def client(hall: Hall) -> Client:
    return signed_in()


def _url(name: str, screen: Screen) -> str:
    return reverse(f"signage:{name}", args=[screen.pk])


def test_a_screen_is_registered_with_tags_hours_and_limits_and_waits_for_its_player(client: Client, hall: Hall) -> None:
    answer = client.post(reverse("signage:new_screen"), {**FORM, "hall": hall.pk})
    screen = Screen.objects.get()
    assert answer.url == _url("pair_screen", screen)  # type: ignore[attr-defined]
    assert [tag.name for tag in screen.tags.all()] == ["主屏", "自助区"]
    assert screen.hours == [[["08:30", "12:00"], ["14:00", "18:00"]], [["20:00", "02:00"]], [], [], [], [], []]
    assert (screen.download_windows, screen.bytes_per_hour, screen.volume) == ([["22:00", "06:00"]], 200_000_000, 30)
    assert screen.time_zone == "Asia/Urumqi"
    assert screen.revision == Publication.objects.get().pk
    assert AuditEvent.objects.filter(action="signage.add_screen").count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"day_0": "8-12"}, "is no time like 08:30-18:00"),
        ({"day_0": "25:00-26:00"}, "is no time like 08:30-18:00"),
        ({"day_0": "", "day_1": ""}, "Say at least for one day"),
        ({"tags": "x" * 41}, "is too long"),
        ({"tags": ",".join(map(str, range(30)))}, "too many tags"),
        ({"volume": "101"}, "less than or equal to 100"),
        ({"hall": "999999"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(client: Client, hall: Hall, changes: dict[str, str], said: str) -> None:
    answer = client.post(reverse("signage:new_screen"), {**FORM, "hall": str(hall.pk), **changes})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Screen.objects.exists()


def test_a_hall_has_a_name_once(client: Client, hall: Hall) -> None:
    a_screen(hall, name="大厅主屏")
    answer = client.post(reverse("signage:new_screen"), {**FORM, "hall": hall.pk})
    assert "has a screen of this name already" in answer.content.decode()
    other = a_screen(hall, name="柜台二")
    assert client.post(_url("change_screen", other), FORM).status_code == 422


def test_a_change_is_published_and_a_new_volume_goes_to_the_player_as_a_command(client: Client, hall: Hall) -> None:
    screen = a_screen(hall, volume=10)
    client.post(_url("change_screen", screen), {**FORM, "always_on": "on"})
    screen.refresh_from_db()
    assert (screen.name, screen.hours, screen.volume) == ("大厅主屏", [], 30)
    assert screen.revision == Publication.objects.get().pk
    assert ScreenCommand.objects.get().params == {"volume": 30}
    detail = AuditEvent.objects.get(action="signage.change_screen").detail
    assert detail["changed"]["volume"] == [10, 30]


def test_the_form_gives_back_what_it_was_given_and_saving_it_again_changes_nothing(client: Client, hall: Hall) -> None:
    layout = Layout.objects.create(name="两区", region=Region.objects.get(parent=None))
    screen = a_screen(hall)
    client.post(_url("change_screen", screen), {**FORM, "layout": layout.pk})
    shown = client.get(_url("change_screen", screen)).context["form"].initial
    sent = {name: "" if value in (None, False) else value for name, value in shown.items()}
    client.post(_url("change_screen", screen), {**sent, "layout": layout.pk})
    assert Publication.objects.count() == 1


def test_tags_are_changed_on_the_screens_page(client: Client, hall: Hall) -> None:
    screen = a_screen(hall)
    client.post(_url("tag_screen", screen), {"tags": "柜台, VIP"})
    assert [tag.name for tag in screen.tags.all()] == ["VIP", "柜台"]
    assert "VIP" in client.get(_url("screen", screen)).content.decode()
    assert client.post(_url("tag_screen", screen), {"tags": "y" * 50}).status_code == 422


def test_a_screen_is_taken_out_of_service_and_put_back(client: Client, hall: Hall) -> None:
    screen = a_screen(hall)
    client.post(_url("switch_screen", screen))
    assert "Out of service" in client.get(_url("screen", screen)).content.decode()
    client.post(_url("switch_screen", screen), {"service": "on"})
    screen.refresh_from_db()
    assert screen.is_enabled
    assert Publication.objects.count() == 2


def test_the_code_that_a_screen_shows_pairs_it(client: Client, hall: Hall) -> None:
    screen = a_screen(hall, is_paired=False)
    begun = begin(about="Chromium", address="10.1.1.1", now=timezone.now())
    assert "No screen shows this code" in client.post(_url("pair_screen", screen), {"code": "AAAA2222"}).content.decode()
    typed = f"{begun.code[:4].lower()} {begun.code[4:]}"
    assert client.post(_url("pair_screen", screen), {"code": typed}).status_code == 302
    screen.refresh_from_db()
    assert screen.token_digest


def test_a_code_that_ran_out_says_so(client: Client, hall: Hall) -> None:
    begun = begin(about="", address="10.1.1.1", now=timezone.now() - timedelta(minutes=20))
    answer = client.post(_url("pair_screen", a_screen(hall, is_paired=False)), {"code": begun.code})
    assert "has run out" in answer.content.decode()


def test_a_revoked_player_is_refused(client: Client, hall: Hall) -> None:
    screen = a_screen(hall)
    client.post(_url("revoke_screen", screen))
    screen.refresh_from_db()
    assert screen.token_digest is None
    assert "No player is paired" in client.get(_url("screen", screen)).content.decode()


def test_a_screen_that_moves_loses_its_token(client: Client, hall: Hall) -> None:
    screen, other = a_screen(hall, name="主屏"), a_hall_of("西门营业厅")
    client.post(_url("move_screen", screen), {"hall": other.pk})
    screen.refresh_from_db()
    assert (screen.hall_id, screen.token_digest) == (other.pk, None)
    a_screen(hall, name="主屏")
    assert "has a screen of this name" in client.post(_url("move_screen", screen), {"hall": hall.pk}).content.decode()


def test_the_list_narrows_by_state_tag_layout_and_what_is_lacked(client: Client, hall: Hall) -> None:
    layout = Layout.objects.create(name="L", region=Region.objects.get(parent=None))
    good, silent = a_screen(hall, name="good", layout=layout), a_screen(hall, name="mute", revision=7)
    a_status(good)
    a_status(silent, seen_at=timezone.now() - HOUR, complete_revision=3)
    faulty = a_screen(hall, name="ill")
    a_status(faulty)
    a_fault(faulty)
    client.post(_url("tag_screen", good), {"tags": "vip"})
    good.refresh_from_db()
    good.status.complete_revision = good.revision
    good.status.save()

    def names(query: str) -> list[str]:
        rows = client.get(f"{reverse('signage:screens')}?{query}").context["table"].page.rows
        return sorted(screen.name for screen in rows)

    assert names("") == ["good", "ill", "mute"]
    assert names("state=silent") == ["mute"]
    assert names("state=faults&state=playing") == ["good", "ill"]
    assert names("tag=vip") == ["good"]
    assert names(f"layout={layout.pk}") == ["good"]
    assert names("behind=yes") == ["mute"]
    assert names(f"region={hall.code}&q=il") == ["ill"]


def test_the_page_of_a_screen_shows_what_is_wrong_and_what_it_was_told(client: Client, hall: Hall) -> None:
    screen = a_screen(hall)
    playing = [{"zone": "main", "schedule": 1, "item": "s1", "title": "欢迎光临", "since": 1_795_000_000_000}]
    a_status(screen, playing=playing, free_bytes=5_000_000)
    a_fault(screen, "decode_failed", subject="12", detail="HEVC")
    a_fault(screen, "clock_off", cleared_at=timezone.now())
    a_command(screen, "volume", params={"volume": 20}, done_at=timezone.now(), error="no sound card")
    html = client.get(_url("screen", screen)).content.decode()
    for word in ("Playing with faults", "欢迎光临", "A file cannot be shown", "HEVC", "The clock is wrong", "no sound card", "20 %"):
        assert word in html


def test_the_fragment_of_a_screen_is_sent_only_when_something_changed(client: Client, hall: Hall) -> None:
    screen = a_screen(hall)
    a_status(screen)
    first = client.get(_url("screen_state", screen))
    known = {"Live-Version": first.headers["Live-Version"]}
    assert client.get(_url("screen_state", screen), headers=known).status_code == 204
    a_fault(screen)
    assert client.get(_url("screen_state", screen), headers=known).status_code == 200


def test_screens_of_another_region_are_not_there(hall: Hall) -> None:
    screen = a_screen(hall)
    far = a_prefecture("远山市", under=Region.objects.get(parent=None))
    a_hall_of("远山营业厅", county=a_county("远山县", under=far))
    stranger = signed_in(a_user("supervisor", at=far))
    for name in ("screen", "screen_state", "change_screen", "move_screen", "pair_screen", "screen_plays"):
        assert stranger.get(_url(name, screen)).status_code == 404
    for name in ("tag_screen", "switch_screen", "revoke_screen"):
        assert stranger.post(_url(name, screen)).status_code == 404
    assert stranger.get(reverse("signage:screens")).context["table"].page.total == 0


def test_the_list_costs_the_same_for_three_screens_and_for_sixty(client: Client, hall: Hall) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(reverse("signage:screens"))
        return len(found)

    for _ in range(3):
        a_status(a_screen(hall))
    client.get(reverse("signage:screens"))
    few = cost()
    for _ in range(57):
        a_status(a_screen(hall))
    assert cost() == few <= 12
