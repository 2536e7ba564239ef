"""The wall shows each screen in reach as it does; commands reach those that listen, and say what became of them."""

from datetime import timedelta
from io import BytesIO
from random import Random
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from portalkit.files.services import store
from portalkit.regions.models import Region
from signage.domain.commands import agreement
from signage.domain.event_stream import Told, frames_for
from signage.models import ContentVersion, Nudge, Screen, ScreenCommand, Screenshot, Tag
from signage.selectors import walls
from signage.selectors.screens import with_states
from signage.views.commands import OFFERED
from storefronts.models import Hall
from tests.builders import a_county, a_prefecture, a_user
from tests.signage.player_server.builders import a_version
from tests.signage.programme.builders import an_emergency

from .builders import a_fault, a_hall_of, a_screen, a_status, signed_in

pytestmark = pytest.mark.django_db
WALL = "signage:wall"


@pytest.fixture
def hall() -> Hall:
    return a_hall_of()


@pytest.fixture
def client(hall: Hall) -> Client:
    return signed_in()


def _pictured() -> ContentVersion:
    version = a_version()
    version.thumbnail = store(stream=BytesIO(b"a picture"), now=timezone.now())
    version.save()
    return version


def _plays(version: ContentVersion) -> list[dict[str, object]]:
    return [{"zone": "main", "schedule": 1, "item": str(version.pk), "title": "新春优惠", "since": 1_795_000_000_000}]


def test_a_tile_shows_state_picture_version_space_and_faults(client: Client, hall: Hall) -> None:
    version, screen = _pictured(), a_screen(hall, name="大屏", place="入口")
    a_status(screen, playing=_plays(version), free_bytes=3_000_000_000, version="1.4.2")
    a_fault(screen, "storage_full")
    html = client.get(reverse(WALL)).content.decode()
    picture = reverse("signage:playing_picture", args=[screen.pk, version.pk])
    for word in ("大屏", "入口", "Playing with faults", "新春优惠", "Storage is full", "1.4.2", picture, hall.region.name):
        assert word in html
    assert b"".join(client.get(picture).streaming_content) == b"a picture"  # type: ignore[attr-defined]


def test_only_what_a_screen_plays_is_pictured_through_it(client: Client, hall: Hall) -> None:
    screen, other = a_screen(hall), _pictured()
    a_status(screen, playing=_plays(_pictured()))
    assert client.get(reverse("signage:playing_picture", args=[screen.pk, other.pk])).status_code == 404


def test_a_silent_screen_shows_no_picture_of_what_it_may_no_longer_play(client: Client, hall: Hall) -> None:
    screen = a_screen(hall)
    a_status(screen, seen_at=timezone.now() - timedelta(hours=2), playing=_plays(_pictured()))
    html = client.get(reverse(WALL)).content.decode()
    assert "Silent" in html
    assert "新春优惠" not in html


def test_the_newest_picture_taken_at_the_screen_is_linked(client: Client, hall: Hall) -> None:
    screen, now = a_screen(hall), timezone.now()
    old, new = (
        Screenshot.objects.create(screen=screen, file=store(stream=BytesIO(text), now=now), taken_at=now - timedelta(minutes=ago))
        for text, ago in ((b"old", 50), (b"new", 1))
    )
    html = client.get(reverse(WALL)).content.decode()
    assert reverse("signage:screenshot", args=[screen.pk, new.pk]) in html
    assert reverse("signage:screenshot", args=[screen.pk, old.pk]) not in html


def test_a_notice_shows_its_words_and_nothing_an_older_picture_of_the_screen(client: Client, hall: Hall) -> None:
    notice = a_version("notice", text={"title": "暂停办理", "body": "请到二楼\n谢谢", "tone": "warning"})
    bundle, now = a_version("bundle"), timezone.now()
    for version in (notice, bundle):
        screen = a_screen(hall)
        a_status(screen, playing=_plays(version))
        shot = Screenshot.objects.create(screen=screen, file=store(stream=BytesIO(b"old"), now=now), taken_at=now - timedelta(hours=3))
        assert f'<img src="{reverse("signage:screenshot", args=[screen.pk, shot.pk])}"' not in client.get(reverse(WALL)).content.decode()
    html = client.get(reverse(WALL)).content.decode()
    assert '<div class="screen-said" data-tone="warning"><strong>暂停办理</strong><span>请到二楼<br>谢谢</span></div>' in html
    assert "No picture" not in html


