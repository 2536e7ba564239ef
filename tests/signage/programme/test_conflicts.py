"""What a revision would meet, and what adverts ask of an hour."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signage.domain.conflicts import HOUR, Clash, common_ms, oversold_hours
from signage.models import Layout, LayoutZone, Schedule
from signage.selectors.conflicts import Preview, preview
from signage.selectors.drafts import draft_preview
from tests.signage.player_server.builders import NOW, a_place, a_screen, a_version, an_item, on_air
from tests.signage.programme.builders import a_draft, a_playlist, newest, the_province

Spans = list[tuple[int, int]]


@st.composite
def spans(draw: st.DrawFn) -> Spans:
    """Sorted, disjoint, within six hours; edges on quarters of an hour, so that they often meet."""
    edges = sorted(draw(st.sets(st.integers(0, 24), max_size=10)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return [(start * HOUR // 4, end * HOUR // 4) for start, end in pairs]


@given(spans(), spans())
def test_the_time_in_common_is_that_of_the_moments_in_both(one: Spans, other: Spans) -> None:
    def quarters(found: Spans) -> set[int]:
        return {quarter for start, end in found for quarter in range(start * 4 // HOUR, end * 4 // HOUR)}

    assert common_ms(one, other) == len(quarters(one) & quarters(other)) * HOUR // 4
    assert common_ms(one, other) == common_ms(other, one)


@given(st.lists(st.tuples(spans(), st.integers(0, 2 * HOUR)), max_size=4), spans(), st.integers(0, HOUR))
def test_one_more_advert_never_frees_an_hour(adverts: list[tuple[Spans, int]], when: Spans, play_ms: int) -> None:
    assert oversold_hours([*adverts, (when, play_ms)]) >= oversold_hours(adverts)


def test_an_hour_that_is_just_full_is_not_oversold() -> None:
    whole = [(0, 2 * HOUR)]
    assert oversold_hours([(whole, HOUR // 2), (whole, HOUR // 2)]) == 0
    assert oversold_hours([(whole, HOUR // 2), (whole, HOUR // 2 + 1)]) == 2


def seen(schedule: Schedule) -> Preview:
    return preview(newest(schedule), now=NOW)


@pytest.mark.django_db
def test_equals_take_turns_a_higher_one_stands_before_it_and_a_lower_one_gives_way() -> None:
    a_screen()
    for priority, title in ((5, "同级"), (8, "更高"), (2, "更低")):
        on_air(a_version(), title=title, priority=priority, day_parts=[["08:00", "10:00"]])
    on_air(a_version(), title="别处", zone="side")
    on_air(a_version(), title="夜间", day_parts=[["20:00", "21:00"]])
    found = seen(a_draft(playlist=a_playlist(), day_parts=[["09:00", "12:00"]]))
    assert [(one.schedule.title, one.clash, one.hours) for one in found.meetings] == [
        ("更高", Clash.OUTRANKED, 7.0),
        ("同级", Clash.IN_TURN, 7.0),
        ("更低", Clash.OUTRANKS, 7.0),
    ]
    assert (found.screens, found.halls, found.hours) == (1, 1, 21.0)


@pytest.mark.django_db
def test_adverts_are_reckoned_on_the_screen_where_it_is_worst_and_not_over_all_of_them_together() -> None:
    first, second = a_screen(), a_screen(a_place("西门营业厅"))
    minute = an_item(a_version(), duration_ms=60_000)
    for screen in (first, second):
        on_air(kind="advert", items=[minute], plays_per_hour=30, screens=(screen,))
    playlist = a_playlist(a_version(), duration_ms=60_000)
    assert seen(a_draft("advert", playlist=playlist, plays_per_hour=30)).oversold_hours == 0
    on_air(kind="advert", items=[minute], plays_per_hour=1, screens=(second,), day_parts=[["09:00", "10:00"]])
    draft = newest(a_draft("advert", playlist=playlist, plays_per_hour=30))
    draft.items = [minute]
    found = preview(draft, now=NOW)
    assert (found.oversold_hours, found.plays, found.each_s, found.all_s) == (7, 30, 60, 1800)


@pytest.mark.django_db
def test_an_advert_of_several_pages_lasts_as_long_as_the_player_plays_it() -> None:
    a_screen()
    document = an_item(a_version("document", pages=5), duration_ms=8000)
    found = preview(newest(on_air(kind="advert", items=[document], share_seconds=400)), now=NOW)
    assert (found.plays, found.each_s, found.all_s) == (10, 40, 400)
    draft = a_draft("advert", playlist=a_playlist(a_version("document", pages=5), duration_ms=8000), share_seconds=400)
    assert (seen(draft).plays, seen(draft).each_s) == (10, 40), "a draft as if it were handed in now"


@pytest.mark.django_db
def test_the_lowest_priority_is_one_of_its_own_in_the_form_as_well() -> None:
    a_screen()
    on_air(a_version(), priority=3)
    cleaned = {"region": the_province(), "first_day": NOW.date(), "priority": 0, "zone": "main"}
    found = draft_preview("loop", cleaned, schedule=None, now=NOW)
    assert found is not None
    assert [one.clash for one in found.meetings] == [Clash.OUTRANKED]


@pytest.mark.django_db
def test_screens_that_lack_the_zone_or_have_nothing_else_are_counted() -> None:
    layout = Layout.objects.create(name="左右", region=the_province())
    for number, name in enumerate(("main", "side")):
        LayoutZone.objects.create(layout=layout, name=name, title=name, left=number, top=0, width=1, height=1)
    divided, _plain = a_screen(layout=layout), a_screen()
    on_air(a_version(), kind="default", zone="", screens=(divided,))
    found = seen(a_draft(playlist=a_playlist(), zone="side"))
    assert (found.screens, found.without_zone, found.alone) == (2, 1, 1)


@pytest.mark.django_db
def test_of_an_empty_target_nothing_is_met() -> None:
    the_province()
    on_air(a_version())
    found = seen(a_draft(playlist=a_playlist(), tags_all=["没有"]))
    assert (found.screens, found.meetings, found.alone, found.oversold_hours) == (0, [], 0, 0)
