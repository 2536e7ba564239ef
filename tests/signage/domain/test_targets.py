"""Whom a target means, and the region that several have in common."""

from hypothesis import given
from hypothesis import strategies as st

from signage.domain.targets import Place, Target, common_path, matches

codes = st.lists(st.sampled_from(["N", "N01", "N0", "N0101"]), min_size=1, max_size=4)
paths = codes.map(lambda parts: "/" + "/".join(["NJ", *parts]) + "/")
words = st.frozensets(st.sampled_from(["入口", "柜台", "竖屏"]))


@given(st.sets(paths, min_size=1, max_size=5))
def test_the_common_region_has_all_of_them_and_no_narrower_one_does(chosen: set[str]) -> None:
    common = common_path(chosen)
    assert all(path.startswith(common) for path in chosen)
    below = {path[: path.index("/", len(common)) + 1] for path in chosen if path != common}
    assert not any(all(path.startswith(narrower) for path in chosen) for narrower in below)


@given(paths)
def test_one_region_is_its_own_common_region(path: str) -> None:
    assert common_path({path}) == path


@given(
    where=st.frozensets(paths, max_size=3),
    screens=st.frozensets(st.integers(1, 3), max_size=2),
    some=words,
    every=words,
    none=words,
    path=paths,
    screen=st.integers(1, 3),
    tags=words,
)
def test_a_screen_is_meant_where_it_stands_or_is_named_and_its_tags_are_right(
    where: frozenset[str],
    screens: frozenset[int],
    some: frozenset[str],
    every: frozenset[str],
    none: frozenset[str],
    path: str,
    screen: int,
    tags: frozenset[str],
) -> None:
    target = Target(paths=where, screens=screens, tags_any=some, tags_all=every, tags_none=none)
    stands_there = screen in screens or any(f"{path}".find(one) == 0 for one in where)
    has_tags = (not some or any(tag in tags for tag in some)) and all(tag in tags for tag in every) and not any(tag in tags for tag in none)
    assert matches(target, Place(screen=screen, path=path, tags=tags)) == (stands_there and has_tags)
