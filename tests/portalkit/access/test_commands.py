import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from portalkit.access.models import Authenticator, User
from portalkit.access.services.second_factor import secret_of, start_enrolment
from portalkit.audit.models import AuditEvent
from portalkit.regions.models import Region
from portalkit.vault.services.sealing import forget_ring
from tests.builders import a_province, a_user

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
    result = _run("create_administrator", "wu", "--region", "NJ", "--region-name", "南江省")
    new = "a long enough new one"
    assert client.post(str(result["path"]), {"new_password": new, "again": new}).status_code == 302
    client.force_login(User.objects.get(username="wu"))
    assert client.get("/admin/users/").status_code == 200
    assert Region.objects.get().name == "南江省"


@pytest.mark.parametrize(("username", "region"), [("taken", "P"), ("free", "nowhere")])
def test_a_name_that_is_taken_or_a_region_that_is_unknown_changes_nothing(username: str, region: str) -> None:
    a_province(code="P")
    a_user(username="taken")
    with pytest.raises(CommandError):
        call_command("create_administrator", username, "--region", region)
    assert User.objects.count() == 1
