"""The way of an entry, its points, and who stands where."""

from datetime import date
from decimal import Decimal
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.domain.contest import (
    ACCEPTED,
    DEFAULT_FORMULA,
    ENDED,
    Formula,
    Found,
    Severity,
    State,
    Step,
    StepNotPossible,
    after,
    departments,
    formula_on,
    people,
    place_key,
    ranking,
    steps_from,
    tally,
)

DAY = date(2026, 10, 5)
ALWAYS = partial(formula_on, ())
ENTRIES = st.lists(
    st.builds(
        Found,
        on=st.dates(date(2026, 10, 1), date(2026, 10, 31)),
        state=st.sampled_from(State),
        severity=st.sampled_from(Severity),
        finder=st.sampled_from(("Ann", "Bo", "Cy", "Di")),
        department=st.sampled_from(("East", "West")),
    ),
    max_size=30,
)


def found(finder: str = "Ann", *, state: State = State.ENTERED, severity: Severity = Severity.MINOR, department: str = "East") -> Found:
    return Found(on=DAY, state=state, severity=severity, finder=finder, department=department)


def test_an_entry_goes_from_the_find_to_its_solution() -> None:
    state = State.ENTERED
    for step in (Step.ACCEPT, Step.ASSIGN, Step.ASSIGN, Step.SOLVE, Step.REOPEN, Step.GIVE_UP):
        state = after(state, step)
    assert state is State.NOT_SOLVABLE


@given(st.sampled_from(State), st.sampled_from(Step))
def test_a_step_is_either_offered_or_refused(state: State, step: Step) -> None:
    if step in steps_from(state):
        assert after(state, step) in set(State)
    else:
        with pytest.raises(StepNotPossible):
            after(state, step)


@given(st.lists(st.sampled_from(Step), max_size=12))
def test_nothing_is_solved_that_was_not_accepted_and_given_to_an_owner(steps: list[Step]) -> None:
    state, taken = State.ENTERED, []
    for step in steps:
        if step in steps_from(state):
            state, taken = after(state, step), [*taken, step]
    if state in (State.SOLVED, State.NOT_SOLVABLE):
        assert {Step.ACCEPT, Step.ASSIGN} <= set(taken)


def test_every_end_can_be_reopened_and_nothing_else_can() -> None:
    assert {state for state in State if Step.REOPEN in steps_from(state)} == ENDED


@pytest.mark.parametrize(
    ("one", "other"), [("人民医院 地下车库", "人民医院地下车库"), ("Ｃell-12", "cell 12"), ("滨江大道（东）", "滨江大道(东)")]
)
def test_two_spellings_of_a_place_are_one_place(one: str, other: str) -> None:
    assert place_key(one) == place_key(other) != ""


def test_points_grow_with_what_became_of_the_find() -> None:
    points = [
        DEFAULT_FORMULA.points(state=state, severity=Severity.MINOR)
        for state in (State.REFUSED, State.ENTERED, State.ACCEPTED, State.SOLVED)
    ]
    assert points == [0, 1, 3, 6]
    assert DEFAULT_FORMULA.points(state=State.SOLVED, severity=Severity.CRITICAL) == 12


def test_an_entry_earns_by_the_formula_of_its_day() -> None:
    later = Formula(found=Decimal(5), accepted=Decimal(0), solved=Decimal(0), weights=DEFAULT_FORMULA.weights)
    history = [(date(2026, 10, 6), later)]
    assert [formula_on(history, day) for day in (DAY, date(2026, 10, 6), date(2026, 11, 1))] == [DEFAULT_FORMULA, later, later]


@given(ENTRIES)
def test_the_people_together_found_what_was_found(entries: list[Found]) -> None:
    every = tally(entries, formula=ALWAYS)
    standings = ranking(entries, who=people, formula=ALWAYS)
    assert sum(one.tally.found for one in standings) == every.found == sum(entry.state is not State.REFUSED for entry in entries)
    assert sum(one.tally.points for one in standings) == every.points
    assert every.solved <= every.accepted <= every.found
    assert every.accepted == sum(entry.state in ACCEPTED for entry in entries)
    by_department = ranking(entries, who=departments, formula=ALWAYS)
    assert sum(one.tally.points for one in by_department) == every.points


@given(ENTRIES)
def test_a_place_is_one_more_than_those_with_more_points(entries: list[Found]) -> None:
    standings = ranking(entries, who=people, formula=ALWAYS)
    for one in standings:
        assert one.place == 1 + sum(other.tally.points > one.tally.points for other in standings)
    assert [one.place for one in standings] == sorted(one.place for one in standings)


@given(ENTRIES, st.randoms(use_true_random=False))
def test_the_order_of_entries_plays_no_part(entries: list[Found], random: object) -> None:
    shuffled = list(entries)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert ranking(shuffled, who=people, formula=ALWAYS) == ranking(entries, who=people, formula=ALWAYS)


def test_equal_points_share_a_place_and_the_next_is_left_free() -> None:
    entries = [found("Ann"), found("Bo"), found("Cy", state=State.SOLVED), found("Di", state=State.REFUSED)]
    assert [(one.place, one.name) for one in ranking(entries, who=people, formula=ALWAYS)] == [(1, "Cy"), (2, "Ann"), (2, "Bo")]


def test_nobody_solved_anything_where_nobody_found_anything() -> None:
    assert tally([], formula=ALWAYS).share is None