def test_an_emergency_is_told_on_the_wall_with_the_screens_it_means(client: Client, hall: Hall) -> None:
    shows, waits, elsewhere = (a_screen(hall), a_screen(hall), a_screen(a_hall_of("远山营业厅")))
    schedule = an_emergency(region=hall.region)
    for screen in (shows, waits, elsewhere):
        a_status(screen)
    told = {"zone": "emergency", "schedule": schedule.pk, "item": f"s{schedule.pk}", "title": "紧急疏散", "since": 1_795_000_000_000}
    shows.status.playing, shows.status.complete_revision = [told], schedule.publications.get().pk
    shows.status.save()
    html = client.get(reverse(WALL)).content.decode()
    assert "1 of 2 screens have it" in html
    assert html.count("Emergency on the screen<") == html.count("Emergency not shown yet<") == 1
    assert '<div class="screen-said" data-tone="danger"><strong>紧急疏散</strong></div>' in html
    stranger = signed_in(a_user("supervisor", at=a_prefecture("远山市", under=Region.objects.get(parent=None))))
    assert "An emergency is on" not in stranger.get(reverse(WALL)).content.decode()


def test_an_empty_wall_says_why_and_what_next(client: Client, hall: Hall) -> None:
    assert "No screens yet" in client.get(reverse(WALL)).content.decode()
    a_screen(hall)
    assert "No screen passes these filters" in client.get(reverse(WALL) + "?q=nothing").content.decode()


def test_the_fragment_comes_only_when_something_shown_has_changed(client: Client, hall: Hall) -> None:
    screen = a_screen(hall)
    a_status(screen)
    known = {"Live-Version": client.get(reverse("signage:wall_state")).headers["Live-Version"]}
    assert client.get(reverse("signage:wall_state"), headers=known).status_code == 204
    a_fault(screen)
    assert client.get(reverse("signage:wall_state"), headers=known).status_code == 200


def test_figures_count_every_state_whichever_is_shown(client: Client, hall: Hall) -> None:
    a_status(a_screen(hall))
    a_screen(hall, is_paired=False)
    html = client.get(reverse(WALL) + "?state=not_paired").content.decode()
    assert html.count('class="screen-tile ') == 1
    assert "Playing" in html


def test_pages_hold_every_screen_once(hall: Hall) -> None:
    for _ in range(7):
        a_screen(hall)
    rows = with_states(Screen.objects.select_related("hall__region__parent", "status"), now=timezone.now())
    pages = [walls.wall_of_screens(rows, states=None, page=page, tiles=3) for page in (1, 2, 3, 9)]
    assert [len(wall.tiles) for wall in pages] == [3, 3, 1, 1]
    assert len({tile.screen.pk for wall in pages for tile in wall.tiles}) == 7


def test_the_wall_costs_the_same_for_two_screens_and_for_fifty(client: Client, hall: Hall) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(reverse(WALL))
        return len(found)

    for _ in range(2):
        a_status(a_screen(hall), playing=_plays(_pictured()))
    client.get(reverse(WALL))
    few = cost()
    for _ in range(48):
        a_status(a_screen(hall))
    assert cost() == few <= 12


def test_a_hall_leads_to_its_wall_and_a_foreign_one_is_not_there(client: Client, hall: Hall) -> None:
    assert client.get(reverse("signage:hall_screens", args=[hall.code])).url.endswith(f"?region={hall.code}")  # type: ignore[attr-defined]
    far = a_prefecture("远山市", under=Region.objects.get(parent=None))
    stranger = signed_in(a_user("supervisor", at=far))
    assert stranger.get(reverse("signage:hall_screens", args=[hall.code])).status_code == 404


NEW = "signage:new_command"


def _order(screens: list[Screen], kind: str = "reload", **fields: str) -> dict[str, object]:
    return {"kind": kind, "screens": [screen.pk for screen in screens], "always_on": "on", **fields}


def _asked(client: Client, order: dict[str, object], query: str = "") -> dict[str, object]:
    """The order as the page that asks would send it."""
    answer = client.post(reverse(NEW) + query, order)
    return {**order, "confirmed": answer.context["form"]["confirmed"].value()}


def _send(client: Client, order: dict[str, object], query: str = "") -> Any:
    return client.post(reverse(NEW) + query, _asked(client, order, query))


def test_a_command_asks_with_the_number_of_screens_before_it_is_sent(client: Client, hall: Hall) -> None:
    screens = [a_screen(hall), a_screen(hall)]
    asked = client.post(reverse(NEW), _order(screens))
    assert "to 2 screens?" in asked.content.decode()
    assert not ScreenCommand.objects.exists()
    sent = _send(client, _order(screens))
    batch = ScreenCommand.objects.values_list("batch", flat=True).distinct().get()
    assert sent.url == reverse("signage:command", args=[batch])


