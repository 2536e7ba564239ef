from datetime import date, datetime, timedelta

import numpy as np
import pytest

from scheduling.domain.forecast.reading import NothingToForecast, Trouble, read_rows


def rows(days=28, hours=range(24), start=date(2025, 3, 3), calls=10):
    return [
        ((datetime.combine(start, datetime.min.time()) + timedelta(days=day, hours=hour)).isoformat(sep=" "), str(calls))
        for day in range(days)
        for hour in hours
    ]


def troubles(reading):
    return {one.trouble: one.count for one in reading.findings}


def test_a_clean_history_has_no_findings():
    reading = read_rows(rows())
    assert reading.findings == ()
    assert reading.history.calls.shape == (28, 24)
    assert reading.history.minutes == 60


def test_rows_may_come_in_any_order():
    np.testing.assert_array_equal(read_rows(reversed(rows())).history.calls, read_rows(rows()).history.calls)


def test_negative_absurd_and_unreadable_rows_are_unknown_and_named():
    bad = rows()
    bad[10] = (bad[10][0], "-5")
    bad[11] = (bad[11][0], "9999999")
    bad[12] = (bad[12][0], "many")
    bad[13] = (bad[13][0], "nan")
    reading = read_rows(bad)
    assert troubles(reading) == {Trouble.NEGATIVE: 1, Trouble.ABSURD: 1, Trouble.UNREADABLE: 2, Trouble.HOLE: 1}
    assert np.isnan(reading.history.calls[0, 10:14]).all()


def test_a_repeated_hour_of_the_clock_change_is_added_up_and_any_other_keeps_the_last():
    spring = rows(start=date(2025, 10, 6))
    again = ("2025-10-26 01:00:00", "7")
    other = ("2025-10-20 01:00:00", "7")
    reading = read_rows([*spring, again, other])
    assert troubles(reading) == {Trouble.CLOCK_CHANGE: 1, Trouble.DUPLICATE: 1}
    assert reading.history.calls[20, 1] == 17
    assert reading.history.calls[14, 1] == 7


def test_the_hour_that_a_clock_change_skips_is_a_hole():
    skipped = [row for row in rows() if row[0] != "2025-03-30 02:00:00"]
    assert troubles(read_rows(skipped)) == {Trouble.HOLE: 1}


def test_a_missing_day_is_a_hole_and_a_day_of_noughts_is_silent():
    holed = [row for row in rows() if not row[0].startswith("2025-03-12")]
    holed = [(when, "0") if when.startswith("2025-03-13") else (when, calls) for when, calls in holed]
    assert troubles(read_rows(holed)) == {Trouble.HOLE: 1, Trouble.SILENT: 1}


def test_daily_rows_are_a_day_each():
    reading = read_rows([(str(date(2025, 1, 1) + timedelta(days=day)), "100") for day in range(30)])
    assert reading.history.minutes == 1440
    assert reading.history.calls.shape == (30, 1)


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ([], "no row"),
        ([("x", "y")], "no row"),
        ([(when, "0") for when, _ in rows()], "zero calls"),
        ([("1925-01-01 00:00", "1"), *rows()], "twelve years"),
        ([(str(datetime(2025, 1, 1) + timedelta(minutes=7 * n)), "3") for n in range(900)], "7 minutes apart"),
    ],
)
def test_nothing_to_forecast_from_is_said(bad, why):
    with pytest.raises(NothingToForecast, match=why):
        read_rows(bad)
