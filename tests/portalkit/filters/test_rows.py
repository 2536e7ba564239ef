from datetime import UTC, datetime

import pytest
from django.template import Context, RequestContext, Template
from django.test import RequestFactory
from django.utils import translation

from portalkit.audit.models import AuditEvent
from portalkit.filters import ChoiceFilter, DateRangeFilter, FilterSet, MonthFilter, NumberRangeFilter, RegionFilter, TextFilter
from portalkit.regions.models import Region
from tests.portalkit.filters.builders import Reach, region, sent

pytestmark = pytest.mark.django_db
REGIONS = FilterSet((RegionFilter("region", "区域", field="pk"), TextFilter("q", "搜索", fields=("name", "name_en"))))
EVENTS = FilterSet(
    (MonthFilter("month", "月份", field="at"), DateRangeFilter("day", "日期", field="at"), NumberRangeFilter("n", "号", field="id"))
)


@pytest.fixture
def tree():
    province = region("P", level="province", name="江北省", name_en="Jiangbei")
    east = region("E", parent=province, level="prefecture", name="东海市", name_en="Donghai")
    west = region("W", parent=province, level="prefecture", name="西山市", name_en="Xishan")
    return {"P": province, "E": east, "W": west, "E1": region("E1", parent=east), "W1": region("W1", parent=west)}


def codes(filters):
    return set(filters.apply(Region.objects.all()).values_list("code", flat=True))


def event(moment):
    return AuditEvent.objects.create(at=moment, actor_kind="system", action="test.made")


def test_a_region_stands_for_its_subtree(tree):
    filters = REGIONS.bind(sent("region=E"), access=Reach(("P", "E", "W", "E1", "W1")), permission="any")
    assert filters.values["region"] == tree["E"]
    assert codes(filters) == {"E", "E1"}


@pytest.mark.parametrize("code", ["W", "W1", "NOWHERE"])
def test_a_foreign_region_is_as_unknown_as_a_misspelt_one(tree, code):
    filters = REGIONS.bind(sent(f"region={code}"), access=Reach(("E", "E1")), permission="any")
    with translation.override("en"):
        again = REGIONS.bind(sent(f"region={code}"), access=Reach(("E", "E1")), permission="any")
    assert filters.values["region"] is None
    assert again.errors == {"region": f"There is no region “{code}” that you may see."}


def test_the_control_offers_only_regions_in_reach(tree):
    filters = REGIONS.bind(sent(""), access=Reach(("E", "E1")), permission="any")
    (field, _text) = filters.fields
    assert [option["value"] for option in field.control["options"]] == ["E", "E1"]


def test_reading_and_showing_a_region_filter_costs_one_query(tree, django_assert_num_queries):
    with django_assert_num_queries(1):
        filters = REGIONS.bind(sent("region=E"), access=Reach(("P", "E")), permission="any")
        assert filters.chips
        assert filters.fields[0].control["options"]


def test_no_region_is_read_while_nobody_asks(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert REGIONS.bind(sent("q=x"), access=Reach(("P",)), permission="any").values["region"] is None


def test_text_is_looked_for_in_every_named_field(tree):
    reach = Reach(())
    assert codes(REGIONS.bind(sent("q=xishan"), access=reach, permission="any")) == {"W"}
    assert codes(REGIONS.bind(sent("q=东海"), access=reach, permission="any")) == {"E"}


def test_a_month_of_moments_is_the_month_in_shanghai():
    inside = event(datetime(2026, 10, 31, 16, 0, tzinfo=UTC))
    event(datetime(2026, 10, 31, 15, 59, tzinfo=UTC))
    event(datetime(2026, 11, 30, 16, 0, tzinfo=UTC))
    assert list(EVENTS.bind(sent("month=2026-11")).apply(AuditEvent.objects.all())) == [inside]


def test_a_range_of_days_holds_both_ends():
    first = event(datetime(2026, 11, 2, 16, 0, tzinfo=UTC))
    last = event(datetime(2026, 11, 4, 15, 59, tzinfo=UTC))
    event(datetime(2026, 11, 4, 16, 0, tzinfo=UTC))
    found = EVENTS.bind(sent("day_from=2026-11-03&day_to=2026-11-04")).apply(AuditEvent.objects.order_by("id"))
    assert list(found) == [first, last]


def test_a_broken_filter_leaves_the_others_working():
    kept, _other = event(datetime(2026, 11, 2, tzinfo=UTC)), event(datetime(2026, 9, 2, tzinfo=UTC))
    assert list(EVENTS.bind(sent("month=2026-11&n_from=many")).apply(AuditEvent.objects.all())) == [kept]


def test_the_form_shows_the_input_again_with_its_error_and_escapes_it():
    filters = FilterSet((MonthFilter("month", "月份"), ChoiceFilter("c", "类", choices=[("a", "甲"), ("b", "乙")], multiple=True))).bind(
        sent('month="><script>&c=a')
    )
    request = RequestFactory().get("/list/")
    with translation.override("zh-hans"):
        html = Template("{% load filters %}{% filter_bar filters %}").render(RequestContext(request, {"filters": filters}))
        filters_again = EVENTS.bind(sent("month=x"))
        fragment = Template("{% load filters %}{% filter_errors filters %}").render(Context({"filters": filters_again}))
    assert "&quot;&gt;&lt;script&gt;" in html
    assert "<script>" not in html
    assert 'value="a" checked' in html
    assert 'id="filter-error-month"' in html
    assert "请按 2026-11 的格式填写月份。" in fragment
    assert 'hx-swap-oob="true"' in fragment
