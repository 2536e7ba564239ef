import json
from datetime import datetime, timedelta
from io import StringIO

import numpy as np
import pytest
from django.core.management import CommandError, call_command


def write(path, *, days=56, hours=range(8, 18), closed=(), values=lambda random: random.poisson(30), extra=()):
    random = np.random.default_rng(4)
    lines = ["datetime,calls"]
    start = datetime(2025, 1, 6)
    for day in range(days):
        if (start + timedelta(days=day)).weekday() in closed:
            continue
        lines += [f"{start + timedelta(days=day, hours=hour)},{values(random)}" for hour in hours]
    path.write_text("\n".join([*lines, *extra]) + "\n", encoding="utf-8")
    return path


def forecast(path, *arguments):
    out = StringIO()
    call_command("forecast_calls", str(path), "--json", *arguments, stdout=out)
    return json.loads(out.getvalue())


def test_every_promised_key_is_there_and_the_same_under_seasonal_naive(tmp_path):
    found = forecast(write(tmp_path / "a.csv"), "--horizon", "14", "--backtest", "2")
    keys = {"method", "forecast", "interval", "wape", "mase", "bias"}
    assert keys <= set(found)
    assert keys <= set(found["seasonal_naive"])
    assert len(found["forecast"]) == len(found["interval"]["days"]) == 14
    assert found["wape"] < found["seasonal_naive"]["wape"]
    assert found["backtest_origins"] == 2
    for day, limits in zip(found["forecast"], found["interval"]["days"], strict=True):
        assert limits["low"] <= day["calls"] <= limits["high"]
    assert sum(row["calls"] for row in found["intervals"]) == pytest.approx(sum(day["calls"] for day in found["forecast"]), rel=1e-3)


def test_weekends_without_rows_stay_closed(tmp_path):
    found = forecast(write(tmp_path / "a.csv", closed=(5, 6)), "--horizon", "14", "--backtest", "1")
    calls = {datetime.fromisoformat(day["day"]).weekday(): day["calls"] for day in found["forecast"]}
    assert calls[5] == calls[6] == 0
    assert calls[0] > 200
    assert {row["datetime"][11:13] for row in found["intervals"]} == {f"{hour:02}" for hour in range(8, 18)}


def test_what_was_wrong_with_rows_is_told(tmp_path):
    path = write(tmp_path / "a.csv", days=60, extra=["2025-03-01 08:00:00,-4", "2025-03-01 09:00:00,many"])
    found = forecast(path, "--horizon", "7", "--backtest", "0")
    assert {one["trouble"] for one in found["findings"]} == {"negative", "unreadable"}
    assert found["wape"] is None


def test_the_lines_for_people_name_method_and_errors(tmp_path):
    out = StringIO()
    call_command("forecast_calls", str(write(tmp_path / "a.csv", days=60)), "--horizon", "7", "--backtest", "1", stdout=out)
    assert "method: " in out.getvalue()
    assert "seasonal naive: wape" in out.getvalue()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a,b\n1,2\n", "must name the columns"),
        ("datetime,calls\n", "no row"),
        ("datetime,calls\n" + "".join(f"2025-01-{day:02} 08:00,5\n" for day in range(1, 10)), "needed"),
        ("datetime,calls\n" + "".join(f"2025-01-{day:02} 08:00,0\n" for day in range(1, 30)), "zero calls"),
    ],
)
def test_a_file_that_allows_no_forecast_ends_with_2_and_its_reason(tmp_path, text, why):
    path = tmp_path / "bad.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match=why) as caught:
        call_command("forecast_calls", str(path), "--json")
    assert caught.value.returncode == 2


@pytest.mark.parametrize("arguments", [("--horizon", "0"), ("--horizon", "9999"), ("--backtest", "-1")])
def test_impossible_numbers_end_with_2(tmp_path, arguments):
    with pytest.raises(CommandError) as caught:
        call_command("forecast_calls", str(tmp_path / "none.csv"), *arguments)
    assert caught.value.returncode == 2


def test_a_missing_file_ends_with_2(tmp_path):
    with pytest.raises(CommandError) as caught:
        call_command("forecast_calls", str(tmp_path / "none.csv"))
    assert caught.value.returncode == 2
