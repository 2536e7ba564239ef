"""A screen's player in the browser. What it shows is read by a script of the page itself: a test tool's own evaluation counts as a
gesture, and would hide that a browser refuses to play."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.utils import timezone
from PIL import Image
from pytest_django import Settings

from portalkit.files.services import path_of
from signage.domain.kinds import CommandKind
from signage.models import Pairing, PlayCount, ScreenCommand, Screenshot, ScreenStatus
from signage.services.devices import move_screen
from signage.services.pairing import claim, open_here
from signage.services.programme.emergencies import EmergencyValues, announce, end_emergency
from signage.services.publishing import publish
from signage.services.screens.commands import Order, tell_screens
from tests.journeys.screens import Looker, a_clip, a_colour
from tests.journeys.visitor import Visitor
from tests.signage.library import files
from tests.signage.player_server.builders import OPERATOR, a_place, a_screen, a_version, an_author, an_item, on_air
from tests.signage.player_server.streams import serving

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DAY = timezone.now().date()


@pytest.fixture
def events(visitor: Visitor, settings: Settings) -> Iterator[None]:
    """The event stream beside the pages."""
    with serving() as served:
        settings.NOC_EVENTS_URL = f"http://127.0.0.1:{served.port}"
        visitor.others.append(settings.NOC_EVENTS_URL)
        yield
        visitor.page.goto("about:blank")


@pytest.mark.timeout(120)
@pytest.mark.usefixtures("events")
def test_a_new_screen_is_paired_plays_proves_and_obeys_an_emergency(visitor: Visitor, tmp_path: Path) -> None:
    screen = a_screen()
    red = a_version(data=a_colour((200, 20, 20)), content_type="image/png")
    clip = a_version("video", data=a_clip(tmp_path), content_type="video/mp4", duration_ms=4000)
    page = b"<script>let seen = 'walled'; try { seen = parent.document.title } catch {} console.debug('BUNDLE', seen)</script>"
    bundle = a_version("bundle", data=files.an_archive({"index.html": page}), content_type="application/zip")
    items = [an_item(red, duration_ms=3000, transition="cut"), an_item(clip, duration_ms=4000), an_item(bundle, duration_ms=2000)]
    programme = on_air(items=items, first_day=DAY)
    look = Looker(visitor.page)
    said: list[str] = []
    visitor.page.on("console", lambda message: said.append(message.text))
    visitor.page.goto(visitor.url("signage:player"))
    code = str(look.wait(lambda seen: Pairing.objects.exists() and "·" not in (seen["code"] or "·"))["code"])
    claim(code=code, screen=screen, by=OPERATOR, now=timezone.now())
    look.wait(lambda seen: seen["status"] and seen["status"]["isComplete"])
    look.wait(lambda seen: [200, 20, 20] in seen["images"])
    first = look.wait(lambda seen: seen["videos"] and seen["videos"][0]["frames"] > 20)["videos"][0]
    assert not first["paused"]
    look.wait(lambda _: "BUNDLE walled" in said)
    look.wait(lambda seen: seen["status"]["isStreaming"])
    region = screen.hall.region
    values = EmergencyValues(title="请立即离开", body="由东门疏散", severity=3, reason="演练", region=region)
    schedule = announce(values=values, by=OPERATOR, user=an_author(), now=timezone.now())
    look.wait(lambda seen: "请立即离开" in seen["text"], seconds=5)
    end_emergency(schedule=schedule, by=OPERATOR, now=timezone.now())
    look.wait(lambda seen: not seen["text"], seconds=10)
    look.wait(lambda seen: seen["videos"] and seen["videos"][0]["frames"] > 20)
    look.page.wait_for_timeout(4_000)
    visitor.page.reload()
    look.wait(lambda _: PlayCount.objects.filter(screen=screen, version__in=[red.pk, clip.pk]).count() == 2)
    assert ScreenStatus.objects.get(screen=screen).complete_revision > 0
    look.wait(lambda seen: seen["status"] and seen["status"]["isStreaming"] and not seen["slides"])
    publish(schedule=programme, revision=None, by=OPERATOR, now=timezone.now())
    look.wait(lambda seen: seen["slides"] and not seen["status"]["playing"])


@pytest.mark.timeout(120)
@pytest.mark.usefixtures("events")
def test_two_screens_of_a_hall_keep_step_obey_commands_and_a_moved_one_forgets(visitor: Visitor, tmp_path: Path) -> None:
    left = a_screen()
    right = a_screen(left.hall)
    clip = a_version("video", data=a_clip(tmp_path), content_type="video/mp4", duration_ms=4000)
    on_air(items=[an_item(clip, duration_ms=4000)], first_day=DAY)
    looks = {screen: Looker(visitor.context.new_page()) for screen in (left, right)}
    for screen, look in looks.items():
        begun = open_here(screen=screen, about="", address="127.0.0.1", by=OPERATOR, now=timezone.now())
        look.page.goto(f"{visitor.url('signage:player')}?as=s{screen.pk}#pair={begun.key}.{begun.poll}")
    for look in looks.values():
        look.wait(lambda seen: seen["videos"] and seen["videos"][0]["frames"] > 20 and seen["status"]["isStreaming"])
    look.page.wait_for_timeout(3_000)
    behind = [_behind(look.wait(lambda seen: seen["videos"])["videos"][0]) for look in looks.values()]
    assert abs((behind[0] - behind[1] + 2) % 4 - 2) < 0.15
    for kind, params in (("volume", {"volume": 0}), ("screenshot", {}), ("reload", {})):
        told = tell_screens(screens=[left.pk, right.pk], order=Order(CommandKind(kind), params), by=OPERATOR, now=timezone.now())
        look.wait(lambda _, told=told: ScreenCommand.objects.filter(batch=told.batch, done_at__isnull=False, error="").count() == 2)
    for shot in Screenshot.objects.all():
        picture = np.asarray(Image.open(path_of(shot.file)).convert("RGB")).astype(int)
        middle = picture[picture.shape[0] // 2, 640]
        assert abs(middle[1:] - (90, 40)).max() < 15
    looks[left].wait(lambda seen: seen["videos"] and seen["videos"][0]["frames"] > 20 and seen["status"]["isStreaming"])
    move_screen(screen=left, hall=a_place("西门营业厅"), by=OPERATOR, now=timezone.now())
    looks[left].wait(lambda seen: seen["status"] is None and "·" not in (seen["code"] or "·"))
    assert not looks[left].seen["videos"]
    looks[right].wait(lambda seen: seen["videos"] and seen["videos"][0]["frames"] > 20)
    for look in looks.values():
        look.page.close()
    visitor.troubles = [one for one in visitor.troubles if "401 (Unauthorized)" not in one]  # what the moved screen was told


def _behind(video: dict[str, Any]) -> float:
    """How far the clip is from where the clock alone would have it; the same for all screens of a hall."""
    return float(video["now"]) / 1000 - float(video["at"])
