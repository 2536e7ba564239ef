import pytest
from django.db import connection

from complaints.models import Ticket
from portalkit.audit.domain.actors import SYSTEM
from portalkit.imports.adapters import staging
from portalkit.imports.models import BatchState, RowChange
from portalkit.imports.services.checking import run_check
from portalkit.imports.services.committing import run_commit
from portalkit.imports.services.inline import InlineRun
from portalkit.imports.services.mapping import Choice, map_columns
from portalkit.imports.services.requests import sweep_stages
from portalkit.regions.models import Region
from tests.builders import a_prefecture, a_province
from tests.portalkit.imports.engine_builders import NOW, a_ticket, counts, csv_text, imported, plainly, received, undone

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _two_branches() -> None:
    province = a_province("Nanjiang")
    a_prefecture("Yunzhou", under=province)
    a_prefecture("Xishan", under=province)


def test_a_file_is_imported_row_by_row() -> None:
    batch = imported(csv_text([a_ticket("T1"), a_ticket("T2", region="Xishan")]))

    assert batch.state == BatchState.COMMITTED, batch.refusal
    assert counts(batch) == {"read": 2, "new": 2, "changed": 0, "unchanged": 0, "rejected": 0}
    assert set(Ticket.objects.values_list("ticket_id", "region__name", "batch_id")) == {
        ("T1", "Yunzhou", batch.pk),
        ("T2", "Xishan", batch.pk),
    }


def test_a_preview_writes_nothing() -> None:
    batch = imported(csv_text([a_ticket("T1")]), commit=False)

    assert batch.state == BatchState.CHECKED
    assert batch.new == 1
    assert not Ticket.objects.exists()


def test_the_same_file_again_changes_nothing() -> None:
    text = csv_text([a_ticket("T1"), a_ticket("T2")])
    imported(text)
    again = imported(text)

    assert counts(again) == {"read": 2, "new": 0, "changed": 0, "unchanged": 2, "rejected": 0}
    assert not RowChange.objects.exists()


def test_a_corrected_file_changes_what_differs_and_an_undo_brings_it_back() -> None:
    first = imported(csv_text([a_ticket("T1", text="slow"), a_ticket("T2")]))
    second = imported(csv_text([a_ticket("T1", text="fast"), a_ticket("T2"), a_ticket("T3")]))
    assert counts(second) == {"read": 3, "new": 1, "changed": 1, "unchanged": 1, "rejected": 0}

    assert undone(second).state == BatchState.UNDONE
    assert dict(Ticket.objects.values_list("ticket_id", "content")) == {"T1": "slow", "T2": "slow"}
    assert set(Ticket.objects.values_list("batch_id", flat=True)) == {first.pk}


def test_an_undo_is_refused_while_a_later_import_stands_on_it() -> None:
    first = imported(csv_text([a_ticket("T1", text="slow")]))
    second = imported(csv_text([a_ticket("T1", text="fast")]))
    refused = undone(first)

    assert refused.state == BatchState.COMMITTED
    assert refused.refusal == {"code": "undo_later", "params": {"batches": f"#{second.pk}"}}
    undone(second)
    assert undone(first).state == BatchState.UNDONE
    assert not Ticket.objects.exists()


def test_rows_without_a_known_region_are_rejected_and_the_others_imported() -> None:
    batch = imported(csv_text([a_ticket("T1", region="Atlantis"), a_ticket("T2")]))

    assert counts(batch) == {"read": 2, "new": 1, "changed": 0, "unchanged": 0, "rejected": 1}
    assert batch.reasons == {"region_unknown": 1}
    assert batch.error_file is not None


def test_unknown_regions_are_made_when_asked_for_and_stay_the_same_next_time() -> None:
    text = csv_text([a_ticket("T1", region="Atlantis"), a_ticket("T2", region="atlantis"), a_ticket("T3")])
    batch = imported(text, create_regions=True)

    assert counts(batch)["new"] == 3
    assert Region.objects.filter(name="Atlantis", parent__name="Nanjiang", level="prefecture").count() == 1
    assert counts(imported(text))["unchanged"] == 3


def test_a_preview_makes_no_region() -> None:
    imported(csv_text([a_ticket("T1", region="Atlantis")]), create_regions=True, commit=False)

    assert not Region.objects.filter(name="Atlantis").exists()


