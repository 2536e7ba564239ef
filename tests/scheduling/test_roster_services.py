"""Rosters from the first version to publishing: what is written, refused, booked and told."""

from datetime import date, timedelta

import pytest

from portalkit.audit.models import AuditEvent
from portalkit.notify.models import Message
from scheduling.domain.rules import RuleCode
from scheduling.domain.shifts import NotAShift, shift_of
from scheduling.models import Absence, Assignment, HoursEntry, LabourRule, Roster, ShiftTemplate
from scheduling.selectors.rosters import checked, difference, effect_of, in_force, last_in_force
from scheduling.selectors.rosters.checking import coverage_between
from scheduling.services import labour, rosters
from scheduling.services.rosters.editing import BeyondLimits, CellChange
from tests.builders import a_province, a_user
from tests.scheduling.domain import roster_reference
from tests.scheduling.roster_builders import EVERY_WORKDAY, FIRST, LAST, NOW, a_hotline, a_requirement, a_roster, an_agent

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    class Place:
        region = a_province()
        planner = a_user("planner", at=region)
        supervisor = a_user("supervisor", at=region)

    return Place


def published(place, plan, **more):
    roster = a_roster(place.region, place.planner, plan, **more)
    return publish(place, roster)


def publish(place, roster, *, now=NOW):
    rosters.submit_roster(roster=roster, by=place.planner.actor, now=now)
    rosters.approve_roster(roster=roster, user=place.supervisor, by=place.supervisor.actor, now=now)
    return rosters.publish_roster(roster=roster, by=place.supervisor.actor, now=now)


def edit(place, roster, agent, day, code, *, user=None, **more):
    who = user or place.planner
    changes = [CellChange(agent.pk, FIRST.replace(day=day), code)]
    return rosters.set_cells(roster=roster, changes=changes, user=who, by=who.actor, now=NOW, **more)


def rules_of(roster):
    return [(one[0], one[1], one[2]) for one in Roster.objects.get(pk=roster.pk).figures["violations"]]


def test_usual_shifts_and_rules_are_made_once_and_hold_below(place):
    assert labour.ensure_labour_ground(region=place.region, now=NOW)
    assert not labour.ensure_labour_ground(region=place.region, now=NOW)
    assert ShiftTemplate.objects.count() == len(labour.DEFAULT_SHIFTS)
    assert ShiftTemplate.objects.filter(is_night=True).values_list("code", flat=True).get() == "N1"


def test_a_shift_that_a_roster_has_keeps_its_hours(place):
    _, (agent, *_) = a_hotline(place.region)
    shift = ShiftTemplate.objects.get(code="A2")
    a_roster(place.region, place.planner, {agent: {1: "A2"}})
    values = {"code": "A2", "name": "白班", "breaks": shift.breaks}
    by = {"by": place.planner.actor, "now": NOW}
    with pytest.raises(labour.InUse):
        labour.change_shift(shift=shift, values=labour.ShiftValues(spans="09:00-18:00", **values), **by)
    assert not labour.change_shift(shift=shift, values=labour.ShiftValues(spans="08:00-17:00", is_active=False, **values), **by).is_active
    with pytest.raises(labour.CodeTaken):
        labour.create_shift(region=place.region, values=labour.ShiftValues(spans="08:00-17:00", **values), **by)
    with pytest.raises(NotAShift):
        labour.create_shift(region=place.region, values=labour.ShiftValues("X", "", "25:00-26:00"), **by)


@pytest.mark.parametrize(("code", "value"), [("coverage", 1), ("nonsense", 1), ("min_rest", None), ("min_rest", -1)])
def test_a_rule_that_is_none_is_refused(place, code, value):
    with pytest.raises(labour.NotARule):
        labour.set_rule(region=place.region, code=code, first_day=FIRST, value=value, is_active=True, by=place.planner.actor, now=NOW)


def test_a_saved_roster_carries_its_figures(place):
    queue, (agent, *_) = a_hotline(place.region)
    a_requirement(queue, heads=2, hours=[10])
    roster = a_roster(place.region, place.planner, {agent: dict.fromkeys(EVERY_WORKDAY, "S1")})
    figures = roster.figures
    assert figures["planned_hours"] == len(EVERY_WORKDAY) * 8
    assert figures["needed_hours"] == 62
    assert figures["missing_hours"] == 62 - len(EVERY_WORKDAY)
    assert figures["days"]["2026-12-05"] == [2, 0, 2]
    assert {one[0] for one in figures["violations"]} == {"coverage"}
    assert AuditEvent.objects.filter(action="scheduling.build_roster", object_id=str(roster.pk)).exists()


