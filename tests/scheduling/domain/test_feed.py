"""Shifts as entries of a calendar."""

from hypothesis import given
from hypothesis import strategies as st

from scheduling.domain.feed import parts_of
from scheduling.domain.shifts import Shift, Span, place_breaks


@st.composite
def shifts(draw):
    cuts = sorted(draw(st.sets(st.integers(0, 95), min_size=2, max_size=6)))
    cuts = cuts[: len(cuts) // 2 * 2]
    spans = tuple(Span(start * 15, end * 15) for start, end in zip(cuts[::2], cuts[1::2], strict=True))
    return Shift("D", spans, tuple(draw(st.lists(st.sampled_from([15, 30]), max_size=2))))


@given(shifts(), st.integers(0, 4))
def test_parts_cover_the_shift_and_each_break_lies_in_one_of_them(shift, turn):
    pauses = place_breaks(shift, turn=turn)
    parts = parts_of(shift, pauses)
    assert sum(part.span.minutes for part in parts) == sum(span.minutes for span in shift.spans)
    assert [part.number for part in parts] == list(range(1, len(shift.spans) + 1))
    assert sorted(one for part in parts for one in part.pauses) == sorted(pauses)
