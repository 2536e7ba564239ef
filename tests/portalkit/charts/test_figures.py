import json
from math import inf, nan
from pathlib import Path

import plotly
import plotly.graph_objects as go
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portalkit.charts.domain.chart import serialise
from portalkit.charts.domain.figures import (
    Annotation,
    Flow,
    Series,
    Style,
    Target,
    bar,
    control,
    donut,
    heatmap,
    horizontal_bar,
    line,
    pareto,
    sankey,
    sparkline,
    stacked_bar,
)
from portalkit.charts.domain.marks import addresses, safe
from portalkit.charts.templatetags.charts import MAP_STYLE_ID
from portalkit.sheets.domain.columns import Kind

MONTHS = ["2026-09", "2026-10", "2026-11"]
VOICE = Series("话音", [6.2, None, 5.1], ["/a", None, "/c"], partial=frozenset({2}), band=([5.0, None, 4.0], [7.0, None, 6.0]))
DATA = Series("互联网", [1, 2, 3])
RATE = Style(kind=Kind.RATE, partial_word="本月未完", axis_title="每万户")
EVENTS = [Annotation("2026-10", "每诉必录"), Annotation("1999-01", "不在图中")]
FIGURES = {
    "line": line(x=MONTHS, series=[VOICE, DATA], style=RATE, annotations=EVENTS, target=Target(5, "目标")),
    "bar": bar(x=MONTHS, series=[VOICE, DATA], style=RATE, target=Target(5, "目标")),
    "stacked_bar": stacked_bar(x=MONTHS, series=[VOICE, DATA], total=Series("合计", [8, 2, 9])),
    "horizontal_bar": horizontal_bar(names=["东海市", "西山市"], series=Series("", [9, None], ["/e", "/w"]), target=Target(5, "目标")),
    "pareto": pareto(names=["割接", "弱覆盖", "其它"], series=Series("件数", [20, 80, None], ["/x", "/y", "/z"])),
    "donut": donut(names=["可控", "不可控"], series=Series("件数", [3, 1])),
    "heatmap": heatmap(rows=["东海市", "西山市"], columns=MONTHS, values=[[1, None, 3], [4, 5, nan]], links=[["/1", None, "/3"], []]),
    "heatmap with key": heatmap(rows=["周一", "周二"], columns=MONTHS, values=[[1, None, 3], [4, 5, 6]], shows_values=False),
    "heatmap around zero": heatmap(rows=["周一"], columns=MONTHS, values=[[-1.5, None, 3]], shows_values=False, around_zero=True),
    "sankey": sankey(flows=[Flow("受理", "派单", 8, "/s"), Flow("派单", "归档", 7)]),
    "sparkline": sparkline(x=MONTHS, values=[1, None, 3]),
    "control": control(x=MONTHS, series=Series("率", [1, 9, 2]), centre=[2, 2, 2], lower=[0, 0, 0], upper=[4, 4, 4]),
}
values = st.lists(st.one_of(st.none(), st.floats(), st.integers(-1000, 10**6)), min_size=3, max_size=3)


@pytest.mark.parametrize("name", FIGURES)
def test_plotly_accepts_every_figure(name):
    assert go.Figure(FIGURES[name]).to_plotly_json()["data"]


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_is_json_that_may_stand_in_a_page(name):
    text = serialise(FIGURES[name]).json
    assert json.loads(text) == json.loads(json.dumps(FIGURES[name]))
    assert not set(text) & set("<>&")


@given(values, values)
@example([None, None, 2.3e306], [None, None, None])
@example([-1.7e308, None, 1.7e308], [None, None, None])
def test_whatever_the_values_the_figures_hold_no_nan(first, second):
    series = [Series("a", first), Series("b", second, partial=frozenset({0, 2}), band=(first, second))]
    for figure in (line(x=MONTHS, series=series), bar(x=MONTHS, series=series), stacked_bar(x=MONTHS, series=series)):
        serialise(figure)
    serialise(pareto(names=MONTHS, series=Series("n", first)))
    for has_values, around_zero in ((True, False), (False, False), (False, True)):
        serialise(heatmap(rows=["r"], columns=MONTHS, values=[first], shows_values=has_values, around_zero=around_zero))
    serialise(donut(names=MONTHS, series=Series("n", second)))


def test_a_number_that_json_lacks_is_refused_not_written():
    with pytest.raises(ValueError):
        serialise({"data": [inf]})


