"""The pure rules: identity, severities, what each event does to an alarm."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portalkit.alarms.domain.identity import EventType, Identity, Severity
from portalkit.alarms.domain.kinds import AlarmKind, UnknownKind, find_kind, kind_of, register
from portalkit.alarms.domain.states import AlarmState, What, acknowledged, cleared, raised, unacknowledged

SEVERITIES = st.sampled_from(list(Severity))
STATES = st.builds(AlarmState, severity=SEVERITIES, count=st.integers(1, 99), is_acknowledged=st.booleans())
TEXTS = st.text(max_size=12)
IDENTITIES = st.builds(Identity, TEXTS, TEXTS, st.sampled_from(list(EventType)), TEXTS, TEXTS)


@given(one=IDENTITIES, other=IDENTITIES)
def test_two_identities_have_one_key_exactly_when_all_five_parts_agree(one: Identity, other: Identity) -> None:
    assert (one.key == other.key) == (one == other)
    assert replace(one).key == one.key
    assert len(one.key) == 40


def test_severities_rank_from_critical_down() -> None:
    assert [severity.rank for severity in Severity] == [0, 1, 2, 3, 4]
    assert Severity.MAJOR.is_at_least(Severity.MINOR)
    assert Severity.MAJOR.is_at_least(Severity.MAJOR)
    assert not Severity.MINOR.is_at_least(Severity.MAJOR)


@given(severity=SEVERITIES)
def test_a_first_report_opens_and_tells(severity: Severity) -> None:
    change = raised(None, severity)
    assert (change.state, change.lines, change.tells) == (AlarmState(severity), (What.RAISED,), True)


@given(state=STATES)
def test_the_same_report_again_only_counts(state: AlarmState) -> None:
    change = raised(state, state.severity)
    assert (change.state, change.lines, change.tells) == (replace(state, count=state.count + 1), (), False)


@given(state=STATES, severity=SEVERITIES)
def test_only_getting_worse_tells_and_takes_the_acknowledgement_away(state: AlarmState, severity: Severity) -> None:
    change = raised(state, severity)
    is_worse = severity.rank < state.severity.rank
    assert change.tells == is_worse
    assert change.state is not None
    assert change.state.severity is severity
    assert change.state.is_acknowledged == (state.is_acknowledged and not is_worse)
    assert (What.UNACKNOWLEDGED in change.lines) == (state.is_acknowledged and is_worse)


@given(state=st.one_of(st.none(), STATES))
def test_clearing_ends_what_is_open_once(state: AlarmState | None) -> None:
    change = cleared(state)
    assert change.state is None
    assert change.lines == (() if state is None else (What.CLEARED,))
    assert cleared(change.state).lines == ()


@given(state=STATES)
def test_acknowledging_and_taking_it_back_leads_back(state: AlarmState) -> None:
    there = acknowledged(state).state
    assert there is not None
    assert there.is_acknowledged
    assert unacknowledged(there).state == replace(state, is_acknowledged=False)
    assert acknowledged(there).lines == ()
    assert acknowledged(there, comment=True).lines == (What.COMMENTED,)


@given(steps=st.lists(st.one_of(SEVERITIES, st.sampled_from(["acknowledge", "take back", "clear"])), max_size=30))
def test_in_any_order_of_events_an_alarm_counts_its_reports_since_it_was_opened(steps: list[Severity | str]) -> None:
    state, reports = None, 0
    for step in steps:
        if isinstance(step, Severity):
            state, reports = raised(state, step).state, reports + 1
        elif step == "clear":
            state, reports = cleared(state).state, 0
        elif state is not None:
            state = (acknowledged if step == "acknowledge" else unacknowledged)(state).state
        assert (state.count if state else 0) == reports


def test_a_kind_tells_its_text_with_words_formats_and_a_dash_for_what_is_missing() -> None:
    kind = AlarmKind(
        code="test.kind", object_class="thing", event_type=EventType.EQUIPMENT, probable_cause="powerProblem", label="Kind",
        text="{region}: {size} {colour}, {more}", words={"colour": {"r": "red"}}, formats={"size": lambda value: f"{value:.1f}"},
    )  # fmt: skip
    assert kind.describe({"size": 2, "colour": "r"}, region="Hill") == "Hill: 2.0 red, —"
    assert kind.identity(instance="a").specific_problem == "test.kind"
    assert kind.identity(instance="a", problem="x").key != kind.identity(instance="a", problem="y").key


def test_an_unknown_kind_is_refused_when_raised_and_passed_over_when_read() -> None:
    with pytest.raises(UnknownKind):
        kind_of("nobody.knows")
    assert find_kind("nobody.knows") is None
    register()
