"""A day is footage and absences, without a seam between them."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from video.domain.timelines import Absence, Span, absences, united

SECOND = 1_000_000
DAY = Span(0, 86_400 * SECOND)
spans = st.lists(st.tuples(st.integers(-100, 90_000), st.integers(1, 9_000)), max_size=12)


def _seconds(*pairs: tuple[float, float]) -> list[tuple[int, int]]:
    return [(round(start * SECOND), round(end * SECOND)) for start, end in pairs]


def test_segments_that_follow_one_another_are_one_span() -> None:
    found = united(_seconds((300.1, 600), (0, 300), (700, 900), (-50, 10)), within=DAY)
    assert found == [Span(0, 600 * SECOND), Span(700 * SECOND, 900 * SECOND)]


def test_a_hole_has_the_cause_of_its_gap_and_its_edges_belong_to_it() -> None:
    recorded = united(_seconds((0, 100), (161, 200)), within=Span(0, 200 * SECOND))
    found = absences(recorded, gaps=[Absence(101 * SECOND, 160 * SECOND, "unreachable")], within=Span(0, 200 * SECOND))
    assert found == [Absence(100 * SECOND, 161 * SECOND, "unreachable")]


def test_what_no_gap_explains_stays_without_a_cause() -> None:
    gaps = [Absence(50 * SECOND, 60 * SECOND, "disk_full"), Absence(60 * SECOND, 65 * SECOND, "moved")]
    found = absences([], gaps=gaps, within=Span(0, 100 * SECOND))
    assert [(each.seconds, each.cause) for each in found] == [(50, ""), (10, "disk_full"), (5, "moved"), (35, "")]


@given(spans, spans, st.integers(0, 80_000), st.integers(1, 20_000))
def test_footage_and_absences_cover_the_window_once(
    footage: list[tuple[int, int]], gaps: list[tuple[int, int]], start: int, length: int
) -> None:
    within = Span(start * SECOND, (start + length) * SECOND)
    recorded = united(((at * SECOND, (at + lasting) * SECOND) for at, lasting in footage), within=within, apart=0)
    written = [Absence(at * SECOND, (at + lasting) * SECOND, "unreachable") for at, lasting in gaps]
    missing = absences(recorded, gaps=written, within=within)
    edges = sorted((each.start_us, each.end_us) for each in [*recorded, *missing])
    assert edges[0][0] == within.start_us
    assert edges[-1][1] == within.end_us
    assert all(before[1] == after[0] for before, after in pairwise(edges))
