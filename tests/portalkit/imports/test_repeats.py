"""Lists of changes: several rows of one file with the same key."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from complaints.models import Ticket
from portalkit.audit.domain.actors import SYSTEM
from portalkit.imports.models import RememberedMapping
from portalkit.imports.services.mapping import MappingRefused, choice_of, map_columns
from portalkit.regions.models import Region
from tests.builders import a_prefecture, a_province
from tests.portalkit.imports.engine_builders import NOW, a_ticket, counts, csv_text, imported, received, undone

pytestmark = pytest.mark.django_db

EVENTS = {
    "ticket_id": "number",
    "accepted_at": "opened_at",
    "region": "location",
    "channel": "contact_type",
    "status": "incident_state",
    "content": "u_symptom",
    "resolved_at": "resolved_at",
    "repeats": "last",
}
EVENT_HEADERS = ("number", "incident_state", "opened_at", "contact_type", "location", "u_symptom", "resolved_at")


@pytest.fixture(autouse=True)
def _one_branch() -> None:
    a_prefecture("Yunzhou", under=a_province("Nanjiang"))


def test_the_last_row_of_a_key_counts_and_the_earlier_ones_are_unchanged() -> None:
    rows = [a_ticket("T1", text=text) for text in ("slow", "fast", "slow", "slow")]
    batch = imported(csv_text([*rows, a_ticket("T2")]), repeats="last")

    assert counts(batch) == {"read": 5, "new": 2, "changed": 0, "unchanged": 3, "rejected": 0}
    assert {w["code"]: w["params"]["count"] for w in batch.warnings if "row" in w["code"]} == {"duplicate_row": 2, "superseded_row": 1}
    assert dict(Ticket.objects.values_list("ticket_id", "content")) == {"T1": "slow", "T2": "slow"}


def test_a_rejected_row_supersedes_nothing() -> None:
    batch = imported(csv_text([a_ticket("T1", text="good"), a_ticket("T1", text="bad", region="Atlantis")]), repeats="last")

    assert counts(batch) == {"read": 2, "new": 1, "changed": 0, "unchanged": 0, "rejected": 1}
    assert Ticket.objects.get().content == "good"


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from(["slow", "fast", "down"])), min_size=1, max_size=7))
def test_whatever_the_list_the_table_holds_each_key_as_its_last_row_says(events: list[tuple[str, str]]) -> None:
    batch = imported(csv_text([a_ticket(number, text=text) for number, text in events]), repeats="last")
    found = dict(Ticket.objects.values_list("ticket_id", "content"))
    undone(batch)

    assert found == dict(events)
    assert batch.read == len(events) == batch.new + batch.changed + batch.unchanged + batch.rejected


def test_the_choice_is_remembered_with_the_mapping() -> None:
    imported(csv_text([a_ticket("T1")]), repeats="last")

    assert RememberedMapping.objects.get().options["repeats"] == "last"
    assert received(csv_text([a_ticket("T2")])).options["repeats"] == "last"


def test_another_word_for_repeats_is_refused() -> None:
    batch = received(csv_text([a_ticket("T1")]))
    with pytest.raises(MappingRefused, match="repeats_unknown"):
        map_columns(batch=batch, choice=choice_of({**batch.mapping, "repeats": "latest"}), by=SYSTEM, now=NOW)


def test_a_list_of_changes_imports_the_latest_state_of_each_ticket(tmp_path: Path) -> None:
    lines = [
        ("INC1", "New", "29-2-2016 01:16", "Phone", "Location 143", "Symptom 72", "?"),
        ("INC2", "New", "01-03-2016 08:00", "Phone", "Location 7", "?", "?"),
        ("INC1", "Resolved", "29-2-2016 01:16", "Phone", "Location 143", "Symptom 72", "29-02-2016 11:29"),
        ("INC3", "New", "02-03-2016 09:00", "Email", "?", "?", "?"),
        ("INC4", "New", "?", "Email", "Location 7", "?", "?"),
        ("INC1", "Closed", "29-2-2016 01:16", "Phone", "Location 143", "Symptom 72", "29-02-2016 11:29"),
    ]
    (tmp_path / "events.csv").write_text(csv_text(lines, headers=EVENT_HEADERS), encoding="utf-8")
    (tmp_path / "mapping.json").write_text(json.dumps(EVENTS), encoding="utf-8")
    arguments = ("crm_tickets", str(tmp_path / "events.csv"), "--mapping", str(tmp_path / "mapping.json"), "--create-regions", "--commit")
    result = _run(*arguments)

    assert {name: result[name] for name in ("read", "new", "unchanged", "rejected")} == {"read": 6, "new": 2, "unchanged": 2, "rejected": 2}
    assert result["reasons"] == {"required": 2}
    assert any("DD-MM-YYYY" in warning for warning in result["warnings"])
    first = Ticket.objects.get(ticket_id="INC1")
    assert (first.status, first.accepted_on.isoformat(), first.resolution_seconds) == ("closed", "2016-02-29", (10 * 60 + 13) * 60)
    assert Ticket.objects.get(ticket_id="INC2").resolved_at is None
    assert set(Region.objects.filter(level="prefecture").values_list("name", flat=True)) == {"Yunzhou", "Location 143", "Location 7"}
    assert _run(*arguments)["unchanged"] == 4


def _run(*arguments: str) -> dict[str, Any]:
    out = StringIO()
    call_command("import_file", *arguments, "--json", stdout=out)
    return json.loads(out.getvalue().splitlines()[-1])
