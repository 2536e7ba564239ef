import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from complaints.models import Ticket
from complaints.permissions import ComplaintsPermission
from portalkit.imports.permissions import ImportsPermission
from tests.builders import a_prefecture, a_province, a_token, a_user
from tests.portalkit.imports.engine_builders import a_ticket, csv_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def machine() -> dict[str, str]:
    province = a_province("Nanjiang")
    a_prefecture("Yunzhou", under=province)
    _, secret = a_token(*ImportsPermission, ComplaintsPermission.IMPORT, at=province, by=a_user("administrator", at=province))
    return {"Authorization": f"Bearer {secret}"}


def test_a_machine_uploads_a_file_and_it_is_imported(machine: dict[str, str], client: Client, run_jobs) -> None:
    answer = _post(client, machine, csv_text([a_ticket("T1"), a_ticket("T2", region="Atlantis")]), commit="true")
    assert answer.status_code == 202, answer.content
    pk = answer.json()["batch"]["id"]
    assert answer.json()["job"]
    run_jobs()

    found = client.get(f"/api/v1/imports/{pk}/", headers=machine).json()
    assert (found["state"], found["new"], found["rejected"], found["has_errors"]) == ("committed", 1, 1, True)
    assert client.get(f"/api/v1/imports/{pk}/errors/", headers=machine).getvalue()[:2] == b"PK"
    assert [row["id"] for row in client.get("/api/v1/imports/", headers=machine).json()["results"]] == [pk]
    assert client.post(f"/api/v1/imports/{pk}/commit/", headers=machine).status_code == 409

    assert client.post(f"/api/v1/imports/{pk}/undo/", headers=machine).status_code == 202
    run_jobs()
    assert not Ticket.objects.exists()


def test_an_upload_without_commit_waits_for_one(machine: dict[str, str], client: Client, run_jobs) -> None:
    pk = _post(client, machine, csv_text([a_ticket("T1")])).json()["batch"]["id"]
    run_jobs()
    assert not Ticket.objects.exists()

    assert client.post(f"/api/v1/imports/{pk}/commit/", headers=machine).status_code == 202
    run_jobs()
    assert Ticket.objects.count() == 1


@pytest.mark.parametrize("mapping", ["not json", json.dumps({"ticket_id": "Nowhere"})])
def test_a_mapping_that_does_not_fit_is_told(machine: dict[str, str], client: Client, mapping: str) -> None:
    answer = _post(client, machine, csv_text([a_ticket("T1")]), mapping=mapping)

    assert answer.status_code == 400
    assert "mapping" in answer.json()["errors"]


def test_a_file_that_cannot_be_read_is_answered_with_its_reason(machine: dict[str, str], client: Client) -> None:
    answer = _post(client, machine, "\x00\x01\x02\x03" * 50)

    assert (answer.status_code, answer.json()["job"]) == (202, None)
    assert answer.json()["batch"]["refused"]["code"] == "binary"


def _post(client: Client, machine: dict[str, str], text: str, **more: str):
    file = SimpleUploadedFile("tickets.csv", text.encode())
    return client.post("/api/v1/imports/", {"kind": "crm_tickets", "file": file, **more}, headers=machine)
