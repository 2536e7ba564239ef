"""Bad input gets a clear answer: reading problems, contradictions, what binds."""

from typing import Any

import numpy as np
import pytest

from scheduling.domain.roster.diagnosis import advice, missing_hours
from scheduling.domain.roster.problem import Limits
from scheduling.domain.roster.problem_json import problem_from
from scheduling.domain.roster.validation import BadProblem, check
from tests.scheduling.builders_roster import EARLY, problem, worker

DOCUMENT: dict[str, Any] = {
    "days": 2,
    "first_weekday": 0,
    "slot_minutes": 60,
    "skills": ["voice"],
    "demand": {"voice": [[0] * 8 + [1] * 8 + [0] * 8] * 2},
    "shifts": [{"code": "E", "spans": [[480, 960]], "breaks": [30]}],
    "agents": [{"key": "A", "skills": ["voice"], "contract_minutes": 960, "days_off": [1]}],
    "rules": {"max_days_in_row": 5},
}


def _reasons(document: dict[str, Any]) -> str:
    with pytest.raises(BadProblem) as caught:
        check(problem_from(document))
    return str(caught.value)


def _agent(**fields: Any) -> dict[str, Any]:
    return DOCUMENT | {"agents": [DOCUMENT["agents"][0] | fields]}


def test_a_document_becomes_a_problem() -> None:
    found = problem_from(DOCUMENT)
    assert found.agents[0].days_off == {1}
    assert found.rules == Limits(max_days_in_row=5)
    assert found.demand.sum() == 16


def test_days_may_be_stretches() -> None:
    assert problem_from(_agent(days_off=[[0, 1]])).agents[0].days_off == {0, 1}


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (_agent(skills=[]), "A: has no skill"),
        (_agent(skills=["sales"]), "has the skill sales, which the problem does not know"),
        (_agent(days_off=[[1, 0]]), "ends before it begins"),
        (_agent(days_off=[0, [0, 1]]), "overlap on day 0"),
        (_agent(days_off=[7]), "names day 7, the period has days 0 to 1"),
        (_agent(days_off=["x"]), "'x', which is no day"),
        (_agent(min_minutes=960), "must work 960 min; 1 days of leave and the rest days leave room for 480"),
        (_agent(min_minutes=500, max_minutes=400), "must work at least 500 and at most 400"),
        (_agent(prefers=["E"], avoids=["E"]), "both prefers and avoids the shift E"),
        (_agent(avoids=["Z"]), "names the shift Z"),
        (_agent(contract_minutes="much"), "no whole number"),
        (DOCUMENT | {"agents": []}, "there are none"),
        (DOCUMENT | {"agents": DOCUMENT["agents"] * 2}, "A: stands there twice"),
        (DOCUMENT | {"slot_minutes": 7}, "do not divide a day"),
        (DOCUMENT | {"demand": {"voice": [[1.5]]}}, "no table of whole heads"),
        (DOCUMENT | {"demand": {"voice": [[1, 2]]}}, "skills, days and slots are (1, 2, 24)"),
        (DOCUMENT | {"demand": {}}, "has not one table for each skill"),
        (DOCUMENT | {"shifts": [{"code": "E", "spans": [[600, 500]]}]}, "empty, overlap or do not begin on its day"),
        (DOCUMENT | {"shifts": [{"code": "E", "spans": [[480, 490]], "breaks": [10]}]}, "its breaks fill it"),
        (DOCUMENT | {"rules": {"max_days": 3}}, "max_days_in_row"),
        ({name: value for name, value in DOCUMENT.items() if name != "days"}, "days is missing"),
    ],
)
def test_a_contradiction_says_who_and_what(document: dict[str, Any], reason: str) -> None:
    assert reason in _reasons(document)


def test_enough_agents_miss_nothing() -> None:
    demand = np.zeros((1, 7, 24), dtype=np.int64)
    demand[:, :, 8:22] = 3
    assert missing_hours(problem(14, days=7, demand=demand)) == {"voice": 0}


def test_demand_beyond_the_hours_of_contracts_is_met_by_longer_hours() -> None:
    people = tuple(worker(f"A{number}", min_minutes=0, max_minutes=960) for number in range(3))
    demand = np.zeros((1, 6, 24), dtype=np.int64)
    demand[:, :, 8:11] = 2
    found = advice(problem(days=6, people=people, demand=demand, shifts=(EARLY,)))
    assert found.missing_hours["voice"] > 0
    assert found.relaxations == ("max_minutes",)


def test_a_skill_nobody_else_has_is_named() -> None:
    people = (*(worker(f"A{number}") for number in range(8)), worker("D", skills=("data",)))
    demand = np.zeros((2, 7, 24), dtype=np.int64)
    demand[0, :, 9:12], demand[1, :, 9:12] = 1, 2
    found = advice(problem(days=7, people=people, skills=("voice", "data"), demand=demand, shifts=(EARLY,)))
    assert found.missing_hours["voice"] == 0
    assert found.missing_hours["data"] > 0
    assert found.relaxations == ("skills",)


def test_slots_outside_all_shifts_are_told_and_a_new_start_helps() -> None:
    demand = np.zeros((1, 7, 24), dtype=np.int64)
    demand[:, :, 17:20] = 2
    found = advice(problem(8, days=7, demand=demand, shifts=(EARLY,)), starts=(360, 720))
    assert found.unreached == {"voice": 21}
    assert found.new_start[0][0] == 720
    assert found.new_start[0][1] > 0
