import re

import pytest
from django.test import Client
from django.urls import reverse

from portalkit.access.models import Grant, MachineToken, Preference, User
from portalkit.audit.domain.actors import SYSTEM
from portalkit.audit.models import AuditEvent
from portalkit.audit.services import record
from portalkit.regions.models import Region
from tests.builders import PASSWORD, a_county, a_prefecture, a_province, a_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def province() -> Region:
    return a_province("南江省")


@pytest.fixture
def admin(client: Client, province: Region) -> User:
    user = a_user("administrator", at=province, full_name="吴凡")
    client.force_login(user)
    return user


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("name", ["account", "change_password", "sessions", "enrol", "users", "new_user", "tokens", "new_token", "events"])
@pytest.mark.usefixtures("admin")
def test_every_page_opens_in_both_languages(client: Client, name: str, language: str) -> None:
    client.cookies["noc_language"] = language
    response = client.get(reverse(f"access:{name}"))
    assert response.status_code == 200
    assert not re.search(r"\sstyle=|<script(?![^>]*src)|onclick=", response.content.decode())


@pytest.mark.usefixtures("admin")
def test_a_new_user_gets_a_role_and_a_link_that_sets_the_password_once(client: Client, province: Region) -> None:
    fields = {"username": "chen", "full_name": "陈晓雯", "department": "", "email": "", "role": "noc_staff", "region": province.pk}
    page = client.post(reverse("access:new_user"), fields).content.decode()
    path = re.search(r"http://testserver(/account/set-password/[^<]+)<", page)
    assert path is not None
    user = User.objects.get(username="chen")
    assert Grant.objects.get(user=user).role == "noc_staff"
    visitor, new = Client(), "a long enough new one"
    assert visitor.post(path[1], {"new_password": new, "again": new}).status_code == 302
    assert visitor.get(path[1]).status_code == 410
    user.refresh_from_db()
    assert user.check_password(new)


@pytest.mark.usefixtures("admin")
def test_a_user_name_is_taken_in_any_case(client: Client, province: Region) -> None:
    a_user(username="chen")
    fields = {"username": "CHEN", "full_name": "x", "department": "", "email": "", "role": "noc_staff", "region": province.pk}
    assert client.post(reverse("access:new_user"), fields).status_code == 200
    assert not User.objects.filter(username="CHEN").exists()


@pytest.mark.usefixtures("admin")
def test_resetting_a_password_ends_it_and_every_browser(client: Client) -> None:
    user, browser = a_user(), Client()
    browser.post("/account/sign-in/", {"username": user.username, "password": PASSWORD, "next": "/account/"})
    assert client.post(reverse("access:password_link", args=[user.pk])).status_code == 200
    user.refresh_from_db()
    assert not user.has_usable_password()
    assert browser.get("/account/").status_code == 302


@pytest.mark.usefixtures("admin")
def test_a_deactivated_user_is_out_at_once(client: Client) -> None:
    user, browser = a_user(), Client()
    browser.force_login(user)
    client.post(reverse("access:deactivate_user", args=[user.pk]))
    assert browser.get("/account/").status_code == 302
    client.post(reverse("access:activate_user", args=[user.pk]))
    user.refresh_from_db()
    assert user.is_active


def test_nobody_deactivates_the_own_account(client: Client, admin: User) -> None:
    client.post(reverse("access:deactivate_user", args=[admin.pk]))
    admin.refresh_from_db()
    assert admin.is_active


@pytest.mark.usefixtures("admin")
def test_a_grant_is_given_and_withdrawn_with_its_audit_events(client: Client, province: Region) -> None:
    user = a_user()
    client.post(reverse("access:give_grant", args=[user.pk]), {"role": "manager", "region": province.pk, "valid_from": "2026-01-01"})
    grant = Grant.objects.get(user=user)
    client.post(reverse("access:withdraw_grant", args=[user.pk, grant.pk]))
    assert not Grant.objects.filter(user=user).exists()
    assert AuditEvent.objects.filter(action__in=["access.give_grant", "access.withdraw_grant"], object_id=str(user.pk)).count() == 2


