"""The stream of one process, over real connections and a real database."""

import socket
import time

import pytest
from django.test.utils import override_settings
from django.utils import timezone

from signage.adapters import bell
from signage.services.devices import move_screen, pair, revoke
from signage.services.nudging import COMMAND, REVISION, nudge
from signage.services.publishing import publish, publish_settings
from tests.signage.player_server.builders import OPERATOR, a_place, a_player, on_air
from tests.signage.player_server.streams import Event, Reader, serving

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_player_is_greeted_and_told_of_a_publication() -> None:
    player = a_player()
    with serving() as served, Reader(served.port, player.token) as reader:
        hello = reader.next()
        made = publish_settings(screens=[player.screen], by=OPERATOR, now=timezone.now())
        told = reader.next()
    assert reader.status == 200
    assert (reader.headers["content-type"], reader.headers["access-control-allow-origin"]) == ("text/event-stream; charset=utf-8", "*")
    assert hello is not None
    assert (hello.kind, hello.data["revision"]) == ("hello", 0)
    assert told is not None
    assert (told.kind, told.data) == ("revision", {"revision": made.pk, "within": 0})


def test_an_emergency_comes_with_its_text() -> None:
    player = a_player()
    schedule = on_air(kind="emergency", text={"title": "火警", "body": "请撤离", "tone": "danger"})
    with serving() as served, Reader(served.port, player.token) as reader:
        reader.next()
        publish(schedule=schedule, revision=schedule.on_air, by=OPERATOR, now=timezone.now())
        told = reader.next()
    assert told is not None
    assert told.kind == "emergency"
    assert told.data["emergency"]["text"]["body"] == "请撤离"
    assert told.data["emergency"]["schedule"] == schedule.pk


def test_what_is_for_others_is_not_heard() -> None:
    player, other = a_player(), a_player()
    with serving() as served, Reader(served.port, player.token) as reader:
        reader.next()
        now = timezone.now()
        publish_settings(screens=[other.screen], by=OPERATOR, now=now)
        commands = [{"screen": screen.pk, "id": screen.pk, "kind": "reload", "params": {}} for screen in (other.screen, player.screen)]
        row = nudge(kind=COMMAND, screens=[player.screen.pk, other.screen.pk], payload={"commands": commands}, now=now)
        assert reader.next() == Event("command", {"id": player.screen.pk, "kind": "reload", "params": {}}, str(row.pk))


def test_who_comes_back_hears_what_was_missed_once() -> None:
    player = a_player()
    first, second, third = (nudge(kind=REVISION, screens=None, payload={"revision": n}, now=timezone.now()) for n in (1, 2, 3))
    with serving() as served, Reader(served.port, player.token, last=str(first.pk)) as reader:
        reader.next()
        fourth = nudge(kind=REVISION, screens=[player.screen.pk], payload={"revision": 4}, now=timezone.now())
        heard = [event.number for _ in range(3) if (event := reader.next())]
    assert heard == [str(row.pk) for row in (second, third, fourth)]


@pytest.mark.parametrize("token", ["", "made-up"])
def test_without_a_good_token_nobody_listens(token: str) -> None:
    with serving() as served, Reader(served.port, token) as reader:
        assert reader.status == 401


def test_browsers_of_another_origin_may_ask() -> None:
    with serving() as served, Reader(served.port, "", method="OPTIONS") as reader:
        assert reader.status == 204
        assert "authorization" in reader.headers["access-control-allow-headers"]


def test_a_revoked_token_is_cut_at_once_and_refused_from_then_on() -> None:
    player = a_player()
    with serving() as served:
        with Reader(served.port, player.token) as reader:
            reader.next()
            revoke(screen=player.screen, by=OPERATOR, now=timezone.now())
            told, after = reader.next(), reader.next()
        with Reader(served.port, player.token) as again:
            assert again.status == 401
    assert told is not None
    assert (told.kind, after) == ("revoked", None)


def test_a_screen_moved_to_another_hall_loses_its_player() -> None:
    player = a_player()
    with serving() as served, Reader(served.port, player.token) as reader:
        reader.next()
        move_screen(screen=player.screen, hall=a_place("西门营业厅"), by=OPERATOR, now=timezone.now())
        told = reader.next()
    assert told is not None
    assert told.kind == "revoked"


def test_the_player_paired_last_stays_when_the_one_before_is_cut() -> None:
    player = a_player()
    with serving() as served, Reader(served.port, player.token) as old:
        old.next()
        token = pair(screen=player.screen, by=OPERATOR, now=timezone.now())
        with Reader(served.port, token, last="1") as new:
            assert new.status == 200
            ended = old.next()
            new.next()
            nudge(kind=REVISION, screens=None, payload={"revision": 9}, now=timezone.now())
            told = new.next()
    assert ended is not None
    assert ended.kind == "revoked"
    assert told is not None
    assert told.data == {"revision": 9}


def test_a_reader_that_takes_nothing_is_cut_off() -> None:
    player = a_player()
    with serving() as served, socket.socket() as lazy:
        lazy.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        lazy.connect(("127.0.0.1", served.port))
        lazy.sendall(f"GET /player/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {player.token}\r\n\r\n".encode())
        _until(lambda: len(served.stream.hub) == 1)
        payload = {"revision": 1, "words": "x" * 200_000}
        for _ in range(100):
            nudge(kind=REVISION, screens=None, payload=payload, now=timezone.now())
        _until(lambda: len(served.stream.hub) == 0)


def test_a_stop_ends_the_streams_and_waits_for_nobody() -> None:
    player = a_player()
    with serving() as served, Reader(served.port, player.token) as reader:
        reader.next()
        begun = time.monotonic()
    assert time.monotonic() - begun < 3


@pytest.mark.redis
def test_a_ring_over_redis_is_heard_before_the_next_look(redis_url: str) -> None:
    player = a_player()
    with override_settings(REDIS_URL=redis_url), serving(redis_url=redis_url) as served, Reader(served.port, player.token) as reader:
        reader.next()
        _until(lambda: served.stream.hears_rings)
        begun = time.monotonic()
        publish_settings(screens=[player.screen], by=OPERATOR, now=timezone.now())
        assert reader.next() is not None
        took = time.monotonic() - begun
    bell._client.cache_clear()
    assert took < 1


def _until(holds: object) -> None:
    deadline = time.monotonic() + 15
    while not holds():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.02)
