"""Every number leads to its tickets: as many as the number says."""

import re
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest
from django.test import Client

from complaints.views.dashboards import DIMENSIONS
from portalkit.charts.domain.chart import Chart
from tests.complaints.conftest import Province

from .builders import MONTH, TICKETS, behind

pytestmark = pytest.mark.django_db
_COMPLAINTS = re.compile(r"([\d,]+) complaints")


def test_every_card_and_side_of_the_overview_leads_to_its_tickets(october: Province, monitor: Client) -> None:
    page = monitor.get("/complaints/", {"month": MONTH}).context
    found = page["overview"]
    cards = list(zip((found.total, *found.classes), page["cards"], strict=True))
    assert [behind(card.stat.url) for _one, card in cards] == [one.now.complaints for one, _card in cards]
    assert [behind(url) for _side, url in page["sides"]] == [side.complaints for side, _url in page["sides"]]
    count = next(one for one in page["stats"] if one.label == "Complaints")
    assert (count.value, behind(count.url)) == ("10", 10)


@pytest.mark.parametrize("path", ["/complaints/", "/complaints/trend/", "/complaints/trend/?class=voice", "/complaints/regions/"])
def test_every_mark_that_leads_to_tickets_leads_to_as_many_as_it_says(october: Province, monitor: Client, path: str) -> None:
    page = monitor.get(path, {"month": MONTH} | ({"class": "voice"} if "class" in path else {})).context
    marks = {(url, count) for chart in page["charts"] for url, count in _marks(chart) if url.startswith(TICKETS)}
    assert marks
    assert {(url, behind(url)) for url, _count in marks} == marks


def test_a_region_of_the_ranking_leads_to_the_same_page_of_that_region(october: Province, monitor: Client) -> None:
    ranking = next(one for one in monitor.get("/complaints/", {"month": MONTH}).context["charts"] if one.key == "ranking")
    led = {url: monitor.get(url).context["overview"].total.now.complaints for url in ranking.row_links}
    assert led == {url: row[1] for url, row in zip(ranking.row_links, ranking.rows, strict=True)}
    assert sorted(led.values()) == [3, 6]


def test_every_line_of_the_region_table_leads_to_its_tickets(october: Province, monitor: Client) -> None:
    rows = monitor.get("/complaints/regions/", {"month": MONTH}).context["ranked"]
    assert [behind(url) for _one, _region, url in rows] == [one.now.complaints for one, _region, _url in rows]


@pytest.mark.parametrize(("rows", "columns"), list(combinations(DIMENSIONS, 2)))
def test_every_cell_of_the_matrix_leads_to_its_tickets(october: Province, monitor: Client, rows: str, columns: str) -> None:
    page = monitor.get("/complaints/matrix/", {"month": MONTH, "rows": rows, "columns": columns}).context
    [chart] = page["charts"]
    cells = dict(_cells(chart))
    assert {url: behind(url) for url in cells} == cells
    assert sum(cells.values()) == 10


def test_the_list_shows_what_the_link_says(october: Province, monitor: Client) -> None:
    page = monitor.get("/complaints/", {"month": MONTH, "region": "NJ02"}).context
    voice = page["cards"][1].stat
    shown = monitor.get(voice.url)
    assert shown.context["table"].page.total == 1
    assert "C5" in shown.content.decode()
    assert "C1<" not in shown.content.decode()


def _marks(chart: Chart) -> Iterator[tuple[str, int]]:
    """Address and count of every mark that tells a count when pointed at, and of the table view's rows."""
    for trace in chart.figure["data"]:  # type: ignore[index]
        for url, text in zip(trace.get("customdata", ()), trace.get("hovertext", ()), strict=False):
            if url and (said := _COMPLAINTS.search(text)):
                yield url, int(said[1].replace(",", ""))
    names = [column.key for column in chart.columns]
    if "complaints" in names:
        place = names.index("complaints")
        yield from ((url, row[place]) for url, row in zip(chart.row_links, chart.rows, strict=True) if url and row[place] is not None)


def _cells(chart: Chart) -> Iterator[tuple[str, int]]:
    figure: Any = chart.figure
    for links, values in zip(figure["data"][0]["customdata"], figure["data"][0]["z"], strict=True):
        yield from zip(links, values, strict=True)