def test_an_administrator_of_a_prefecture_gives_nothing_beyond_it(client: Client, province: Region) -> None:
    here, there = a_prefecture("here", under=province), a_prefecture("there", under=province)
    client.force_login(a_user("administrator", at=here))
    mine, foreign = a_user("manager", at=here), a_user("manager", at=there)
    client.post(reverse("access:give_grant", args=[mine.pk]), {"role": "administrator", "region": province.pk})
    assert Grant.objects.filter(user=mine).count() == 1
    assert client.get(reverse("access:user", args=[foreign.pk])).status_code == 404
    assert client.post(reverse("access:password_link", args=[foreign.pk])).status_code == 404


@pytest.mark.usefixtures("admin")
def test_a_token_shows_its_secret_once(client: Client, province: Region) -> None:
    fields = {"name": "collector", "region": province.pk, "permissions": ["regions.view"]}
    page = client.post(reverse("access:new_token"), fields).content.decode()
    secret = re.search(r"noc_[\w\-]{40,}", page)
    assert secret is not None
    token = MachineToken.objects.get()
    again = client.get(reverse("access:token", args=[token.pk])).content.decode()
    assert secret[0] not in again
    client.post(reverse("access:revoke_token", args=[token.pk]))
    token.refresh_from_db()
    assert token.revoked_at is not None


def test_the_audit_log_of_a_prefecture_holds_its_own_events_only(client: Client, province: Region) -> None:
    here, there = a_prefecture("here", under=province), a_prefecture("there", under=province)
    mine = record(by=SYSTEM, action="test.mine", region_code=here.code)
    foreign = record(by=SYSTEM, action="test.foreign", region_code=there.code)
    above = record(by=SYSTEM, action="test.above")
    client.force_login(a_user("administrator", at=here))
    page = client.get(reverse("access:events")).content.decode()
    assert ("test.mine" in page, "test.foreign" in page, "test.above" in page) == (True, False, False)
    statuses = [client.get(reverse("access:event", args=[event.pk])).status_code for event in (mine, foreign, above)]
    assert statuses == [200, 404, 404]


@pytest.mark.parametrize(
    ("key", "value", "status"), [("theme", "dark", 204), ("theme", "pink", 400), ("table.x", "{}", 400), ("other", "x", 400)]
)
def test_only_known_preferences_are_kept(client: Client, admin: User, key: str, value: str, status: int) -> None:
    assert client.post(reverse("access:preference"), {"key": key, "value": value}).status_code == status
    assert Preference.objects.filter(user=admin).exists() is (status == 204)


def test_a_region_beyond_reach_cannot_be_picked(client: Client, province: Region) -> None:
    here, there = a_prefecture("here", under=province), a_prefecture("there", under=province)
    client.force_login(a_user("manager", at=here))
    post = {"key": "picked_region", "next": "/account/"}
    assert client.post(reverse("access:preference"), {**post, "value": there.code}).status_code == 400
    assert client.post(reverse("access:preference"), {**post, "value": here.code}).headers["Location"] == "/account/"


def test_regions_are_listed_changed_moved_and_closed_within_reach(client: Client, admin: User, province: Region) -> None:
    here, there = a_prefecture("云州市", under=province), a_prefecture("柳溪市", under=province)
    county = a_county("城东区", under=here)
    assert "城东区" in client.get(reverse("regions:regions")).content.decode()
    assert client.get(reverse("regions:region", args=[county.code])).status_code == 200
    client.post(reverse("regions:change_region", args=[county.code]), {"name": "城西区", "name_en": "Chengxi"})
    client.post(reverse("regions:move_region", args=[county.code]), {"parent": there.pk})
    client.post(reverse("regions:close_region", args=[county.code]), {"on": "2026-12-01"})
    county.refresh_from_db()
    assert (county.name, county.path, str(county.valid_to)) == ("城西区", f"{there.path}{county.code}/", "2026-12-01")


def test_a_region_is_added_below_its_parent(client: Client, admin: User, province: Region) -> None:
    fields = {"code": "NEW1", "name": "新市", "level": "prefecture", "parent": province.pk}
    assert client.post(reverse("regions:new_region"), fields).headers["Location"] == reverse("regions:region", args=["NEW1"])
    assert client.post(reverse("regions:new_region"), fields).status_code == 200


