from datetime import date

import pytest
from django.http import Http404
from django.template import RequestContext, Template
from django.test import RequestFactory
from django.utils import translation

from portalkit.charts import Chart
from portalkit.charts.domain.figures import Series, bar
from portalkit.charts.selectors import cached_figure
from portalkit.charts.views import chart_export
from portalkit.sheets.domain.columns import Kind, SheetColumn

COLUMNS = (SheetColumn("month", "月份"), SheetColumn("rate", "万投比", Kind.RATE))
ROWS = [("2026-09", 5.74), ("2026-10", None)]


def chart(**changes):
    fields = {
        "key": "trend", "title": "万投比", "figure": bar(x=["2026-09", "2026-10"], series=[Series("</script>", [5.74, None])]),
        "columns": COLUMNS, "rows": ROWS, "source_date": date(2026, 11, 22), "row_links": ["/t/?month=2026-09", None],
    }  # fmt: skip
    return Chart(**fields | changes)


def page(one, query=""):
    request = RequestFactory().get(f"/trend/?{query}")
    with translation.override("zh-hans"):
        return Template("{% load charts %}{% chart one %}").render(RequestContext(request, {"one": one}))


def test_a_chart_shows_its_values_as_a_table_with_the_same_links():
    text = page(chart())
    assert '<th scope="row" class=""><a href="/t/?month=2026-09">2026-09</a></th><td class="is-number">5.74</td>' in text
    assert '<td class="is-number">—</td>' in text
    assert "数据截至 2026-11-22" in text


def test_no_label_ends_the_script_that_carries_the_figure():
    assert page(chart()).count("</script>") == 1


def test_the_downloads_keep_the_filters_of_the_page():
    assert "?month=2026-09&amp;chart=trend&amp;format=xlsx" in page(chart(), "month=2026-09")


def test_a_chart_without_rows_says_so_and_draws_nothing():
    text = page(chart(rows=[], empty_reason="还没有导入用户数"))
    assert "还没有导入用户数" in text
    assert "data-chart-figure" not in text


def test_a_chart_downloads_what_its_table_shows():
    response = chart_export(RequestFactory().get("/?chart=trend&format=csv"), [chart()])
    assert response is not None
    assert b"".join(response.streaming_content).decode("utf-8-sig") == "月份,万投比\r\n2026-09,5.74\r\n2026-10,\r\n"


def test_a_page_that_asks_for_no_chart_gets_none():
    assert chart_export(RequestFactory().get("/?format=csv"), [chart()]) is None


@pytest.mark.parametrize("query", ["chart=other&format=csv", "chart=trend&format=pdf", "chart=trend"])
def test_unknown_charts_and_formats_are_not_found(query):
    with pytest.raises(Http404):
        chart_export(RequestFactory().get(f"/?{query}"), [chart()])


def test_a_figure_is_built_once_for_each_version_filter_and_language():
    built = []

    def build():
        built.append(1)
        return {"data": [], "layout": {}}

    for language in ("en", "zh-hans"):
        with translation.override(language):
            for version, filters in ((1, "a"), (1, "a"), (2, "a"), (2, "b")):
                cached_figure(build, key="test.once", version=version, filters=filters)
    assert len(built) == 6
