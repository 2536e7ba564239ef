"""Overview, trend, regions, matrix: their states, their downloads, what they cost."""

import csv
import io
import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from complaints.models import SubscriberCount
from complaints.services.versions import bump
from tests.builders import a_user
from tests.complaints.builders import a_crm_row, imported
from tests.complaints.conftest import Province

from .builders import MONTH, a_client, import_october, import_subscribers, on

pytestmark = pytest.mark.django_db
DASHBOARDS = ("/complaints/", "/complaints/trend/", "/complaints/regions/", "/complaints/matrix/")
MOST_QUERIES = 22  # 19 when written


def text(client: Client, path: str, **data: str) -> str:
    response = client.get(path, data)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("path", DASHBOARDS)
def test_without_data_every_dashboard_says_what_to_do(province: Province, steward: Client, path: str) -> None:
    page = text(steward, path)
    assert "No complaints have been imported yet" in page
    assert "/imports/upload/" in page
    assert "data-chart-figure" not in page


@pytest.mark.parametrize("path", DASHBOARDS)
def test_with_data_every_dashboard_names_region_month_and_newest_day(october: Province, monitor: Client, path: str) -> None:
    page = text(monitor, path)
    assert all(said in page for said in ("Nanjiang", "Oct 2024", "2024-10-31", "data-chart-figure"))


def test_the_overview_compares_a_whole_month_with_the_month_before(october: Province, monitor: Client) -> None:
    total = monitor.get("/complaints/", {"month": MONTH}).context["cards"][0].stat
    assert (total.value, total.before, total.before_label, total.note) == ("2.50", "0.50", "Month before", "")


def test_a_part_of_a_month_is_named_and_compared_with_nothing(province: Province, monitor: Client) -> None:
    rows = [a_crm_row(f"S{day}-{number}", at=on(day, month="2024-09")) for day in range(1, 31) for number in range(3)]
    imported("crm_tickets", rows + [a_crm_row(f"O{day}-{number}", at=on(day)) for day in range(1, 11) for number in range(3)])
    import_subscribers("Yunzhou", "Liuxi")
    import_subscribers("Yunzhou", "Liuxi", month="2024-09")
    response = monitor.get("/complaints/", {"month": MONTH})
    assert "This month is not complete" in response.content.decode()
    cards = [card.stat for card in response.context["cards"]]
    assert {(card.before, card.change, card.note) for card in cards} == {("", "", "part of the month only")}
    assert all(not stat.change for stat in response.context["stats"])
    ranking = next(chart for chart in response.context["charts"] if chart.key == "ranking")
    assert {row[5] for row in ranking.rows} == {None}


def test_a_month_without_data_is_unknown_and_not_zero(october: Province, monitor: Client) -> None:
    response = monitor.get("/complaints/", {"month": "2024-07"})
    assert "There are no data for this month" in response.content.decode()
    assert {(card.stat.value, card.stat.is_known) for card in response.context["cards"]} == {("—", False)}


def test_a_region_without_subscribers_shows_its_count_and_no_rate(province: Province, monitor: Client) -> None:
    import_october()
    import_subscribers("Yunzhou")
    response = monitor.get("/complaints/", {"month": MONTH, "region": "NJ02"})
    assert "No rate without subscribers" in response.content.decode()
    assert (response.context["cards"][0].stat.value, response.context["stats"][0].value) == ("—", "3")
    assert not SubscriberCount.objects.filter(region=province.liuxi).exists()


@pytest.mark.parametrize("path", DASHBOARDS)
def test_a_foreign_region_in_the_address_is_passed_over(october: Province, path: str) -> None:
    client = a_client(a_user("noc_staff", at=october.liuxi))
    for foreign in ("NJ01", "NJ", "nowhere"):
        page = text(client, path, month=MONTH, region=foreign)
        assert "Liuxi" in page
        assert "Yunzhou" not in page
        assert "Hill" not in page