def test_a_foreign_region_does_not_exist(client: Client, province: Region) -> None:
    here, there = a_prefecture("here", under=province), a_prefecture("there", under=province)
    client.force_login(a_user("data_steward", at=here))
    assert client.get(reverse("regions:region", args=[there.code])).status_code == 404
    assert client.post(reverse("regions:close_region", args=[there.code]), {"on": "2026-12-01"}).status_code == 404
    assert there.name not in client.get(reverse("regions:regions")).content.decode()


def test_a_user_with_two_grants_of_a_role_is_listed_once(client: Client, admin: User, province: Region) -> None:
    here, there = a_prefecture("here", under=province), a_prefecture("there", under=province)
    user = a_user("manager", at=here)
    Grant.objects.create(user=user, role="manager", region=there)
    for query in ({"role": "manager"}, {"region": province.code}, {"role": "manager", "region": there.code}):
        page = client.get(reverse("access:users"), query).content.decode()
        assert page.count(f'href="{reverse("access:user", args=[user.pk])}"') == 1


@pytest.mark.usefixtures("admin")
def test_users_are_found_by_the_region_of_their_role(client: Client, province: Region) -> None:
    here, there = a_prefecture("here", under=province), a_prefecture("there", under=province)
    mine, foreign = a_user("manager", at=a_county("deep", under=here)), a_user("manager", at=there)
    page = client.get(reverse("access:users"), {"region": here.code}).content.decode()
    assert (mine.username in page, foreign.username in page) == (True, False)


@pytest.mark.usefixtures("admin")
def test_what_cannot_be_undone_asks_first_also_without_scripts(client: Client) -> None:
    page = client.get(reverse("access:user", args=[a_user().pk])).content.decode()
    for dialog in ("deactivate", "reset-password"):
        assert re.search(rf'<a [^>]*href="#{dialog}"[^>]*data-dialog="{dialog}"', page)
        assert f'<dialog class="dialog confirm" id="{dialog}"' in page


def test_the_own_browser_is_marked_and_cannot_be_ended_by_mistake(client: Client) -> None:
    user, other = a_user(), Client()
    for browser in (client, other):
        browser.post("/account/sign-in/", {"username": user.username, "password": PASSWORD, "next": "/account/"})
    page = client.get(reverse("access:sessions")).content.decode()
    assert page.count("is-selected") == 1
    assert page.count('<dialog class="dialog confirm" id="end-session-') == 1


@pytest.mark.usefixtures("admin")
def test_regions_are_folded_by_prefecture_and_found_by_name_or_code(client: Client, province: Region) -> None:
    for name in ("云州市", "柳溪市", "桂屏市", "梧川市"):
        a_county(f"{name}县", under=a_prefecture(name, under=province))
    folded = client.get(reverse("regions:regions")).content.decode()
    assert (folded.count('<details class="card region-group">'), folded.count('region-group" open')) == (4, 0)
    unfolded = client.get(reverse("regions:regions"), {"open": "all"}).content.decode()
    assert unfolded.count('region-group" open') == 4
    found = client.get(reverse("regions:regions"), {"q": "柳溪市县"}).content.decode()
    assert ("柳溪市县" in found, "云州市" in found) == (True, False)
    assert client.get(reverse("regions:regions"), {"q": "\0 nowhere"}).status_code == 200


@pytest.mark.usefixtures("admin")
def test_a_region_added_below_another_starts_one_level_lower(client: Client, province: Region) -> None:
    page = client.get(reverse("regions:new_region"), {"parent": province.code}).content.decode()
    assert '<option value="prefecture" selected>' in page


@pytest.mark.usefixtures("admin")
def test_the_audit_log_tells_action_region_and_seal_in_words(client: Client, province: Region) -> None:
    client.cookies["noc_language"] = "en"
    event = record(by=SYSTEM, action="regions.close", on=province, region_code=province.code, detail={"reason": "locked"})
    page = client.get(reverse("access:events"), {"action": "regions.close", "is_sealed": "no"}).content.decode()
    assert all(words in page for words in ("Region closed", province.display_name, "Not sealed yet", "audit_verify"))
    assert "Nothing matches these filters" in client.get(reverse("access:events"), {"is_sealed": "yes"}).content.decode()
    assert "too many attempts" in client.get(reverse("access:event", args=[event.pk])).content.decode()
