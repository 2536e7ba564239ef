from typing import Any

import pytest
from django.test import Client

from complaints.permissions import ComplaintsPermission
from complaints.services import load_province_2011
from portalkit.audit.domain.actors import SYSTEM
from portalkit.regions.models import Region
from tests.builders import a_token, a_user
from tests.complaints.builders import NOW, a_count_row, a_crm_row, an_eoms_row, imported
from tests.complaints.conftest import Province

ADDRESS = "/api/v1/complaints"


@pytest.fixture
def october(province: Province) -> Province:
    imported(
        "crm_tickets",
        [a_crm_row("C1", 业务内容="请回电13812345678", 受理号码="13812345678"), a_crm_row("C2", region="Liuxi", category="WLAN")],
    )
    imported("eoms_tickets", [an_eoms_row("E/1", crm="C1", at="2026-10-06 08:00:00")])
    imported("subscribers", [a_count_row("2026-10", "Yunzhou", 20_000), a_count_row("2026-10", "Liuxi", 30_000)])
    return province


def get(address: str, *, at: Region, **headers: str) -> Any:
    _, secret = a_token(ComplaintsPermission.VIEW, at=at, by=a_user())
    return Client().get(f"{ADDRESS}/{address}", headers={"Authorization": f"Bearer {secret}", **headers})


def test_tickets_come_newest_first_with_masked_numbers(october: Province) -> None:
    answer = get("tickets/", at=october.whole)
    assert [row["ticket_id"] for row in answer.json()["results"]] == ["E/1", "C2", "C1"]
    assert "13812345678" not in answer.content.decode()
    assert answer.json()["results"][2]["phone"] == "138****5678"


def test_tickets_are_filtered_by_code_region_day_and_whether_they_count(october: Province) -> None:
    def numbers(query: str) -> list[str]:
        return [row["ticket_id"] for row in get(f"tickets/?{query}", at=october.whole).json()["results"]]

    assert numbers("system=eoms") == ["E/1"]
    assert numbers("region=NJ02") == ["C2"]
    assert numbers("counted=true") == ["E/1", "C2"]
    assert numbers("from=2026-10-06&to=2026-10-06") == ["E/1"]
    assert numbers("complaint_type=wlan") == ["C2"]
    assert get("tickets/?from=yesterday", at=october.whole).status_code == 400


def test_a_ticket_is_found_by_system_and_number_also_with_a_slash_in_it(october: Province) -> None:
    assert get("tickets/eoms/E/1/", at=october.whole).json()["crm_no"] == "C1"


def test_another_regions_ticket_does_not_exist(october: Province) -> None:
    assert get("tickets/crm/C1/", at=october.liuxi).status_code == 404
    assert get("tickets/?region=NJ01", at=october.liuxi).status_code == 404
    assert get("rates/?from=2026-10&to=2026-10&region=NJ01", at=october.liuxi).status_code == 404
    assert [row["ticket_id"] for row in get("tickets/", at=october.liuxi).json()["results"]] == ["C2"]


def test_rates_say_what_the_command_says(october: Province) -> None:
    rows = get("rates/?from=2026-10&to=2026-10&by=region&per=1000000", at=october.whole).json()
    assert {row["key"]: (row["complaints"], row["subscribers"]) for row in rows} == {
        "total": (2, 50_000),
        "NJ01": (1, 20_000),
        "NJ02": (1, 30_000),
    }
    assert rows[0]["rate"] == pytest.approx(40)
    assert [row["partial"] for row in rows] == [False] * 3


@pytest.mark.parametrize(
    "query",
    ["", "from=2026-10", "from=2026-10&to=2026-09", "from=2011-01&to=2026-10", "from=2026-10&to=2026-W40", "from=2026-10&to=2026-10&per=3"],
)
def test_a_question_without_sense_is_a_problem_and_no_traceback(october: Province, query: str) -> None:
    answer = get(f"rates/?{query}", at=october.whole)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


@pytest.mark.parametrize("query", ["channel=%00", "status=" + "x" * 200, "counted=perhaps", "from=2026-13-01"])
def test_a_filter_that_cannot_be_meant_is_a_problem_and_no_traceback(october: Province, query: str) -> None:
    assert get(f"tickets/?{query}", at=october.whole).status_code == 400


def test_official_figures_are_listed(october: Province) -> None:
    load_province_2011(region=october.whole, by=SYSTEM, now=NOW)
    assert len(get("published-rates/", at=october.whole).json()["results"]) == 30
    assert get("published-rates/", at=october.liuxi).json()["results"] == []


def test_a_poll_without_news_reads_nothing(october: Province) -> None:
    client = Client()
    _, secret = a_token(ComplaintsPermission.VIEW, at=october.whole, by=a_user())
    address, headers = f"{ADDRESS}/tickets/", {"Authorization": f"Bearer {secret}"}
    first = client.get(address, headers=headers)
    assert client.get(address, headers={**headers, "If-None-Match": first["ETag"]}).status_code == 304
    imported("crm_tickets", [a_crm_row("C9")])
    assert client.get(address, headers={**headers, "If-None-Match": first["ETag"]}).status_code == 200


def test_nobody_reads_without_a_token(october: Province) -> None:
    assert Client().get(f"{ADDRESS}/tickets/").status_code == 401
