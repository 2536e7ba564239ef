"""How hits are grouped and cut."""

from hypothesis import given
from hypothesis import strategies as st

from portalkit.ui.domain.search import Hit, first_hits, grouped

hits = st.lists(
    st.builds(Hit, title=st.text(max_size=3), subtitle=st.just(""), url=st.just("/"), kind=st.sampled_from(["a", "b", "c"])), max_size=20
)


def a_hit(kind: str, title: str) -> Hit:
    return Hit(title=title, subtitle="", url="/", kind=kind)


def test_kinds_stand_in_the_order_of_their_first_hit() -> None:
    groups = grouped([a_hit("tickets", "1"), a_hit("pages", "2"), a_hit("tickets", "3")])
    assert [(group.kind, [hit.title for hit in group.hits]) for group in groups] == [("tickets", ["1", "3"]), ("pages", ["2"])]


@given(hits)
def test_grouping_loses_no_hit(found: list[Hit]) -> None:
    assert sum(len(group.hits) for group in grouped(found)) == len(found)


@given(hits, st.integers(0, 12))
def test_suggestions_never_exceed_the_limit(found: list[Hit], limit: int) -> None:
    assert sum(len(group.hits) for group in first_hits(grouped(found), limit=limit)) <= limit


def test_a_long_group_leaves_room_for_the_others() -> None:
    groups = first_hits(grouped([a_hit("a", str(number)) for number in range(20)] + [a_hit("b", "x")]), limit=5)
    assert [len(group.hits) for group in groups] == [4, 1]
