"""The rules that give the words of the exports their meaning, through their pages."""

from datetime import date

import pytest
from django.test import Client

from complaints.models import CategoryMapping, Ticket
from tests.complaints.conftest import Province

pytestmark = pytest.mark.django_db
NEW = "/complaints/mappings/category/new/"
RULE = {"text": "家庭宽带", "match": "prefix", "system": "", "valid_from": "", "valid_to": ""}
OTHER = RULE | {"service_class": "other", "complaint_type": "other"}


def test_what_no_rule_knows_is_listed_and_one_click_from_its_rule(october: Province, steward: Client, run_jobs) -> None:
    page = steward.get("/complaints/mappings/").content.decode()
    assert "家庭宽带" in page
    assert "神秘" in page
    assert steward.get(NEW, {"text": "家庭宽带", "system": "crm"}).context["form"]["text"].value() == "家庭宽带"
    assert steward.post(NEW, OTHER).status_code == 302
    run_jobs()
    assert Ticket.objects.get(ticket_id="C4").service_class == "other"
    assert "家庭宽带" not in steward.get("/complaints/mappings/").content.decode()


def test_a_second_rule_for_the_same_days_is_refused_where_it_overlaps(province: Province, steward: Client) -> None:
    assert steward.post(NEW, OTHER | {"valid_to": "2024-06-01"}).status_code == 302
    overlapping = steward.post(NEW, OTHER | {"valid_from": "2024-05-31"})
    assert overlapping.status_code == 422
    assert "There is a rule for this text already" in overlapping.content.decode()
    assert steward.post(NEW, OTHER | {"valid_from": "2024-06-01"}).status_code == 302


@pytest.mark.parametrize("wrong", [{"text": "→"}, {"text": ""}, {"service_class": "total"}, {"valid_to": "2024-13-01"}])
def test_a_rule_that_means_nothing_is_refused_beside_its_field(province: Province, steward: Client, wrong: dict[str, str]) -> None:
    response = steward.post(NEW, OTHER | wrong)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == set(wrong)


def test_a_rule_that_ends_holds_no_longer_and_stays_in_the_list(october: Province, steward: Client, run_jobs) -> None:
    steward.post(NEW, OTHER)
    rule = CategoryMapping.objects.get(text="家庭宽带")
    path = f"/complaints/mappings/category/{rule.pk}/end/"
    assert path in steward.get("/complaints/mappings/category/", {"text": "家庭宽带"}).content.decode()
    assert steward.get(path).status_code == 200
    assert steward.post(path, {"on": "2024-10-04"}).status_code == 302
    run_jobs()
    rule.refresh_from_db()
    assert rule.valid_to == date(2024, 10, 4)
    assert Ticket.objects.get(ticket_id="C4").service_class == "unmapped"
    assert steward.post(path, {"on": "2024-12-01"}).status_code == 422


def test_all_rules_can_be_applied_again(october: Province, steward: Client, run_jobs) -> None:
    assert steward.post("/complaints/mappings/apply/").status_code == 302
    assert [job.state for job in run_jobs() if job.kind == "complaints.remap"] == ["done"]


def test_other_tables_do_not_exist_and_other_roles_may_not(province: Province, steward: Client, monitor: Client) -> None:
    assert steward.get("/complaints/mappings/colours/").status_code == 404
    assert steward.get("/complaints/mappings/colours/new/").status_code == 404
    for path in ("/complaints/mappings/", "/complaints/mappings/category/", NEW):
        assert monitor.get(path).status_code == 403
    assert monitor.post(NEW, OTHER).status_code == 403
