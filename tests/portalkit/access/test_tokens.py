from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from portalkit.access.models import MachineToken
from portalkit.access.permissions import AccessPermission
from portalkit.access.selectors import access_of_user
from portalkit.access.services.tokens import IssuedToken, TokenRefused, issue_token, revoke_token
from portalkit.audit.domain.actors import SYSTEM
from portalkit.regions.models import Region
from tests.builders import a_county, a_prefecture, a_province, a_user

pytestmark = pytest.mark.django_db
REGIONS = "/api/v1/regions/"
VIEW = AccessPermission.VIEW_REGIONS


@pytest.fixture
def tree() -> dict[str, Region]:
    province = a_province()
    here, there = a_prefecture("here", under=province), a_prefecture("there", under=province)
    return {"province": province, "here": here, "there": there, "county": a_county("county", under=here)}


def _issue(region: Region, *permissions: str, at: Region | None = None, role: str = "administrator", **fields: object) -> IssuedToken:
    user = a_user(role, at=at or region)
    now = timezone.now()
    access = access_of_user(user, on=timezone.localdate())
    values = {"name": "collector", "permissions": permissions or (VIEW,), "region": region, "expires_at": None, **fields}
    return issue_token(**values, access=access, user=user, now=now)  # type: ignore[arg-type]


def _bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def test_a_token_sees_its_own_subtree_and_nothing_else(client: Client, tree: dict[str, Region]) -> None:
    issued = _issue(tree["here"], at=tree["province"])
    codes = [row["code"] for row in client.get(REGIONS, headers=_bearer(issued.secret)).json()["results"]]
    assert codes == [tree["here"].code, tree["county"].code]
    assert client.get(f"{REGIONS}{tree['there'].code}/", headers=_bearer(issued.secret)).status_code == 404


def test_a_token_is_nobodys_user(client: Client, tree: dict[str, Region]) -> None:
    issued = _issue(tree["here"], at=tree["province"])
    body = client.get("/api/v1/me/", headers=_bearer(issued.secret)).json()
    assert (body["kind"], body["name"]) == ("machine", "collector")
    assert [row["permission"] for row in body["permissions"]] == [VIEW]
    assert body["permissions"][0]["regions"] == [tree["here"].code]


def test_a_token_may_only_do_what_stands_on_it(client: Client, tree: dict[str, Region]) -> None:
    issued = _issue(tree["province"], AccessPermission.READ_AUDIT)
    assert client.get(REGIONS, headers=_bearer(issued.secret)).status_code == 403


def test_a_token_opens_no_pages(client: Client, tree: dict[str, Region]) -> None:
    issued = _issue(tree["province"])
    assert client.get("/admin/regions/", headers=_bearer(issued.secret)).status_code == 302


def test_a_revoked_or_expired_or_unknown_token_is_refused(client: Client, tree: dict[str, Region]) -> None:
    revoked, expired = _issue(tree["province"]), _issue(tree["province"], expires_at=timezone.now() + timedelta(days=1))
    revoke_token(token=revoked.token, by=SYSTEM, now=timezone.now())
    MachineToken.objects.filter(pk=expired.token.pk).update(expires_at=timezone.now())
    for secret in (revoked.secret, expired.secret, "noc_unknown", ""):
        response = client.get(REGIONS, headers=_bearer(secret))
        assert response.status_code == 401
        assert response.headers["Content-Type"] == "application/problem+json"
        assert response.headers["WWW-Authenticate"] == "Bearer"


def test_only_the_digest_of_a_secret_is_kept(tree: dict[str, Region]) -> None:
    issued = _issue(tree["province"])
    row = MachineToken.objects.values().get()
    assert issued.secret not in str(row)


def test_a_token_notes_when_it_was_used_last(client: Client, tree: dict[str, Region]) -> None:
    issued = _issue(tree["province"])
    client.get(REGIONS, headers=_bearer(issued.secret))
    issued.token.refresh_from_db()
    assert issued.token.last_used_at is not None


@pytest.mark.parametrize(
    ("region", "permissions", "code"),
    [("there", (VIEW,), "beyond_own"), ("here", ("no.such",), "unknown_permission"), ("here", (), "nothing_allowed")],
)
def test_nobody_issues_more_than_the_own_reach(tree: dict[str, Region], region: str, permissions: tuple[str, ...], code: str) -> None:
    user = a_user("administrator", at=tree["here"])
    with pytest.raises(TokenRefused) as refused:
        issue_token(
            name="x",
            permissions=permissions,
            region=tree[region],
            expires_at=None,
            access=access_of_user(user, on=timezone.localdate()),
            user=user,
            now=timezone.now(),
        )
    assert refused.value.code == code


def test_a_page_is_never_larger_than_the_bound_and_follows_the_size(client: Client, tree: dict[str, Region]) -> None:
    client.force_login(a_user("administrator", at=tree["province"]))
    first = client.get(REGIONS, {"size": "3"}).json()
    assert len(first["results"]) == 3
    assert len(client.get(first["next"]).json()["results"]) == 1


def test_errors_are_problem_details_that_name_the_request(client: Client) -> None:
    response = client.get("/api/v1/me/")
    body = response.json()
    assert (response.status_code, body["status"], body["type"]) == (401, 401, "about:blank")
    assert body["instance"] == f"urn:request:{response.headers['X-Request-ID']}"


def test_an_unchanged_list_costs_a_poller_no_body(client: Client, tree: dict[str, Region]) -> None:
    client.force_login(a_user("administrator", at=tree["province"]))
    first = client.get(REGIONS)
    again = client.get(REGIONS, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    a_county("new", under=tree["there"])
    assert client.get(REGIONS, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_callers_are_throttled_each_for_itself(client: Client, tree: dict[str, Region], monkeypatch: pytest.MonkeyPatch) -> None:
    from portalkit.access.api.throttling import ActorRateThrottle

    monkeypatch.setattr(ActorRateThrottle, "rate", "2/min", raising=False)
    one, other = _issue(tree["province"]), _issue(tree["province"])
    statuses = [client.get(REGIONS, headers=_bearer(one.secret)).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    assert client.get(REGIONS, headers=_bearer(other.secret)).status_code == 200


def test_a_write_through_a_session_needs_the_csrf_token(tree: dict[str, Region]) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(a_user("administrator", at=tree["province"]))
    assert strict.post("/account/preference/", {"key": "theme", "value": "dark"}).status_code == 403
