import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from portalkit.access.management.commands import create_administrator
from portalkit.access.models import Authenticator, User
from portalkit.access.services.second_factor import secret_of, start_enrolment
from portalkit.audit.models import AuditEvent
from portalkit.regions.models import Region
from portalkit.vault.services.sealing import forget_ring
from tests.builders import a_prefecture, a_province, a_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def key_file(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    settings.VAULT_KEY_FILE = tmp_path / "vault.keys"
    forget_ring()
    yield settings.VAULT_KEY_FILE
    forget_ring()


def _run(*arguments: str) -> dict[str, object]:
    out = StringIO()
    call_command(*arguments, "--json", stdout=out)
    result: dict[str, object] = json.loads(out.getvalue().splitlines()[-1])
    return result


@pytest.mark.usefixtures("key_file")
def test_rotation_seals_every_registered_column_anew() -> None:
    users = [a_user() for _ in range(3)]
    secrets = {user.pk: secret_of(start_enrolment(user=user)) for user in users}
    result = _run("rotate_keys")
    assert result["keys"] == [2, 1]
    assert result["resealed"]["access.authenticator.secret_sealed"] == 3  # type: ignore[index]
    devices = Authenticator.objects.all()
    assert {bytes(device.secret_sealed)[0] for device in devices} == {2}
    assert {device.user_id: secret_of(device) for device in devices} == secrets
    assert AuditEvent.objects.get(action="access.rotate_keys").detail["keys"] == [2, 1]


def test_a_key_that_is_still_used_is_not_retired(key_file: Path) -> None:
    sealed = start_enrolment(user=a_user()).secret_sealed
    _run("rotate_keys", "--retire")
    assert _run("rotate_keys", "--retire")["keys"] == [3, 2]
    assert bytes(Authenticator.objects.get().secret_sealed)[0] == 3 != bytes(sealed)[0]


def test_neither_keys_nor_secrets_are_printed(key_file: Path) -> None:
    out = StringIO()
    call_command("rotate_keys", stdout=out)
    keys = [line.split()[-1] for line in key_file.read_text().splitlines() if not line.startswith("#")]
    assert not any(key in out.getvalue() for key in keys)


def test_a_key_file_is_created_where_it_is_asked_for_and_never_twice(tmp_path: Path) -> None:
    path = tmp_path / "new.keys"
    _run("rotate_keys", "--create", str(path))
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(CommandError, match="already"):
        call_command("rotate_keys", "--create", str(path))


def test_the_first_administrator_comes_with_province_and_link(client: Client) -> None:
    result = _run("create_administrator", "wu", "--full-name", "吴凡", "--province", "NJ", "南江省")
    new = "a long enough new one"
    assert client.post(str(result["path"]), {"new_password": new, "again": new}).status_code == 302
    client.force_login(User.objects.get(username="wu", full_name="吴凡"))
    assert client.get("/admin/users/").status_code == 200
    assert Region.objects.get().name == "南江省"


def test_an_administrator_is_one_of_every_province_that_is_there() -> None:
    a_prefecture("A1", under=a_province(code="A"))
    a_province(code="B")
    assert _run("create_administrator", "wu", "--province", "A", "unused")["regions"] == ["A", "B"]
    user = User.objects.get(username="wu")
    assert {(grant.role, grant.region.code) for grant in user.grants.all()} == {("administrator", "A"), ("administrator", "B")}
    actions = set(AuditEvent.objects.values_list("action", flat=True))
    assert {"access.create_user", "access.give_grant", "access.issue_password_link"} <= actions


def test_a_password_comes_out_of_a_file_and_is_never_printed(tmp_path: Path) -> None:
    a_province()
    secret = tmp_path / "password"
    secret.write_text("correct horse battery\n", encoding="utf-8")
    out = StringIO()
    call_command("create_administrator", "wu", "--password-file", str(secret), stdout=out)
    assert User.objects.get(username="wu").check_password("correct horse battery")
    assert "horse" not in out.getvalue()
    assert "set-password" not in out.getvalue()


def test_a_password_may_be_typed_at_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    a_province()
    monkeypatch.setattr(create_administrator, "getpass", lambda _: "correct horse battery")
    assert _run("create_administrator", "wu", "--ask-password")["path"] is None
    assert User.objects.get(username="wu").check_password("correct horse battery")


def _refused(*arguments: str) -> tuple[int, dict[str, str]]:
    out = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("create_administrator", *arguments, "--json", stdout=out)
    return error.value.returncode, json.loads(out.getvalue() or "{}")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("TAKEN",), "UsernameTaken"),
        (("free", "--role", "king"), "GrantRefused"),
        (("free", "--province", "a b/", "x"), "RegionRefused"),
    ],
)
def test_what_cannot_be_done_is_refused_and_changes_nothing(arguments: tuple[str, ...], reason: str) -> None:
    a_province(code="P")
    a_user(username="taken")
    code, result = _refused(*arguments)
    assert (code, result["refused"]) == (1, reason)
    assert (User.objects.count(), Region.objects.count()) == (1, 1)


def test_an_empty_portal_asks_for_the_name_of_the_province() -> None:
    code, result = _refused("wu")
    assert (code, result["refused"]) == (1, "NoRegion")
    assert "--province" in result["message"]


def test_a_weak_password_makes_nobody(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("12345", encoding="utf-8")
    code, result = _refused("wu", "--province", "NJ", "南江省", "--password-file", str(tmp_path / "password"))
    assert (code, result["refused"]) == (1, "ValidationError")
    assert not User.objects.exists()
    assert not Region.objects.exists()


def test_a_password_file_that_is_missing_is_misuse(tmp_path: Path) -> None:
    assert _refused("wu", "--password-file", str(tmp_path / "nowhere"))[0] == 2


def test_the_login_page_of_an_empty_portal_says_how_to_begin(client: Client) -> None:
    assert "create_administrator" in client.get("/account/sign-in/").content.decode()
    a_user()
    assert "create_administrator" not in client.get("/account/sign-in/").content.decode()
