from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from portalkit.audit.domain.actors import SYSTEM
from portalkit.audit.models import AuditEvent
from portalkit.regions.models import Level, Region
from portalkit.regions.selectors import ancestors, region_matcher, subtree, tree, valid_on
from portalkit.regions.services import (
    RegionRefused,
    RegionRow,
    close_region,
    create_region,
    move_region,
    rename_region,
    reopen_region,
    upsert_regions,
)
from tests.builders import a_county, a_hall, a_prefecture, a_province

NOW = datetime(2026, 11, 23, tzinfo=UTC)
ROWS = [
    RegionRow(code="P", name="南江省", level="province"),
    RegionRow(code="P1", name="云州市", level="prefecture", parent="P"),
    RegionRow(code="P2", name="柳溪市", level="prefecture", parent="P"),
    RegionRow(code="P11", name="城东区", level="county", parent="P1"),
]


def _create(code: str, level: str, parent: Region | None = None) -> Region:
    return create_region(code=code, name=code, level=level, parent=parent, by=SYSTEM)


@pytest.mark.django_db
def test_a_region_stands_on_the_path_of_its_parent() -> None:
    province = _create("P", Level.PROVINCE)
    county = _create("P11", Level.COUNTY, _create("P1", Level.PREFECTURE, province))
    assert county.path == "/P/P1/P11/"
    assert list(ancestors(county)) == [province, county.parent]
    assert AuditEvent.objects.filter(action="regions.create").count() == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "reason"), [("p", "taken"), ("", "bad_code"), ("a/b", "bad_code"), ("a b", "bad_code"), ("a\u200b", "bad_code")]
)
def test_a_code_that_would_break_the_tree_is_refused(code: str, reason: str) -> None:
    province = _create("P", Level.PROVINCE)
    with pytest.raises(RegionRefused) as refused:
        _create(code, Level.PREFECTURE, province)
    assert refused.value.code == reason


@pytest.mark.django_db
def test_levels_only_go_down() -> None:
    county = a_county("county", under=a_prefecture("prefecture", under=a_province()))
    with pytest.raises(RegionRefused, match="level"):
        _create("X", Level.PREFECTURE, county)


@pytest.mark.django_db
def test_the_database_refuses_codes_that_differ_in_case_alone() -> None:
    a_province(code="nj")
    with pytest.raises(IntegrityError):
        a_province(code="NJ")


@pytest.mark.django_db
def test_a_moved_region_takes_its_whole_subtree_along() -> None:
    province = a_province(code="P")
    one, other = a_prefecture("one", under=province, code="A"), a_prefecture("other", under=province, code="B")
    county = a_county("county", under=one, code="C")
    hall = a_hall("hall", under=county, code="H")
    move_region(region=county, parent=other, by=SYSTEM)
    hall.refresh_from_db()
    assert hall.path == "/P/B/C/H/"
    assert list(subtree(other)) == [other, county, hall]


@pytest.mark.django_db
def test_a_region_cannot_move_below_itself() -> None:
    prefecture = a_prefecture("one", under=a_province())
    county = a_county("county", under=prefecture)
    with pytest.raises(RegionRefused, match="cycle"):
        move_region(region=prefecture, parent=county, by=SYSTEM)


@pytest.mark.django_db
def test_a_region_with_something_open_below_it_is_not_closed() -> None:
    prefecture = a_prefecture("one", under=a_province())
    county = a_county("county", under=prefecture)
    with pytest.raises(RegionRefused, match="open_children"):
        close_region(region=prefecture, on=date(2012, 1, 1), by=SYSTEM)
    close_region(region=county, on=date(2012, 1, 1), by=SYSTEM)
    close_region(region=prefecture, on=date(2012, 1, 1), by=SYSTEM)
    assert reopen_region(region=prefecture, by=SYSTEM).valid_to is None