@pytest.mark.parametrize("change", ["screens", "kind", "params"])
def test_what_is_no_longer_what_was_agreed_to_is_not_sent_but_asked_anew(client: Client, hall: Hall, change: str) -> None:
    one, other, third = (a_screen(hall) for _ in range(3))
    agreed = _asked(client, _order([one, other], kind="volume", volume="20"))
    changed = {**agreed, **{"screens": {"screens": [one.pk, third.pk]}, "kind": {"kind": "reload"}, "params": {"volume": "90"}}[change]}
    answer = client.post(reverse(NEW), changed)
    assert answer.status_code == 409
    assert "no longer those that you were asked about" in answer.content.decode()
    assert not ScreenCommand.objects.exists()
    again = {**changed, "confirmed": answer.context["form"]["confirmed"].value()}
    assert client.post(reverse(NEW), again).status_code == 302


def test_the_question_says_what_goes_with_the_command(client: Client, hall: Hall) -> None:
    answer = client.post(reverse(NEW), _order([a_screen(hall)], kind="volume", volume="35"))
    assert "Set the volume · 35 %" in answer.content.decode()


@given(st.lists(st.integers(1, 999), unique=True), st.randoms())
def test_an_agreement_is_to_a_set_of_screens(screens: list[int], random: Random) -> None:
    mixed = random.sample(screens, len(screens))
    assert agreement(kind="reload", params={}, screens=screens) == agreement(kind="reload", params={}, screens=mixed)
    assert agreement(kind="reload", params={}, screens=screens) != agreement(kind="reload", params={}, screens=[*screens, 1000])


def test_each_player_hears_its_own_command(client: Client, hall: Hall) -> None:
    one, other = a_screen(hall), a_screen(hall)
    _send(client, _order([one, other], kind="screenshot"))
    row = Nudge.objects.get(kind="command")
    told = Told(number=row.pk, kind=row.kind, screens=row.screens, payload=row.payload)
    for screen in (one, other):
        (frame,) = frames_for(told, screen.pk)
        assert f'"id":{ScreenCommand.objects.get(screen=screen).pk},"kind":"screenshot"' in frame.decode()


def test_volume_and_hours_become_those_of_the_register_too(client: Client, hall: Hall) -> None:
    screen = a_screen(hall)
    _send(client, _order([screen], kind="volume", volume="40"))
    _send(client, {"kind": "hours", "screens": [screen.pk], "day_0": "08:00-20:00"})
    screen.refresh_from_db()
    assert (screen.volume, screen.hours[0], screen.hours[1]) == (40, [["08:00", "20:00"]], [])
    assert [command.params for command in ScreenCommand.objects.order_by("pk")] == [{"volume": 40}, {"hours": screen.hours}]
    assert Nudge.objects.filter(kind="revision").count() == 2


@pytest.mark.parametrize(
    ("order", "said"),
    [
        ({"kind": "volume"}, "Say how loud"),
        ({"kind": "volume", "volume": "200"}, "less than or equal to 100"),
        ({"kind": "hours", "always_on": ""}, "Say at least for one day"),
        ({"kind": "explode"}, "Select a valid choice"),
        ({"screens": []}, "Tick at least one screen"),
        ({"screens": [999_999]}, "Select a valid choice"),
    ],
)
def test_an_order_that_cannot_be_is_refused_with_its_reason(client: Client, hall: Hall, order: dict[str, object], said: str) -> None:
    answer = client.post(reverse(NEW), {**_order([a_screen(hall)]), **order})
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_nothing_is_chosen_until_somebody_chooses_it(client: Client, hall: Hall) -> None:
    named = [a_screen(hall), a_screen(hall)][0]
    page = client.get(reverse(NEW)).content.decode()
    assert "checked" not in page.replace('name="always_on"', "").split('data-for-kind="hours"')[0]
    assert "checked" not in page.split('id="results"')[1]
    assert (
        f'name="screens" value="{named.pk}" id="id_screens_0" checked' in client.get(f"{reverse(NEW)}?screen={named.pk}").content.decode()
    )
    answer = client.post(reverse(NEW), {"screens": [named.pk]}).content.decode()
    assert "Choose what the screens are to do." in answer


def test_the_page_of_a_new_command_stands_under_the_commands(client: Client, hall: Hall) -> None:
    shown = client.get(reverse(NEW)).context["shell"]
    assert shown.link.item.url_name == "signage:commands"


def test_screens_without_player_or_out_of_service_take_no_command(client: Client, hall: Hall) -> None:
    a_screen(hall, is_paired=False)
    a_screen(hall, is_enabled=False)
    page = client.get(reverse(NEW)).content.decode()
    assert "needs to be in service and paired" in page
    assert "Go on" not in page
    assert client.post(reverse(NEW), _order([])).status_code == 422


