"""A code on a screen, typed by a person, becomes a token that is handed out once."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from portalkit.audit.models import AuditEvent
from signage.domain.pairing import ALPHABET, CODE_LENGTH, MOST_OPEN_FROM_ONE_ADDRESS, typed_code
from signage.domain.tokens import bearer_of, digest_of
from signage.models import Pairing, Publication, Screen
from signage.services.devices import NameTaken, move_screen, revoke
from signage.services.pairing import CodeExpired, PairingGone, TooManyPairings, UnknownCode, begin, claim, fetch
from tests.signage.player_server.builders import NOW, OPERATOR, a_place, a_player, a_screen


@given(st.text(alphabet=ALPHABET, min_size=CODE_LENGTH, max_size=CODE_LENGTH), st.integers(0, CODE_LENGTH))
def test_a_code_may_be_typed_in_small_letters_with_blanks_and_dashes(code: str, at: int) -> None:
    assert typed_code(f" {code[:at].lower()}-{code[at:]} ") == code


@given(st.text())
def test_what_is_no_code_is_none(text: str) -> None:
    assert typed_code(text) in ("", text.strip().upper().replace("-", "").replace(" ", "")) or len(typed_code(text)) == CODE_LENGTH


@pytest.mark.parametrize(
    ("header", "secret"), [("Bearer abc", "abc"), ("bearer  abc ", "abc"), ("Basic abc", ""), ("Bearer a b", ""), ("", "")]
)
def test_a_bearer_is_read_from_its_header(header: str, secret: str) -> None:
    assert bearer_of(header) == secret


@pytest.mark.django_db
def test_a_player_gets_its_token_once_after_its_code_was_typed() -> None:
    screen = a_screen(name="大厅屏")
    told = _post("/player/pairing", {"about": "Chromium 131, 1920×1080"}, status=201)
    address = f"/player/pairing/{told['key']}"
    assert _post(address, {"poll": told["poll"]}, status=202) == {"state": "waiting"}
    claim(code=told["code"].lower(), screen=screen, by=OPERATOR, now=_soon(told))
    fetched = _post(address, {"poll": told["poll"]}, status=200)
    assert fetched["screen"]["name"] == "大厅屏"
    assert Screen.objects.get().token_digest == digest_of(fetched["token"])
    assert _post(address, {"poll": told["poll"]}, status=410) == {"error": "gone"}
    assert Client(headers={"authorization": f"Bearer {fetched['token']}"}).get("/player/manifest").status_code == 200
    assert AuditEvent.objects.get(action="signage.pair_screen").detail == {"replaced": False}


@pytest.mark.django_db
def test_nobody_fetches_a_token_with_the_code_or_a_guess() -> None:
    begun = begin(about="", address="10.1.1.1", now=NOW)
    claim(code=begun.code, screen=a_screen(), by=OPERATOR, now=NOW)
    for guess in ("", begun.code, "guess"):
        with pytest.raises(PairingGone):
            fetch(key=begun.key, poll=guess, now=NOW)
    assert fetch(key=begun.key, poll=begun.poll, now=NOW).token


@pytest.mark.django_db
def test_a_token_waits_sealed_and_is_nowhere_else() -> None:
    begun = begin(about="", address="10.1.1.1", now=NOW)
    claim(code=begun.code, screen=a_screen(), by=OPERATOR, now=NOW)
    sealed = bytes(Pairing.objects.get().token_sealed)
    token = fetch(key=begun.key, poll=begun.poll, now=NOW).token
    assert token is not None
    assert token.encode() not in sealed
    assert token not in str(list(AuditEvent.objects.values()))


@pytest.mark.django_db
def test_a_code_that_nobody_shows_and_one_that_ran_out_are_told_apart() -> None:
    begun, screen = begin(about="", address="10.1.1.1", now=NOW), a_screen()
    with pytest.raises(UnknownCode):
        claim(code="AAAA2222", screen=screen, by=OPERATOR, now=NOW)
    with pytest.raises(CodeExpired):
        claim(code=begun.code, screen=screen, by=OPERATOR, now=NOW + timedelta(minutes=16))
    claim(code=begun.code, screen=screen, by=OPERATOR, now=NOW)
    with pytest.raises(UnknownCode):
        claim(code=begun.code, screen=a_screen(), by=OPERATOR, now=NOW)


@pytest.mark.django_db
def test_one_address_cannot_fill_the_table() -> None:
    for _ in range(MOST_OPEN_FROM_ONE_ADDRESS):
        begin(about="", address="10.1.1.1", now=NOW)
    with pytest.raises(TooManyPairings):
        begin(about="", address="10.1.1.1", now=NOW)
    begin(about="", address="10.1.1.2", now=NOW)
    begin(about="", address="10.1.1.1", now=NOW + timedelta(minutes=16))


@pytest.mark.django_db
def test_pairing_again_refuses_the_player_before() -> None:
    player = a_player()
    begun = begin(about="", address="", now=NOW)
    claim(code=begun.code, screen=player.screen, by=OPERATOR, now=NOW)
    assert player.client.get("/player/manifest").status_code == 401


@pytest.mark.django_db
def test_a_screen_moved_to_another_hall_needs_a_new_pairing_and_is_told_of_its_new_place() -> None:
    player, elsewhere = a_player(), a_place("西门营业厅")
    moved = move_screen(screen=player.screen, hall=elsewhere, by=OPERATOR, now=NOW)
    assert player.client.get("/player/manifest").status_code == 401
    assert (moved.hall, moved.token_digest, moved.revision) == (elsewhere, None, Publication.objects.get().pk)
    assert AuditEvent.objects.get(action="signage.move_screen").detail["revoked"] is True


@pytest.mark.django_db
def test_a_screen_stays_where_its_name_is_taken_elsewhere_or_it_is_already() -> None:
    player = a_player(name="一号屏")
    other = a_screen(a_place("西门营业厅"), name="一号屏")
    with pytest.raises(NameTaken):
        move_screen(screen=player.screen, hall=other.hall, by=OPERATOR, now=NOW)
    move_screen(screen=player.screen, hall=player.screen.hall, by=OPERATOR, now=NOW)
    assert player.client.get("/player/manifest").status_code == 200


@pytest.mark.django_db
def test_revoking_takes_back_a_token_that_waits_to_be_fetched() -> None:
    begun, screen = begin(about="", address="", now=NOW), a_screen()
    claim(code=begun.code, screen=screen, by=OPERATOR, now=NOW)
    revoke(screen=screen, by=OPERATOR, now=NOW)
    revoke(screen=screen, by=OPERATOR, now=NOW)
    with pytest.raises(PairingGone):
        fetch(key=begun.key, poll=begun.poll, now=NOW)
    assert AuditEvent.objects.filter(action="signage.revoke_screen").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("body", "status"), [("", 400), ("[]", 400), ('{"about": 3}', 400), ('{"about": "' + "x" * 5000 + '"}', 413)])
def test_a_body_of_another_form_is_refused(body: str, status: int) -> None:
    assert Client().post("/player/pairing", body, content_type="application/json").status_code == status


def _post(address: str, told: dict[str, Any], *, status: int) -> Any:
    answer = Client(enforce_csrf_checks=True).post(address, told, content_type="application/json")
    assert answer.status_code == status
    return answer.json()


def _soon(told: dict[str, Any]) -> Any:
    from signage.domain.days import moment_of

    return moment_of(told["expires"]) - timedelta(minutes=1)
