import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portalkit.access.models import User, UserSession
from portalkit.access.services.sessions import end_session, forget_ended_sessions
from portalkit.audit.domain.actors import SYSTEM
from portalkit.audit.models import AuditEvent
from tests.builders import PASSWORD, a_province, a_user

pytestmark = pytest.mark.django_db
LOGIN = "/account/sign-in/"
ACCOUNT = "/account/"


def _sign_in(client: Client, user: User, *, password: str = PASSWORD, after: str = ACCOUNT, **headers: str):
    return client.post(LOGIN, {"username": user.username, "password": password, "next": after}, headers=headers)


def _login(client: Client, user: User) -> None:
    assert _sign_in(client, user).status_code == 302


def test_the_right_password_leads_to_the_page_asked_for(client: Client) -> None:
    response = _sign_in(client, a_user(), after="/admin/regions/?page=2")
    assert response.headers["Location"] == "/admin/regions/?page=2"
    assert AuditEvent.objects.filter(action="access.sign_in").count() == 1


@pytest.mark.parametrize("after", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"])
def test_signing_in_never_leads_to_another_host(client: Client, after: str) -> None:
    assert "evil" not in _sign_in(client, a_user(), after=after).headers["Location"]


def test_a_wrong_password_says_the_same_as_an_unknown_name(client: Client) -> None:
    user = a_user()
    wrong = _sign_in(client, user, password="not this one").content.decode().replace(user.username, "")
    unknown = client.post(LOGIN, {"username": "nobody", "password": "not this one", "next": ACCOUNT}).content.decode().replace("nobody", "")
    assert wrong.count('role="alert"') == unknown.count('role="alert"') == 1
    assert AuditEvent.objects.filter(action="access.sign_in_refused").count() == 2


def test_a_deactivated_user_is_not_let_in(client: Client) -> None:
    assert _sign_in(client, a_user(is_active=False)).status_code == 200


def test_too_many_attempts_are_told_when_to_come_back(client: Client, settings) -> None:
    settings.AXES_FAILURE_LIMIT = 3
    user = a_user()
    for _ in range(3):
        response = _sign_in(client, user, password="not this one")
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) == 900
    assert _sign_in(client, user).status_code == 429
    assert "_auth_user_id" not in client.session


def test_a_lockout_does_not_shut_out_the_same_name_from_elsewhere(client: Client, settings) -> None:
    settings.AXES_FAILURE_LIMIT = 3
    user = a_user()
    for _ in range(3):
        _sign_in(client, user, password="not this one")
    elsewhere = Client(REMOTE_ADDR="10.9.9.9")
    assert _sign_in(elsewhere, user).status_code == 302


def test_signing_out_takes_a_post(client: Client) -> None:
    _login(client, a_user())
    assert client.get("/account/sign-out/").status_code == 405
    assert client.post("/account/sign-out/").status_code == 302
    assert client.get(ACCOUNT).headers["Location"] == f"{LOGIN}?next=%2Faccount%2F"
    assert not UserSession.objects.exists()


def test_without_a_session_a_page_leads_to_the_sign_in(client: Client) -> None:
    assert client.get("/admin/users/?q=a").headers["Location"] == f"{LOGIN}?next=%2Fadmin%2Fusers%2F%3Fq%3Da"


def test_a_fragment_without_a_session_sends_the_whole_page_to_the_sign_in(client: Client) -> None:
    response = client.get("/admin/users/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/admin/tokens/?page=3"})
    assert response.status_code == 401
    assert response.headers["HX-Redirect"] == f"{LOGIN}?next=%2Fadmin%2Ftokens%2F%3Fpage%3D3"


def test_a_session_ended_elsewhere_is_over_at_the_next_request(client: Client) -> None:
    user = a_user()
    _login(client, user)
    end_session(session=UserSession.objects.get(user=user), by=SYSTEM)
    assert client.get(ACCOUNT).status_code == 302


def test_a_user_ends_the_other_browsers_and_keeps_this_one(client: Client) -> None:
    user, other = a_user(), Client()
    _login(client, user)
    _login(other, user)
    assert client.post("/account/sessions/end-others/").status_code == 302
    assert client.get(ACCOUNT).status_code == 200
    assert other.get(ACCOUNT).status_code == 302


def test_nobody_ends_the_session_of_someone_else(client: Client) -> None:
    stranger, other = a_user(), Client()
    _login(other, stranger)
    _login(client, a_user())
    session = UserSession.objects.get(user=stranger)
    assert client.post(reverse("access:end_session", args=[session.pk])).status_code == 404
    assert other.get(ACCOUNT).status_code == 200


def test_a_new_password_keeps_this_browser_and_ends_the_others(client: Client) -> None:
    user, other = a_user(), Client()
    _login(client, user)
    _login(other, user)
    new = "quite another long one"
    response = client.post("/account/password/", {"present": PASSWORD, "new_password": new, "again": new})
    assert response.status_code == 302
    assert client.get(ACCOUNT).status_code == 200
    assert other.get(ACCOUNT).status_code == 302
    assert UserSession.objects.get(user=user).session_key == client.session.session_key


@pytest.mark.parametrize(
    ("present", "new", "again"),
    [
        ("wrong", "quite another long one", "quite another long one"),
        (PASSWORD, "short", "short"),
        (PASSWORD, "quite another long one", "not the same"),
    ],
)
def test_a_bad_change_of_password_changes_nothing(client: Client, present: str, new: str, again: str) -> None:
    user = a_user()
    _login(client, user)
    assert client.post("/account/password/", {"present": present, "new_password": new, "again": again}).status_code == 200
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_expired_sessions_are_cleared_away(client: Client) -> None:
    user = a_user()
    _login(client, user)
    assert forget_ended_sessions(now=timezone.now()) == 0
    assert forget_ended_sessions(now=timezone.now() + timezone.timedelta(days=2)) == 1


def test_a_user_without_a_role_is_told_so(client: Client) -> None:
    _login(client, a_user())
    response = client.get("/admin/regions/")
    assert response.status_code == 403
    assert "access/no_grants.html" in [template.name for template in response.templates]


def test_a_user_with_other_roles_is_plainly_refused(client: Client) -> None:
    _login(client, a_user("manager", at=a_province()))
    response = client.get("/admin/users/")
    assert response.status_code == 403
    assert "access/no_grants.html" not in [template.name for template in response.templates]


def test_the_language_is_kept_in_a_cookie_and_leads_back(client: Client) -> None:
    response = client.post("/account/language/", {"language": "en", "next": "/account/sign-in/"})
    assert response.headers["Location"] == "/account/sign-in/"
    assert response.cookies["noc_language"].value == "en"
    assert client.get(LOGIN).headers["Content-Language"] == "en"


@pytest.mark.parametrize("language", ["fr", "", "../../etc"])
def test_a_language_that_is_not_offered_changes_nothing(client: Client, language: str) -> None:
    response = client.post("/account/language/", {"language": language, "next": "https://evil.example/"})
    assert "noc_language" not in response.cookies
    assert response.headers["Location"] == "/"


def test_every_answer_carries_the_id_of_its_request(client: Client) -> None:
    first, second = (client.get(LOGIN, headers={"X-Request-ID": "chosen-by-the-client"}).headers["X-Request-ID"] for _ in range(2))
    assert first != second
    assert "chosen" not in first
