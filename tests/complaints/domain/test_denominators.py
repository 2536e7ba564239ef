from hypothesis import given
from hypothesis import strategies as st

from complaints.domain.denominators import Denominators

PROVINCE, NORTH, SOUTH, HILL, LAKE = 1, 2, 3, 4, 5
TREE = {PROVINCE: (NORTH, SOUTH), NORTH: (HILL, LAKE)}


def test_a_regions_own_count_comes_before_the_sum_of_its_parts() -> None:
    known = Denominators(own={(PROVINCE, "total"): 900, (NORTH, "total"): 500, (SOUTH, "total"): 300}, children=TREE)
    assert known.of(PROVINCE) == 900


def test_without_its_own_count_a_region_has_the_sum_of_all_its_parts_at_any_depth() -> None:
    known = Denominators(own={(HILL, "total"): 200, (LAKE, "total"): 250, (SOUTH, "total"): 300}, children=TREE)
    assert known.of(NORTH) == 450
    assert known.of(PROVINCE) == 750


def test_one_part_without_a_count_makes_the_whole_unknown() -> None:
    known = Denominators(own={(HILL, "total"): 200, (SOUTH, "total"): 300}, children=TREE)
    assert known.of(NORTH) is None
    assert known.of(PROVINCE) is None
    assert known.of(SOUTH) == 300


def test_a_class_that_nobody_counted_is_divided_by_the_total() -> None:
    known = Denominators(own={(SOUTH, "total"): 300, (SOUTH, "internet"): 120}, children=TREE)
    assert known.of(SOUTH, "internet") == 120
    assert known.of(SOUTH, "voice") == 300


def test_a_class_counted_in_some_parts_only_is_divided_by_the_total_of_the_whole() -> None:
    own = {(NORTH, "total"): 500, (SOUTH, "total"): 300, (SOUTH, "internet"): 120}
    assert Denominators(own=own, children=TREE).of(PROVINCE, "internet") == 800


def test_a_total_is_never_a_sum_of_classes() -> None:
    own = {(SOUTH, "voice"): 100, (SOUTH, "internet"): 120, (SOUTH, "messaging"): 90, (SOUTH, "other"): 80}
    assert Denominators(own=own, children=TREE).of(SOUTH) is None


def test_nought_is_a_count_of_its_own() -> None:
    assert Denominators(own={(HILL, "total"): 0, (LAKE, "total"): 5}, children=TREE).of(NORTH) == 5


def test_several_regions_together_are_known_only_when_each_is() -> None:
    known = Denominators(own={(NORTH, "total"): 500}, children=TREE)
    assert known.over([NORTH]) == 500
    assert known.over([NORTH, SOUTH]) is None
    assert known.over([]) is None


@given(leaves=st.lists(st.integers(0, 10**7) | st.none(), min_size=3, max_size=3))
def test_the_whole_is_the_sum_of_the_leaves_or_unknown(leaves: list[int | None]) -> None:
    own = {(pk, "total"): count for pk, count in zip((HILL, LAKE, SOUTH), leaves, strict=True) if count is not None}
    expected = None if None in leaves else sum(count or 0 for count in leaves)
    assert Denominators(own=own, children=TREE).of(PROVINCE) == expected
