"""The rules of resolution: a zone against a player that goes through every moment, and each rule by an example."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from signage.domain.programme import programme_of
from signage.domain.resolver import Decision, Resolver
from tests.signage.manifests import BEGIN, HOUR

SECOND, MINUTE = 1000, 60_000
FOREVER = [[0, 1 << 52]]


def loop(
    number: int, *, items: list[dict[str, Any]] | None = None, intervals: list[list[int]] | None = None, **rest: Any
) -> dict[str, Any]:
    told = {"id": number, "kind": "loop", "zone": "main", "priority": 5, "intervals": intervals or FOREVER}
    return told | {"items": items or [item(str(number))]} | rest


def item(number: str, duration: int = 10 * SECOND, **rest: Any) -> dict[str, Any]:
    return {"id": number, "media": None, "duration": duration} | rest


def resolver(*schedules: dict[str, Any], defaults: list[dict[str, Any]] | None = None, verified: set[str] | None = None) -> Resolver:
    manifest = {"layout": {"zones": [{"name": "main"}]}, "schedules": list(schedules), "defaults": {"main": defaults or []}}
    return Resolver(programme_of(manifest), verified=verified or set())


def main_item(decision: Decision) -> str | None:
    return decision.zones["main"].item


# A zone against a player that lives through every millisecond of a small world.

small_items = st.lists(
    st.builds(
        lambda number, duration, bounds: item(str(number), duration, **bounds),
        st.integers(0, 3),
        st.integers(1, 7),
        st.sampled_from(({}, {}, {}, {"from": 12}, {"to": 25}, {"from": 9, "to": 31})),
    ),
    min_size=1,
    max_size=3,
)
small_intervals = st.lists(st.integers(0, 60), min_size=2, max_size=6, unique=True).map(
    lambda edges: [list(pair) for pair in zip(sorted(edges)[::2], sorted(edges)[1::2], strict=False)]
)
small_loops = st.lists(st.tuples(small_intervals, small_items, st.integers(0, 2), st.integers(0, 1)), min_size=1, max_size=4).map(
    lambda told: [
        loop(number, intervals=intervals, items=items, priority=priority, order=order)
        for number, (intervals, items, priority, order) in enumerate(told, start=1)
    ]
)


def naive_group(schedules: list[dict[str, Any]], at: int) -> tuple[int, int, list[tuple[int, int, int]]]:
    """Priority, base, and the cycle as (schedule, place, duration); priority -2 where nothing is on."""
    found = []
    for told in schedules:
        since = [start for start, end in told["intervals"] if start <= at < end]
        places = [place for place, one in enumerate(told["items"]) if one.get("from", at) <= at < one.get("to", at + 1)]
        if since and places:
            found.append((told, since[0], places))
    if not found:
        return -2, 0, []
    best = max(told["priority"] for told, _, _ in found)
    equals = sorted((one for one in found if one[0]["priority"] == best), key=lambda one: (one[0]["order"], one[0]["id"]))
    cycle = [(told["id"], place, told["items"][place]["duration"]) for told, _, places in equals for place in places]
    return best, max(since for _, since, _ in equals), cycle


def naive_item(group: tuple[int, int, list[tuple[int, int, int]]], at: int) -> tuple[tuple[int, int] | None, int | None]:
    """Which (schedule, place) is on, and when it ends."""
    _, base, cycle = group
    clock = base
    while cycle:
        for schedule, place, duration in cycle:
            if clock <= at < clock + duration:
                return (schedule, place), clock + duration
            clock += duration
    return None, None


@given(small_loops)
def test_a_player_that_lives_through_every_moment_shows_the_same(schedules: list[dict[str, Any]]) -> None:
    asked = resolver(*schedules)
    group = naive_group(schedules, -1)
    on, ends = naive_item(group, -1)
    for at in range(75):
        following = naive_group(schedules, at)
        has_ended = ends is None or at >= ends
        if has_ended or (following != group and following[0] > group[0]):
            on, ends = naive_item(following, at)
        group = following
        shown = asked.resolve(at).zones["main"]
        assert (None if shown.schedule is None else (shown.schedule, shown.place)) == on
        assert shown.ends == ends


@given(small_loops, st.integers(0, 70))
def test_nothing_changes_before_the_decision_says_so(schedules: list[dict[str, Any]], at: int) -> None:
    first = resolver(*schedules).resolve(at)
    assert first.until > at
    later = resolver(*schedules).resolve(min(first.until - 1, 10_000))
    assert (later.zones["main"].item, later.zones["main"].started) == (first.zones["main"].item, first.zones["main"].started)


@given(small_loops, st.lists(st.integers(0, 70), min_size=2, max_size=6))
def test_the_answer_does_not_depend_on_what_was_asked_before(schedules: list[dict[str, Any]], moments: list[int]) -> None:
    asked = resolver(*schedules)
    for moment in moments:
        assert asked.resolve(moment) == resolver(*schedules).resolve(moment)


# The rules one by one.


def test_the_highest_priority_is_alone_and_equals_take_turns_whole() -> None:
    low = loop(1, priority=3)
    first, second = loop(2, order=1, items=[item("a"), item("b")]), loop(3, order=0, items=[item("c")])
    asked = resolver(low, first, second)
    assert [main_item(asked.resolve(second_ * SECOND)) for second_ in (0, 10, 20, 30)] == ["c", "a", "b", "c"]


def test_the_start_belongs_to_an_occurrence_and_its_end_does_not() -> None:
    asked = resolver(loop(1, intervals=[[1000, 11_000]]), defaults=[{"id": 9, "items": [item("d", 500)]}])
    assert [main_item(asked.resolve(at)) for at in (999, 1000, 10_999, 11_000)] == ["d", "1", "1", "d"]


def test_an_emergency_takes_the_screen_at_once_by_severity_alone() -> None:
    mild = loop(7, kind="emergency", severity=1, priority=9, created=1, intervals=[[5000, 50_000]])
    grave = loop(8, kind="emergency", severity=3, priority=0, created=2, intervals=[[20_000, 30_000]])
    asked = resolver(loop(1, priority=9), mild, grave)
    shown = [asked.resolve(at).emergency for at in (4999, 5000, 20_000, 30_000, 50_000)]
    assert [one.schedule if one else None for one in shown] == [None, 7, 8, 7, None]


def test_equal_emergencies_rotate_oldest_first() -> None:
    young = loop(7, kind="emergency", severity=2, created=9, intervals=[[0, 90_000]])
    old = loop(8, kind="emergency", severity=2, created=4, intervals=[[0, 90_000]])
    asked = resolver(young, old)
    assert [found.schedule for at in (0, 10_000, 20_000) if (found := asked.resolve(at).emergency)] == [8, 7, 8]


def test_what_outranks_cuts_and_what_follows_waits_for_the_items_end() -> None:
    film = loop(1, items=[item("film", 60 * SECOND)], intervals=[[0, 30 * SECOND]], priority=5)
    after = loop(2, priority=4)
    sharp = loop(3, priority=8, intervals=[[40 * SECOND, 45 * SECOND]])
    asked = resolver(film, after, sharp)
    waiting = asked.resolve(35 * SECOND).zones["main"]
    assert (waiting.item, waiting.is_finishing, waiting.ends) == ("film", True, 60 * SECOND)
    assert main_item(asked.resolve(40 * SECOND)) == "3"
    assert main_item(asked.resolve(60 * SECOND)) == "2"


def test_a_schedule_whose_turn_came_back_while_its_item_was_on_is_not_finishing() -> None:
    film = loop(1, priority=5, intervals=[[0, 30 * SECOND], [40 * SECOND, 100 * SECOND]], items=[item("film", duration=60 * SECOND)])
    asked = resolver(film, loop(2, priority=2))
    labels = [asked.resolve(second * SECOND).zones["main"].is_finishing for second in (20, 35, 39)]
    assert labels == [False, True, True]
    again = asked.resolve(50 * SECOND).zones["main"]
    assert (again.item, again.is_finishing) == ("film", False)


def test_a_winner_without_anything_to_show_is_skipped_and_named() -> None:
    empty = loop(1, priority=9, items=[item("x", to=5)])
    missing = loop(2, priority=8, items=[item("y", media="f" * 64)])
    decision = resolver(empty, missing, loop(3, priority=2)).resolve(20 * SECOND)
    assert main_item(decision) == "3"
    assert [(fault.code, fault.schedule) for fault in decision.faults] == [("not_downloaded", 2), ("nothing_valid", 1)]
    assert main_item(resolver(empty, missing, loop(3, priority=2), verified={"f" * 64}).resolve(20 * SECOND)) == "y"


def test_a_loser_without_anything_to_show_is_no_fault() -> None:
    assert resolver(loop(1, priority=9), loop(2, priority=1, items=[item("x", to=5)])).resolve(10).faults == ()


def test_defaults_follow_in_order_and_the_built_in_slide_comes_last() -> None:
    defaults = [{"id": 8, "items": [item("hall", media="a" * 64)]}, {"id": 9, "items": [item("global", to=100)]}]
    asked = resolver(defaults=defaults)
    assert main_item(asked.resolve(50)) == "global"
    assert main_item(resolver(defaults=defaults, verified={"a" * 64}).resolve(50)) == "hall"
    last = asked.resolve(HOUR)
    assert last.zones["main"].kind == "built_in"
    assert [(fault.code, fault.schedule) for fault in last.faults] == [("built_in", 0), ("not_downloaded", 8)]
    assert [(fault.code, fault.schedule) for fault in asked.resolve(50).faults] == [("not_downloaded", 8)], "the hall's own is missed"
    assert resolver().resolve(0).faults == ()


def test_a_schedule_of_a_zone_that_the_layout_lacks_does_not_concern_the_screen() -> None:
    decision = resolver(loop(1, zone="ghost")).resolve(10)
    assert (decision.zones["main"].kind, decision.faults) == ("built_in", ())


def advert(number: int, **rest: Any) -> dict[str, Any]:
    return loop(number, kind="advert", **({"share": None, "plays": None} | rest))


def adverts_of(asked: Resolver, hour: int) -> list[tuple[str | None, int]]:
    """Items and starts of all plays that are met in an hour, looked at second by second."""
    seen = {}
    for at in range(hour, hour + HOUR, SECOND):
        shown = asked.resolve(at).zones["main"]
        if shown.kind == "advert":
            seen[shown.started] = shown.item
    return [(seen[start], (start - hour) // SECOND) for start in sorted(seen)]


def test_plays_are_spaced_evenly_over_the_hour() -> None:
    asked = resolver(loop(1), advert(2, plays=4, items=[item("ad", 15 * SECOND)]))
    assert adverts_of(asked, BEGIN) == [("ad", 0), ("ad", 900), ("ad", 1800), ("ad", 2700)]


def test_a_share_of_voice_is_as_many_plays_as_fill_it() -> None:
    asked = resolver(loop(1), advert(2, share=100, items=[item("ad", 15 * SECOND)]))
    assert len(adverts_of(asked, BEGIN)) == 7


def test_an_advert_waits_for_the_end_of_the_item_and_the_next_for_the_advert() -> None:
    base = [[BEGIN - 7 * SECOND, 1 << 52]]
    asked = resolver(
        loop(1, intervals=base, items=[item("clip", 30 * SECOND)]),
        advert(2, plays=2, items=[item("x", 10 * SECOND)]),
        advert(3, plays=2, items=[item("y", 10 * SECOND)]),
    )
    assert adverts_of(asked, BEGIN) == [("x", 23), ("y", 33), ("x", 1823), ("y", 1833)]


def test_an_advert_that_is_due_as_another_ends_follows_at_once() -> None:
    asked = resolver(
        loop(1, items=[item("clip", 30 * SECOND)], intervals=[[BEGIN, 1 << 52]]), advert(2, share=3600, items=[item("x", 20 * SECOND)])
    )
    assert adverts_of(asked, BEGIN) == [("x", at) for at in range(0, 3600, 20)]


def test_an_advert_plays_only_where_it_is_not_outranked_and_is_cut_when_it_becomes_so() -> None:
    sharp = loop(9, priority=8, intervals=[[BEGIN + 905 * SECOND, BEGIN + 1810 * SECOND]])
    asked = resolver(loop(1, priority=5), advert(2, plays=4, items=[item("ad", 15 * SECOND)]), sharp)
    assert adverts_of(asked, BEGIN) == [("ad", 0), ("ad", 900), ("ad", 2700)]
    assert main_item(asked.resolve(BEGIN + 905 * SECOND)) == "9"
    assert adverts_of(resolver(loop(1, priority=6), advert(2, plays=4)), BEGIN) == []


def test_a_play_that_would_leave_its_hour_is_dropped() -> None:
    asked = resolver(advert(2, plays=3, items=[item("long", 21 * MINUTE)]))
    assert adverts_of(asked, BEGIN) == [("long", 0), ("long", 1260)]


def test_the_ticker_hides_from_adverts_and_emergencies() -> None:
    ticker = loop(4, kind="overlay", priority=1)
    louder = loop(5, kind="overlay", priority=2, intervals=[[BEGIN + MINUTE, 1 << 52]])
    alarm = loop(6, kind="emergency", severity=1, intervals=[[BEGIN + 100 * SECOND, BEGIN + 110 * SECOND]])
    asked = resolver(loop(1), ticker, louder, alarm, advert(2, plays=1, items=[item("ad", 15 * SECOND)]))
    seen = [asked.resolve(BEGIN + at * SECOND).overlay for at in (5, 20, 70, 105)]
    assert [one.schedule if one else None for one in seen] == [None, 4, 5, None]


def test_under_an_emergency_nothing_else_is_seen() -> None:
    alarm = loop(2, kind="emergency", severity=1, intervals=[[50 * SECOND, 60 * SECOND]])
    asked = resolver(loop(1), loop(3, kind="overlay"), alarm)
    before, during = asked.resolve(40 * SECOND), asked.resolve(55 * SECOND)
    assert set(before.visible) == {"main", "overlay"}
    assert list(during.visible) == ["emergency"]
