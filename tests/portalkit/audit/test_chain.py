from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portalkit.audit.domain.chain import FaultKind, Link, canonical, digest_of, inspect_chain

contents = st.dictionaries(st.text(max_size=5), st.one_of(st.text(max_size=8), st.integers(), st.booleans(), st.none()), max_size=4)


def _chain(details: list[dict[str, object]]) -> list[Link]:
    links: list[Link] = []
    digest = ""
    for number, detail in enumerate(details, start=1):
        content = {"id": number * 10, "detail": detail}
        previous, digest = digest, digest_of(sequence=number, previous_digest=digest, content=content)
        links.append(Link(sequence=number, previous_digest=previous, digest=digest, content=content))
    return links


@given(st.lists(contents, max_size=8))
def test_an_untouched_chain_holds(details: list[dict[str, object]]) -> None:
    found = inspect_chain(_chain(details))
    assert (found.fault, found.checked) == (None, len(details))


@given(st.lists(contents, min_size=1, max_size=8), st.data())
def test_an_edited_event_is_named(details: list[dict[str, object]], data: st.DataObject) -> None:
    links = _chain(details)
    place = data.draw(st.integers(0, len(links) - 1))
    links[place] = replace(links[place], content={**links[place].content, "detail": "edited"})
    found = inspect_chain(links)
    assert found.fault is not None
    assert (found.fault.kind, found.fault.sequence, found.fault.event_id) == (FaultKind.EDITED, place + 1, (place + 1) * 10)


@given(st.lists(contents, min_size=2, max_size=8), st.data())
def test_a_removed_event_leaves_a_gap(details: list[dict[str, object]], data: st.DataObject) -> None:
    links = _chain(details)
    place = data.draw(st.integers(0, len(links) - 2))
    del links[place]
    found = inspect_chain(links)
    assert found.fault is not None
    assert (found.fault.kind, found.fault.sequence) == (FaultKind.MISSING, place + 1)


@given(st.lists(contents, min_size=2, max_size=8), st.data())
def test_swapped_events_break_the_chain_at_the_first_of_them(details: list[dict[str, object]], data: st.DataObject) -> None:
    links = _chain(details)
    one, other = sorted(data.draw(st.lists(st.integers(0, len(links) - 1), min_size=2, max_size=2, unique=True)))
    first, second = links[one], links[other]
    links[one], links[other] = replace(second, sequence=first.sequence), replace(first, sequence=second.sequence)
    found = inspect_chain(links)
    assert found.fault is not None
    assert found.fault.sequence == one + 1


@given(st.lists(contents, min_size=2, max_size=8), st.data())
def test_cutting_off_the_end_shows_against_a_head_noted_before(details: list[dict[str, object]], data: st.DataObject) -> None:
    links = _chain(details)
    head = (links[-1].sequence, links[-1].digest)
    kept = data.draw(st.integers(0, len(links) - 1))
    assert inspect_chain(links[:kept]).fault is None
    found = inspect_chain(links[:kept], known_head=head)
    assert found.fault is not None
    assert found.fault.kind is FaultKind.MISSING


def test_a_chain_made_anew_does_not_hold_the_head_noted_before() -> None:
    old, new = _chain([{"a": 1}, {"b": 2}]), _chain([{"a": 1}, {"b": 3}])
    found = inspect_chain(new, known_head=(2, old[-1].digest))
    assert found.fault is not None
    assert found.fault.kind is FaultKind.OTHER_HEAD


@pytest.mark.parametrize("order", [{"b": 1, "a": "中"}, {"a": "中", "b": 1}])
def test_the_canonical_form_does_not_depend_on_the_order_of_keys(order: dict[str, object]) -> None:
    assert canonical(order) == '{"a":"\\u4e2d","b":1}'
