import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from complaints.models import Ticket
from portalkit.audit.models import AuditEvent
from portalkit.imports.models import BatchState, ImportBatch
from tests.builders import a_prefecture, a_province, a_user
from tests.portalkit.imports.engine_builders import a_ticket, csv_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def province():
    province = a_province("Nanjiang")
    a_prefecture("Yunzhou", under=province)
    return province


@pytest.fixture
def steward(province, client: Client) -> Client:
    client.force_login(a_user("data_steward", at=province))
    return client


def test_an_upload_leads_from_mapping_over_the_preview_to_the_result(steward: Client, run_jobs) -> None:
    assert b"imports" in steward.get("/imports/").content
    batch = _upload(steward, csv_text([a_ticket("T1"), a_ticket("T2", region="Atlantis")]))
    page = steward.get(f"/imports/{batch.pk}/", follow=True)
    assert page.redirect_chain[-1][0] == f"/imports/{batch.pk}/map/"
    assert "工单流水号" in page.content.decode()

    assert steward.post(f"/imports/{batch.pk}/map/", _form(batch)).status_code == 302
    assert steward.get(f"/imports/{batch.pk}/").status_code == 200
    run_jobs()
    preview = steward.get(f"/imports/{batch.pk}/").content.decode()
    assert "Atlantis" in preview

    steward.post(f"/imports/{batch.pk}/commit/")
    assert steward.get(f"/imports/{batch.pk}/progress/").status_code == 200
    run_jobs()
    batch.refresh_from_db()
    assert batch.state == BatchState.COMMITTED
    assert steward.get(f"/imports/{batch.pk}/progress/").headers["HX-Redirect"] == f"/imports/{batch.pk}/"
    assert steward.get(f"/imports/{batch.pk}/").status_code == 200
    assert Ticket.objects.count() == 1

    steward.post(f"/imports/{batch.pk}/undo/")
    run_jobs()
    assert not Ticket.objects.exists()
    assert steward.get(f"/imports/{batch.pk}/").status_code == 200


def test_a_form_without_a_compulsory_column_says_which(steward: Client) -> None:
    batch = _upload(steward, csv_text([a_ticket("T1")]))
    answer = steward.post(f"/imports/{batch.pk}/map/", {"field-ticket_id": "0"})

    assert answer.status_code == 422
    batch.refresh_from_db()
    assert batch.state == BatchState.RECEIVED


def test_an_unreadable_file_is_kept_and_refused_with_its_reason(steward: Client) -> None:
    batch = _upload(steward, b"", name="empty.csv")

    assert batch.state == BatchState.REFUSED
    page = steward.get(f"/imports/{batch.pk}/")
    assert page.status_code == 200
    assert b"".join(steward.get(f"/imports/{batch.pk}/original/").streaming_content) == b""
    assert AuditEvent.objects.filter(action="imports.download_original").exists()


def test_the_error_workbook_can_be_downloaded_and_uploaded_again(steward: Client, run_jobs) -> None:
    batch = _upload(steward, csv_text([a_ticket("T1"), a_ticket("T2", region="Atlantis")]))
    steward.post(f"/imports/{batch.pk}/map/", _form(batch))
    run_jobs()
    book = b"".join(steward.get(f"/imports/{batch.pk}/errors/").streaming_content)

    again = _upload(steward, book, name="rejected.xlsx")
    assert again.mapping == batch.mapping
    steward.post(f"/imports/{again.pk}/map/", _form(again))
    run_jobs()
    again.refresh_from_db()
    assert (again.read, again.rejected) == (1, 1)


def test_imports_of_another_region_do_not_exist(steward: Client, province, client: Client) -> None:
    batch = _upload(steward, csv_text([a_ticket("T1")]))
    elsewhere = a_prefecture("Xishan", under=province)
    client.force_login(a_user("data_steward", at=elsewhere))

    for path in ("", "map/", "original/", "errors/", "progress/"):
        assert client.get(f"/imports/{batch.pk}/{path}").status_code == 404, path
    for path in ("map/", "commit/", "cancel/", "undo/", "check/", "table/"):
        assert client.post(f"/imports/{batch.pk}/{path}").status_code == 404, path


def test_a_steward_of_one_branch_cannot_import_rows_of_another(province, client: Client, run_jobs) -> None:
    xishan = a_prefecture("Xishan", under=province)
    client.force_login(a_user("data_steward", at=xishan))
    batch = _upload(client, csv_text([a_ticket("T1"), a_ticket("T2", region="Xishan")]))
    assert batch.region == xishan
    client.post(f"/imports/{batch.pk}/map/", _form(batch))
    run_jobs()
    batch.refresh_from_db()

    assert (batch.new, batch.rejected, batch.reasons) == (1, 1, {"region_not_yours": 1})


