import csv
from enum import StrEnum
from io import BytesIO, StringIO
from urllib.parse import parse_qs

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import override_settings
from django.utils import translation

from portalkit.regions.models import Region
from portalkit.sheets.domain.exports import Export
from portalkit.tables import Column, Table
from portalkit.tables.domain.columns import UnknownColumn
from portalkit.tables.panels.cells import body_rows
from portalkit.tables.views import list_page
from tests.portalkit.filters.builders import region, sent
from tests.portalkit.tables.builders import FILTERS, REGIONS, Drawer, request

pytestmark = pytest.mark.django_db
EXPORTS: list[Export] = []


class TestPermission(StrEnum):
    __test__ = False
    EXPORT = "test.export"


def remember(*, request, export):
    EXPORTS.append(export)


def refuse(*, request, export):
    raise PermissionDenied


@pytest.fixture
def province():
    root = region("P", level="province", name="江北省")
    for number in range(60):
        region(f"C{number:02d}", parent=root, name=f"第{number}县", longitude=None if number % 10 == 0 else 100 + number % 7)
    return root


def show(query="", *, rows=None, table=REGIONS, **options):
    kinds = {key: options.pop(key) for key in ("post", "htmx", "store", "permissions") if key in options}
    rows = Region.objects.select_related("parent") if rows is None else rows
    return list_page(
        request(query, htmx=kinds.pop("htmx", True), **kinds), table=table, rows=rows, filters=FILTERS.bind(sent(query)), **options
    )


def html(query="", **options):
    return show(query, **options).content.decode()


def codes(text):
    return [part.split("/")[0] for part in text.split('href="/regions/')[1:]]


def exported(query, **options):
    body = b"".join(show(query, **options).streaming_content).decode("utf-8-sig")
    return list(csv.reader(StringIO(body, newline="")))


def test_a_list_page_costs_two_queries_of_its_own(province, django_assert_num_queries):
    with django_assert_num_queries(2):
        html("sort=-longitude&page=2")


@pytest.mark.parametrize("sort", ["code", "-code", "longitude", "-longitude", "name", "-level"])
def test_every_order_shows_every_row_once_over_the_pages(province, sort):
    found = [code for page in (1, 2, 3) for code in codes(html(f"sort={sort}&page={page}"))]
    assert len(found) == len(set(found)) == 61


@pytest.mark.parametrize("sort", ["longitude", "-longitude"])
def test_unknown_values_come_last_in_both_directions(province, sort):
    last = codes(html(f"sort={sort}&page=3"))[-7:]
    assert set(last) == {"P", "C00", "C10", "C20", "C30", "C40", "C50"}


@pytest.mark.parametrize(
    "query", ["sort=password", "sort=parent", "sort=-", "page=x", "page=-1", "size=9999", "size=0", "columns=,", "columns=secret"]
)
def test_what_the_table_does_not_declare_is_ignored(province, query):
    assert codes(html(query)) == codes(html())


def test_a_page_beyond_the_last_is_the_last(province):
    assert codes(html("page=99999")) == codes(html("page=3"))


def test_the_sorted_column_says_so_and_turns_round_on_the_next_click(province):
    text = html("sort=name&level=county")
    assert 'aria-sort="ascending"' in text
    assert text.count("aria-sort=") == 1
    assert "?level=county&amp;sort=-name" in text


def test_an_htmx_request_gets_the_fragment_and_the_address_without_empty_parameters(province):
    response = show("level=county&q=&page=2")
    assert "<html" not in response.content.decode()
    address = response["HX-Push-Url"]
    assert parse_qs(address.partition("?")[2]) == {"level": ["county"], "page": ["2"]}
    assert "HX-Request" in response["Vary"]


def test_values_of_users_are_escaped(db):
    region("X", name='<script>alert("x")</script>')
    assert "<script>alert" not in html()


def test_an_empty_list_and_a_filter_without_match_read_differently(province):
    with translation.override("en"):
        no_match, no_data = html("q=nowhere"), html(rows=Region.objects.none())
    assert "Nothing matches these filters" in no_match
    assert 'href="?">Clear all filters' in no_match
    assert "Nothing here yet" in no_data
    assert "Clear all filters" not in no_data


def test_more_rows_than_the_limit_are_said_to_be_more(province):
    small = Table(key="t", columns=REGIONS.columns, default_order="code", page_size=25, count_limit=50)
    count = html(table=small).split('class="list-count"')[1].split("</p>")[0]
    assert "50" in count
    assert "61" not in count
    assert len(codes(html("page=3", table=small))) == 25


def test_a_list_of_mappings_sorts_without_a_database():
    table = Table(key="t", default_order="-rate", columns=(Column("name", "名"), Column("rate", "率", kind="rate", order_by="rate")))
    text = html(table=table, rows=[{"name": "甲", "rate": 1.0}, {"name": "乙", "rate": None}, {"name": "丙", "rate": 2.5}])
    assert text.index("丙") < text.index("甲") < text.index("乙")


def test_a_default_order_that_cannot_be_is_a_mistake_of_the_declaration():
    with pytest.raises(UnknownColumn):
        Table(key="t", default_order="nothing", columns=())


def test_a_download_holds_all_filtered_rows_in_the_order_and_columns_shown(province):
    rows = exported("format=csv&level=county&sort=-code&columns=code,longitude")
    assert rows[0] == ["编码", "经度"]
    assert [row[0] for row in rows[1:]] == [f"C{number:02d}" for number in reversed(range(60))]
    assert rows[-1] == ["C00", ""]


