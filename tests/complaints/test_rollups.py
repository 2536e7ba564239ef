"""Roll-ups against a plain count over the tickets, after any sequence of imports, corrections, remappings and undos."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from complaints.models import (
    CategoryMapping,
    DailyRollup,
    DataVersion,
    MonthlyCauseRollup,
    MonthlyClassRollup,
    MonthlyRollup,
    MonthTotal,
    ResolutionHistogram,
    Ticket,
)
from complaints.services import remap
from complaints.services.imports.ticket_target import TicketTarget
from portalkit.imports.models import ImportBatch
from tests.complaints.builders import a_crm_row, an_eoms_row, imported, undone
from tests.complaints.conftest import Province

DIMENSIONS = ("service_class", "complaint_type", "cause", "cause_side", "system", "channel")
START = datetime(2026, 8, 30, 21, 0)


def test_roll_ups_count_what_stands_for_a_matter(province: Province) -> None:
    imported("crm_tickets", [a_crm_row("C1", 受理渠道="10086热线"), a_crm_row("C2", at="2026-09-30 23:59:59")])
    imported("eoms_tickets", [an_eoms_row("E1", crm="C1", region="Liuxi", 归档时间="2026-10-05 10:30:00")])
    assert set(MonthlyClassRollup.objects.values_list("month", "region__code", "service_class", "complaints")) == {
        (datetime(2026, 9, 1).date(), "NJ01", "voice", 1),
        (datetime(2026, 10, 1).date(), "NJ02", "internet", 1),
    }
    assert derived_equals_counted()


def test_every_import_and_undo_raises_the_data_version_once(province: Province) -> None:
    batch = imported("crm_tickets", [a_crm_row("C1")])
    assert DataVersion.objects.get().number == 1
    undone(batch)
    assert DataVersion.objects.get().number == 2


def test_an_undo_after_a_remapping_gives_the_codes_of_todays_rules(province: Province) -> None:
    imported("crm_tickets", [a_crm_row("C1", category="家庭宽带")])
    change = imported("crm_tickets", [a_crm_row("C1", category="WLAN")])
    CategoryMapping.objects.create(match="prefix", text="家庭宽带", service_class="internet", complaint_type="other")
    remap()
    undone(change)
    ticket = Ticket.objects.get()
    assert (ticket.category_path, ticket.service_class, ticket.complaint_type) == ("家庭宽带", "internet", "other")
    assert derived_equals_counted()


def test_a_rule_made_between_check_and_import_holds_for_the_imported_rows(province: Province) -> None:
    from portalkit.imports.services.inline import InlineRun, run_commit
    from tests.complaints.builders import NOW, SYSTEM, plainly

    batch = imported("crm_tickets", [a_crm_row("C1", category="家庭宽带")], commit=False)
    CategoryMapping.objects.create(match="prefix", text="家庭宽带", service_class="internet", complaint_type="other")
    run_commit(batch_id=batch.pk, run=InlineRun(), explain=plainly, by=SYSTEM, now=NOW)
    assert Ticket.objects.get().service_class == "internet"
    assert derived_equals_counted()


moments = st.integers(0, 100).map(lambda hours: (START + timedelta(hours=hours)).strftime("%Y-%m-%d %H:%M:%S"))
places = st.sampled_from(["Yunzhou", "Liuxi"])
categories = st.sampled_from(["话音", "手机上网", "家庭宽带", ""])
crm_rows = st.builds(
    lambda number, at, place, category: a_crm_row(f"C{number}", at=at, region=place, category=category, 受理渠道="热线"),
    st.integers(1, 5),
    moments,
    places,
    categories,
)
eoms_rows = st.builds(
    lambda number, matter, at, place, category, spent: an_eoms_row(
        f"E{number}",
        crm=f"C{matter}" if matter else "",
        at=at,
        region=place,
        category=category,
        cause="网络割接",
        归档时间=_later(at, spent),
    ),
    st.integers(1, 6),
    st.integers(0, 4),
    moments,
    places,
    categories,
    st.integers(0, 10**6),
)
steps = st.one_of(
    st.tuples(st.just("crm_tickets"), st.lists(crm_rows, min_size=1, max_size=6)),
    st.tuples(st.just("eoms_tickets"), st.lists(eoms_rows, min_size=1, max_size=6)),
    st.tuples(st.just("undo"), st.integers(0, 5)),
    st.tuples(st.just("rule"), st.sampled_from(["internet", "voice", "other"])),
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(story=st.lists(steps, min_size=2, max_size=6))
def test_after_any_story_the_roll_ups_equal_a_plain_count(province: Province, story: list[tuple[str, Any]]) -> None:
    with transaction.atomic():
        done: list[ImportBatch] = []
        for action, value in story:
            _act(action, value, done)
            assert derived_equals_counted()
        transaction.set_rollback(True)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    rows=st.lists(eoms_rows, min_size=1, max_size=8, unique_by=lambda row: row["工单流水号"]),
    crm=st.lists(crm_rows, max_size=3, unique_by=lambda row: row["工单流水号"]),
    data=st.data(),
)
def test_the_order_of_imports_does_not_change_what_counts(
    province: Province, rows: list[dict[str, str]], crm: list[dict[str, str]], data: st.DataObject
) -> None:
    files = [("eoms_tickets", [row]) for row in rows] + [("crm_tickets", [row]) for row in crm]
    outcomes = []
    for order in (files, data.draw(st.permutations(files))):
        with transaction.atomic():
            for kind, content in order:
                imported(kind, content)
            outcomes.append(set(Ticket.objects.filter(counted=True).values_list("system", "ticket_id")))
            transaction.set_rollback(True)
    assert outcomes[0] == outcomes[1]


def test_the_hash_of_a_row_knows_every_column_that_is_not_derived_or_sealed() -> None:
    target = TicketTarget.__new__(TicketTarget)
    left_out = set(TicketTarget.columns) - set(target.hash_columns)
    assert left_out == {
        *(name for name in TicketTarget.columns if name.endswith("_sealed")),
        *("service_class", "complaint_type", "cause", "cause_side", "accepted_on", "resolution_seconds", "resolution_bucket"),
    }


def derived_equals_counted() -> bool:
    """Every derived table against the tickets, counted in Python."""
    tickets = list(Ticket.objects.values())
    stands = [ticket for ticket in tickets if _stands(ticket, tickets)]
    assert {ticket["id"] for ticket in tickets if ticket["counted"]} == {ticket["id"] for ticket in stands}
    daily = Counter((ticket["accepted_on"], ticket["region_id"], *(ticket[name] for name in DIMENSIONS)) for ticket in stands)
    monthly = Counter((key[0].replace(day=1), *key[1:]) for key in daily.elements())
    classes = Counter(key[:3] for key in monthly.elements())
    causes = Counter((*key[:2], *key[4:6]) for key in monthly.elements())
    totals = Counter((key[0],) for key in monthly.elements())
    spent = Counter(
        (ticket["accepted_on"].replace(day=1), ticket["region_id"], ticket["service_class"], ticket["resolution_bucket"])
        for ticket in stands
        if ticket["resolution_bucket"] is not None
    )
    assert _rows(DailyRollup, "day", "region_id", *DIMENSIONS) == daily
    assert _rows(MonthlyRollup, "month", "region_id", *DIMENSIONS) == monthly
    assert _rows(MonthlyClassRollup, "month", "region_id", "service_class") == classes
    assert _rows(ResolutionHistogram, "month", "region_id", "service_class", "bucket", counted="tickets") == spent
    assert _rows(MonthlyCauseRollup, "month", "region_id", "cause", "cause_side") == causes
    assert _rows(MonthTotal, "month") == totals
    for total in MonthTotal.objects.all():
        days = [key[0] for key in daily if key[0].replace(day=1) == total.month]
        assert (total.first_on, total.last_on) == (min(days), max(days))
    for row in MonthlyClassRollup.objects.all():
        days = [key[0] for key in daily if (key[0].replace(day=1), key[1], key[2]) == (row.month, row.region_id, row.service_class)]
        assert (row.first_on, row.last_on) == (min(days), max(days))
    return not any(name.startswith("complaints_touched") for name in _temporary_tables())


def _stands(ticket: dict[str, Any], tickets: list[dict[str, Any]]) -> bool:
    if not ticket["crm_no"]:
        return True
    halves = [other for other in tickets if other["crm_no"] == ticket["crm_no"]]
    eoms = sorted((other["accepted_at"], other["ticket_id"]) for other in halves if other["system"] == "eoms")
    if ticket["system"] == "eoms":
        return bool(eoms[0] == (ticket["accepted_at"], ticket["ticket_id"]))
    return not eoms


def _rows(model: Any, *columns: str, counted: str = "complaints") -> Counter[Any]:
    return Counter({row[:-1]: row[-1] for row in model.objects.values_list(*columns, counted)})


def _temporary_tables() -> list[str]:
    if connection.vendor == "postgresql":
        query = "SELECT relname FROM pg_class WHERE relpersistence = 't' AND relkind = 'r'"
    else:
        query = "SELECT name FROM sqlite_temp_master WHERE type = 'table'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [name for (name,) in cursor.fetchall()]


def _act(action: str, value: Any, done: list[ImportBatch]) -> None:
    if action == "rule":
        CategoryMapping.objects.update_or_create(
            match="prefix", text="家庭宽带", defaults={"service_class": value, "complaint_type": "other"}
        )
        remap()
    elif action == "undo":
        if done:
            undone(done.pop(value % len(done)))
    else:
        done.append(imported(action, value))


def _later(at: str, seconds: int) -> str:
    return (datetime.strptime(at, "%Y-%m-%d %H:%M:%S") + timedelta(seconds=seconds)).strftime("%Y-%m-%d %H:%M:%S")
