"""Rotations: kept with their shifts checked, looked at by the rules, and filled in as a draft."""

from datetime import timedelta

import pytest
from django.urls import reverse

from portalkit.audit.models import AuditEvent
from scheduling.domain.rules import Stretch
from scheduling.domain.shifts import NotAShift, parse_rotation
from scheduling.models import Roster, RotationPattern
from scheduling.selectors.rotations import fill, rotation_of
from scheduling.services.rotations import RotationTaken, RotationValues, apply_rotation, change_rotation, create_rotation
from tests.builders import a_province, a_user
from tests.complaints.views.builders import a_client
from tests.scheduling.builders import an_absence
from tests.scheduling.roster_builders import FIRST, NOW, a_hotline, a_roster, an_agent

pytestmark = pytest.mark.django_db
LAST = FIRST + timedelta(days=13)
STRETCH = Stretch(FIRST, LAST)
CODES = "A2 A2 C1 C1 - -"


@pytest.fixture
def region():
    return a_province()


@pytest.fixture
def planner(region):
    return a_user("planner", at=region)


@pytest.fixture
def queue(region):
    return a_hotline(region, agents=0)[0]


@pytest.fixture
def rotation(region, planner, queue):
    return create_rotation(region=region, values=RotationValues("R6", "六天", CODES), by=planner.actor, now=NOW)


def two_groups(region, queue):
    return [an_agent(region, queue, rotation_group=name) for name in ("甲", "乙")]


def test_a_rotation_is_kept_as_it_is_read_and_audited(rotation, region, planner):
    assert rotation.codes == CODES
    changed = change_rotation(rotation=rotation, values=RotationValues("R6", "六天", "A2、休", False), by=planner.actor, now=NOW)
    assert (changed.codes, changed.is_active) == ("A2 -", False)
    assert AuditEvent.objects.filter(action__in=["scheduling.create_rotation", "scheduling.change_rotation"]).count() == 2


@pytest.mark.parametrize("codes", ["", "- -", "A2 XX", "休"])
def test_codes_that_are_no_shifts_are_refused(region, planner, queue, codes):
    with pytest.raises(NotAShift):
        create_rotation(region=region, values=RotationValues("R1", "一", codes), by=planner.actor, now=NOW)


def test_a_code_stands_once_in_a_region(rotation, region, planner):
    with pytest.raises(RotationTaken):
        create_rotation(region=region, values=RotationValues("R6", "另一个", "A2 -"), by=planner.actor, now=NOW)


def test_groups_go_through_it_evenly_apart_and_leave_stays_free(rotation, region, queue):
    first, second = two_groups(region, queue)
    an_absence(first, FIRST, FIRST + timedelta(days=1))
    found = fill(rotation=rotation_of(CODES, region), region=region, stretch=STRETCH, groups=["甲", "乙"], anchor=FIRST)
    assert [(one.name, one.offset) for one in found.groups] == [("甲", 0), ("乙", 3)]
    assert found.left_out == 2
    pattern = parse_rotation(CODES, ["A2", "C1"])
    for agent, offset in ((first, 0), (second, 3)):
        for day in STRETCH.days():
            template = found.ground.templates.get(found.shifts.get((agent.pk, day), 0))
            free = agent == first and day <= FIRST + timedelta(days=1)
            assert (template.code if template else None) == (None if free else pattern.on(day, anchor=FIRST, offset=offset))


def test_rules_that_it_breaks_are_said_before(region, queue):
    two_groups(region, queue)
    broken = fill(rotation=rotation_of("A2", region), region=region, stretch=STRETCH, groups=["甲"], anchor=FIRST).violations
    assert broken
    assert not fill(
        rotation=rotation_of("A2 A2 - A2 A2 - -", region), region=region, stretch=STRETCH, groups=["甲"], anchor=FIRST
    ).violations


def test_on_top_of_a_roster_the_others_keep_their_shifts(rotation, region, planner, queue):
    first, second = two_groups(region, queue)
    base = a_roster(region, planner, {first: {1: "N1"}, second: {1: "A3", 2: "A3"}}, last=LAST)
    made = apply_rotation(
        rotation=rotation, region=region, stretch=STRETCH, groups=["甲"], anchor=FIRST, base=base, user=planner, by=planner.actor, now=NOW
    )
    codes = {(row.agent_id, row.day.day): row.shift.code for row in made.assignments.select_related("shift")}
    assert (codes[first.pk, 1], codes[first.pk, 3]) == ("A2", "C1")
    assert {key: code for key, code in codes.items() if key[0] == second.pk} == {(second.pk, 1): "A3", (second.pk, 2): "A3"}
    assert (made.number, made.author, made.published_at) == (2, planner, None)
    assert base.assignments.count() == 3
    assert AuditEvent.objects.filter(action="scheduling.apply_rotation").exists()


def test_a_planner_makes_one_looks_at_it_and_fills_a_roster_in(region, planner, queue):
    client = a_client(planner)
    form = {"region": region.pk, "code": "R6", "name": "六天", "codes": "A2 XX", "is_active": "on"}
    wrong = client.post(reverse("scheduling:new_rotation"), form)
    assert wrong.status_code == 422
    assert "XX" in wrong.content.decode()
    assert client.post(reverse("scheduling:new_rotation"), form | {"codes": CODES}).status_code == 302
    rotation = RotationPattern.objects.get()
    assert CODES in client.get(reverse("scheduling:rotations")).content.decode()
    page = reverse("scheduling:apply_rotation", args=[rotation.pk])
    assert reverse("scheduling:agents") in client.get(page).content.decode(), "nobody has a rotation group yet"
    two_groups(region, queue)
    asked = {"groups": ["甲", "乙"], "anchor": "2026-12-01", "region": region.pk, "first_day": "2026-12-01", "last_day": "2026-12-14"}
    assert client.post(page, asked | {"last_day": ""}).status_code == 422
    assert client.post(page, asked | {"last_day": "2026-11-01"}).status_code == 422
    looked = client.post(page, asked | {"step": "look"})
    assert looked.context["cells"] > 10
    assert not Roster.objects.exists()
    done = client.post(page, asked | {"step": "apply"})
    assert done.headers["Location"] == reverse("scheduling:roster", args=[Roster.objects.get().pk])


def test_who_may_only_look_neither_makes_nor_fills_in(rotation, region):
    reader = a_client(a_user("manager", at=region))
    assert reader.get(reverse("scheduling:rotations")).status_code == 200
    assert reader.get(reverse("scheduling:change_rotation", args=[rotation.pk])).status_code == 200
    assert reader.post(reverse("scheduling:change_rotation", args=[rotation.pk]), {}).status_code == 403
    assert reader.get(reverse("scheduling:apply_rotation", args=[rotation.pk])).status_code == 403


def test_a_rotation_of_another_province_is_not_found(rotation):
    stranger = a_client(a_user("planner", at=a_province("ZZ")))
    assert stranger.get(reverse("scheduling:change_rotation", args=[rotation.pk])).status_code == 404