@pytest.mark.django_db
def test_validity_is_half_open() -> None:
    region = a_province(valid_from=date(2011, 1, 1), valid_to=date(2012, 1, 1))
    assert [
        valid_on(Region.objects.all(), day).contains(region)
        for day in (date(2010, 12, 31), date(2011, 1, 1), date(2011, 12, 31), date(2012, 1, 1))
    ] == [
        False,
        True,
        True,
        False,
    ]


@pytest.mark.django_db
def test_a_rename_is_recorded_with_both_names_and_nothing_else_is() -> None:
    region = a_province("旧名")
    rename_region(region=region, name="新名", name_en="", by=SYSTEM)
    rename_region(region=region, name="新名", name_en="", by=SYSTEM)
    event = AuditEvent.objects.get(action="regions.rename")
    assert event.detail == {"changes": {"name": ["旧名", "新名"]}}


@pytest.mark.django_db
def test_the_matcher_costs_one_query(django_assert_num_queries: object) -> None:
    a_prefecture("云州市", under=a_province("南江省"))
    with django_assert_num_queries(1):  # type: ignore[operator]
        matcher = region_matcher()
        assert isinstance(matcher.find("云州"), int)


@pytest.mark.django_db
def test_a_matcher_of_a_day_knows_only_regions_of_that_day() -> None:
    a_province("南江省", valid_to=date(2012, 1, 1))
    assert isinstance(region_matcher(on=date(2011, 6, 1)).find("南江"), int)
    assert not isinstance(region_matcher(on=date(2012, 6, 1)).find("南江"), int)


@pytest.mark.django_db
def test_the_same_rows_again_change_nothing() -> None:
    first = upsert_regions(rows=ROWS, by=SYSTEM, now=NOW)
    again = upsert_regions(rows=ROWS, by=SYSTEM, now=NOW)
    assert (len(first.created), again.created, again.changed, again.unchanged) == (4, (), (), 4)
    assert AuditEvent.objects.filter(action="regions.upsert").count() == 1


@pytest.mark.django_db
def test_an_upsert_moves_a_county_to_its_new_prefecture() -> None:
    upsert_regions(rows=ROWS, by=SYSTEM, now=NOW)
    moved = RegionRow(code="P11", name="城东区", level="county", parent="P2")
    assert upsert_regions(rows=[moved], by=SYSTEM, now=NOW).changed == ("P11",)
    assert Region.objects.get(code="P11").path == "/P/P2/P11/"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (RegionRow(code="X", name="x", level="county", parent="nowhere"), "parent_unknown"),
        (RegionRow(code="X", name="x", level="county", parent="X"), "cycle"),
        (RegionRow(code="X", name="x", level="village", parent="P"), "level"),
        (RegionRow(code="X", name="x", level="county", parent="P", valid_from=date(2012, 1, 1), valid_to=date(2011, 1, 1)), "validity"),
    ],
)
def test_a_list_that_would_break_the_tree_changes_nothing(row: RegionRow, reason: str) -> None:
    with pytest.raises(RegionRefused) as refused:
        upsert_regions(rows=[*ROWS, row], by=SYSTEM, now=NOW)
    assert refused.value.code == reason
    assert not Region.objects.exists()


@pytest.mark.django_db
def test_the_tree_tells_depth_among_the_regions_shown() -> None:
    upsert_regions(rows=ROWS, by=SYSTEM, now=NOW)
    assert [(node.region.code, node.depth, node.has_children) for node in tree(Region.objects.all())] == [
        ("P", 0, True),
        ("P1", 1, True),
        ("P11", 2, False),
        ("P2", 1, False),
    ]
    assert [node.depth for node in tree(Region.objects.filter(path__startswith="/P/P1/"))] == [0, 1]


class TestUpsertProperties(TestCase):
    @settings(max_examples=30)
    @given(st.permutations(ROWS))
    def test_rows_may_come_in_any_order(self, rows: list[RegionRow]) -> None:
        upsert_regions(rows=rows, by=SYSTEM, now=NOW)
        found = {region.code: region for region in Region.objects.select_related("parent")}
        assert all(region.path == f"{region.parent.path if region.parent else '/'}{region.code}/" for region in found.values())
        assert len(found) == len(ROWS)