def test_breaks_are_placed_inside_the_shift_where_nobody_placed_them(place):
    _, (agent, *_) = a_hotline(place.region)
    roster = a_roster(place.region, place.planner, {agent: {1: "A2"}})
    assert len(Assignment.objects.get(roster=roster).breaks.split()) == 2


def test_an_edit_is_judged_at_once_and_says_what_stood_there(place):
    queue, (agent, other, *_) = a_hotline(place.region)
    a_requirement(queue, heads=1, hours=[10, 23])
    roster = a_roster(place.region, place.planner, {agent: EVERY_WORKDAY, other: {1: "C1"}})
    done = edit(place, roster, agent, 2, "N1")
    assert done.before == {(agent.pk, FIRST.replace(day=2)): "A2"}
    assert {(one.rule, one.day.day) for one in done.violations} == {(RuleCode.MIN_REST, 3)}
    anew = checked(Roster.objects.get(pk=roster.pk))
    stored = Roster.objects.get(pk=roster.pk).figures
    assert sorted((one[0], one[1]) for one in stored["violations"] if one[0] != "coverage") == sorted(
        (one.rule.value, one.day.isoformat()) for one in anew.hard
    )
    assert stored["missing_hours"] == pytest.approx(float(anew.balance.missing.sum()))
    assert edit(place, roster, agent, 2, "A2").violations == ()


def test_an_edited_roster_has_the_figures_of_one_judged_as_a_whole(place):
    queue, (agent, other, *_) = a_hotline(place.region)
    a_requirement(queue, heads=2, hours=range(24))
    agent.prefers_off, agent.prefers_shifts = "3", "N1"
    agent.save()
    roster = a_roster(place.region, place.planner, {agent: EVERY_WORKDAY, other: {1: "N1", 31: "N1"}})
    for day, code in ((31, "N1"), (1, ""), (16, "C1"), (6, "B1")):
        edit(place, roster, agent, day, code)
    edited = Roster.objects.get(pk=roster.pk).figures
    rosters.check_roster(roster=Roster.objects.get(pk=roster.pk), by=place.planner.actor, now=NOW)
    whole = Roster.objects.get(pk=roster.pk).figures
    names = ("missing_hours", "spare_hours", "misfit", "planned_hours", "above_hours", "below_hours", "night_hours", "wishes_granted")
    assert {name: edited[name] for name in names} == pytest.approx({name: whole[name] for name in names})
    assert edited["days"] == whole["days"]
    assert [one for one in edited["violations"] if one[0] != "coverage"] == [one for one in whole["violations"] if one[0] != "coverage"]


@pytest.mark.parametrize(("day", "code"), [(1, "QQ"), (31, "A2")])
def test_an_edit_outside_the_roster_or_of_an_unknown_shift_is_refused(place, day, code):
    _, (agent, *_) = a_hotline(place.region)
    roster = a_roster(place.region, place.planner, {agent: {1: "A2"}}, last=date(2026, 12, 30))
    with pytest.raises(rosters.UnknownShift):
        edit(place, roster, agent, day, code)
    with pytest.raises(rosters.UnknownShift):
        edit(place, roster, an_agent(a_province("Other")), 1, "A2")


def test_what_waits_for_approval_is_changed_by_the_approver_alone_and_only_within_limits(place):
    _, (agent, *_) = a_hotline(place.region)
    roster = a_roster(place.region, place.planner, {agent: EVERY_WORKDAY})
    rosters.submit_roster(roster=roster, by=place.planner.actor, now=NOW)
    with pytest.raises(rosters.NotEditable):
        edit(place, roster, agent, 2, "")
    edit(place, roster, agent, 2, "B1", user=place.supervisor, as_approver=True)
    with pytest.raises(BeyondLimits):
        edit(place, roster, agent, 2, "N1", user=place.supervisor, as_approver=True)
    found = Roster.objects.get(pk=roster.pk)
    assert (found.state, found.author, found.figures["approver_cells"]) == ("submitted", place.planner, 1)
    assert rosters.approve_roster(roster=found, user=place.supervisor, by=place.supervisor.actor, now=NOW).state == "approved"