def test_a_workbook_holds_the_same_rows_typed(province):
    response = show("format=xlsx&level=county&columns=code,longitude")
    sheet = openpyxl.load_workbook(BytesIO(b"".join(response.streaming_content))).active
    response.close()
    assert sheet.title == "区域"
    assert (sheet["A3"].value, sheet["B3"].value) == ("C01", 101)
    assert sheet.max_row == 61


def test_a_formula_in_a_name_stays_text_in_the_download(db):
    region("X", name="=HYPERLINK(1)")
    assert exported("format=csv&columns=name")[1] == ["'=HYPERLINK(1)"]


def test_a_list_too_long_to_download_sends_back_with_the_reason(province):
    small = Table(key="t", columns=REGIONS.columns, default_order="code", export_limit=10, workbook_limit=5)
    for kind in ("csv", "xlsx"):
        asked = request(f"format={kind}&q=县")
        response = list_page(asked, table=small, rows=Region.objects.all())
        assert response.status_code == 302
        assert parse_qs(response["Location"].partition("?")[2]) == {"q": ["县"]}
        assert len(list(asked._messages)) == 1


def test_who_may_not_export_sees_no_download_and_gets_none(province):
    assert "format=csv" not in html(permission_to_export=TestPermission.EXPORT)
    with pytest.raises(PermissionDenied):
        show("format=csv", permission_to_export=TestPermission.EXPORT)
    assert "format=csv" in html(permission_to_export=TestPermission.EXPORT, permissions=["test.export"])


def test_a_format_that_does_not_exist_is_not_found(province):
    with pytest.raises(Http404):
        show("format=exe")


@override_settings(NOC_EXPORT_HOOK=f"{__name__}.remember")
def test_every_download_is_announced_before_it_leaves(province):
    EXPORTS.clear()
    show("format=csv&level=county")
    assert [Export(source="test.regions", rows=60, file_format="csv", query="format=csv&level=county")] == EXPORTS


@override_settings(NOC_EXPORT_HOOK=f"{__name__}.refuse")
def test_a_download_that_cannot_be_recorded_does_not_leave(province):
    with pytest.raises(PermissionDenied):
        show("format=csv")


def test_chosen_columns_and_page_size_are_kept(province):
    store = Drawer()
    response = show("level=county&page=2", post={"action": "columns", "column": ["code", "latitude", "evil"], "size": "50"}, store=store)
    assert response.status_code == 302
    assert response["Location"] == "/regions/?level=county"
    text = html(store=store)
    assert "纬度" in text.split("<tbody>")[0]
    assert len(codes(text)) == 50
    show("", post={"action": "columns", "reset": "1", "size": "50"}, store=store)
    assert store.kept["table.test.regions"]["columns"] == []


def test_without_a_store_the_columns_go_into_the_address(province):
    response = show("", post={"action": "columns", "column": ["code", "name"]})
    assert parse_qs(response["Location"].partition("?")[2]) == {"columns": ["code,name"]}


def test_a_view_is_saved_shown_and_removed(province):
    store = Drawer()
    show("level=county&sort=-code", post={"action": "save_view", "name": " 本月 区县 "}, store=store)
    text = html("level=county&sort=-code", store=store)
    assert "本月 区县" in text
    assert 'aria-current="true"' in text
    show("", post={"action": "forget_view", "name": "本月 区县"}, store=store)
    assert store.kept["table.test.regions"]["views"] == {}


@pytest.mark.parametrize("name", ["", "   ", "长" * 61])
def test_a_view_needs_a_short_name(province, name):
    store = Drawer()
    show("level=county", post={"action": "save_view", "name": name}, store=store)
    assert store.kept == {}


def test_no_more_than_twenty_views_are_kept(province):
    store = Drawer()
    for number in range(22):
        show("", post={"action": "save_view", "name": f"v{number}"}, store=store)
    assert len(store.kept["table.test.regions"]["views"]) == 20


def test_a_form_nobody_knows_is_refused(province):
    assert show("", post={"action": "drop"}, store=Drawer()).status_code == 400


@pytest.mark.parametrize("stored", [None, [], "x", {"columns": 5, "size": "many", "views": []}, {"columns": [1, None], "views": {"a": 1}}])
def test_spoilt_settings_do_not_spoil_the_page(province, stored):
    assert codes(html(store=Drawer({"table.test.regions": stored}))) == codes(html())


@pytest.mark.parametrize(("share", "width"), [(0.25, "25.0"), (1.7, "100.0"), (-3, "0.0")])
def test_a_column_draws_its_share_as_a_bar_below_the_value(share: float, width: str) -> None:
    column = Column("name", "名称", bar=lambda row: row["share"], tone=lambda row: "bad")
    table = Table(key="test.bars", columns=(column,), default_order="")
    [row] = body_rows([{"name": "<x>", "share": share}], table=table, columns=(column,))
    assert "&lt;x&gt;" in row
    assert 'class="bar tone-bad"' in row
    assert f'width="{width}"' in row


def test_an_unknown_share_draws_no_bar() -> None:
    column = Column("name", "名称", bar=lambda row: None)
    [row] = body_rows([{"name": "x"}], table=Table(key="test.bars", columns=(column,), default_order=""), columns=(column,))
    assert "bar" not in row
