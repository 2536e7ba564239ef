"""Layouts that can be drawn, and what freezing makes of a playlist."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signage.domain.freezing import SHORTEST_MS, Piece, frozen, unusable
from signage.domain.layouts import LARGEST_GRID, TEMPLATES, BadLayout, Rectangle, Template, check_layout

sizes = st.integers(-2, 7)
rectangles = st.builds(
    Rectangle,
    name=st.sampled_from(["main", "side", "strip", "Bad Name"]),
    title=st.just(""),
    left=sizes,
    top=sizes,
    width=sizes,
    height=sizes,
)
START = datetime(2026, 11, 1, tzinfo=UTC)
moments = st.one_of(st.none(), st.integers(0, 30).map(lambda days: START + timedelta(days=days)))
pieces = st.builds(
    Piece,
    title=st.just("片"),
    version=st.one_of(st.none(), st.integers(1, 9)),
    own_ms=st.one_of(st.none(), st.integers(1, 60_000)),
    duration_ms=st.one_of(st.none(), st.integers(SHORTEST_MS, 60_000)),
    transition=st.just("fade"),
    bounds=st.lists(st.tuples(moments, moments), max_size=2).map(tuple),
    is_retired=st.booleans(),
)


@given(st.lists(rectangles, max_size=4))
def test_what_is_accepted_covers_no_cell_twice_and_none_outside(zones: list[Rectangle]) -> None:
    try:
        check_layout(zones, columns=6, rows=6)
    except BadLayout:
        return
    cells = [
        (column, row)
        for zone in zones
        for column in range(zone.left, zone.left + zone.width)
        for row in range(zone.top, zone.top + zone.height)
    ]
    assert len(cells) == len(set(cells))
    assert all(0 <= column < 6 and 0 <= row < 6 for column, row in cells)
    assert "main" in {zone.name for zone in zones}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.code)
def test_every_template_is_a_layout(template: Template) -> None:
    check_layout(template.zones, columns=template.columns, rows=template.rows)


@pytest.mark.parametrize("size", [0, LARGEST_GRID + 1])
def test_a_grid_has_a_sane_size(size: int) -> None:
    with pytest.raises(BadLayout, match="grid"):
        check_layout(TEMPLATES[0].zones, columns=size, rows=12)


@given(st.lists(pieces, max_size=5))
def test_a_frozen_item_lasts_a_second_at_least_and_is_valid_no_longer_than_any_bound(playlist: list[Piece]) -> None:
    kept = [piece for piece in playlist if piece.version is not None and not piece.is_retired]
    made = frozen(playlist)
    assert [item["version"] for item in made] == [piece.version for piece in kept]
    for item, piece in zip(made, kept, strict=True):
        assert item["duration_ms"] >= SHORTEST_MS
        ends = [end for _, end in piece.bounds if end]
        assert item["valid_to"] == (min(ends).isoformat() if ends else None)


@given(pieces)
def test_what_was_retired_is_never_usable(piece: Piece) -> None:
    assert unusable([replace(piece, is_retired=True)], now=START)
    assert frozen([replace(piece, is_retired=True)]) == []
