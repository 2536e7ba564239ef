"""The register of halls in the browser and over REST."""

import pytest
from django.test import Client
from django.urls import reverse

from portalkit.audit.models import AuditEvent
from portalkit.regions.models import Region
from storefronts.models import Hall
from tests.builders import a_county, a_prefecture, a_province, a_user

pytestmark = pytest.mark.django_db
VALUES = {"name": "东门营业厅", "name_en": "East Gate", "address": "东门大街", "opening": "周一至周五 8:30-18:00", "hall_class": "key"}


@pytest.fixture
def county() -> Region:
    return a_county("城东区", under=a_prefecture("云州市", under=a_province("南江省")))


@pytest.fixture
def steward(client: Client, county: Region) -> Client:
    client.force_login(a_user("data_steward", at=county.parent))
    return client


def test_a_hall_is_added_shown_changed_and_moved(steward: Client, county: Region) -> None:
    other = a_county("城西区", under=county.parent)
    added = steward.post(
        reverse("storefronts:new_hall"), {**VALUES, "code": "H1", "parent": county.pk, "longitude": "108.3", "latitude": "22.8"}
    )
    assert added.status_code == 302
    page = steward.get(reverse("storefronts:hall", args=["H1"])).text
    assert "周一至周五 08:30-18:00" in page
    assert "108.300000" in page
    assert reverse("video:hall", args=["H1"]) not in page
    steward.force_login(a_user("hall_manager", at=county))
    assert reverse("video:hall", args=["H1"]) in steward.get(reverse("storefronts:hall", args=["H1"])).text
    steward.force_login(a_user("data_steward", at=county.parent))
    form = steward.get(reverse("storefronts:change_hall", args=["H1"])).context["form"]
    assert form.initial["opening"] == "周一至周五 08:30-18:00"
    assert (
        steward.post(reverse("storefronts:change_hall", args=["H1"]), {**VALUES, "parent": other.pk, "hall_class": "ordinary"}).status_code
        == 302
    )
    hall = Hall.objects.select_related("region__parent").get()
    assert (hall.region.parent, hall.region.path, hall.legal_retention_days) == (other, f"{other.path}H1/", 30)
    actions = set(AuditEvent.objects.values_list("action", flat=True))
    assert {"storefronts.add_hall", "storefronts.change_hall", "regions.move"} <= actions
    listed = steward.get(reverse("storefronts:halls"), {"class": "ordinary", "region": other.code}).text
    assert "东门营业厅" in listed


def test_a_form_says_what_is_wrong_and_keeps_nothing(steward: Client, county: Region) -> None:
    url = reverse("storefronts:new_hall")
    foreign = a_county("别处", under=a_prefecture("远州市", under=Region.objects.get(parent=None)))
    for field, value in (("opening", "全年无休"), ("code", county.code.lower()), ("code", "a b"), ("parent", foreign.pk)):
        refused = steward.post(url, {**VALUES, "code": "H1", "parent": county.pk, field: value})
        assert refused.status_code == 422, field
        assert list(refused.context["form"].errors) == [field]
    assert not Hall.objects.exists()


def test_a_foreign_hall_is_not_found_and_machines_read_the_visible_ones(steward: Client, county: Region) -> None:
    steward.post(reverse("storefronts:new_hall"), {**VALUES, "code": "H1", "parent": county.pk})
    [row] = steward.get("/api/v1/halls/").json()["results"]
    assert (row["code"], row["parent"], row["legal_retention_days"], row["opening"]) == ("H1", county.code, 90, "Mo-Fr 08:30-18:00")
    assert steward.get("/api/v1/halls/?class=ordinary").json()["results"] == []
    assert steward.get("/api/v1/halls/?class=zzz").status_code == 400
    elsewhere = a_prefecture("远州市", under=Region.objects.get(parent=None))
    steward.force_login(a_user("data_steward", at=elsewhere))
    for url in (reverse("storefronts:hall", args=["H1"]), reverse("storefronts:change_hall", args=["H1"]), "/api/v1/halls/H1/"):
        assert steward.get(url).status_code == 404
    assert steward.get("/api/v1/halls/").json()["results"] == []
