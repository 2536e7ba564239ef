"""How many queries each list page costs: committed, and the same for 3 rows and for 60.

pytest tests/architecture/test_query_counts.py --update-query-counts    # after a change that is meant
"""

import inspect
import json
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.architecture.expectations import EXPECTED, Expected
from tests.architecture.rows import ROWS
from tests.architecture.urls import routes
from tests.architecture.world import Place, a_place
from tests.builders import a_province, a_user

COMMITTED = Path(__file__).with_name("query_counts.json")
BUDGET = 12
MARKER = "counted"

# The list page and the row that it lists.
LIST_PAGES = {
    "access:events": "audit.AuditEvent",
    "access:tokens": "access.MachineToken",
    "access:users": "access.User",
    "complaints:benefit": "complaints.BenefitEstimate",
    "complaints:contest_entries": "complaints.FaultEntry",
    "complaints:contest_mine": "complaints.FaultEntry",
    "alarms:list": "alarms.Alarm",
    "complaints:annotations": "complaints.Annotation",
    "complaints:invalid_tickets": "complaints.InvalidTicket",
    "complaints:deadlines": "complaints.DeadlineRule",
    "complaints:legacy": "complaints.LegacyCase",
    "complaints:notices": "complaints.SupervisionNotice",
    "complaints:published": "complaints.PublishedRate",
    "complaints:repeats": "complaints.RepeatGroup",
    "complaints:reverse_tickets": "complaints.ReverseFinding",
    "complaints:findings": "complaints.Finding",
    "complaints:returned": "complaints.InspectionResult",
    "complaints:rules": "complaints.CategoryMapping",
    "complaints:tickets": "complaints.Ticket",
    "complaints:topics": "complaints.Topic",
    "complaints:watches": "complaints.OpenWatch",
    "complaints:warning_signals": "complaints.WarningSignal",
    "imports:list": "imports.ImportBatch",
    "jobs:list": "jobs.Job",
    "notify:outbox": "notify.Message",
    "reports:compare": "reports.Report",
    "reports:list": "reports.Report",
    "storefronts:halls": "storefronts.Hall",
    "video:cameras": "video.Camera",
    "video:nodes": "video.StorageNode",
    "video:rules": "video.AddressRule",
    "signage:library": "signage.Content",
    "signage:adverts": "signage.PlayCount",
    "signage:proof": "signage.PlayCount",
    "signage:screen_plays": "signage.PlayCount",
    "signage:commands": "signage.ScreenCommand",
    "signage:proof_of_play": "signage.PlayCount",
    "signage:approvals": "signage.ScheduleRevision",
    "signage:layouts": "signage.Layout",
    "signage:playlists": "signage.Playlist",
    "signage:publication": "signage.PublicationScreen",
    "signage:schedules": "signage.Schedule",
    "signage:screens": "signage.Screen",
    "signage:wall": "signage.Screen",
    "scheduling:forecasts": "scheduling.Forecast",
    "scheduling:staffing_plans": "scheduling.Forecast",
    "scheduling:standards": "scheduling.ServiceStandard",
    "scheduling:shifts": "scheduling.ShiftTemplate",
    "scheduling:labour_rules": "scheduling.LabourRule",
    "scheduling:rosters": "scheduling.Roster",
    "scheduling:hours_pool": "scheduling.Agent",
    "scheduling:agents": "scheduling.Agent",
    "scheduling:absences": "scheduling.Absence",
    "scheduling:rotations": "scheduling.RotationPattern",
    "scheduling:campaigns": "scheduling.Campaign",
    "scheduling:queues": "scheduling.Queue",
    "scheduling:requests": "scheduling.ShiftRequest",
    "scheduling:offers": "scheduling.ShiftOffer",
    "video:halls": "storefronts.Hall",
    "video:walls": "video.WallLayout",
    "video:retention": "video.Camera",
    "video:retention_volumes": "video.Volume",
    "video:holds": "video.LegalHold",
    "video:exports": "video.EvidenceExport",
}


def test_every_list_page_is_counted() -> None:
    lists = {route.name for route in routes() if "list_page(" in _source(route.view)}
    uncounted = sorted(lists - set(LIST_PAGES))
    assert not uncounted, "add to LIST_PAGES"


def test_every_committed_count_belongs_to_a_list_page() -> None:
    assert set(_committed()) == set(LIST_PAGES)


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(LIST_PAGES))
def test_a_list_page_costs_what_is_committed(name: str, pytestconfig: pytest.Config) -> None:
    place = a_place(MARKER, under=a_province(code="GX"), code=MARKER)
    client = _administrator(place)
    make = ROWS[LIST_PAGES[name]]
    for number in range(1, 3):
        make(place, number)
    url = reverse(name, kwargs=EXPECTED.get(name, Expected()).parameters(place))
    _queries(client, url)
    few = _queries(client, url)
    for number in range(3, 60):
        make(place, number)
    many = _queries(client, url)
    assert many == few, "the page asks the database once more for some row"
    if pytestconfig.getoption("--update-query-counts"):
        COMMITTED.write_text(json.dumps({**_committed(), name: few}, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    assert few <= _committed()[name]


def test_list_pages_stay_within_the_budget() -> None:
    assert not {name: count for name, count in _committed().items() if count > BUDGET}


def _queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
    assert response.status_code == 200
    assert MARKER in response.content.decode(), "the page must show the rows that it is counted with"
    return len(captured)


def _administrator(place: Place) -> Client:
    assert place.region.parent is not None
    client = Client()
    user = a_user("administrator", at=place.region.parent)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _committed() -> dict[str, int]:
    return json.loads(COMMITTED.read_text(encoding="utf-8"))


def _source(view: object) -> str:
    try:
        return inspect.getsource(inspect.unwrap(view))  # type: ignore[arg-type]
    except TypeError:
        return ""
