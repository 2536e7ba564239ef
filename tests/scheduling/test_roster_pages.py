"""The pages of shifts, rules, rosters and the hours pool, as people use them."""

import json
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from portalkit.jobs.models import Job
from scheduling.models import Absence, Assignment, HoursEntry, LabourRule, Roster, ShiftTemplate
from scheduling.services import rosters
from tests.builders import a_province, a_user
from tests.scheduling.roster_builders import EVERY_WORKDAY, FIRST, LAST, a_hotline, a_requirement, a_roster, an_agent

pytestmark = pytest.mark.django_db
MOST_QUERIES = 15


@pytest.fixture
def place(client):
    class Place:
        region = a_province()
        planner = a_user("planner", at=region)
        supervisor = a_user("supervisor", at=region)
        staff = a_user("noc_staff", at=region)

        def sign_in(self, user):
            client.force_login(user)

        def page(self, name, /, *args, **query):
            return client.get(reverse(f"scheduling:{name}", args=args), query)

        def send(self, name, /, *args, follow=True, **data):
            return client.post(reverse(f"scheduling:{name}", args=args), data, follow=follow)

        def edit(self, roster, agent, day, code, *, name="roster_cells"):
            cells = [{"agent": agent.pk, "day": FIRST.replace(day=day).isoformat(), "code": code}]
            return self.post_json(name, roster, {"cells": cells})

        def post_json(self, name, roster, content):
            url = reverse(f"scheduling:{name}", args=[roster.pk])
            body = content if isinstance(content, str) else json.dumps(content)
            return client.post(url, body, content_type="application/json")

    place = Place()
    place.sign_in(Place.planner)
    return place


def a_draft(place, **more):
    queue, people = a_hotline(place.region, **more)
    a_requirement(queue)
    return people, a_roster(place.region, place.planner, {people[0]: EVERY_WORKDAY})


def submitted(place):
    people, roster = a_draft(place)
    rosters.submit_roster(roster=roster, by=place.planner.actor, now=timezone.now())
    return people, Roster.objects.get(pk=roster.pk)


def text(answer):
    return answer.content.decode()


def test_lists_are_empty_with_a_reason_and_filled_with_rows(place):
    for name in ("shifts", "labour_rules", "rosters"):
        assert place.page(name).status_code == 200
    a_draft(place)
    assert "A1" in text(place.page("shifts"))
    assert "《劳动法》" in text(place.page("labour_rules"))
    assert "2026-12-01" in text(place.page("rosters"))


def test_a_shift_is_added_and_a_wrong_one_says_why(place):
    data = {"region": place.region.pk, "code": "Z1", "name": "班", "breaks": "30", "is_active": "on"}
    refused = place.send("new_shift", spans="late", **data)
    assert refused.status_code == 422
    assert not ShiftTemplate.objects.exists()
    place.send("new_shift", spans="22:00-06:00", **data)
    assert ShiftTemplate.objects.get(code="Z1").is_night
    shift = ShiftTemplate.objects.get()
    place.send("change_shift", shift.pk, code="Z1", name="夜", spans="22:00-06:30", breaks="30", is_active="on")
    assert ShiftTemplate.objects.get().name == "夜"


def test_a_rule_is_set_with_its_day_and_needs_a_value(place):
    data = {"region": place.region.pk, "code": "days_in_row", "first_day": "2026-12-01", "is_active": "on"}
    assert place.send("new_labour_rule", **data).status_code == 422
    place.send("new_labour_rule", value="5", **data)
    assert LabourRule.objects.get(code="days_in_row").value == 5


def test_a_build_is_put_in_line_with_the_usual_shifts(place):
    answer = place.send("build_roster", follow=False, region=place.region.pk, first_day=FIRST, last_day=LAST, seconds=20)
    job = Job.objects.get(kind="scheduling.roster")
    assert answer.url == reverse("jobs:job", args=[job.pk])
    assert ShiftTemplate.objects.exists()
    assert place.send("build_roster", region=place.region.pk, first_day=LAST, last_day=FIRST, seconds=20).status_code == 422
    assert "data-poll" in text(place.page("rosters")) or job.title in text(place.page("rosters"))
    place.send("stop_build", job.pk)
    assert Job.objects.get(pk=job.pk).params["stop"] is True


