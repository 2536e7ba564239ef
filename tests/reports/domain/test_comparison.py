"""What changed between two versions."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reports.domain.comparison import Change, Difference, differences
from reports.domain.document import Commentary, Document
from tests.reports.builders import a_document, a_row, a_section, an_exhibit


def with_rows(*rows: tuple[str, int | None]) -> Document:
    section = a_section()
    return a_document(replace(section, blocks=(an_exhibit(*(a_row(key, value, None) for key, value in rows)),)))


def of_complaints(before: Document, after: Document) -> dict[str, Difference]:
    return {one.path[2]: one for one in differences(before, after).figures if one.path[-1] == "投诉量"}


def test_a_figure_is_changed_added_gone_or_the_same() -> None:
    found = of_complaints(with_rows(("a", 100), ("b", 5), ("c", 7)), with_rows(("a", 110), ("b", 5), ("d", 1)))
    assert {name: one.change for name, one in found.items()} == {"a": Change.CHANGED, "b": Change.SAME, "c": Change.GONE, "d": Change.ADDED}
    assert (found["a"].before, found["a"].after, round(found["a"].relative or 0, 3)) == ("100", "110", 0.1)


def test_a_figure_that_becomes_known_is_changed_without_a_quotient() -> None:
    found = of_complaints(with_rows(("a", None)), with_rows(("a", 3)))["a"]
    assert (found.change, found.before, found.after, found.relative) == (Change.CHANGED, "—", "3", None)


def test_a_difference_that_nobody_can_see_is_none() -> None:
    section = a_section()
    near = a_document(replace(section, blocks=(an_exhibit(a_row("2026-10", 1, 4.8201)),)))
    far = a_document(replace(section, blocks=(an_exhibit(a_row("2026-10", 1, 4.8199)),)))
    assert not differences(near, far).changed


def test_commentary_is_compared_by_section() -> None:
    said = Commentary("上升", "a", "b", "")
    found = differences(a_document(), a_document().with_commentary({"rates": said}))
    assert [(one.title, one.before, one.after) for one in found.texts] == [("投诉率", "", "上升")]
    back = differences(a_document().with_commentary({"rates": said}), a_document())
    assert [(one.before, one.after) for one in back.texts] == [("上升", "")]


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 9)), st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 9)))
def test_backwards_added_and_gone_change_places(before: dict[str, int], after: dict[str, int]) -> None:
    there = differences(with_rows(*before.items()), with_rows(*after.items()))
    back = differences(with_rows(*after.items()), with_rows(*before.items()))
    assert there.count(Change.ADDED) == back.count(Change.GONE)
    assert there.count(Change.SAME) == back.count(Change.SAME)
    assert there.count(Change.CHANGED) == back.count(Change.CHANGED)
