"""The grid editor of a roster in the browser: keys, menu, drag, undo, and what the rules say of it."""

import pytest
from playwright.sync_api import Locator, expect

from scheduling.models import Agent, Assignment, Roster
from tests.builders import a_province, a_user
from tests.journeys.visitor import Visitor
from tests.scheduling.roster_builders import EVERY_WORKDAY, FIRST, a_hotline, a_requirement, a_roster

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_roster_is_changed_by_keys_menu_and_drag_and_the_rules_answer_at_once(visitor: Visitor) -> None:
    region = a_province()
    planner = a_user("planner", at=region, full_name="覃雪梅")
    queue, people = a_hotline(region, agents=12)
    a_requirement(queue, heads=3, hours=range(8, 20))
    codes = ("A1", "A2", "A3", "B1", "B2", "C1")
    plan = {agent: dict.fromkeys(EVERY_WORKDAY, codes[number % 6]) for number, agent in enumerate(people)}
    roster = a_roster(region, planner, plan)
    page = visitor.sign_in(planner)
    visitor.visit("scheduling:roster", pk=roster.pk)

    def cell(agent: Agent, day: int) -> Locator:
        return page.locator(f'tr[data-agent="{agent.pk}"] td').nth(day - 1)

    first, second = people[0], people[1]
    status = page.locator("[data-status]")
    cell(first, 2).click()
    page.keyboard.type("n1")
    expect(cell(first, 2)).to_contain_text("N1")
    expect(status).to_contain_text("班间休息")
    assert _code(roster, first, 2) == "N1"
    expect(cell(first, 3)).to_have_class("shift-1 is-bad")
    page.keyboard.press("Control+z")
    expect(cell(first, 2)).to_contain_text("A1")
    page.keyboard.press("Control+y")
    expect(cell(first, 2)).to_contain_text("N1")
    page.locator("[data-undo]").click()
    expect(cell(first, 2)).to_contain_text("A1")
    cell(first, 2).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Delete")
    expect(cell(first, 3)).to_have_text("")
    cell(second, 4).click()
    cell(second, 4).click()
    page.get_by_role("menuitem", name="晚班").click()
    expect(cell(second, 4)).to_contain_text("C1")
    cell(first, 7).drag_to(cell(people[5], 7))
    expect(cell(first, 7)).to_contain_text("C1")
    expect(cell(people[5], 7)).to_contain_text("A1")
    assert (_code(roster, first, 7), _code(roster, people[5], 7)) == ("C1", "A1")
    visitor.check_accessibility()


def _code(roster: Roster, agent: Agent, day: int) -> str:
    row = Assignment.objects.get(roster=roster, agent=agent, day=FIRST.replace(day=day))
    return row.shift.code if row.shift else ""