def test_nonsense_in_the_address_is_passed_over(october: Province, monitor: Client) -> None:
    nonsense = {"month": "2024-13", "region": "\u202e", "per": "NaN", "class": "voice'", "rows": "region", "columns": "rows"}
    for path in DASHBOARDS:
        assert "Oct 2024" in text(monitor, path, **nonsense)


def test_the_unit_changes_every_rate_and_no_count(october: Province, monitor: Client) -> None:
    shown = monitor.get("/complaints/", {"month": MONTH, "per": "1000000"}).context
    assert (shown["cards"][0].stat.value, shown["stats"][0].value) == ("250.0", "10")


def test_the_downloads_of_a_chart_hold_the_numbers_of_the_page(october: Province, manager: Client) -> None:
    asked = {"month": MONTH, "chart": "ranking"}
    shown = next(one for one in manager.get("/complaints/", {"month": MONTH}).context["charts"] if one.key == "ranking")
    plain = b"".join(manager.get("/complaints/", asked | {"format": "csv"}).streaming_content)
    assert plain.startswith(b"\xef\xbb\xbf")
    heads, *lines = csv.reader(io.StringIO(plain.decode("utf-8-sig")))
    assert heads == [str(column.label) for column in shown.columns]
    assert [(line[0], int(line[1]), float(line[3])) for line in lines] == [(row[0], row[1], pytest.approx(row[3])) for row in shown.rows]
    book = load_workbook(io.BytesIO(b"".join(manager.get("/complaints/", asked | {"format": "xlsx"}).streaming_content)), read_only=True)
    rows = [row for row in book.worksheets[0].iter_rows(values_only=True) if row[0] in {"Yunzhou", "Liuxi"}]
    assert [(row[0], row[1], row[3]) for row in rows] == [(row[0], row[1], pytest.approx(row[3])) for row in shown.rows]
    book.close()


def test_an_unknown_chart_or_format_is_not_found(october: Province, manager: Client) -> None:
    assert manager.get("/complaints/", {"chart": "elsewhere", "format": "csv"}).status_code == 404
    assert manager.get("/complaints/", {"chart": "ranking", "format": "exe"}).status_code == 404


def test_a_poll_is_answered_briefly_until_the_data_change(october: Province, monitor: Client) -> None:
    first = monitor.get("/complaints/", {"month": MONTH}).context["version"]
    headers = {"HX-Request": "true", "Live-Version": first}
    unchanged = monitor.get("/complaints/", {"month": MONTH}, headers=headers)
    assert (unchanged.status_code, unchanged.content, unchanged.headers["Live-Version"]) == (204, b"", first)
    bump()
    changed = monitor.get("/complaints/", {"month": MONTH}, headers=headers)
    assert changed.status_code == 200
    assert changed.headers["Live-Version"] != first
    assert b"data-chart-figure" in changed.content
    assert b"<html" not in changed.content


def test_the_trend_of_a_class_is_that_of_its_tickets(october: Province, monitor: Client) -> None:
    [chart] = monitor.get("/complaints/trend/", {"month": MONTH, "class": "voice"}).context["charts"]
    assert len(chart.rows) == 24
    assert [row[1] for row in chart.rows][-2:] == [1, 4]


def test_every_figure_is_plain_json_without_a_number_that_json_lacks(october: Province, monitor: Client) -> None:
    for path in DASHBOARDS:
        for chart in monitor.get(path, {"month": MONTH}).context["charts"]:
            assert json.loads(chart.serialised.json)["data"]


def test_the_overview_costs_the_same_whatever_there_is(october: Province, monitor: Client) -> None:
    monitor.get("/complaints/")
    before = cost(monitor)
    imported("crm_tickets", [a_crm_row(f"M{number}", at=on(1 + number % 28), region="Liuxi") for number in range(60)])
    assert cost(monitor) == before <= MOST_QUERIES


def cost(client: Client) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/complaints/", {"month": MONTH}).status_code == 200
    return len(queries)
