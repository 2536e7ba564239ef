"""Benefit estimates through their pages."""

import pytest
from django.test import Client
from django.utils import timezone

from complaints.models import BenefitEstimate
from portalkit.periods.domain.calendar import month_of
from tests.builders import a_user
from tests.complaints.conftest import Province

from .builders import a_client

pytestmark = pytest.mark.django_db
NEW = "/complaints/benefit/new/"


def sent(province: Province, **more: object) -> dict[str, object]:
    month = month_of(timezone.localdate()).previous()
    place = {"region": province.whole.pk, "month": str(month)}
    inputs = {"subscribers": "51169", "arpu": "51", "percent": "20", "note": ""}
    return place | inputs | {"subscribers_source": "market", "arpu_source": "finance", "share_source": "minutes"} | more


def test_calculating_shows_the_result_and_saves_nothing(province: Province, manager: Client) -> None:
    page = manager.post(NEW, sent(province, action="calculate"))
    assert page.status_code == 200
    assert all(text in page.content.decode() for text in ("51,169", "51.00", "20%", "2,609,619.00", "521,923.80"))
    assert not BenefitEstimate.objects.exists()


def test_a_saved_estimate_stands_in_the_list_the_chart_and_on_its_page(province: Province, manager: Client) -> None:
    saved = manager.post(NEW, sent(province, action="save"))
    assert "521,923.80" in manager.get(saved["Location"]).content.decode()
    page = manager.get("/complaints/benefit/")
    assert "521,923.80" in page.content.decode()
    assert str(page.context["summary"].total) == "521923.80"
    answer = manager.get("/complaints/benefit/", {"chart": "benefit-by-month", "format": "csv"})
    assert "521923.8" in b"".join(answer).decode("utf-8-sig")


def test_a_new_version_needs_a_reason_and_leaves_the_old_one_readable(province: Province, manager: Client) -> None:
    first = manager.post(NEW, sent(province))["Location"]
    revise = f"{first}revise/"
    assert manager.get(revise).context["form"].initial["percent"] == 20
    assert manager.post(revise, sent(province, percent="25")).status_code == 422
    second = manager.post(revise, sent(province, percent="25", note="agreed anew"))["Location"]
    assert "652,404.75" in manager.get(second).content.decode()
    assert "replaced" in manager.get(first).content.decode()
    assert manager.post(revise, sent(province, percent="30", note="too late")).status_code == 422
    assert BenefitEstimate.objects.filter(is_current=True).count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"subscribers": "-1"},
        {"subscribers": "999999999999"},
        {"arpu": "-51"},
        {"arpu": "NaN"},
        {"arpu": "100001"},
        {"percent": "101"},
        {"percent": "20.123456"},
        {"arpu_source": " "},
        {"month": "soon"},
    ],
)
def test_an_absurd_input_is_refused_in_words(province: Province, manager: Client, wrong: dict[str, str]) -> None:
    page = manager.post(NEW, sent(province, **wrong))
    assert page.status_code == 422
    assert set(page.context["form"].errors) == set(wrong)


def test_a_month_estimated_already_is_not_estimated_beside_it(province: Province, manager: Client) -> None:
    manager.post(NEW, sent(province))
    page = manager.post(NEW, sent(province))
    assert page.status_code == 422
    assert "month" in page.context["form"].errors


def test_a_manager_of_a_branch_neither_sees_nor_changes_the_province(province: Province, manager: Client) -> None:
    path = manager.post(NEW, sent(province))["Location"]
    local = a_client(a_user("manager", at=province.liuxi))
    assert local.get(path).status_code == 404
    assert local.get(f"{path}revise/").status_code == 404
    assert local.post(NEW, sent(province)).status_code == 422