def test_a_build_without_forecast_says_what_is_missing(place, run_jobs):
    a_hotline(place.region)
    place.send("build_roster", region=place.region.pk, first_day=FIRST, last_day=LAST, seconds=20)
    (job,) = run_jobs()
    assert (job.state, bool(job.error)) == ("failed", True)


def test_shifts_are_proposed_for_the_requirement_of_some_days(place, run_jobs):
    queue, _ = a_hotline(place.region)
    a_requirement(queue, heads=6)
    place.send(
        "shift_design", region=place.region.pk, first_day=FIRST, last_day=LAST, most=1, lengths=[540], break_minutes=0, start_step=120
    )
    (job,) = run_jobs()
    assert job.state == "done", job.error
    page = text(place.page("shift_design"))
    assert "08:00-17:00" in page


def test_the_sheet_shows_agents_days_violations_and_leave(place):
    people, roster = a_draft(place)
    Absence.objects.create(agent=people[0], first_day=FIRST, last_day=FIRST, kind="annual")
    rosters.check_roster(roster=roster, by=place.planner.actor, now=timezone.now())
    page = text(place.page("roster", roster.pk))
    assert page.count("<tr data-agent=") == len(people)
    assert "is-bad is-away" in page
    assert "is-short" in page


def test_a_sheet_of_one_team_holds_its_agents_only(place):
    people, roster = a_draft(place)
    other = an_agent(place.region, team="二组")
    page = text(place.page("roster", roster.pk, team="二组"))
    assert f'data-agent="{other.pk}"' in page
    assert f'data-agent="{people[0].pk}"' not in page


def test_a_sheet_of_many_agents_costs_few_queries(place):
    _, roster = a_draft(place, agents=40)
    place.page("roster", roster.pk)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        place.page("roster", roster.pk)
    assert len(queries) <= MOST_QUERIES, "\n".join(one["sql"][:150] for one in queries)
    rosters.submit_roster(roster=roster, by=place.planner.actor, now=timezone.now())
    rosters.approve_roster(roster=roster, user=place.supervisor, by=place.supervisor.actor, now=timezone.now())
    _, newer = a_draft(place, agents=40)
    rosters.submit_roster(roster=newer, by=place.planner.actor, now=timezone.now())
    place.sign_in(place.supervisor)
    place.page("roster", newer.pk)
    with CaptureQueriesContext(connection) as queries:
        assert place.page("roster", newer.pk).context["difference"].base == roster
    assert len(queries) <= MOST_QUERIES, "\n".join(one["sql"][:150] for one in queries)


def test_an_edit_answers_with_the_row_as_the_rules_see_it(place):
    people, roster = a_draft(place)
    answer = place.edit(roster, people[0], 2, "N1").json()
    assert answer["before"] == {f"{people[0].pk} 2026-12-02": "A2"}
    assert answer["rows"][str(people[0].pk)]["cells"].count("<td") == 31
    assert "is-bad" in answer["rows"][str(people[0].pk)]["cells"]
    assert len(answer["said"]) == 1
    assert Assignment.objects.get(roster=roster, agent=people[0], day=FIRST.replace(day=2)).shift.code == "N1"
    undone = place.edit(roster, people[0], 2, answer["before"][f"{people[0].pk} 2026-12-02"]).json()
    assert undone["said"] == []


@pytest.mark.parametrize("content", ["", "[]", '{"cells": 1}', '{"cells": [{"agent": "x"}]}', '{"cells": [{"agent": 1, "day": "soon"}]}'])
def test_a_body_that_is_none_is_refused_with_words(place, content):
    _, roster = a_draft(place)
    answer = place.post_json("roster_cells", roster, content)
    assert (answer.status_code, bool(answer.json()["message"])) == (400, True)


def test_an_unknown_shift_is_refused_with_words(place):
    people, roster = a_draft(place)
    answer = place.edit(roster, people[0], 2, "<b>")
    assert (answer.status_code, bool(answer.json()["message"])) == (409, True)


