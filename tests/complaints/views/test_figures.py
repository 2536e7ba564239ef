"""Published rates, targets and annotations through their pages."""

from decimal import Decimal

import pytest
from django.test import Client

from complaints.models import Annotation, PublishedRate, RateTarget
from portalkit.audit.models import AuditEvent
from tests.builders import a_user
from tests.complaints.conftest import Province

from .builders import MONTH, a_client

pytestmark = pytest.mark.django_db


def entered(client: Client, province: Province, **more: object):
    data = {"month": MONTH, "region": province.whole.pk, "service_class": "total", "value": "2.61", "per": "10000", "source": "通报"}
    return client.post("/complaints/published/enter/", data | more)


def test_an_official_figure_stands_beside_the_computed_one_until_it_is_removed(october: Province, steward: Client) -> None:
    assert entered(steward, october).status_code == 302
    page = steward.get("/complaints/", {"month": MONTH}).context
    official = next(stat for stat in page["stats"] if stat.label == "Published rate")
    assert (page["cards"][0].stat.value, official.value, official.note) == ("2.50", "2.61", "通报")
    figure = PublishedRate.objects.get()
    path = f"/complaints/published/{figure.pk}/remove/"
    assert path in steward.get("/complaints/published/").content.decode()
    assert "2.61" in steward.get(path).content.decode()
    assert PublishedRate.objects.exists()
    assert steward.post(path).status_code == 302
    assert not PublishedRate.objects.exists()
    assert AuditEvent.objects.filter(action="complaints.remove_published_rate").exists()


def test_the_same_month_entered_again_replaces_the_figure(province: Province, steward: Client) -> None:
    entered(steward, province)
    entered(steward, province, value="2.7")
    assert [figure.value for figure in PublishedRate.objects.all()] == [Decimal("2.7")]


@pytest.mark.parametrize("wrong", [{"value": "-1"}, {"value": "NaN"}, {"month": "2024-13"}, {"service_class": "unmapped"}, {"per": "7"}])
def test_what_is_no_figure_is_refused_beside_its_field(province: Province, steward: Client, wrong: dict[str, str]) -> None:
    response = entered(steward, province, **wrong)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == set(wrong)
    assert not PublishedRate.objects.exists()


def test_who_may_only_read_finds_no_way_to_change_figures(october: Province, steward: Client, monitor: Client) -> None:
    entered(steward, october)
    figure = PublishedRate.objects.get()
    page = monitor.get("/complaints/published/").content.decode()
    assert "2.61" in page
    assert "/remove/" not in page
    assert "/enter/" not in page
    assert entered(monitor, october).status_code == 403
    assert monitor.post(f"/complaints/published/{figure.pk}/remove/").status_code == 403


def test_a_figure_of_another_region_can_be_neither_entered_nor_removed(province: Province, steward: Client) -> None:
    entered(steward, province)
    local = a_client(a_user("data_steward", at=province.liuxi))
    assert entered(local, province).status_code == 422
    assert local.post(f"/complaints/published/{PublishedRate.objects.get().pk}/remove/").status_code == 404


def test_a_target_shows_whether_the_month_meets_it(october: Province, steward: Client) -> None:
    data = {"region": october.whole.pk, "service_class": "total", "first_month": "2024-01", "last_month": "", "value": "2.4"}
    assert steward.post("/complaints/targets/set/", data).status_code == 302
    target = next(stat for stat in steward.get("/complaints/", {"month": MONTH}).context["stats"] if stat.label == "Target")
    assert (target.value, target.note) == ("2.40", "exceeded")
    assert "2.40" in steward.get("/complaints/annotations/").content.decode()


@pytest.mark.parametrize("wrong", [{"value": "0"}, {"last_month": "2023-12"}, {"first_month": "soon"}])
def test_a_target_that_makes_no_sense_is_refused(province: Province, steward: Client, wrong: dict[str, str]) -> None:
    data = {"region": province.whole.pk, "service_class": "total", "first_month": "2024-01", "last_month": "", "value": "2.4"} | wrong
    response = steward.post("/complaints/targets/set/", data)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == set(wrong)
    assert not RateTarget.objects.exists()


def test_an_event_is_marked_on_the_charts_and_taken_off_again(october: Province, steward: Client) -> None:
    data = {"day": "2024-10-09", "label": "割接", "label_en": "Cutover weekend", "kind": "other", "region": ""}
    assert steward.post("/complaints/annotations/", data).status_code == 302
    assert "Cutover weekend" in steward.get("/complaints/trend/", {"month": MONTH}).content.decode()
    mark = Annotation.objects.get()
    assert steward.post(f"/complaints/annotations/{mark.pk}/remove/").status_code == 302
    assert "Cutover weekend" not in steward.get("/complaints/trend/", {"month": MONTH}).content.decode()


def test_who_annotates_one_branch_cannot_mark_all_of_them(province: Province, steward: Client) -> None:
    local = a_client(a_user("supervisor", at=province.liuxi))
    data = {"day": "2024-10-09", "label": "割接", "kind": "other", "region": ""}
    assert local.post("/complaints/annotations/", data).status_code == 422
    assert local.post("/complaints/annotations/", data | {"region": province.liuxi.pk}).status_code == 302
    steward.post("/complaints/annotations/", data | {"region": province.whole.pk})
    whole = Annotation.objects.get(region=province.whole)
    assert local.post(f"/complaints/annotations/{whole.pk}/remove/").status_code == 404


def test_who_may_only_read_sees_events_and_no_form(october: Province, monitor: Client) -> None:
    page = monitor.get("/complaints/annotations/").content.decode()
    assert "<form" not in page.partition("<main")[2].partition("</main>")[0]
    assert monitor.post("/complaints/annotations/", {"day": "2024-10-09", "label": "x", "kind": "other"}).status_code == 403
