"""`manage.py solve_roster`: own problems and public benchmark instances."""

import json
from io import StringIO
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from scheduling.adapters.roster.exact import NoRoster, solve_instance
from scheduling.domain.roster.public_instance import BadInstance, instance_from
from tests.scheduling.domain.test_roster_problem import DOCUMENT
from tests.scheduling.instances_public import WEEK, judged

TINY = """SECTION_HORIZON
4
SECTION_SHIFTS
D,480,
N,600,D
SECTION_STAFF
A,D=4|N=2,1800,480,3,1,1,1
B,D=4|N=4,1800,0,2,2,2,1
SECTION_SHIFT_OFF_REQUESTS
A,2,N,5
SECTION_COVER
0,D,1,10,3
1,N,1,10,3
2,N,1,10,3
3,D,2,7,3
"""


def _run(path: Path, *arguments: str) -> dict[str, Any]:
    out = StringIO()
    call_command("solve_roster", str(path), "--seconds", "3", "--json", *arguments, stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def test_a_problem_is_solved_and_written(tmp_path: Path) -> None:
    (tmp_path / "problem.json").write_text(json.dumps(DOCUMENT))
    found = _run(tmp_path / "problem.json", "--out", str(tmp_path / "roster.json"), "--advice")
    written = json.loads((tmp_path / "roster.json").read_text())
    assert written["assignments"] == {"A": ["E", None]}
    assert found["violations"] == []
    assert found["objective"] >= found["bound"] - 1e-6
    assert found["advice"]["missing_hours"] == {"voice": 9.0}


def test_a_bad_problem_is_misuse_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "problem.json").write_text(json.dumps(DOCUMENT | {"agents": [{"key": "A", "skills": [], "contract_minutes": 1}]}))
    with pytest.raises(CommandError, match="A: has no skill") as caught:
        _run(tmp_path / "problem.json")
    assert caught.value.returncode == 2


@pytest.mark.parametrize("content", ["{", "[]", "\x00"])
def test_what_is_no_problem_is_misuse(tmp_path: Path, content: str) -> None:
    (tmp_path / "problem.json").write_text(content)
    with pytest.raises(CommandError) as caught:
        _run(tmp_path / "problem.json")
    assert caught.value.returncode == 2


def test_a_public_instance_is_solved_to_proven_optimum(tmp_path: Path) -> None:
    (tmp_path / "instance.txt").write_text(WEEK)
    found = _run(tmp_path / "instance.txt", "--format", "curtois", "--out", str(tmp_path / "roster.json"))
    rows = json.loads((tmp_path / "roster.json").read_text())["assignments"]
    assert judged(instance_from(WEEK), rows) == (found["objective"], [])
    assert (found["bound"], found["violations"]) == (found["objective"], [])


def test_the_exact_model_agrees_with_trying_everything() -> None:
    instance = instance_from(TINY)
    codes = (None, "D", "N")
    months = {member.key: [list(row) for row in product(codes, repeat=4) if _is_legal(member.key, list(row))] for member in instance.staff}
    best = min(judged(instance, {"A": first, "B": second})[0] for first, second in product(months["A"], months["B"]))
    found = solve_instance(instance, seconds=10)
    assert (found.objective, found.is_optimal) == (best, True)


def _is_legal(key: str, row: list[str | None]) -> bool:
    instance = instance_from(TINY)
    others = {member.key: [None] * 4 for member in instance.staff}
    return not [wrong for wrong in judged(instance, {**others, key: row})[1] if wrong.startswith(key)]


def test_contradicting_rules_have_no_roster() -> None:
    with pytest.raises(NoRoster):
        solve_instance(instance_from(WEEK.replace("A,D=7|E=3,2400,960", "A,D=0|E=0,2400,960")), seconds=5)


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("SECTION_COVER", "SECTION_COVERS", "unknown"),
        ("0,D,1,100,1", "0,X,1,100,1", "no shift X"),
        ("A,0,D,3", "Z,0,D,3", "no employee Z"),
        ("6,E,1,20,1", "7,E,1,20,1", "day 7 lies outside"),
        ("D,480,", "D,long,", "'long' is no whole number"),
        ("B,2,E,4", "B,2,E", "too few fields"),
        ("D=7|E=3", "D=7|E", "'E' is no limit"),
        ("SECTION_HORIZON\n# days\n7", "", "SECTION_HORIZON is missing"),
    ],
)
def test_a_bad_instance_names_line_and_reason(before: str, after: str, reason: str) -> None:
    with pytest.raises(BadInstance, match=reason):
        instance_from(WEEK.replace(before, after, 1))
