"""The kind of import `halls`, through the engine of the wizard."""

import pytest

from portalkit.audit.models import AuditEvent
from portalkit.regions.models import Level, Region
from storefronts.models import Hall
from tests.builders import a_county, a_hall, a_prefecture, a_province
from tests.scheduling.builders import counts, imported, undone

pytestmark = pytest.mark.django_db
HOURS = "周一至周五 08:30-18:00；周六、周日 9：00-17:00"


@pytest.fixture
def county() -> Region:
    return a_county("城东区", under=a_prefecture("云州市", under=a_province("南江省", code="NJ"), code="NJ01"), code="NJ0102")


def a_row(code: str = "NJ0102001", **more: str) -> dict[str, str]:
    return {"营业厅编码": code, "营业厅名称": "东门营业厅", "所属区县": "城东区", "地址": "东门大街 1 号", **more}


def test_a_row_becomes_a_hall_and_the_leaf_that_stands_for_it(county: Region) -> None:
    batch = imported("halls", [a_row(营业时间=HOURS, 厅类别="重点", 经度="108.32", 纬度="22.8", 英文名称="East Gate")])
    assert counts(batch) == (1, 0, 0, 0)
    hall = Hall.objects.select_related("region__parent").get()
    assert (hall.code, hall.region.name, hall.region.name_en, hall.region.level) == ("NJ0102001", "东门营业厅", "East Gate", Level.HALL)
    assert hall.region.path == f"{county.path}NJ0102001/"
    assert (hall.region.longitude, hall.region.latitude) == (108.32, 22.8)
    assert (hall.hall_class, hall.legal_retention_days) == (Hall.Class.KEY, 90)
    assert hall.opening == "Mo-Fr 08:30-18:00; Sa-Su 09:00-17:00"
    assert AuditEvent.objects.filter(action="regions.upsert").exists()
    assert counts(imported("halls", [a_row(营业时间=HOURS, 厅类别="重点", 经度="108.32", 纬度="22.8", 英文名称="East Gate")])) == (
        0,
        0,
        1,
        0,
    )


def test_a_changed_row_moves_and_renames_the_hall_and_its_undo_gives_all_back(county: Region) -> None:
    other = a_county("NJ0301", under=county.parent, code="NJ0301")  # named by its code below
    imported("halls", [a_row(营业时间=HOURS)])
    Region.objects.filter(code="NJ0102001").update(valid_from="2020-01-01")
    changed = imported("halls", [a_row(所属区县="NJ0301", 营业厅名称="西门营业厅", 地址="西门"), a_row("NJ0301009", 所属区县="NJ0301")])
    assert counts(changed) == (1, 1, 0, 0)
    hall = Hall.objects.select_related("region").get(region__code="NJ0102001")
    assert (hall.region.parent, hall.region.name, hall.address, hall.opening) == (other, "西门营业厅", "西门", "")
    undone(changed)
    hall = Hall.objects.select_related("region__parent").get()
    assert (hall.region.parent, hall.region.name, hall.address) == (county, "东门营业厅", "东门大街 1 号")
    assert hall.region.path == f"{county.path}NJ0102001/"
    assert str(hall.region.valid_from) == "2020-01-01"
    assert hall.opening.startswith("Mo-Fr")
    assert not Region.objects.filter(code="NJ0301009").exists()


def test_a_bare_leaf_becomes_a_hall_and_stays_when_the_import_is_undone(county: Region) -> None:
    a_hall("老厅", under=county, code="NJ0102001")
    batch = imported("halls", [a_row()])
    assert counts(batch) == (1, 0, 0, 0)
    assert Hall.objects.get().region.name == "东门营业厅"
    undone(batch)
    assert not Hall.objects.exists()
    assert Region.objects.filter(code="NJ0102001").exists()


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"营业厅编码": "NJ 1"}, "hall_code_invalid"),
        ({"营业厅编码": "NJ0102"}, "hall_code_taken"),
        ({"营业厅编码": "nj0102009"}, "hall_code_taken"),
        ({"所属区县": "NJ0102009"}, "hall_inside_hall"),
        ({"所属区县": "无此县"}, "region_unknown"),
        ({"所属区县": ""}, "required"),
        ({"营业时间": "全年无休"}, "opening_unreadable"),
        ({"厅类别": "特级"}, "unknown_choice"),
        ({"经度": "190"}, "above_maximum"),
    ],
)
def test_a_row_that_cannot_be_a_hall_says_why(county: Region, more: dict[str, str], code: str) -> None:
    a_hall("已有厅", under=county, code="NJ0102009")
    assert imported("halls", [{**a_row(), **more}]).reasons == {code: 1}
    assert not Hall.objects.exists()


def test_codes_of_one_file_that_differ_in_case_alone_are_told_apart(county: Region) -> None:
    batch = imported("halls", [a_row("A1"), a_row("a1")])
    assert (counts(batch), batch.reasons) == ((1, 0, 0, 1), {"hall_code_taken": 1})