def test_the_way_from_draft_to_published(place):
    people, roster = a_draft(place)
    place.send("roster_step", roster.pk, step="submit")
    place.sign_in(place.supervisor)
    assert place.post_json("comment_cell", roster, {"agent": people[0].pk, "day": "2026-12-01", "text": "晚班"}).status_code == 200
    place.send("decide_roster", roster.pk, step="send_back", note="改一下")
    place.sign_in(place.planner)
    page = text(place.page("roster", roster.pk))
    assert "改一下" in page
    assert "晚班" in page
    place.edit(roster, people[0], 4, "C1")
    place.send("roster_step", roster.pk, step="submit")
    place.sign_in(place.supervisor)
    place.send("decide_roster", roster.pk, step="approve")
    place.send("decide_roster", roster.pk, step="publish")
    found = Roster.objects.get(pk=roster.pk)
    assert (found.state, found.published_at is not None) == ("approved", True)
    place.sign_in(place.staff)
    page = place.page("roster", roster.pk)
    assert page.status_code == 200
    assert "data-roster" not in text(page)


def test_a_roster_with_broken_rules_is_not_published_and_the_page_says_so(place):
    people, roster = a_draft(place)
    place.edit(roster, people[0], 5, "A2")
    place.edit(roster, people[0], 6, "A2")
    place.send("roster_step", roster.pk, step="submit")
    place.sign_in(place.supervisor)
    place.send("decide_roster", roster.pk, step="approve")
    answer = place.send("decide_roster", roster.pk, step="publish")
    assert "alert" in text(answer) or "toast" in text(answer)
    assert Roster.objects.get(pk=roster.pk).published_at is None


def test_what_waits_is_compared_with_what_is_in_force(place):
    people, roster = submitted(place)
    rosters.approve_roster(roster=roster, user=place.supervisor, by=place.supervisor.actor, now=timezone.now())
    rosters.publish_roster(roster=roster, by=place.supervisor.actor, now=timezone.now())
    place.send("roster_step", roster.pk, step="copy")
    newer = Roster.objects.get(number=2)
    place.edit(newer, people[0], 2, "C1")
    place.send("roster_step", newer.pk, step="submit")
    place.sign_in(place.supervisor)
    page = place.page("roster", newer.pk)
    assert page.context["difference"].count == 1
    assert place.edit(newer, people[0], 2, "A2", name="approver_cells").status_code == 200


def test_others_see_published_rosters_only(place):
    _, roster = a_draft(place)
    place.sign_in(place.staff)
    assert place.page("roster", roster.pk).status_code == 404
    assert str(roster.first_day) not in text(place.page("rosters"))


def test_the_sheet_is_downloaded_as_a_workbook_with_a_column_a_day(place):
    _, roster = a_draft(place)
    answer = place.page("roster", roster.pk, format="xlsx")
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    assert (sheet.max_row, sheet.max_column) == (5, 35)
    assert "A2" in [cell.value for cell in sheet[2]]


def test_the_newest_version_of_days_is_found(place):
    _, roster = a_draft(place)
    answer = place.page("newest_roster", region=place.region.code, first="2026-12-01", last="2026-12-31")
    assert answer.url == reverse("scheduling:roster", args=[roster.pk])
    assert place.page("newest_roster", region=place.region.code, first="soon", last="2026-12-31").url == reverse("scheduling:rosters")
    assert place.page("newest_roster", region="nowhere", first="2026-12-01", last="2026-12-31").url == reverse("scheduling:rosters")


def test_the_hours_pool_shows_balances_and_says_when_it_must_not_run(place):
    _, people = a_hotline(place.region)
    for day, minutes in ((date(2026, 11, 29), 60), (date(2026, 12, 6), 480), (date(2026, 12, 13), -120)):
        HoursEntry.objects.create(
            agent=people[0], day=day, minutes=minutes, kind="roster", booked_at=timezone.now() - timedelta(days=1), booked_by="x"
        )
    page = place.page("hours_pool", month="2026-12")
    assert page.context["cycle"] is None
    bank = next(one for one in page.context["table"].page.rows if one.pk == people[0].pk)
    assert (bank.minutes_before, bank.minutes_took, bank.minutes_gave, bank.minutes_balance) == (60, 480, -120, 420)
    LabourRule.objects.create(code="hours_cycle", region=place.region, first_day=date(2026, 1, 1), value=3)
    assert place.page("hours_pool", month="2026-12").context["cycle"] == 3