def test_unknown_values_are_gaps_and_bands_do_not_bridge_them():
    figure = line(x=[*MONTHS, "2026-12"], series=[Series("a", [1, None, 3, 4], band=([0, None, 2, 3], [2, None, 4, 5]))])
    band, trace = figure["data"]
    assert trace["y"] == [1, None, 3, 4]
    assert not trace["connectgaps"]
    assert band["x"] == ["2026-11", "2026-12", "2026-12", "2026-11"]


def test_an_incomplete_month_is_hollow_and_reached_by_a_dotted_line():
    whole, dashed, hollow = line(x=MONTHS, series=[Series("a", [1, 2, 3], partial=frozenset({2}))], style=RATE)["data"]
    assert whole["y"] == [1, 2, None]
    assert (dashed["y"], dashed["line"]["dash"]) == ([None, 2, 3], "dot")
    assert (hollow["y"], hollow["marker"]["symbol"]) == ([None, None, 3], "circle-open")
    assert "本月未完" in hollow["hovertext"][2]


def test_incomplete_bars_are_hatched():
    assert FIGURES["bar"]["data"][0]["marker"]["pattern"]["shape"] == ["", "", "/"]


def test_a_long_name_is_cut_on_the_axis_and_whole_in_the_hover():
    long = "五月促销-5G畅享套餐-营业厅主屏-横版"
    figure = horizontal_bar(names=[long, "短"], series=Series("", [9, 1]))
    axis = figure["layout"]["yaxis"]
    assert (axis["tickvals"], axis["ticktext"]) == ([long, "短"], ["五月促销-5G畅享套餐-营…", "短"])
    assert long in figure["data"][0]["hovertext"][0]


def test_events_outside_the_axis_are_left_out():
    texts = [label["text"] for label in FIGURES["line"]["layout"]["annotations"]]
    assert texts == ["每诉必录", "目标"]


def test_each_mark_carries_its_address_and_nothing_foreign():
    assert FIGURES["line"]["data"][1]["customdata"] == ["/a", "", "/c"]
    assert addresses(["https://elsewhere/", "//elsewhere", "javascript:alert(1)", "?month=1", None], 6) == ["", "", "", "?month=1", "", ""]


def test_a_pareto_is_ranked_with_its_links_and_ends_at_the_whole():
    bars, shares = FIGURES["pareto"]["data"]
    assert bars["x"] == ["弱覆盖", "割接"]
    assert bars["customdata"] == ["/y", "/x"]
    assert shares["y"] == [0.8, 1.0]


def test_a_pareto_of_nothing_has_no_share():
    assert pareto(names=["a"], series=Series("n", [0]))["data"][1]["y"] == [None]


def test_points_outside_the_control_limits_stand_out():
    assert FIGURES["control"]["data"][-1]["marker"]["symbol"] == ["circle", "diamond", "circle"]


def test_labels_of_users_stay_text():
    assert safe('<a href="x">&') == '&lt;a href="x"&gt;&amp;'
    text = serialise(bar(x=["<b>x</b>"], series=[Series("<i>", [1])])).json
    assert "&lt;b&gt;" in json.loads(text)["data"][0]["x"][0]


def test_the_bundle_knows_the_id_that_keeps_it_from_writing_its_own_styles():
    bundle = (Path(plotly.__file__).parent / "package_data" / "plotly.min.js").read_text(encoding="utf-8")
    assert MAP_STYLE_ID in bundle
    assert ".no-inline-styles" in bundle


@given(st.lists(st.one_of(st.none(), st.integers(-1000, 1000)), min_size=1, max_size=8), st.booleans())
def test_the_key_of_a_matrix_spans_its_values_and_shares_its_colours(line_of_values, around_zero):
    places = [f"{hour}:00" for hour in range(len(line_of_values))]
    matrix, key = heatmap(rows=["r"], columns=places, values=[line_of_values], shows_values=False, around_zero=around_zero)["data"]
    assert (matrix["zmin"], matrix["zmax"], matrix["colorscale"]) == (key["zmin"], key["zmax"], key["colorscale"])
    assert key["y"][0] == key["zmin"] < key["zmax"]
    assert key["y"][-1] == pytest.approx(key["zmax"])
    assert all(key["zmin"] <= value <= key["zmax"] for value in line_of_values if value is not None)
    assert not around_zero or key["zmin"] == -key["zmax"]