def test_nobody_approves_own_work_and_what_is_sent_back_says_why(place):
    _, (agent, *_) = a_hotline(place.region)
    roster = a_roster(place.region, place.planner, {agent: EVERY_WORKDAY})
    rosters.submit_roster(roster=roster, by=place.planner.actor, now=NOW)
    with pytest.raises(rosters.OwnWork):
        rosters.approve_roster(roster=roster, user=place.planner, by=place.planner.actor, now=NOW)
    rosters.comment_cell(roster=roster, agent=agent, day=FIRST, text="换成晚班", by=place.supervisor.actor, now=NOW)
    who = {"user": place.supervisor, "by": place.supervisor.actor, "now": NOW}
    with pytest.raises(rosters.NoReason):
        rosters.send_back_roster(roster=roster, note=" ", **who)
    rosters.send_back_roster(roster=roster, note="夜班太集中", **who)
    assert Message.objects.filter(user=place.planner, body="夜班太集中").exists()
    done = edit(place, Roster.objects.get(pk=roster.pk), agent, 1, "C1")
    assert done.roster.state == "draft"
    assert Assignment.objects.get(roster=roster, agent=agent, day=FIRST).comment == "换成晚班"


def test_a_roster_that_breaks_a_rule_is_not_published(place):
    _, (agent, *_) = a_hotline(place.region)
    roster = a_roster(place.region, place.planner, {agent: dict.fromkeys(range(1, 9), "A2")})
    with pytest.raises(rosters.HardViolations) as refused:
        publish(place, roster)
    assert {one.rule for one in refused.value.violations} == {RuleCode.DAYS_IN_ROW}
    assert Roster.objects.get(pk=roster.pk).published_at is None


def test_a_published_roster_is_found_legal_by_an_independent_checker_and_told_to_its_agents(place):
    _, (agent, *_) = a_hotline(place.region)
    agent.user = a_user("agent", at=place.region)
    agent.save()
    roster = published(place, {agent: EVERY_WORKDAY})
    shifts = {one.pk: one for one in ShiftTemplate.objects.all()}
    days = {row.day: shift_of("x", shifts[row.shift_id].spans, shifts[row.shift_id].breaks) for row in roster.assignments.all()}
    assert roster_reference.broken(agent.code, days, first=FIRST, last=LAST) == set()
    assert Message.objects.filter(user=agent.user).exists()
    with pytest.raises(rosters.NotEditable):
        edit(place, roster, agent, 1, "")


def test_only_what_is_approved_is_published_and_only_once(place):
    _, (agent, *_) = a_hotline(place.region)
    roster = a_roster(place.region, place.planner, {agent: {1: "A2"}})
    with pytest.raises(rosters.NotPublishable):
        rosters.publish_roster(roster=roster, by=place.supervisor.actor, now=NOW)
    publish(place, roster)
    with pytest.raises(rosters.NotPublishable):
        rosters.publish_roster(roster=roster, by=place.supervisor.actor, now=NOW)


def test_without_a_cycle_publishing_books_nothing_and_with_one_the_difference_to_the_contract(place):
    _, (agent, other, *_) = a_hotline(place.region)
    published(place, {agent: EVERY_WORKDAY | {5: "A2"}})
    assert not HoursEntry.objects.exists()
    LabourRule.objects.create(code="hours_cycle", region=place.region, first_day=date(2026, 1, 1), value=3)
    published(place, {agent: EVERY_WORKDAY | {5: "A2"}, other: EVERY_WORKDAY})
    booked = HoursEntry.objects.filter(agent=agent)
    assert [(one.day, one.minutes) for one in booked] == [(date(2026, 12, 6), 480)]
    assert not HoursEntry.objects.filter(agent=other).exists()
    overruns = dict(Roster.objects.get(number=2).figures["pool_overruns"])
    assert agent.code not in overruns
    assert set(overruns.values()) == {24 * 60 - len(EVERY_WORKDAY) * 480}


