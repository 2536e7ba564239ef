"""Proof of play cannot be changed by the way in which it arrives."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from signage.domain.days import milliseconds
from signage.domain.proof import HOUR_MS, MOST_AT_ONCE, Count, newest, read_count, refusal_of
from signage.models import PlayCount
from signage.selectors.devices import device_of
from signage.services.devices import pair
from signage.services.proving import take_proof
from tests.signage.player_server.builders import NOW, OPERATOR, Player, a_player, a_version, on_air

HOUR = milliseconds(NOW)
PARTS = ["hour", "schedule", "item", "zone", "plays", "ms", "sequence"]
COUNTS = st.builds(
    lambda hour, item, zone, sequence: Count(
        hour=HOUR - hour * HOUR_MS, schedule=1, item=item, zone=zone, plays=sequence % 7, ms=sequence * 10, sequence=sequence
    ),
    st.integers(0, 2), st.sampled_from(["1", "2/1"]), st.sampled_from(["main", "side"]), st.integers(0, 40),
)  # fmt: skip


@given(st.lists(COUNTS), st.data())
def test_merging_is_the_same_in_any_order_and_grouping_and_however_often(counts: list[Count], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(counts + counts))
    split = data.draw(st.integers(0, len(shuffled)))
    assert newest([*newest(shuffled[:split]), *newest(shuffled[split:])]) == newest(counts)


@given(st.lists(COUNTS))
def test_the_highest_sequence_of_each_key_is_what_stays(counts: list[Count]) -> None:
    kept = {count.key: count.sequence for count in newest(counts)}
    assert kept == {key: max(count.sequence for count in counts if count.key == key) for key in {count.key for count in counts}}


@given(
    st.dictionaries(st.sampled_from(["hour", "schedule", "item", "zone", "plays", "ms", "sequence"]), st.none() | st.text() | st.floats())
)
def test_what_is_no_counter_is_told_without_an_error(told: dict[str, Any]) -> None:
    assert read_count(told) is None


@pytest.mark.parametrize("hour", [HOUR - 1, HOUR + 2 * HOUR_MS, HOUR - 41 * 24 * HOUR_MS])
def test_an_hour_that_cannot_be_is_refused(hour: int) -> None:
    assert refusal_of(Count(hour=hour, schedule=1, item="1", zone="main", plays=1, ms=1, sequence=1), now=HOUR)


@pytest.mark.django_db
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_database_ends_with_the_totals_of_the_newest_whatever_arrives(data: st.DataObject) -> None:
    PlayCount.objects.all().delete()
    player, items, schedule = _stage()
    truth = data.draw(st.lists(st.tuples(st.integers(0, 2), st.sampled_from(items), st.integers(1, 30)), min_size=1, max_size=40))
    sent = [_told(schedule, hour=hour, item=item, sequence=sequence) for hour, item, sequence in truth]
    messages = data.draw(st.permutations(sent + sent[: len(sent) // 3]))
    device = device_of(f"Bearer {player.token}")
    at = 0
    while at < len(messages):
        size = data.draw(st.integers(1, 10))
        take_proof(device=device, counts=messages[at : at + size], now=NOW)
        at += size
    highest: dict[tuple[int, str], int] = {}
    for hour, item, sequence in truth:
        highest[(hour, item)] = max(sequence, highest.get((hour, item), 0))
    kept = {(row.hour, row.item): (row.sequence, row.plays, row.milliseconds) for row in PlayCount.objects.all()}
    assert kept == {(NOW - timedelta(hours=hour), item): (top, top, top * 1000) for (hour, item), top in highest.items()}


@pytest.mark.django_db
def test_a_player_is_told_which_counters_it_may_forget_and_why() -> None:
    player, items, schedule = _stage()
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    good = _told(schedule, hour=0, item=items[0], sequence=1, at=now)
    bad = [good | {"schedule": 999}, good | {"item": "999"}, good | {"hour": 5}, "nonsense", good | {"plays": 1.5}]
    answer = player.client.post("/player/proof", {"counts": [*bad, good]}, content_type="application/json").json()
    assert answer["accepted"] == [5]
    assert [one["reason"] for one in answer["refused"]] == ["unknown_schedule", "unknown_item", "no_whole_hour", "malformed", "malformed"]
    row = PlayCount.objects.get()
    assert (row.hour, row.version_id, str(row.screen_id)) == (now, int(items[0]), str(player.screen.pk))


@pytest.mark.django_db
def test_a_player_paired_anew_adds_to_the_hour_of_the_one_before_it() -> None:
    player, items, schedule = _stage()
    token = player.token
    for plays in (9, 2):
        told = _told(schedule, hour=0, item=items[0], sequence=plays) | {"plays": plays, "ms": plays * 1000}
        take_proof(device=device_of(f"Bearer {token}"), counts=[told, told], now=NOW)
        token = pair(screen=player.screen, by=OPERATOR, now=NOW)
    assert PlayCount.objects.aggregate(plays=Sum("plays"), ms=Sum("milliseconds")) == {"plays": 11, "ms": 11_000}


@pytest.mark.django_db
def test_text_of_a_schedule_counts_without_a_version() -> None:
    player, _, schedule = _stage()
    take_proof(device=device_of(f"Bearer {player.token}"), counts=[_told(schedule, hour=0, item=f"s{schedule}", sequence=3)], now=NOW)
    assert PlayCount.objects.get().version_id is None


@pytest.mark.django_db
@pytest.mark.parametrize("body", ["", "[]", "{", '{"counts": 3}', json.dumps({"counts": [0] * (MOST_AT_ONCE + 1)})])
def test_a_message_of_another_form_is_refused_whole(body: str) -> None:
    assert a_player().client.post("/player/proof", body, content_type="application/json").status_code == 400


def _stage() -> tuple[Player, list[str], int]:
    player = a_player()
    versions = [a_version(), a_version()]
    return player, [str(version.pk) for version in versions], on_air(*versions).pk


def _told(schedule: int, *, hour: int, item: str, sequence: int, at: datetime = NOW) -> dict[str, Any]:
    hour_ms = milliseconds(at) - hour * HOUR_MS
    return {
        "hour": hour_ms,
        "schedule": schedule,
        "item": item,
        "zone": "main",
        "plays": sequence,
        "ms": sequence * 1000,
        "sequence": sequence,
    }
