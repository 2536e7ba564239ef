"""Events from measures: the same however footage is cut into looks, apart from one another, with hysteresis."""

import itertools
import json
from collections import defaultdict
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from video.domain.causes import EventKind
from video.domain.picture_events import LONGEST, RULES, SECOND, Memory, PictureEvent, follow, memory_from
from video.domain.pictures import Sample

STEP = 2 * SECOND
CLEAR = Sample(
    start_us=0, end_us=STEP, brightness=120, spread=150, sharpness=0.3, offset=4, scatter=6, is_grey=False, changed=0.0, jump=0.0, alike=0.4
)  # fmt: skip
LOOKS = {
    "clear": {},
    "motion": {"changed": 0.2},
    "a little": {"changed": 0.007},
    "lamp": {"changed": 0.2, "jump": 0.5},
    "black": {"brightness": 8, "spread": 3},
    "dark": {"brightness": 22, "spread": 14},
    "frozen": {"alike": 0.99},
    "drawn": {"alike": 0.99, "changed": 0.2},
    "blurred": {"sharpness": 0.03},
    "red": {"offset": 40},
    "blind": {"changed": None, "jump": None, "alike": None, "sharpness": None},
    "by infrared": {"is_grey": True, "offset": 0, "scatter": 0},
}
stretches = st.lists(st.tuples(st.sampled_from(sorted(LOOKS)), st.integers(1, 45), st.sampled_from([0, 0, 0, 40])), min_size=1, max_size=9)


def samples(*parts: tuple[str, int, int], learned: int = 320) -> list[Sample]:
    """Each part: what is seen, how many samples of it, how many seconds lack before it."""
    found, at = [], 0
    for name, count, gap in [("clear", learned, 0), *parts]:
        at += gap * SECOND
        for _ in range(count):
            found.append(replace(CLEAR, start_us=at, end_us=at + STEP, **LOOKS[name]))
            at += STEP
    return found


def looked(*looks: list[Sample]) -> list[PictureEvent]:
    """The events after several looks, each with what the one before has kept as JSON."""
    data, kept = json.dumps(Memory().as_json()), {}
    for look in looks:
        followed = follow(memory_from(json.loads(data)), look)
        data = json.dumps(followed.memory.as_json())
        for event in followed.events:
            kept[event.kind, event.start_us] = event
    return sorted(kept.values(), key=lambda event: (event.kind, event.start_us))


def seen(*parts: tuple[str, int, int]) -> list[tuple[str, int, int]]:
    """Kind, begin and end in seconds after what was learned."""
    begin = 320 * STEP
    return [(str(one.kind), (one.start_us - begin) // SECOND, (one.end_us - begin) // SECOND) for one in looked(samples(*parts))]


@given(stretches, st.lists(st.integers(1, 700), max_size=6))
def test_cutting_footage_into_looks_changes_no_event(parts: list[tuple[str, int, int]], cuts: list[int]) -> None:
    whole = samples(*parts)
    edges = [0, *sorted(cuts), len(whole)]
    pieces = [whole[start:end] for start, end in itertools.pairwise(edges) if start < end]
    assert looked(*pieces) == looked(whole)


@given(stretches)
def test_events_of_a_kind_lie_apart_last_long_enough_and_stay_inside_the_footage(parts: list[tuple[str, int, int]]) -> None:
    footage = samples(*parts)
    by_kind = defaultdict(list)
    for event in looked(footage):
        by_kind[event.kind].append(event)
        assert footage[0].start_us <= event.start_us < event.end_us <= footage[-1].end_us
        assert event.end_us - event.start_us >= RULES[event.kind].least
        assert 0 <= event.score <= 1
    for events in by_kind.values():
        assert all(one.end_us < other.start_us for one, other in itertools.pairwise(events))


@given(stretches)
def test_a_second_look_at_the_same_footage_finds_the_same(parts: list[tuple[str, int, int]]) -> None:
    whole = samples(*parts)
    assert follow(Memory(), whole) == follow(Memory(), whole)


def test_each_kind_has_its_span_with_its_least_length() -> None:
    assert seen(("motion", 1, 0), ("clear", 9, 0)) == [("motion", 0, 2)]
    assert seen(("black", 4, 0), ("clear", 9, 0)) == []
    assert seen(("black", 5, 0), ("clear", 9, 0)) == [("black", 0, 10)]
    assert seen(("frozen", 29, 0), ("clear", 1, 0)) == []
    assert seen(("frozen", 30, 0), ("clear", 1, 0)) == [("frozen", 0, 60)]
    assert seen(("drawn", 90, 0)) == [("motion", 0, 180)], "what moves is not frozen, however little noise there is"
    assert seen(("blurred", 40, 0), ("clear", 30, 0)) == [("blurred", 0, 80)]
    assert seen(("red", 40, 0), ("clear", 30, 0)) == [("colour_cast", 0, 80)]


def test_what_lies_between_the_thresholds_goes_on_but_does_not_begin() -> None:
    assert seen(("a little", 9, 0)) == []
    assert seen(("motion", 1, 0), ("a little", 9, 0), ("clear", 9, 0)) == [("motion", 0, 20)]
    assert seen(("dark", 9, 0)) == []
    assert seen(("black", 5, 0), ("dark", 9, 0), ("clear", 9, 0)) == [("black", 0, 28)]


def test_short_pauses_belong_to_an_event_and_long_ones_part_it() -> None:
    assert seen(("motion", 1, 0), ("clear", 5, 0), ("motion", 1, 0)) == [("motion", 0, 14)]
    assert seen(("motion", 1, 0), ("clear", 6, 0), ("motion", 1, 0)) == [("motion", 0, 2), ("motion", 14, 16)]


def test_a_light_that_goes_on_is_no_motion_and_missing_footage_ends_an_event() -> None:
    assert seen(("lamp", 1, 0)) == []
    assert seen(("black", 20, 0), ("black", 20, 40)) == [("black", 0, 40), ("black", 80, 120)]


def test_nothing_is_blurred_before_the_usual_sharpness_is_known_and_each_way_of_seeing_has_its_own() -> None:
    assert looked(samples(("blurred", 90, 0), learned=200)) == []
    dull_at_night = [replace(one, sharpness=0.05, is_grey=True) for one in samples(("clear", 80, 0))]
    shifted = [replace(one, start_us=one.start_us + 400 * STEP * 2, end_us=one.end_us + 400 * STEP * 2) for one in dull_at_night]
    assert looked([*samples(("clear", 80, 0)), *shifted]) == []


def test_an_endless_event_is_cut_by_days_and_the_memory_knows_when_it_began() -> None:
    day = LONGEST // STEP
    footage = samples(("black", day + 100, 0))
    events = looked(footage)
    begin = 320 * STEP
    assert [(one.start_us - begin, one.end_us - begin) for one in events] == [(0, LONGEST), (LONGEST, LONGEST + 100 * STEP)]
    track = follow(Memory(), footage).memory.lasting(EventKind.BLACK)
    assert track is not None
    assert track.began == begin