def test_a_newer_published_version_takes_the_place_of_the_older_and_of_its_bookings(place):
    _, (agent, *_) = a_hotline(place.region, cycle=True)
    older = published(place, {agent: EVERY_WORKDAY | {5: "A2"}})
    newer = publish(
        place, rosters.copy_roster(roster=older, user=place.planner, by=place.planner.actor, now=NOW), now=NOW + timedelta(hours=1)
    )
    assert [(one.pk, first, last) for one, first, last in in_force(place.region, FIRST, LAST)] == [(newer.pk, FIRST, LAST)]
    assert sum(HoursEntry.objects.filter(agent=agent).values_list("minutes", flat=True)) == 480


def test_a_published_roster_is_withdrawn_within_its_window_only(place):
    _, (agent, *_) = a_hotline(place.region, cycle=True)
    roster = published(place, {agent: EVERY_WORKDAY | {5: "A2"}})
    with pytest.raises(rosters.TooLate):
        rosters.withdraw_published(roster=roster, by=place.supervisor.actor, now=NOW + timedelta(hours=49))
    rosters.withdraw_published(roster=roster, by=place.supervisor.actor, now=NOW + timedelta(hours=3))
    assert in_force(place.region, FIRST, LAST) == []
    assert sum(HoursEntry.objects.filter(agent=agent).values_list("minutes", flat=True)) == 0


def test_days_published_before_are_history_of_the_next_roster(place):
    _, (agent, *_) = a_hotline(place.region)
    november = dict.fromkeys((25, 26, 27, 28, 29, 30), "A2")
    published(place, {agent: november}, first=date(2026, 11, 1), last=date(2026, 11, 30))
    roster = a_roster(place.region, place.planner, {agent: {1: "A2"}})
    assert ("days_in_row", "2026-12-01", agent.code) in rules_of(roster)


def test_leave_granted_after_the_roster_was_made_is_found_when_it_is_checked_again(place):
    _, (agent, *_) = a_hotline(place.region)
    roster = a_roster(place.region, place.planner, {agent: {1: "A2"}})
    Absence.objects.create(agent=agent, first_day=FIRST, last_day=FIRST, kind="annual")
    rosters.check_roster(roster=roster, by=place.planner.actor, now=NOW)
    assert ("leave", "2026-12-01", agent.code) in rules_of(roster)


def test_the_effect_of_a_swap_names_what_it_breaks_and_mends(place):
    _, (agent, *_) = a_hotline(place.region)
    roster = a_roster(place.region, place.planner, {agent: dict.fromkeys(range(1, 8), "A2")})
    shift = checked(roster).plan[agent.code][FIRST]
    new, ended = effect_of(roster, {(agent, FIRST.replace(day=3)): None})
    assert (new, [one.rule for one in ended]) == ((), [RuleCode.DAYS_IN_ROW])
    new, ended = effect_of(roster, {(agent, FIRST.replace(day=8)): shift})
    assert ([(one.rule, one.day.day) for one in new], ended) == ([(RuleCode.DAYS_IN_ROW, 8)], ())


def test_the_difference_counts_cells_agents_and_shifts(place):
    _, (agent, other, *_) = a_hotline(place.region)
    older = published(place, {agent: EVERY_WORKDAY})
    newer = a_roster(place.region, place.planner, {agent: EVERY_WORKDAY | {1: "C1"}, other: {2: "A2"}})
    assert last_in_force(newer) == older
    found = difference(newer, older)
    assert [(one.agent, one.day.day, one.before, one.after) for one in found.changes] == [
        (agent.code, 1, "A2", "C1"),
        (other.code, 2, "", "A2"),
    ]
    assert (found.count, found.agents, dict(found.by_shift)) == (2, 2, {"A2": 0, "C1": 1})


def test_a_built_roster_breaks_no_rule_keeps_leave_and_covers_what_it_can(place, run_jobs):
    queue, people = a_hotline(place.region, agents=8)
    first, last = date(2026, 12, 7), date(2026, 12, 13)
    a_requirement(queue, first=first, last=last, heads=3, hours=range(9, 17))
    Absence.objects.create(agent=people[0], first_day=first, last_day=last, kind="annual")
    an_agent(place.region)
    wish = rosters.RosterWish(region=place.region, first_day=first, last_day=last, seconds=4)
    rosters.start_building(wish=wish, by=place.planner.actor, now=NOW)
    (job,) = run_jobs()
    assert job.state == "done", job.error
    roster = Roster.objects.get(pk=job.result["roster"])
    assert (roster.author, roster.state, len(roster.figures["left_out"])) == (place.planner, "draft", 1)
    assert checked(roster).hard == ()
    assert not roster.assignments.filter(agent=people[0]).exists()
    assert roster.figures["missing_hours"] < 0.2 * roster.figures["needed_hours"]


