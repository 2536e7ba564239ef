"""The ticket list, a matter with both halves, and the reveal of a masked number."""

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse

from portalkit.audit.models import AuditEvent
from tests.builders import a_user
from tests.complaints.conftest import Province

from .builders import MONTH, a_client

pytestmark = pytest.mark.django_db
NUMBER = "13812345678"
E1 = "/complaints/tickets/eoms/E1/"


def test_a_list_without_any_ticket_says_why(province: Province, monitor: Client) -> None:
    assert "as soon as an export of CRM or EOMS has been imported" in monitor.get("/complaints/tickets/").content.decode()


def test_filters_narrow_the_list_together(october: Province, monitor: Client) -> None:
    def shown(**data: object) -> set[str]:
        return {row.ticket_id for row in monitor.get("/complaints/tickets/", data).context["table"].page.rows}

    assert shown(month=MONTH, region="NJ02", counted="yes") == {"C5", "E2", "E4"}
    assert shown(cause=["cutover", "unstated"], counted="yes", month=MONTH) == {"C3", "C6", "E1", "E4", "E5"}
    assert shown(channel="WEB") == {"C3", "C4"}
    assert shown(channel="=web") == {"C4"}
    assert shown(channel="=", month=MONTH, counted="yes", system="crm") == {"C5", "C7"}


def test_the_download_of_the_list_is_the_list(october: Province, manager: Client) -> None:
    response = manager.get("/complaints/tickets/", {"month": MONTH, "region": "NJ02", "counted": "yes", "format": "csv"})
    _heads, *lines = csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig")))
    assert {line[0] for line in lines} == {"C5", "E2", "E4"}


def test_a_matter_shows_both_halves_with_everything_personal_masked(october: Province, monitor: Client) -> None:
    for path in (E1, "/complaints/tickets/crm/C1/"):
        page = monitor.get(path).content.decode()
        assert all(said in page for said in ("EOMS", "CRM", "C1", "E1", "138****5678", "counts as the complaint", "counted once"))
        assert NUMBER not in page
        assert "张三" not in page


def test_a_ticket_of_another_region_does_not_exist(october: Province) -> None:
    client = a_client(a_user("noc_staff", at=october.liuxi))
    assert client.get(E1).status_code == 404
    assert reveal(client, reason="customer asked to be called").status_code == 404
    assert client.get("/complaints/tickets/eoms/E2/").status_code == 200


def test_a_number_is_shown_once_for_a_reason_that_is_kept(october: Province, monitor: Client) -> None:
    response = reveal(monitor, reason="customer asked to be called back")
    assert response.status_code == 200
    assert NUMBER in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]
    event = AuditEvent.objects.get(action="complaints.reveal_number")
    assert event.detail["reason"] == "customer asked to be called back"
    assert NUMBER not in str(event.detail)
    assert NUMBER not in monitor.get(E1).content.decode()


@pytest.mark.parametrize("reason", ["", "   ", "x"])
def test_without_a_reason_nothing_is_shown(october: Province, monitor: Client, reason: str) -> None:
    response = reveal(monitor, reason=reason)
    assert response.status_code == 422
    assert NUMBER not in response.content.decode()
    assert not AuditEvent.objects.filter(action="complaints.reveal_number").exists()


def test_a_value_that_the_ticket_lacks_is_said_to_be_missing(october: Province, monitor: Client) -> None:
    response = reveal(monitor, field="phone", reason="customer asked to be called")
    assert response.status_code == 422
    assert "This ticket has no such value." in response.content.decode()


def test_a_manager_neither_sees_the_form_nor_may_send_it(october: Province, manager: Client) -> None:
    assert 'name="reason"' not in manager.get(E1).content.decode()
    assert reveal(manager, reason="curious about a neighbour").status_code == 403
    assert not AuditEvent.objects.filter(action="complaints.reveal_number").exists()


def reveal(client: Client, *, reason: str, field: str = "fault_number"):
    return client.post(reverse("complaints:reveal", args=["eoms", "E1"]), {"field": field, "reason": reason})
