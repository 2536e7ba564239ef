from collections.abc import Iterator
from pathlib import Path

import pytest

from video.adapters.spool import Spool
from video.domain.causes import Cause
from video.domain.segments import SECOND, Contents
from video.services.recording.reports import Reports


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    opened = Spool(tmp_path / "state" / "spool.sqlite3")
    yield opened
    opened.close()


def closed(reports: Reports, *, end: int, start: int = 0) -> None:
    contents = Contents(start * SECOND, end * SECOND, 776, 1000, b"", "avc1", 320, 180, 25)
    reports.closed(camera=1, epoch=1, volume=1, path="x.mp4", contents=contents, sha256="ab")


def gaps(spool: Spool) -> list[tuple[int, int | None, str]]:
    found = [entry.body for entry in spool.oldest(most=100) if entry.body["kind"] == "gap"]
    return [(body["start_us"] // SECOND, body["end_us"] and body["end_us"] // SECOND, body["cause"]) for body in found]


def test_entries_outlive_the_process_and_leave_in_order(spool: Spool, tmp_path: Path) -> None:
    for number in range(3):
        spool.put(f"key {number}", {"number": number}, at_us=number)
    again = Spool(tmp_path / "state" / "spool.sqlite3")
    assert [entry.body["number"] for entry in again.oldest(most=2)] == [0, 1]
    again.drop(again.oldest(most=2))
    assert (again.waiting(), spool.waiting()) == ((1, 2), (1, 2))
    again.close()


def test_an_entry_replaced_while_it_was_on_its_way_is_not_dropped(spool: Spool) -> None:
    spool.put("key", {"number": 1}, at_us=1)
    taken = spool.oldest(most=10)
    spool.put("key", {"number": 2}, at_us=2)
    spool.drop(taken)
    assert [entry.body["number"] for entry in spool.oldest(most=10)] == [2]


def test_an_outage_begins_where_the_footage_ended_and_ends_where_it_begins(spool: Spool) -> None:
    reports = Reports(spool=spool)
    closed(reports, end=300)
    reports.lost(1, cause=Cause.STREAM_ENDED, at_us=303 * SECOND)
    assert gaps(spool) == [(300, None, "stream_ended")]
    reports.lost(1, cause=Cause.UNREACHABLE, at_us=309 * SECOND)
    reports.lost(1, cause=Cause.STREAM_STALLED, at_us=320 * SECOND)
    reports.found(1, at_us=330 * SECOND)
    assert gaps(spool) == [(300, 330, "unreachable")]
    reports.found(1, at_us=400 * SECOND)
    assert gaps(spool) == [(300, 330, "unreachable")]


def test_after_a_crash_the_outage_begins_with_the_last_whole_picture(spool: Spool) -> None:
    closed(Reports(spool=spool), end=300)
    after = Reports(spool=spool)
    closed(after, start=300, end=420)
    after.resumed(1)
    after.found(1, at_us=431 * SECOND)
    assert gaps(spool) == [(420, 431, "recorder_crashed")]


def test_a_planned_stop_is_told_as_one(spool: Spool) -> None:
    reports = Reports(spool=spool)
    closed(reports, end=300)
    reports.ended(1, cause=Cause.RECORDER_STOPPED, at_us=301 * SECOND)
    reports.resumed(1)
    reports.found(1, at_us=360 * SECOND)
    assert gaps(spool) == [(300, 360, "recorder_stopped")]


def test_a_camera_that_is_switched_off_misses_nothing(spool: Spool) -> None:
    reports = Reports(spool=spool)
    closed(reports, end=300)
    reports.ended(1, cause=Cause.SWITCHED_OFF, at_us=301 * SECOND)
    reports.resumed(1)
    reports.found(1, at_us=900 * SECOND)
    assert gaps(spool) == []