def test_a_build_that_is_ended_early_keeps_the_best_so_far(place, run_jobs):
    queue, _ = a_hotline(place.region, agents=4)
    first, last = date(2026, 12, 7), date(2026, 12, 9)
    a_requirement(queue, first=first, last=last)
    wish = rosters.RosterWish(region=place.region, first_day=first, last_day=last, seconds=30)
    job = rosters.start_building(wish=wish, by=place.planner.actor, now=NOW)
    assert rosters.stop_and_keep(job=job, by=place.planner.actor, now=NOW)
    (job,) = run_jobs()
    assert (job.state, Roster.objects.filter(pk=job.result["roster"]).exists()) == ("done", True)
    assert not rosters.stop_and_keep(job=job, by=place.planner.actor, now=NOW)


@pytest.mark.parametrize("what", ["requirement", "shifts", "agents", "skills"])
def test_a_build_that_lacks_something_says_what(place, what):
    queue, people = a_hotline(place.region, agents=0 if what == "agents" else 1)
    if what != "requirement":
        a_requirement(queue)
    if what == "shifts":
        ShiftTemplate.objects.update(is_active=False)
    if what == "skills":
        people[0].skills.all().delete()
    with pytest.raises(rosters.CannotBuild) as missing:
        rosters.problem_for(rosters.RosterWish(region=place.region, first_day=FIRST, last_day=LAST))
    assert missing.value.what == what


def test_the_problem_carries_history_wishes_leave_and_what_the_cycle_has_left(place):
    queue, (agent, *_) = a_hotline(place.region, cycle=True)
    a_requirement(queue)
    published(place, {agent: dict.fromkeys((26, 27, 28, 29, 30), "A2")}, first=date(2026, 11, 1), last=date(2026, 11, 30))
    agent.prefers_off, agent.prefers_shifts, agent.no_nights_from = "7", "A1 A2", date(2026, 12, 30)
    agent.save()
    Absence.objects.create(agent=agent, first_day=FIRST, last_day=FIRST, kind="annual")
    drawn = rosters.problem_for(rosters.RosterWish(region=place.region, first_day=FIRST, last_day=LAST))
    worker = next(one for one in drawn.problem.agents if one.key == agent.code)
    assert (worker.history.days_in_row, worker.history.last_end, worker.history.weekends) == (5, -7 * 60, 2)
    assert worker.days_off == {0}
    assert worker.wishes_off == {5, 12, 19, 26}
    assert worker.no_nights == {29, 30}
    assert worker.prefers == {"A1", "A2"}
    assert worker.contract_minutes == 22 * 480
    november = 5 * 480 - 3 * 480
    assert worker.max_minutes == 22 * 480 + 2 * 36 * 60 - november
    assert worker.pool_minutes == (5 - 21) * 480
    HoursEntry.objects.create(
        agent=agent, day=date(2026, 11, 30), minutes=16 * 480 + 2400 - 60, kind="correction", booked_at=NOW, booked_by="x"
    )
    drawn = rosters.problem_for(rosters.RosterWish(region=place.region, first_day=FIRST, last_day=LAST))
    assert next(one for one in drawn.problem.agents if one.key == agent.code).max_minutes == 22 * 480 + 60


def test_heads_of_single_days_are_those_of_the_whole(place):
    queue, (agent, other, *_) = a_hotline(place.region)
    a_requirement(queue, heads=2, hours=range(24))
    before = {30: "N1"}
    published(place, {other: before}, first=date(2026, 11, 1), last=date(2026, 11, 30))
    roster = a_roster(place.region, place.planner, {agent: {1: "A2", 2: "N1"}, other: {3: "C1"}})
    whole = checked(roster).balance
    for first, last in ((1, 1), (2, 4), (1, 31)):
        part = coverage_between(roster, FIRST.replace(day=first), FIRST.replace(day=last))
        assert (part.missing == whole.missing[first - 1 : last]).all()
