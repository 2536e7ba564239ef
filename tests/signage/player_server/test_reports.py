"""What a player says of itself, and what it is told to do."""

from contextlib import suppress
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from portalkit.files.services import path_of
from signage.domain.reports import BadReport, read_report
from signage.models import Screen, ScreenCommand, ScreenFault, Screenshot, ScreenStatus
from tests.signage.player_server.builders import Player, a_player

JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=6
)
FIELDS = ["applied", "wanted", "free", "offset", "off", "started", "playing", "verified", "faults", "done", "version"]


@given(st.dictionaries(st.sampled_from(FIELDS), JSON) | JSON)
def test_whatever_is_sent_is_read_or_refused_and_raises_nothing_else(told: object) -> None:
    with suppress(BadReport):
        assert read_report(told).applied >= 0


@pytest.mark.django_db
def test_a_report_becomes_the_status_of_the_screen() -> None:
    player = a_player(revision=7)
    playing = [{"zone": "main", "schedule": 3, "item": "12/1", "title": "春节\u0000", "since": 5}]
    told = _report(player, applied=7, complete=99, free=10**12, offset=-40, off=False, playing=playing, version="1.0", sequence=4)
    assert (told["revision"], told["commands"]) == (7, [])
    status = ScreenStatus.objects.get()
    assert (status.applied_revision, status.complete_revision, status.free_bytes, status.clock_offset_ms) == (7, 7, 10**12, -40)
    assert status.playing[0]["title"] == "春节"
    _report(player, applied=6)
    assert ScreenStatus.objects.get().applied_revision == 6


@pytest.mark.django_db
def test_a_report_that_was_overtaken_puts_nothing_back() -> None:
    player = a_player(revision=9)
    _report(player, started=1000, sequence=5, complete=9, version="b")
    _report(player, started=1000, sequence=4, complete=3, version="a", faults=[{"code": "clock_off"}])
    assert ScreenStatus.objects.values_list("complete_revision", "version").get() == (9, "b")
    assert not ScreenFault.objects.exists()
    _report(player, started=2000, sequence=1, complete=8, version="c")
    assert ScreenStatus.objects.values_list("complete_revision", "version").get() == (8, "c"), "a player that was started again"


@pytest.mark.django_db
def test_faults_open_stay_and_are_cleared_when_they_are_no_longer_named() -> None:
    player = a_player()
    _report(player, faults=[{"code": "not_downloaded", "subject": "3"}, {"code": "clock_off"}])
    _report(player, faults=[{"code": "not_downloaded", "subject": "3", "detail": "2 of 3"}])
    open_one = ScreenFault.objects.get(cleared_at=None)
    assert (open_one.code, open_one.detail) == ("not_downloaded", "2 of 3")
    assert open_one.last_at > open_one.first_at
    _report(player)
    _report(player, faults=[{"code": "not_downloaded", "subject": "3"}])
    assert ScreenFault.objects.filter(code="not_downloaded").count() == 2
    assert ScreenFault.objects.filter(cleared_at=None).count() == 1


@pytest.mark.django_db
def test_commands_are_handed_out_until_they_are_done_or_expired() -> None:
    player, other = a_player(), a_player()
    first, second, late, foreign = (_command(one, expires=hours) for one, hours in ((player, 1), (player, 1), (player, -1), (other, 1)))
    assert [one["id"] for one in _report(player)["commands"]] == [first.pk, second.pk]
    done = [{"command": first.pk}, {"command": second.pk, "error": "no_sound"}, {"command": foreign.pk}]
    assert _report(player, done=done)["commands"] == []
    assert ScreenCommand.objects.get(pk=second.pk).error == "no_sound"
    assert ScreenCommand.objects.filter(done_at=None).count() == len([late, foreign])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("told", "field"), [({"faults": [{"code": "made_up"}]}, "faults.code"), ({"applied": -1}, "applied"), ([], "body")]
)
def test_a_report_of_another_form_is_refused_with_its_field(told: Any, field: str) -> None:
    answer = a_player().client.post("/player/report", told, content_type="application/json")
    assert (answer.status_code, answer.json()) == (400, {"error": "bad_report", "field": field})


@pytest.mark.django_db
def test_a_screen_that_is_asked_sends_its_picture_once() -> None:
    player = a_player()
    command = _command(player, kind="screenshot")
    assert _picture(player, command.pk, _jpeg(1920, 1080)).status_code == 204
    assert _picture(player, command.pk, _jpeg(1920, 1080)).status_code == 409
    with Image.open(path_of(Screenshot.objects.get().file)) as kept:
        assert (kept.format, kept.size) == ("JPEG", (1280, 720))
    assert ScreenCommand.objects.get().done_at


@pytest.mark.django_db
@pytest.mark.parametrize(("data", "status"), [(b"GIF89a", 422), (b"\xff\xd8\xff" + bytes(2 * 1024 * 1024), 413), (b"", 422)])
def test_what_is_no_picture_leaves_the_command_open(data: bytes, status: int) -> None:
    player = a_player()
    command = _command(player, kind="screenshot")
    assert _picture(player, command.pk, data).status_code == status
    assert ScreenCommand.objects.get().done_at is None


@pytest.mark.django_db
def test_a_picture_that_nobody_asked_for_is_not_kept() -> None:
    player = a_player()
    asked_of_another = _command(a_player(), kind="screenshot")
    for command in (asked_of_another.pk, 999, "x"):
        assert _picture(player, command, _jpeg(10, 10)).status_code in (400, 409)


@pytest.mark.django_db
def test_out_of_service_a_screen_still_reports() -> None:
    player = a_player()
    Screen.objects.update(is_enabled=False)
    assert _report(player)["revision"] == 0


def _report(player: Player, **told: Any) -> Any:
    answer = player.client.post("/player/report", told, content_type="application/json")
    assert answer.status_code == 200, answer.content
    return answer.json()


def _command(player: Player, *, kind: str = "volume", expires: int = 1) -> ScreenCommand:
    now = timezone.now()
    return ScreenCommand.objects.create(
        screen=player.screen, kind=kind, params={"volume": 30}, asked_at=now, expires_at=now + timedelta(hours=expires)
    )


def _picture(player: Player, command: object, data: bytes) -> Any:
    return player.client.post("/player/screenshot", data, content_type="image/jpeg", headers={"x-command": str(command)})


def _jpeg(width: int, height: int) -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, height), "navy").save(out, "JPEG")
    return out.getvalue()
