"""Entries of the contest through their services, and what selectors tell of them."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction

from complaints.adapters.pictures import NotAPicture
from complaints.domain.contest import DEFAULT_FORMULA, Formula, State, Step, StepNotPossible
from complaints.models import ContestChampion, FaultEntry
from complaints.permissions import ComplaintsPermission
from complaints.selectors import RegionOutOfReach
from complaints.selectors.contest import contest_board, contest_summary, fault_entries, my_fault_entries, similar_entries
from complaints.services.contest import (
    AlreadyAnnounced,
    Decision,
    FormulaExists,
    FormulaInThePast,
    FoundInTheFuture,
    MonthNotOver,
    NobodyToAnnounce,
    OutcomeMissing,
    OwnEntry,
    OwnerMissing,
    ReasonMissing,
    announce_champions,
    judge_fault,
    set_contest_formula,
)
from portalkit.access.models import User
from portalkit.access.selectors import access_of_user
from portalkit.audit.models import AuditEvent
from portalkit.notify.models import Message
from portalkit.periods.domain.calendar import Month
from tests.builders import a_user
from tests.complaints.builders import EVERYWHERE, NOW
from tests.complaints.conftest import Province
from tests.complaints.contest_builders import JUDGE, SAID, a_find

pytestmark = pytest.mark.django_db
OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)


@pytest.fixture
def monitor(province: Province) -> User:
    return a_user("noc_staff", at=province.whole, username="monitor", full_name="Mo", department="Room")


def test_the_example_month_counts_28_found_and_15_solved(province: Province, monitor: User) -> None:
    for state, entries in ((State.SOLVED, 15), (State.ASSIGNED, 8), (State.ENTERED, 5), (State.REFUSED, 2)):
        for _ in range(entries):
            a_find(at=province.hill, by=monitor, state=state)
    a_find(at=province.hill, by=monitor, state=State.SOLVED, found_on=date(2026, 9, 30))
    summary = contest_summary(EVERYWHERE, period=OCTOBER)
    assert (summary.found, summary.accepted, summary.solved, summary.refused) == (28, 23, 15, 2)
    assert summary.share == pytest.approx(15 / 28)
    board = contest_board(EVERYWHERE, month=OCTOBER)
    assert [(str(one.month), one.tally.found) for one in board.trend[-2:]] == [("2026-09", 1), ("2026-10", 28)]


def test_every_step_leaves_its_trace_and_tells_who_entered_it(province: Province, monitor: User) -> None:
    entry = a_find(at=province.hill, by=monitor, state=State.SOLVED)
    actions = list(AuditEvent.objects.order_by("id").values_list("action", flat=True))
    assert actions == [f"complaints.{step}_fault" for step in ("enter", "accept", "assign", "solve")]
    assert (entry.outcome, entry.ended_on, entry.owner_department) == ("mended", NOW.date(), "East branch")
    assert Message.objects.filter(user=monitor, url=f"/complaints/contest/entries/{entry.pk}/").count() == 3


@pytest.mark.parametrize("own", ["entered", "found"])
def test_nobody_decides_on_what_he_entered_or_found(province: Province, monitor: User, own: str) -> None:
    entry = a_find(at=province.hill, by=monitor, finder="Judy")
    judge = monitor if own == "entered" else a_user("supervisor", at=province.whole, full_name="Judy")
    with pytest.raises(OwnEntry):
        judge_fault(entry=entry, step=Step.ACCEPT, decision=SAID, by=judge.actor, now=NOW)
    assert FaultEntry.objects.get().state == State.ENTERED


@pytest.mark.parametrize(
    ("state", "step", "missing"),
    [
        (State.ENTERED, Step.REFUSE, ReasonMissing),
        (State.ACCEPTED, Step.ASSIGN, OwnerMissing),
        (State.ASSIGNED, Step.SOLVE, OutcomeMissing),
        (State.ASSIGNED, Step.GIVE_UP, OutcomeMissing),
        (State.SOLVED, Step.REOPEN, ReasonMissing),
        (State.ENTERED, Step.SOLVE, StepNotPossible),
    ],
)
def test_a_step_without_what_it_needs_changes_nothing(
    province: Province, monitor: User, state: State, step: Step, missing: type[Exception]
) -> None:
    entry = a_find(at=province.hill, by=monitor, state=state)
    with pytest.raises(missing):
        judge_fault(entry=entry, step=step, decision=Decision(reason=" ", outcome=" "), by=JUDGE, now=NOW)
    assert FaultEntry.objects.get().state == state


def test_a_reopened_entry_goes_back_to_its_owner_and_is_counted(province: Province, monitor: User) -> None:
    entry = a_find(at=province.hill, by=monitor, state=State.SOLVED)
    again = judge_fault(entry=entry, step=Step.REOPEN, decision=Decision(reason="it came back"), by=JUDGE, now=NOW)
    assert (again.state, again.reopenings, again.ended_on, again.reason) == (State.ASSIGNED, 1, None, "it came back")


def test_the_judge_sets_the_severity_that_counts(province: Province, monitor: User) -> None:
    entry = a_find(at=province.hill, by=monitor, severity="critical")
    judge_fault(entry=entry, step=Step.ACCEPT, decision=Decision(severity="minor"), by=JUDGE, now=NOW)
    assert contest_summary(EVERYWHERE, period=OCTOBER).people[0].tally.points == 3


def test_tomorrow_nobody_found_anything_yet(province: Province, monitor: User) -> None:
    with pytest.raises(FoundInTheFuture):
        a_find(at=province.hill, by=monitor, found_on=NOW.date() + timedelta(days=1))


def test_a_photo_that_is_none_leaves_no_entry(province: Province, monitor: User) -> None:
    with pytest.raises(NotAPicture):
        a_find(at=province.hill, by=monitor, photo=BytesIO(b"GIF89a"))
    assert not FaultEntry.objects.exists()


def test_the_database_keeps_a_refusal_without_a_reason_out(province: Province, monitor: User) -> None:
    entry = a_find(at=province.hill, by=monitor)
    with pytest.raises(IntegrityError), transaction.atomic():
        FaultEntry.objects.filter(pk=entry.pk).update(state="refused")


def test_the_same_place_and_kind_is_hinted_at_unless_it_was_refused(province: Province, monitor: User) -> None:
    first = a_find(at=province.hill, by=monitor, place="人民医院 地下车库")
    a_find(at=province.hill, by=monitor, place="人民医院地下车库", state=State.REFUSED)
    assert similar_entries(EVERYWHERE, place="人民医院地下车库", category="coverage") == (first,)
    assert similar_entries(EVERYWHERE, place="人民医院地下车库", category="capacity") == ()
    assert similar_entries(EVERYWHERE, place="", category="coverage") == ()


def test_what_lies_elsewhere_is_neither_listed_nor_hinted_at_nor_counted(province: Province, monitor: User) -> None:
    a_find(at=province.liuxi, by=monitor, place="A place")
    local = access_of_user(a_user("supervisor", at=province.yunzhou), on=NOW.date())
    assert not fault_entries(local).exists()
    assert similar_entries(local, place="A place", category="coverage") == ()
    assert contest_summary(local, period=OCTOBER).found == 0
    with pytest.raises(RegionOutOfReach):
        contest_board(local, month=OCTOBER, region=province.liuxi)


def test_mine_is_what_i_typed_or_found(province: Province, monitor: User) -> None:
    other = a_user("noc_staff", at=province.whole)
    typed = a_find(at=province.hill, by=monitor)
    mine = a_find(at=province.hill, by=other, finder="Mo", finder_department="Room")
    a_find(at=province.hill, by=other, finder="Mo", finder_department="Elsewhere")
    assert set(my_fault_entries(access_of_user(monitor, on=NOW.date()))) == {typed, mine}


def test_new_points_hold_from_their_day_on_and_what_was_earned_stays(province: Province, monitor: User) -> None:
    today = NOW.date()
    formula = Formula(found=Decimal(10), accepted=Decimal(0), solved=Decimal(0), weights=DEFAULT_FORMULA.weights)
    set_contest_formula(valid_from=today, formula=formula, by=JUDGE, now=NOW)
    a_find(at=province.hill, by=monitor, found_on=today - timedelta(days=1))
    a_find(at=province.hill, by=monitor, found_on=today, finder="Bo")
    assert [(one.name, one.tally.points) for one in contest_summary(EVERYWHERE, period=NOVEMBER).people] == [("Bo", 10), ("Ann", 1)]
    with pytest.raises(FormulaExists):
        set_contest_formula(valid_from=today, formula=formula, by=JUDGE, now=NOW)
    with pytest.raises(FormulaInThePast):
        set_contest_formula(valid_from=today - timedelta(days=1), formula=formula, by=JUDGE, now=NOW)


def test_announced_champions_stay_when_the_ranking_moves(province: Province, monitor: User) -> None:
    a_find(at=province.hill, by=monitor, finder="Ann", state=State.SOLVED)
    second = a_find(at=province.hill, by=monitor, finder="Bo", state=State.ASSIGNED, severity="critical")
    announced = announce_champions(access=EVERYWHERE, region=province.whole, month=OCTOBER, by=JUDGE, now=NOW)
    assert [(one.place, one.finder, one.points) for one in announced] == [(1, "Ann", 6), (1, "Bo", 6)]
    judge_fault(entry=second, step=Step.SOLVE, decision=SAID, by=JUDGE, now=NOW)
    board = contest_board(EVERYWHERE, month=OCTOBER)
    assert [one.name for one in board.people] == ["Bo", "Ann"]
    assert board.announced is not None
    assert [one.finder for one in board.announced.champions] == ["Ann", "Bo"]
    assert [str(one.month) for one in contest_board(EVERYWHERE, month=NOVEMBER).wall] == ["2026-10"]
    assert [one.month for one in contest_summary(EVERYWHERE, period=OCTOBER).champions] == [OCTOBER]
    with pytest.raises(AlreadyAnnounced):
        announce_champions(access=EVERYWHERE, region=province.whole, month=OCTOBER, by=JUDGE, now=NOW)


def test_champions_of_a_month_that_runs_or_that_nobody_won_are_not_announced(province: Province) -> None:
    with pytest.raises(MonthNotOver):
        announce_champions(access=EVERYWHERE, region=province.whole, month=NOVEMBER, by=JUDGE, now=NOW)
    with pytest.raises(NobodyToAnnounce):
        announce_champions(access=EVERYWHERE, region=province.whole, month=OCTOBER, by=JUDGE, now=NOW)
    assert not ContestChampion.objects.exists()


def test_permissions_of_the_contest_belong_to_different_people() -> None:
    from noc_portal.roles import ROLES

    by_code = {role.code: role.permissions for role in ROLES}
    assert ComplaintsPermission.JUDGE_FAULTS not in by_code["noc_staff"]
    assert ComplaintsPermission.ENTER_FAULTS in by_code["noc_staff"]
