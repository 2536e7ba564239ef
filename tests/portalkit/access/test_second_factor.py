import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from portalkit.access.domain.one_time import code_at
from portalkit.access.domain.roles import Role
from portalkit.access.models import Authenticator, RecoveryCode, User
from portalkit.access.selectors.roles import roles
from portalkit.access.services import second_factor
from portalkit.audit.domain.actors import SYSTEM
from tests.builders import PASSWORD, a_province, a_user

pytestmark = pytest.mark.django_db
ASK, ENROL, ACCOUNT = "/account/second-factor/", "/account/second-factor/enrol/", "/account/"


@pytest.fixture
def strict_role(settings):
    """An installation whose managers need a second factor."""
    settings.NOC_ROLES = f"{__name__}.STRICT_ROLES"
    roles.cache_clear()
    yield
    roles.cache_clear()


STRICT_ROLES = (Role(code="manager", name="Manager", description="", permissions=frozenset({"regions.view"}), needs_second_factor=True),)


def _code(user: User, *, steps: int = 0) -> str:
    device = Authenticator.objects.get(user=user)
    return code_at(second_factor.secret_of(device), int(timezone.now().timestamp()) // 30 + steps)


def _enrolled(user: User) -> tuple[str, ...]:
    """The device is confirmed with the code of the step before, so that a test can use the present one."""
    second_factor.start_enrolment(user=user)
    return second_factor.confirm_enrolment(user=user, code=_code(user, steps=-1), by=SYSTEM, now=timezone.now()).codes


def _login(client: Client, user: User) -> str:
    return str(client.post("/account/sign-in/", {"username": user.username, "password": PASSWORD, "next": ACCOUNT}).headers["Location"])


def _wait(user: User) -> None:
    Authenticator.objects.filter(user=user).update(throttling_failure_timestamp=timezone.now() - timedelta(hours=1))


def test_enrolling_shows_picture_and_secret_and_ends_with_recovery_codes(client: Client) -> None:
    user = a_user()
    _login(client, user)
    page = client.get(ENROL).content.decode()
    assert "data:image/svg+xml" in page
    response = client.post(ENROL, {"code": _code(user)})
    codes = set(re.findall(r"<li>([a-z0-9]{5}-[a-z0-9]{5})</li>", response.content.decode()))
    assert len(codes) == RecoveryCode.objects.filter(user=user).count() == 10
    assert client.get(ACCOUNT).status_code == 200


def test_the_secret_and_the_codes_do_not_lie_open_in_the_database() -> None:
    user = a_user()
    codes = _enrolled(user)
    device = Authenticator.objects.get(user=user)
    assert second_factor.secret_of(device) not in bytes(device.secret_sealed)
    assert not set(codes) & set(RecoveryCode.objects.values_list("digest", flat=True))


def test_a_wrong_code_confirms_nothing(client: Client) -> None:
    user = a_user()
    _login(client, user)
    client.get(ENROL)
    client.post(ENROL, {"code": "000000" if _code(user) != "000000" else "111111"})
    assert not Authenticator.objects.get(user=user).confirmed


def test_an_enrolled_user_owes_the_code_after_the_password(client: Client) -> None:
    user = a_user()
    _enrolled(user)
    assert _login(client, user) == f"{ASK}?next=%2Faccount%2F"
    assert client.get(ACCOUNT).headers["Location"] == f"{ASK}?next=%2Faccount%2F"
    assert client.get("/api/v1/me/").status_code == 403
    assert client.post(ASK, {"code": _code(user), "next": ACCOUNT}).headers["Location"] == ACCOUNT
    assert client.get(ACCOUNT).status_code == 200
    assert client.get("/api/v1/me/").status_code == 200


def test_the_present_session_cannot_skip_the_code_by_enrolling_again(client: Client) -> None:
    user = a_user()
    _enrolled(user)
    _login(client, user)
    assert client.get(ENROL).headers["Location"] == ACCOUNT
    assert client.post("/account/second-factor/remove/").headers["Location"].startswith(ASK)
    assert Authenticator.objects.filter(user=user, confirmed=True).exists()


def test_a_code_works_once(client: Client) -> None:
    user, other = a_user(), Client()
    _enrolled(user)
    _login(client, user)
    _login(other, user)
    code = _code(user)
    assert client.post(ASK, {"code": code}).status_code == 302
    assert other.post(ASK, {"code": code}).status_code == 200


def test_a_recovery_code_stands_in_once(client: Client) -> None:
    user, other = a_user(), Client()
    code = _enrolled(user)[0]
    _login(client, user)
    _login(other, user)
    assert client.post(ASK, {"code": code.upper()}).status_code == 302
    assert other.post(ASK, {"code": code}).status_code == 200


def test_wrong_codes_make_the_user_wait() -> None:
    user = a_user()
    _enrolled(user)
    with pytest.raises(second_factor.WrongCode):
        second_factor.verify(user=user, code="nonsense", by=SYSTEM, now=timezone.now())
    with pytest.raises(second_factor.TooManyCodes):
        second_factor.verify(user=user, code=_code(user), by=SYSTEM, now=timezone.now())
    _wait(user)
    assert second_factor.verify(user=user, code=_code(user), by=SYSTEM, now=timezone.now()).confirmed


@pytest.mark.usefixtures("strict_role")
def test_a_role_that_needs_a_second_factor_leads_to_enrolment_before_anything_else(client: Client) -> None:
    user = a_user("manager", at=a_province())
    client.force_login(user)
    assert client.get("/admin/regions/").headers["Location"].startswith(ASK)
    assert client.get("/api/v1/regions/").status_code == 403
    assert client.get(ASK).headers["Location"].startswith(ENROL)
    client.get(ENROL)
    client.post(ENROL, {"code": _code(user)})
    assert client.get("/api/v1/regions/").status_code == 200


@pytest.mark.usefixtures("strict_role")
def test_where_the_role_asks_for_it_the_second_factor_stays(client: Client) -> None:
    user = a_user("manager", at=a_province())
    _enrolled(user)
    _login(client, user)
    client.post(ASK, {"code": _code(user)})
    client.post("/account/second-factor/remove/")
    assert Authenticator.objects.filter(user=user, confirmed=True).exists()


def test_new_recovery_codes_end_the_old_ones() -> None:
    user = a_user()
    old = _enrolled(user)
    new = second_factor.renew_recovery_codes(user=user, by=SYSTEM)
    assert not set(old) & set(new)
    with pytest.raises(second_factor.WrongCode):
        second_factor.verify(user=user, code=old[0], by=SYSTEM, now=timezone.now())
