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
        (PROBED.format("priority: 10"), "schedule a: priority goes from 0 to 9"),
        (PROBED.format("day_parts: [[08:00+08:00, 09:00]]"), "no time like 09:30"),
        (PROBED.format("priority: 1" + "0" * 5000), "a value is not what it looks like"),
        ("screens: {x: {time_zone: America}}\nprobes: [{screen: x, at: 2026-01-01T00:00:00}]", "time zone"),
        ("screens: {x: {}}\nprobes: [{screen: x, at: 2026-02-30T09:30:00}]", "a value is not what it looks like: day is out of range"),
        ("!!timestamp foo", "a value is not what it looks like"),
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


DEFAULTS = """
content: {c: {text: true}}
screens: {x: {region: /45/4501/H1/}, far: {region: /45/4502/H2/}}
schedules:
  province: {kind: default, items: [c], priority: 9}
  city, later: {kind: default, items: [c], created: 2026-02-02T00:00:00, target: {regions: [/45/4501/]}}
  city, first: {kind: default, items: [c], created: 2026-02-01T00:00:00, target: {regions: [/45/4501/, /45/4502/H2/]}}
  city, higher: {kind: default, items: [c], priority: 6, last_day: 2026-03-31, target: {regions: [/45/4501/]}}
  over: {kind: default, items: [c], last_day: 2025-12-31, target: {screens: [x]}}
  soon: {kind: default, items: [c], first_day: 2026-03-01, target: {regions: [/45/4501/H1/]}}
  screen: {kind: default, items: [c], first_day: 2026-05-01, last_day: 9999-12-31, target: {screens: [x]}}
  spring: {kind: default, items: [c], from: 2026-04-10T00:00:00, to: 2026-04-11T00:00:00, target: {screens: [x]}}
probes:
"""


@pytest.mark.parametrize(
    ("day", "winner"),
    [
        ("2026-02-28", "city, higher"),
        ("2026-03-01", "soon"),
        ("2026-04-01", "soon"),
        ("2026-04-10", "spring"),
        ("2026-04-11", "soon"),
        ("2026-05-01", "screen"),
    ],
)
def test_defaults_rank_by_nearness_priority_order_and_age_on_their_own_days(tmp_path: Path, day: str, winner: str) -> None:
    path = tmp_path / "defaults.yaml"
    path.write_text(f"{DEFAULTS}  - {{screen: x, at: {day}T00:00:00}}", encoding="utf-8")
    assert answers(path)[0]["zones"]["main"]["winner"] == winner
    path.write_text(
        path.read_text(encoding="utf-8").replace("priority: 6", "priority: 5, order: 1").replace("soon: {", "soon: {published: no, ")
    )
    if winner == "soon":
        assert answers(path)[0]["zones"]["main"]["winner"] == "city, first"


def test_names_that_yaml_reads_as_days_or_numbers_are_names(tmp_path: Path) -> None:
    path = tmp_path / "names.yaml"
    path.write_text(
        "content: {7: {text: true}}\nscreens: {2: {}}\nschedules: {2026-01-01: {items: [7]}}\n"
        "probes: [{screen: 2, at: 2026-01-01T00:00:00, expect: {main: 7}}]"
    )  # fmt: skip
    assert answers(path)[0]["zones"]["main"]["winner"] == "2026-01-01"


def test_times_without_quotes_are_times(tmp_path: Path) -> None:
    probes = [("16:59", "null"), ("17:00", "late"), ("21:59", "late"), ("22:00", "null"), ("23:59", "late")]
    path = tmp_path / "night.yaml"
    path.write_text(NIGHT + "\n".join(f"  - {{screen: x, at: 2026-01-01T{at}, expect: {{main: {item}}}}}" for at, item in probes))
    on = [one["zones"]["main"]["item"] for one in answers(path) if not one["differences"]]
    assert on == [None, "late", "late", None, "late"]


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        answers(tmp_path / "none.yaml")