def test_rows_that_repeat_an_earlier_one_are_counted_and_contradicting_ones_rejected() -> None:
    rows = [a_ticket("T1"), a_ticket("T1"), a_ticket("T2", text="slow"), a_ticket("T2", text="fast")]
    batch = imported(csv_text(rows))

    assert counts(batch) == {"read": 4, "new": 2, "changed": 0, "unchanged": 1, "rejected": 1}
    assert batch.reasons == {"duplicate_key": 1}
    assert Ticket.objects.get(ticket_id="T2").content == "slow"


def test_a_check_that_is_broken_off_can_be_run_again_and_leaves_no_table() -> None:
    batch = map_columns(batch=(raw := received(csv_text([a_ticket("T1")]))), choice=Choice(raw.mapping, {}), by=SYSTEM, now=NOW)

    class Stopped(InlineRun):
        def progress(self, *_: object, **__: object) -> None:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        run_check(batch_id=batch.pk, run=Stopped(), explain=plainly, by=SYSTEM, now=NOW)
    assert staging.leftovers(batch.pk) == []
    again = run_check(batch_id=batch.pk, run=InlineRun(), explain=plainly, by=SYSTEM, now=NOW)
    assert (again.state, again.new) == (BatchState.CHECKED, 1)


def test_rows_that_the_database_server_lost_are_staged_again_before_the_commit() -> None:
    batch = imported(csv_text([a_ticket("T1")]), commit=False)
    with connection.cursor() as cursor:
        cursor.execute(f'DELETE FROM "{batch.stage}"')
    done = run_commit(batch_id=batch.pk, run=InlineRun(), explain=plainly, by=SYSTEM, now=NOW)

    assert (done.state, done.new) == (BatchState.COMMITTED, 1)


def test_a_commit_asked_for_twice_writes_once() -> None:
    batch = imported(csv_text([a_ticket("T1")]))
    again = run_commit(batch_id=batch.pk, run=InlineRun(), explain=plainly, by=SYSTEM, now=NOW)

    assert counts(again) == counts(batch)
    assert Ticket.objects.count() == 1


def test_two_checked_copies_of_a_file_import_it_once() -> None:
    text = csv_text([a_ticket("T1")])
    first, second = imported(text, commit=False), imported(text, commit=False)
    assert (first.new, second.new) == (1, 1)

    for batch in (first, second):
        run_commit(batch_id=batch.pk, run=InlineRun(), explain=plainly, by=SYSTEM, now=NOW)
    second.refresh_from_db()
    assert (second.new, second.unchanged) == (0, 1)


def test_staging_tables_without_a_batch_are_swept() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE import_stage_99_dead (line integer)")

    assert sweep_stages() == 1
    assert staging.leftovers() == []


def test_a_tree_of_regions_is_imported_in_any_order_and_taken_back() -> None:
    before = set(Region.objects.values_list("code", flat=True))
    root = Region.objects.get(parent=None)
    headers = ("编码", "名称", "级别", "上级编码")
    rows = [
        ("X11", "城东区", "区县", "X1"),
        ("X1", "云山市", "地市", root.code),
        ("X9", "无主区", "区县", "NONE"),
        ("A", "甲", "地市", "B"),
        ("B", "乙", "地市", "A"),
    ]
    batch = imported(csv_text(rows, headers=headers), kind="regions")

    assert (batch.new, batch.rejected) == (2, 3), batch.problems
    assert batch.reasons == {"region_parent_unknown": 1, "region_cycle": 2}
    assert Region.objects.get(code="X11").path == f"{root.path}X1/X11/"
    again = imported(csv_text([("X1", "云海市", "地市", root.code)], headers=headers), kind="regions")
    assert (again.changed, Region.objects.get(code="X1").name) == (1, "云海市")
    assert undone(batch).refusal["code"] == "undo_later"
    undone(again)
    assert Region.objects.get(code="X1").name == "云山市"
    assert undone(batch).state == BatchState.UNDONE
    assert set(Region.objects.values_list("code", flat=True)) == before


def test_a_region_in_use_keeps_its_import() -> None:
    root = Region.objects.get(parent=None)
    batch = imported(csv_text([("X1", "云山", "地市", root.code)], headers=("编码", "名称", "级别", "上级编码")), kind="regions")
    imported(csv_text([a_ticket("T1", region="云山")]))

    refused = undone(batch)
    assert (refused.state, refused.refusal["code"]) == (BatchState.COMMITTED, "undo_in_use")
    assert Region.objects.filter(code="X1").exists()
