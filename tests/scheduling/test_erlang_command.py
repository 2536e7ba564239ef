"""`manage.py erlang`."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

USUAL = ["--calls", "100", "--interval", "30", "--aht", "180", "--within", "20"]


def asked(*arguments: str) -> dict[str, float]:
    out = StringIO()
    call_command("erlang", *USUAL, *arguments, "--json", stdout=out)
    found: dict[str, float] = json.loads(out.getvalue())
    return found


def test_a_target_gives_agents_and_what_they_reach() -> None:
    found = asked("--target", "80", "--shrinkage", "30", "--max-occupancy", "85")
    assert (found["agents"], found["scheduled_agents"]) == (14, 20)
    assert found["service_level"] == pytest.approx(0.88835, abs=5e-6)
    assert set(found) == {"agents", "scheduled_agents", "service_level", "waiting_probability", "asa", "occupancy", "abandonment"}


def test_agents_give_a_level_and_too_few_an_endless_wait() -> None:
    assert asked("--agents", "14")["service_level"] == pytest.approx(0.88835, abs=5e-6)
    few = asked("--agents", "9")
    assert (few["service_level"], few["asa"], few["waiting_probability"]) == (0, None, 1)
    assert 0 < asked("--agents", "9", "--patience", "60")["abandonment"] < 0.5


def test_contacts_side_by_side_need_fewer_agents() -> None:
    assert asked("--target", "80", "--concurrency", "2")["agents"] == 7


@pytest.mark.parametrize(
    "arguments",
    [
        ["--target", "100"],
        ["--target", "0"],
        ["--target", "120"],
        ["--agents", "-1"],
        ["--agents", "3.7"],
        [],
        ["--target", "80", "--agents", "3"],
    ],
)
def test_misuse_ends_with_2(arguments: list[str]) -> None:
    with pytest.raises(CommandError) as wrong:
        asked(*arguments)
    assert wrong.value.returncode in (1, 2)