def test_the_filters_of_the_list_say_whom_a_command_is_for(client: Client, hall: Hall) -> None:
    silent, good = a_screen(hall, name="mute"), a_screen(hall, name="good")
    a_status(good)
    html = client.get(reverse(NEW) + "?state=silent").content.decode()
    assert f'value="{silent.pk}"' in html
    assert f'value="{good.pk}"' not in html


@pytest.fixture
def many(hall: Hall) -> list[Screen]:
    tagged = Tag.objects.create(name="柜台")
    screens = [a_screen(hall) for _ in range(OFFERED + 2)]
    screens[0].tags.add(tagged)
    return screens


def test_many_screens_are_told_together_and_counted_before(client: Client, many: list[Screen]) -> None:
    page = client.get(reverse(NEW)).content.decode()
    assert f"All {len(many)} screens that pass the filters" in page
    assert 'name="screens"' not in page
    order: dict[str, object] = {"kind": "reload", "always_on": "on", "everyone": "on"}
    assert client.post(reverse(NEW), {**order, "everyone": ""}).status_code == 422
    assert f"to {len(many)} screens?" in client.post(reverse(NEW), order).content.decode()
    agreed = _asked(client, order)
    a_screen(many[0].hall)
    assert client.post(reverse(NEW), agreed).status_code == 409, "one more screen would be told than was agreed to"
    _send(client, order)
    assert ScreenCommand.objects.count() == len(many) + 1


def test_filters_choose_the_screens_of_a_command(client: Client, many: list[Screen]) -> None:
    order: dict[str, object] = {"kind": "reload", "always_on": "on", "screens": [many[0].pk]}
    _send(client, order, "?tag=柜台")
    assert ScreenCommand.objects.get().screen == many[0]


def test_a_change_of_filters_brings_the_screens_alone_with_the_address_that_they_are_sent_to(client: Client, many: list[Screen]) -> None:
    answer = client.get(reverse(NEW) + "?tag=柜台", headers={"hx-request": "true"})
    html = answer.content.decode()
    here = f"{reverse(NEW)}?tag={quote('柜台')}"
    assert answer.headers["HX-Push-Url"] == here
    assert f'formaction="{here}"' in html
    assert many[0].name in html
    assert "<html" not in html


def test_the_page_of_a_command_says_what_became_of_it(client: Client, hall: Hall) -> None:
    screens = [a_screen(hall) for _ in range(3)]
    _send(client, _order(screens))
    done, failed, late = ScreenCommand.objects.order_by("pk")
    now = timezone.now()
    ScreenCommand.objects.filter(pk=done.pk).update(done_at=now)
    ScreenCommand.objects.filter(pk=failed.pk).update(done_at=now, error="no canvas")
    ScreenCommand.objects.filter(pk=late.pk).update(expires_at=now - timedelta(seconds=1))
    html = client.get(reverse("signage:command", args=[done.batch])).content.decode()
    for word in ("no canvas", "Done", "Failed", "Expired"):
        assert word in html
    (listed,) = client.get(reverse("signage:commands")).context["table"].page.rows
    assert (listed.total, listed.done, listed.failed, listed.expired, listed.waiting) == (3, 1, 1, 1, 0)


def test_the_page_of_a_command_shows_the_pictures_that_it_took(client: Client, hall: Hall) -> None:
    one, other = a_screen(hall, name="大屏"), a_screen(hall)
    _send(client, _order([one, other], kind="screenshot"))
    now, asked = timezone.now(), ScreenCommand.objects.get(screen=one)
    taken, earlier = (
        Screenshot.objects.create(screen=one, file=store(stream=BytesIO(b"x"), now=now), taken_at=at)
        for at in (now, now - timedelta(days=1))
    )
    ScreenCommand.objects.filter(pk=asked.pk).update(done_at=now)
    html = client.get(reverse("signage:command", args=[asked.batch])).content.decode()
    assert html.count(f'<img src="{reverse("signage:screenshot", args=[one.pk, taken.pk])}"') == 1
    assert reverse("signage:screenshot", args=[one.pk, earlier.pk]) not in html


def test_only_who_operates_may_send_and_only_to_the_own_screens(hall: Hall) -> None:
    screen = a_screen(hall)
    far = a_prefecture("远山市", under=Region.objects.get(parent=None))
    near_by = a_screen(a_hall_of("远山营业厅", county=a_county("远山县", under=far)))
    stranger = signed_in(a_user("supervisor", at=far))
    assert stranger.post(reverse(NEW), _order([screen])).status_code == 422
    assert "needs to be in service and paired" in stranger.get(reverse(NEW) + f"?screen={screen.pk}").content.decode()
    assert _send(stranger, _order([near_by])).status_code == 302
    reader = signed_in(a_user("data_steward", at=Region.objects.get(parent=None)))
    assert reader.get(reverse(NEW)).status_code == 403