def test_a_file_that_is_given_up_leaves_nothing_behind(steward: Client, run_jobs) -> None:
    batch = _upload(steward, csv_text([a_ticket("T1")]))
    steward.post(f"/imports/{batch.pk}/map/", _form(batch))
    steward.post(f"/imports/{batch.pk}/cancel/")
    run_jobs()
    batch.refresh_from_db()

    assert batch.state == BatchState.CANCELLED
    assert steward.get(f"/imports/{batch.pk}/").status_code == 200
    assert not Ticket.objects.exists()


def test_another_header_line_maps_the_columns_anew(steward: Client) -> None:
    batch = _upload(steward, "export of October,,,,\r\n" + csv_text([a_ticket("T1")]))
    assert batch.header_line is None
    steward.post(f"/imports/{batch.pk}/table/", {"sheet": "", "header_line": "2"})
    batch.refresh_from_db()

    assert batch.header_line == 2
    assert batch.mapping["ticket_id"] == "工单流水号"


def test_unknown_words_are_given_a_meaning_and_the_file_is_checked_again(steward: Client, run_jobs) -> None:
    headers, rows = ("月份", "地市", "业务类别", "用户数"), [("2026-10", "Yunzhou", "视频类", 5), ("2026-10", "Yunzhou", "话音", 7)]
    batch = _upload(steward, csv_text(rows, headers=headers), kind="subscribers")
    steward.post(f"/imports/{batch.pk}/map/", _form(batch))
    run_jobs()
    batch.refresh_from_db()
    assert (batch.new, batch.rejected, batch.reasons) == (1, 1, {"unknown_choice": 1})
    assert f"/imports/{batch.pk}/map/#columns" in steward.get(f"/imports/{batch.pk}/").content.decode()
    assert 'name="word-service_class" value="视频类"' in steward.get(f"/imports/{batch.pk}/map/").content.decode()

    steward.post(f"/imports/{batch.pk}/map/", {**_form(batch), "word-service_class": ["视频类"], "code-service_class": ["internet"]})
    run_jobs()
    batch.refresh_from_db()
    assert (batch.new, batch.rejected) == (2, 0)
    page = steward.get(f"/imports/{batch.pk}/map/").content.decode()
    assert '<option value="internet" selected>' in page
    later = _upload(steward, csv_text([("2026-11", "Yunzhou", "视频类", 5)], headers=headers), kind="subscribers")
    assert later.options["vocabulary"] == {"service_class": {"视频类": "internet"}}


def test_the_wizard_lets_the_last_row_of_a_number_count(steward: Client, run_jobs) -> None:
    batch = _upload(steward, csv_text([a_ticket("T1", text="slow"), a_ticket("T1", text="fast")]))
    assert steward.post(f"/imports/{batch.pk}/map/", {**_form(batch), "repeats": "last"}).status_code == 302
    run_jobs()
    batch.refresh_from_db()

    assert (batch.new, batch.unchanged, batch.rejected) == (1, 1, 0)
    assert '<option value="last" selected>' in steward.get(f"/imports/{batch.pk}/map/").content.decode()


def test_dates_that_can_be_read_in_two_ways_wait_for_a_choice(steward: Client, run_jobs) -> None:
    batch = _upload(steward, csv_text([a_ticket("T1", at="03/04/2026")]))
    steward.post(f"/imports/{batch.pk}/map/", _form(batch))
    run_jobs()
    batch.refresh_from_db()
    assert (batch.state, batch.refusal["code"]) == (BatchState.REFUSED, "date_ambiguous_column")

    steward.post(f"/imports/{batch.pk}/map/", {**_form(batch), "order-accepted_at": "day"})
    run_jobs()
    steward.post(f"/imports/{batch.pk}/commit/")
    run_jobs()
    assert Ticket.objects.get().accepted_on.isoformat() == "2026-04-03"


def test_samples_of_names_are_masked_on_the_mapping_page(steward: Client) -> None:
    rows = [(*a_ticket("T1"), "张小三")]
    batch = _upload(steward, csv_text(rows, headers=("工单流水号", "受理时间", "用户归属地", "受理渠道", "业务内容", "客户姓名")))
    page = steward.get(f"/imports/{batch.pk}/map/").content.decode()

    assert "张**" in page
    assert "张小三" not in page


def test_several_files_are_received_in_one_go(steward: Client) -> None:
    files = [SimpleUploadedFile(f"{number}.csv", csv_text([a_ticket(number)]).encode()) for number in (1, 2)]
    answer = steward.post("/imports/upload/", {"kind": "crm_tickets", "files": files})

    assert answer.status_code == 302
    assert ImportBatch.objects.count() == 2


def _upload(client: Client, content: str | bytes, *, name: str = "tickets.csv", kind: str = "crm_tickets") -> ImportBatch:
    data = content.encode() if isinstance(content, str) else content
    answer = client.post(
        "/imports/upload/", {"kind": kind, "files": SimpleUploadedFile(name, data)}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 201, answer.content
    return ImportBatch.objects.latest("pk")


def _form(batch: ImportBatch) -> dict[str, str]:
    headers = batch.source["headers"]
    return {f"field-{name}": str(headers.index(wanted)) for name, wanted in batch.mapping.items()}
