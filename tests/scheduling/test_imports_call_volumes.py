from datetime import UTC, date, datetime

import pytest

from portalkit.imports.domain.registry import spec_of
from portalkit.imports.domain.spec import Problem
from portalkit.imports.panels.reasons import explain
from portalkit.regions.models import Region
from scheduling.models import CallVolume, Queue
from tests.builders import a_province
from tests.scheduling.builders import a_queue, calls, counts, imported, undone

Row = dict[str, str]


@pytest.fixture
def province(db: None) -> Region:
    return a_province()


@pytest.fixture
def queue(province: Region) -> Queue:
    return a_queue("general", at=province, name="热线综合")


def row(start: str = "2026-10-05 08:00:00", **more: str) -> Row:
    return {
        "队列": "热线综合",
        "开始时间": start,
        "呼入量": "100",
        "接通量": "95",
        "放弃量": "5",
        "20秒接通量": "80",
        "平均处理时长": "185",
        **more,
    }


def half_hours(count: int = 4, **more: str) -> list[Row]:
    return [row(f"2026-10-05 {8 + number // 2:02}:{number % 2 * 30:02}:00", **more) for number in range(count)]


def reasons(rows: list[Row]) -> dict[str, int]:
    batch = imported("call_volumes", rows, commit=False)
    return dict(batch.reasons)


def test_a_row_becomes_an_interval_in_utc(queue: Queue) -> None:
    assert counts(imported("call_volumes", half_hours(2, 间隔分钟="30"))) == (2, 0, 0, 0)
    first = CallVolume.objects.order_by("starts_at").first()
    assert first is not None
    assert (first.queue, first.starts_at, first.minutes) == (queue, datetime(2026, 10, 5, 0, 0, tzinfo=UTC), 30)
    assert (first.offered, first.answered, first.abandoned, first.in_target, first.aht_seconds) == (100, 95, 5, 80, 185)


@pytest.mark.parametrize("name", ["general", "GENERAL", "热线综合", " 热线 综合 "])
def test_a_queue_is_named_by_code_or_name(queue: Queue, name: str) -> None:
    assert counts(imported("call_volumes", half_hours(2, 队列=name))) == (2, 0, 0, 0)


def test_an_unknown_queue_is_a_rejected_row_that_says_what_to_do(queue: Queue) -> None:
    assert reasons([*half_hours(2), row("2026-10-05 10:00:00", 队列="宽带")]) == {"queue_unknown": 1}
    spec = spec_of("call_volumes")
    assert "宽带" in explain(Problem("queue_unknown", "queue", "宽带"), spec)


def test_a_name_of_two_queues_asks_for_the_code(queue: Queue, province: Region) -> None:
    a_queue("other", at=province, name="热线综合")
    assert reasons(half_hours(2)) == {"queue_ambiguous": 2}


def test_day_and_span_of_time_give_start_and_length(queue: Queue) -> None:
    rows = [{"队列": "general", "日期": "2026-10-05", "时段": span, "呼入量": "7"} for span in ("08:00-08:15", "08:15-08:30")]
    assert counts(imported("call_volumes", rows)) == (2, 0, 0, 0)
    assert [one.minutes for one in CallVolume.objects.all()] == [15, 15]


def test_without_a_length_the_distance_of_the_rows_is_one(queue: Queue) -> None:
    imported("call_volumes", half_hours(4))
    assert {one.minutes for one in CallVolume.objects.all()} == {30}


def test_one_row_alone_without_a_length_is_refused(queue: Queue) -> None:
    assert reasons([row()]) == {"minutes_missing": 1}


def test_what_nobody_counted_stays_unknown(queue: Queue) -> None:
    imported("call_volumes", half_hours(2, 接通量="", 放弃量="", **{"20秒接通量": "", "平均处理时长": "-"}))
    first = CallVolume.objects.first()
    assert first is not None
    assert (first.answered, first.abandoned, first.in_target, first.aht_seconds) == (None, None, None, None)


def test_calls_offered_may_be_the_sum_of_answered_and_abandoned(queue: Queue) -> None:
    imported("call_volumes", half_hours(2, 呼入量=""))
    assert CallVolume.objects.values_list("offered", flat=True)[0] == 100
    assert reasons(half_hours(2, 呼入量="", 放弃量="")) == {"offered_missing": 2}


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"接通量": "101", "放弃量": "0"}, "answered_over_offered"),
        ({"放弃量": "101", "接通量": "0", "20秒接通量": "0"}, "abandoned_over_offered"),
        ({"20秒接通量": "96"}, "in_target_over_answered"),
        ({"呼入量": "-1"}, "below_minimum"),
        ({"呼入量": "40000", "接通量": "", "放弃量": ""}, "calls_absurd"),
        ({"平均处理时长": "2:00:01"}, "aht_too_long"),
        ({"平均处理时长": "-5"}, "aht_negative"),
        ({"平均处理时长": "三分"}, "aht_unreadable"),
        ({"开始时间": "2026-10-05 08:07:00"}, "start_odd"),
        ({"开始时间": ""}, "start_missing"),
        ({"间隔分钟": "7"}, "minutes_unknown"),
        ({"时段": "late"}, "time_unreadable"),
    ],
)
def test_what_cannot_be_true_is_turned_away_by_row(queue: Queue, more: Row, code: str) -> None:
    assert reasons([*half_hours(2, 间隔分钟="30"), row("2026-10-05 10:00:00", **({"间隔分钟": "30"} | more))]) == {code: 1}


def test_every_own_reason_has_words(queue: Queue) -> None:
    spec = spec_of("call_volumes")
    assert all(explain(Problem(code, "starts_at", "7"), spec) != code for code in spec.texts)


def test_a_start_that_comes_twice_with_other_calls_is_refused_and_a_copy_passed_over(queue: Queue) -> None:
    again = row("2026-10-05 08:00:00")
    batch = imported("call_volumes", [*half_hours(2), again, {**again, "呼入量": "120"}])
    assert counts(batch) == (2, 0, 1, 1)
    assert batch.reasons == {"duplicate_key": 1}


def test_intervals_that_run_into_each_other_are_refused(queue: Queue) -> None:
    rows = [row("2026-10-05 08:00:00", 间隔分钟="60"), row("2026-10-05 08:30:00", 间隔分钟="30"), row("2026-10-05 09:00:00", 间隔分钟="30")]
    assert reasons(rows) == {"overlaps": 1}


def test_intervals_that_run_into_those_already_there_are_refused(queue: Queue) -> None:
    calls(queue, first=date(2026, 10, 5), days=1, pattern=lambda _day: {480: 50, 510: 50})
    batch = imported("call_volumes", [row("2026-10-05 08:15:00", 间隔分钟="15"), row("2026-10-05 09:00:00", 间隔分钟="15")])
    assert (batch.new, batch.reasons) == (1, {"overlaps": 1})


def test_more_answered_and_abandoned_than_offered_is_kept_with_a_warning(queue: Queue) -> None:
    batch = imported("call_volumes", half_hours(2, 放弃量="9"))
    assert batch.new == 2
    assert ("sum_over_offered", 2) in [(one["code"], one["params"].get("count")) for one in batch.warnings]


def test_the_same_file_again_changes_nothing_and_a_correction_can_be_undone(queue: Queue) -> None:
    imported("call_volumes", half_hours())
    assert counts(imported("call_volumes", half_hours())) == (0, 0, 4, 0)
    corrected = imported("call_volumes", half_hours(4, 呼入量="130"))
    assert counts(corrected) == (0, 4, 0, 0)
    undone(corrected)
    assert set(CallVolume.objects.values_list("offered", flat=True)) == {100}
