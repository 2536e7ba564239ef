"""`resolve_playlist`: a file of cases in, what is on and why out."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

CASES = Path(__file__).with_name("cases.yaml")
PROBED = "screens: {{x: {{}}}}\nschedules: {{a: {{{}}}}}\nprobes: [{{screen: x, at: 2026-01-01T00:00:00}}]"
BOMB = "\n".join(
    ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)), "probes: [{screen: x, at: *a11}]"]
)
NIGHT = """
content: {late: {text: true}}
screens: {x: {}}
schedules: {night: {items: [late], day_parts: [[17:00, 22:00], [23:30, 24:00]]}}
probes:
"""


def answers(path: Path = CASES) -> list[dict[str, Any]]:
    said = StringIO()
    call_command("resolve_playlist", str(path), "--json", stdout=said)
    probes: list[dict[str, Any]] = json.loads(said.getvalue())["probes"]
    return probes


def test_every_probe_of_the_sample_shows_what_it_expects() -> None:
    assert [one["differences"] for one in answers()] == [[]] * 9


def test_every_schedule_is_told_why() -> None:
    reasons = [{title: why["verdict"] for title, why in one["reasons"].items()} for one in answers()]
    assert reasons[0] == {
        "house": "shown",
        "premiere": "not_now",
        "night": "not_now",
        "festival": "not_now",
        "ticker": "shown",
        "leave": "not_now",
        "aside": "shown",
        "stale": "not_meant",
        "draft": "not_published",
        "handset": "not_meant",
    }
    assert reasons[1]["house"] == "outranked"
    assert (reasons[2]["house"], reasons[2]["ticker"], reasons[2]["leave"]) == ("covered", "hidden", "shown")
    assert reasons[7]["house"] == "waits"
    assert reasons[8]["stale"] == "nothing_valid"


def test_faults_name_the_schedule_that_was_skipped() -> None:
    assert {"code": "nothing_valid", "schedule": "stale", "zone": "main"} in answers()[8]["faults"]
    assert answers()[6]["reasons"]["aside"]["verdict"] == "zone_unknown"


def test_people_read_lines() -> None:
    said = StringIO()
    call_command("resolve_playlist", str(CASES), stdout=said)
    assert "lobby @ 2026-11-26T09:30:00+08:00" in said.getvalue()
    assert "  main: loop premiere: film (0 ms in)" in said.getvalue()
    assert "  house: outranked by premiere" in said.getvalue()


def test_a_difference_is_named_and_is_no_success(tmp_path: Path) -> None:
    changed = tmp_path / "cases.yaml"
    changed.write_text(CASES.read_text(encoding="utf-8").replace("{main: film}", "{main: brand}"), encoding="utf-8")
    with pytest.raises(CommandError, match="1 of 9 probes") as refused:
        answers(changed)
    assert refused.value.returncode == 1


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("probes: {", "no YAML"),
        ("- 1", "names with values"),
        ("probes: [{screen: x, at: 2026-01-01T00:00:00}]", "there is no screen 'x'"),
        ("screens: {x: {}}\nprobes: [{screen: x, at: soon}]", "no moment"),
        ("screens: {x: {time_zone: Mars/One}}\nprobes: [{screen: x, at: 2026-01-01T00:00:00}]", "time zone"),
        ("screens: {x: {}}\nschedules: {a: {items: [b]}}\nprobes: [{screen: x, at: 2026-01-01T00:00:00}]", "no content 'b'"),
        ("screens: {x: {}}\nschedules: {a: {kind: odd}}\nprobes: [{screen: x, at: 2026-01-01T00:00:00}]", "kind is one of"),
        ("screens: {x: {}}\nschedules: {a: {rrule: FREQ=HOURLY}}\nprobes: [{screen: x, at: 2026-01-01T00:00:00}]", "schedule a: frequency"),
        ("screens: {x: {}}\nschedules: {a: {target: {screens: [y]}}}\nprobes: [{screen: x, at: 2026-01-01T00:00:00}]", "no screen 'y'"),
        ("!!python/object/apply:os.system ['true']", "no YAML"),
        (PROBED.format("plays: 1000000000"), "schedule a: plays goes from 1 to 360"),
        (PROBED.format("share: lots"), "schedule a: share: a whole number"),
        (PROBED.format("kind: [loop]"), "kind is one of"),
        (PROBED.format("day_parts: [[930, 1000, 1100]]"), "schedule a: day_parts: a part is"),
        (PROBED.format("day_parts: [[9.5, 10:00]]"), "9.5 is no time"),
        (PROBED.format("weekdays: [7]"), "a weekday goes from 0"),
        (PROBED.format("first_day: 2026-01-01T00:00:00"), "no day like"),
        (PROBED.format("from: 2026-01-02T00:00:00, to: 2026-01-01T00:00:00"), "ends before it begins"),
        ("screens: {x: {}}\nprobes: [{screen: x, at: 0001-01-01T00:00:00}]", "moments lie from 1990"),
        (BOMB, "more than 200000 values"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_place(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match=why) as refused:
        answers(path)
    assert refused.value.returncode == 1


def test_times_without_quotes_are_times(tmp_path: Path) -> None:
    probes = [("16:59", "null"), ("17:00", "late"), ("21:59", "late"), ("22:00", "null"), ("23:59", "late")]
    path = tmp_path / "night.yaml"
    path.write_text(NIGHT + "\n".join(f"  - {{screen: x, at: 2026-01-01T{at}, expect: {{main: {item}}}}}" for at, item in probes))
    on = [one["zones"]["main"]["item"] for one in answers(path) if not one["differences"]]
    assert on == [None, "late", "late", None, "late"]


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        answers(tmp_path / "none.yaml")
