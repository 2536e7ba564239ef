import json
from io import StringIO
from pathlib import Path

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from complaints.models import Ticket
from portalkit.imports.models import RememberedMapping
from portalkit.regions.models import Region
from tests.builders import a_prefecture, a_province
from tests.portalkit.imports.engine_builders import NOW, a_ticket, csv_text

pytestmark = pytest.mark.django_db

GENERIC = {
    "ticket_id": "Case No",
    "accepted_at": "Opened",
    "region": "Province",
    "channel": "Source",
    "status": "State",
    "content": "Summary",
}
GENERIC_HEADERS = ("Case No", "Opened", "Province", "Source", "State", "Summary")


@pytest.fixture(autouse=True)
def _one_branch() -> None:
    a_prefecture("Yunzhou", under=a_province("Nanjiang"))


def test_without_commit_it_only_previews(tmp_path: Path) -> None:
    result = _run("crm_tickets", _file(tmp_path, csv_text([a_ticket("T1")])))

    assert result["new"] == 1
    assert not Ticket.objects.exists()


def test_with_commit_it_tells_all_counts_as_one_object(tmp_path: Path) -> None:
    path = _file(tmp_path, csv_text([a_ticket("T1"), a_ticket("T2", region="Atlantis")]))
    result = _run("crm_tickets", path, "--commit", "--errors", str(tmp_path))

    wanted = {"read": 2, "new": 1, "changed": 0, "unchanged": 0, "rejected": 1, "reasons": {"region_unknown": 1}}
    assert {name: result[name] for name in wanted} == wanted
    assert isinstance(result["warnings"], list)
    assert isinstance(result["batch"], int)
    rows = list(openpyxl.load_workbook(result["error_file"]).active.values)
    assert rows[1][:5] == a_ticket("T2", region="Atlantis")
    assert rows[1][-1] == "3"


def test_a_generic_file_is_mapped_by_a_document_and_its_regions_are_made(tmp_path: Path) -> None:
    rows = [("C1", "12/31/2026 08:00", "Ohio", "web", "closed", "slow"), ("C2", "01/02/2026 09:00", "Utah", "phone", "open", "down")]
    mapping = _file(tmp_path, json.dumps(GENERIC), name="mapping.json")
    path = _file(tmp_path, csv_text(rows, headers=GENERIC_HEADERS), name="generic.csv")
    result = _run("crm_tickets", path, "--mapping", mapping, "--create-regions", "--commit")

    assert (result["new"], result["rejected"]) == (2, 0), result
    assert set(Region.objects.filter(parent__name="Nanjiang").values_list("name", flat=True)) == {"Yunzhou", "Ohio", "Utah"}
    assert any("MM/DD/YYYY" in warning for warning in result["warnings"])
    again = _run("crm_tickets", path, "--mapping", mapping, "--create-regions", "--commit")
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 2)


def test_dates_that_stay_ambiguous_are_refused_until_a_layout_is_declared(tmp_path: Path) -> None:
    path = _file(tmp_path, csv_text([("C1", "03/04/2026", "Yunzhou", "web", "open", "slow")], headers=GENERIC_HEADERS))
    refused, status = _run_any("crm_tickets", path, "--mapping", _file(tmp_path, json.dumps(GENERIC), name="m.json"), "--commit")
    assert (status, refused["refused"]) == (1, "date_ambiguous_column")
    assert not Ticket.objects.exists()

    declared = _file(tmp_path, json.dumps({**GENERIC, "layouts": {"accepted_at": ["DD/MM/YYYY"]}}), name="declared.json")
    assert _run("crm_tickets", path, "--mapping", declared, "--commit")["new"] == 1
    assert Ticket.objects.get().accepted_on.isoformat() == "2026-04-03"


def test_a_header_that_is_not_there_refuses_the_file(tmp_path: Path) -> None:
    mapping = _file(tmp_path, json.dumps({**GENERIC, "region": "Nowhere"}), name="m.json")
    path = _file(tmp_path, csv_text([("C1", "2026-04-03", "Yunzhou", "web", "open", "slow")], headers=GENERIC_HEADERS))
    result, status = _run_any("crm_tickets", path, "--mapping", mapping)

    assert (status, result["refused"]) == (1, "header_missing")


def test_several_files_are_summed_and_listed(tmp_path: Path) -> None:
    paths = [_file(tmp_path, csv_text([a_ticket(number)]), name=f"{number}.csv") for number in (1, 2)]
    result = _run("crm_tickets", *paths, "--commit")

    assert (result["read"], result["new"], len(result["files"])) == (2, 2, 2)


def test_a_remembered_mapping_is_found_by_its_name(tmp_path: Path) -> None:
    RememberedMapping.objects.create(kind="crm_tickets", name="generic", signature="x", mapping=GENERIC, used_at=NOW)
    path = _file(tmp_path, csv_text([("C1", "2026-04-03", "Yunzhou", "web", "open", "slow")], headers=GENERIC_HEADERS))

    assert _run("crm_tickets", path, "--mapping", "generic", "--commit")["new"] == 1


def test_an_empty_file_is_refused_with_its_reason(tmp_path: Path) -> None:
    result, status = _run_any("crm_tickets", _file(tmp_path, ""))

    assert (status, result["refused"]) == (1, "empty")


@pytest.mark.parametrize(
    "arguments", [("nothing", "x.csv"), ("crm_tickets", "not-there.csv"), ("crm_tickets", __file__, "--mapping", "unknown")]
)
def test_misuse_is_told_apart_from_refusal(arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError) as caught:
        call_command("import_file", *arguments)
    assert caught.value.returncode == 2


def _run(*arguments: str) -> dict:
    result, status = _run_any(*arguments)
    assert status == 0, result
    return result


def _run_any(*arguments: str) -> tuple[dict, int]:
    out = StringIO()
    status = 0
    try:
        call_command("import_file", *arguments, "--json", stdout=out)
    except SystemExit as left:
        status = int(left.code or 0)
    return json.loads(out.getvalue().splitlines()[-1]), status


def _file(folder: Path, content: str, *, name: str = "tickets.csv") -> str:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return str(path)
