"""What goes to make room, by properties: the law and holds come first, then age, then room, oldest first."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from video.domain.retention import (
    DAY,
    RESERVE_BYTES,
    Hold,
    Load,
    Piece,
    Plan,
    Room,
    Rule,
    bytes_per_day,
    danger_in_days,
    days_it_holds,
    disk_start,
    plan,
    wanted_bytes,
)

NOW = datetime(2026, 11, 2, tzinfo=UTC)
RULES = {1: Rule(legal_days=30, wished_days=30), 2: Rule(legal_days=90, wished_days=30), 3: Rule(legal_days=30, wished_days=60)}


@st.composite
def _pieces(draw: st.DrawFn) -> list[Piece]:
    rows = st.tuples(st.integers(1, 4), st.integers(0, 130 * 24), st.integers(0, 50), st.booleans())
    return [
        Piece(key, camera, NOW - timedelta(hours=age + 1), NOW - timedelta(hours=age), size, is_archived)
        for key, (camera, age, size, is_archived) in enumerate(draw(st.lists(rows, max_size=25)))
    ]


@st.composite
def _holds(draw: st.DrawFn) -> list[Hold]:
    rows = st.tuples(st.integers(1, 3), st.integers(1, 130 * 24), st.integers(1, 400))
    return [
        Hold(camera, NOW - timedelta(hours=age), NOW - timedelta(hours=age - length))
        for camera, age, length in draw(st.lists(rows, max_size=3))
    ]


@given(_pieces(), _holds(), st.integers(0, 600))
def test_the_law_and_holds_are_never_broken_and_what_is_short_is_said(pieces: list[Piece], holds: list[Hold], wanted: int) -> None:
    found = plan(pieces, rules=RULES, holds=holds, wanted=wanted, now=NOW)
    gone = [*found.aged, *found.crowded]
    touched = [*gone, *found.evicted]
    assert len({piece.key for piece in touched}) == len(touched)
    assert all(piece.end <= NOW - RULES[piece.camera].legal_days * DAY for piece in gone)
    assert all(piece.is_archived for piece in found.evicted)
    assert not [p for p in touched for h in holds if h.camera == p.camera and h.start < p.end and h.end > p.start]
    assert found.freed + found.short >= wanted
    if found.short:
        assert not [piece for piece in _may_go(pieces, holds) if piece not in touched and piece.size]


@given(_pieces(), _holds(), st.integers(0, 600))
def test_age_goes_without_want_of_room_and_room_takes_no_more_than_it_must(pieces: list[Piece], holds: list[Hold], wanted: int) -> None:
    idle = plan(pieces, rules=RULES, holds=holds, wanted=0, now=NOW)
    found = plan(pieces, rules=RULES, holds=holds, wanted=wanted, now=NOW)
    assert (idle.evicted, idle.crowded, idle.short) == ((), (), 0)
    assert found.aged == idle.aged
    extra = [*found.evicted, *found.crowded]
    if extra:
        assert found.freed - extra[-1].size < wanted
    if found.crowded:
        left = [piece for piece in _may_go(pieces, holds) if piece not in found.aged and piece not in extra and piece.size]
        assert all((piece.end, piece.key) >= (found.crowded[-1].end, found.crowded[-1].key) for piece in left)


def _may_go(pieces: list[Piece], holds: list[Hold]) -> list[Piece]:
    loose = [
        p for p in pieces if p.camera in RULES and not [h for h in holds if h.camera == p.camera and h.start < p.end and h.end > p.start]
    ]
    return [p for p in loose if p.is_archived or p.end <= NOW - RULES[p.camera].legal_days * DAY]


def test_a_wish_below_the_law_is_lifted_and_one_above_is_kept() -> None:
    assert (RULES[2].keep_days, RULES[2].is_lifted) == (90, True)
    assert (RULES[3].keep_days, RULES[3].is_lifted) == (60, False)
    edge = NOW - 30 * DAY
    exact = Piece(1, 1, edge - DAY, edge, 10)
    young = Piece(2, 1, edge - DAY, edge + timedelta(microseconds=1), 10)
    assert plan([exact, young], rules=RULES, holds=[], wanted=100, now=NOW) == Plan(aged=(exact,), evicted=(), crowded=(), short=90)


@pytest.mark.parametrize(
    ("room", "wanted"),
    [
        (Room(used=960, quota=1000), 0),
        (Room(used=980, quota=1000), 30),
        (Room(used=0, free=2 * RESERVE_BYTES, total=10 * RESERVE_BYTES), 0),
        (Room(used=0, free=RESERVE_BYTES, total=10 * RESERVE_BYTES), 2 * RESERVE_BYTES),
        (Room(used=980, quota=1000, free=29 * RESERVE_BYTES, total=1000 * RESERVE_BYTES), 21 * RESERVE_BYTES),
        (Room(used=5), 0),
    ],
)
def test_room_is_wanted_above_the_high_water_mark_and_down_to_the_low_one(room: Room, wanted: int) -> None:
    assert wanted_bytes(room) == wanted


@given(st.integers(0, 10**14), st.integers(0, 10**14), st.integers(1, 10**13))
def test_deleting_begins_while_the_recorder_still_may_write(used: int, total: int, quota: int) -> None:
    assert disk_start(total) >= 2 * RESERVE_BYTES
    usable = Room(used=used, quota=quota, free=total // 2, total=total).usable
    assert usable is not None
    assert usable <= quota


def test_rates_and_days_are_unknown_rather_than_guessed() -> None:
    assert bytes_per_day(100, over=timedelta(minutes=59)) is None
    assert bytes_per_day(100, over=timedelta(hours=12)) == 200
    assert days_it_holds(1000, 200) == 5
    assert days_it_holds(None, 200) is None
    assert days_it_holds(1000, 0) is None
    assert danger_in_days([Load(30, 10.0)], usable=None) is None


@given(st.integers(1, 90), st.integers(1, 100), st.integers(0, 12_000))
def test_an_empty_volume_is_in_danger_on_the_day_on_which_the_young_fill_it(legal: int, rate: int, usable: int) -> None:
    day = danger_in_days([Load(legal, rate)], usable=usable)
    if legal * rate <= usable:
        assert day is None
    else:
        assert day is not None
        assert (day - 1) * rate <= usable < day * rate


@given(st.integers(1, 60), st.integers(1, 50), st.integers(0, 5000), st.integers(0, 500))
def test_a_volume_in_its_steady_state_is_in_danger_now_or_never(legal: int, rate: int, usable: int, held: int) -> None:
    day = danger_in_days([Load(legal, rate, by_age=[rate] * legal, held=held)], usable=usable)
    assert day == (None if legal * rate + held <= usable else 0)


@given(st.integers(0, 5000), st.integers(0, 500), st.lists(st.integers(0, 50), max_size=40))
def test_more_room_never_brings_the_danger_nearer(usable: int, more: int, ages: list[int]) -> None:
    loads = [Load(30, 20.0, by_age=ages), Load(90, 5.0, held=100)]
    near, far = (danger_in_days(loads, usable=room) for room in (usable, usable + more))
    assert far is None or (near is not None and near <= far)
