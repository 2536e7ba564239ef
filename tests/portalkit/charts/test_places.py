"""Places: discs at their coordinates."""

import plotly.graph_objects as go

from portalkit.charts.domain.places import LARGEST, Place, label_sides, places

CAPITAL = Place("云州市", 108.3, 22.8, 400, 5.74, "/complaints/?region=NJ01")
COUNTY = Place("山<b>县", 107.0, 23.1, 100, None)


def test_the_figure_is_one_that_plotly_accepts() -> None:
    go.Figure(places([CAPITAL, COUNTY]))


def test_the_largest_place_has_the_largest_disc() -> None:
    shaded, plain = places([CAPITAL, COUNTY])["data"]
    assert shaded["marker"]["size"] == [LARGEST]
    assert plain["marker"]["size"][0] < LARGEST


def test_an_unknown_value_has_no_shade_and_names_stay_text() -> None:
    shaded, plain = places([CAPITAL, COUNTY])["data"]
    assert shaded["marker"]["color"] == [5.74]
    assert "colorscale" not in plain["marker"]
    assert "<b>县" not in plain["text"][0]


def test_no_places_make_an_empty_figure() -> None:
    assert places([])["data"][0]["x"] == []


def test_names_of_neighbours_stand_on_different_sides() -> None:
    north, south = Place("北", 108.0, 22.05, 1, 1.0), Place("南", 108.0, 22.0, 1, 1.0)
    far = Place("远", 110.0, 24.0, 1, 1.0)
    assert label_sides([north, south, far])[:2] != ["bottom center", "bottom center"]
    assert label_sides([far]) == ["bottom center"]
