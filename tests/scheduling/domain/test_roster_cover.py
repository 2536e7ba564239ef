"""Heads missing and idle, breaks, and the whole agents' routes, against independent workings-out."""

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from scheduling.domain.roster.cover import Cover, most_breaks, sets_of
from scheduling.domain.roster.descent import simple_roster
from scheduling.domain.roster.figures import solution_of
from scheduling.domain.roster.geometry import break_places, duty_slots
from scheduling.domain.roster.naming import day_prices
from scheduling.domain.roster.network import network_of
from scheduling.domain.roster.problem import Limits, ShiftType
from scheduling.domain.roster.routes import Router
from scheduling.domain.roster.violations import violations
from tests.scheduling.builders_roster import EARLY, LATE, mixed, problem, worker
from tests.scheduling.roster_checker import broken_rules, price_of_one_queue


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 6), min_size=3, max_size=3), st.lists(st.integers(0, 5), min_size=2, max_size=2))
def test_agents_of_several_skills_are_shared_out_as_a_linear_program_would(heads: list[int], demand: list[int]) -> None:
    sets = (("data",), ("data", "voice"), ("voice",))
    people = tuple(worker(f"{number}-{one}", skills=sets[number]) for number in range(3) for one in range(heads[number]))
    wanted = np.zeros((2, 1, 24), dtype=np.int64)
    wanted[:, 0, 9] = demand
    asked = problem(days=1, people=people or (worker("none", skills=sets[0]),), skills=("data", "voice"), demand=wanted)
    cover = Cover(asked, sets)
    for number, count in enumerate(heads):
        on = np.zeros((2, 24), dtype=np.int64)
        on[0, 9] = count
        cover.add(number, on, 1)
    given_out = linprog(
        [-1] * 4,
        A_ub=[[1, 0, 0, 0], [0, 1, 1, 0], [0, 0, 0, 1], [1, 1, 0, 0], [0, 0, 1, 1]],
        b_ub=[heads[0], heads[1], heads[2], demand[0], demand[1]],
    )
    assert cover.missing().sum() == sum(demand) + round(given_out.fun)


def test_the_price_of_one_more_head_is_what_it_changes() -> None:
    asked = mixed(3)
    sets, _ = sets_of(asked)
    cover, chance = Cover(asked, sets), np.random.default_rng(5)
    for number in range(len(sets)):
        cover.add(number, chance.integers(0, 4, (asked.days + 1, asked.slots)), 1)
    for number, (day, slot) in product(range(len(sets)), [(0, 3), (2, 9), (5, 21), (13, 12)]):
        price, before = cover.prices(number)[day, slot], cover.objective()
        head = np.zeros((asked.days + 1, asked.slots), dtype=np.int64)
        head[day, slot] = 1
        cover.add(number, head, 1)
        assert cover.objective() - before == price
        cover.add(number, head, -1)


def test_breaks_lie_inside_their_spans_in_order() -> None:
    split = ShiftType("S", ((480, 720), (840, 1080)), (15, 15))
    first, second = break_places(split, 15)
    assert all(place.start >= 480 and place.start + 15 <= 1080 and not 720 <= place.start < 840 for place in first + second)
    assert max(place.start for place in first) + 15 <= min(place.start for place in second)


def test_a_slot_covered_in_part_is_not_covered() -> None:
    assert list(duty_slots(ShiftType("X", ((490, 610),)), 30)) == [17, 18, 19]


def test_a_route_is_the_cheapest_of_all_legal_months() -> None:
    people = (worker("A", contract_minutes=1440, min_minutes=480, max_minutes=1920, days_off=frozenset({1}), wishes_off=frozenset({3})),)
    asked = problem(days=5, people=people, shifts=(EARLY, LATE), rules=Limits(max_days_in_row=2))
    prices = day_prices(asked, people[0]) + np.random.default_rng(2).normal(0, 30, (5, 3)) * [1, 1, 0]
    router = Router(asked, network_of(asked))

    def cost(row: tuple[int, ...]) -> float:
        minutes = sum(480 for shift in row if shift >= 0)
        return sum(prices[day, shift] for day, shift in enumerate(row)) + abs(minutes - 1440) / 60 * asked.weights.pool_hour

    legal = [row for row in product((-1, 0, 1), repeat=5) if not violations(asked, np.array([row]))]
    assert cost(tuple(router.best(people[0], router.arc_prices(prices)).row)) == min(map(cost, legal))


def test_the_simple_roster_is_legal_and_its_price_is_right() -> None:
    asked = problem(10)
    rows, chosen = simple_roster(asked, network_of(asked), lambda: True)
    found = solution_of(asked, rows, chosen, None)
    assert not broken_rules(asked, found)
    assert found.objective == price_of_one_queue(asked, found)
    assert chosen.shape[2] == most_breaks(asked) == 1
