"""The authorisation matrix, made from the URL table: role × own or foreign row × format.

Whoever lacks the permission gets 403 (401 without a session on the API, the login page elsewhere); whoever has it in one
prefecture gets 404 for the other's rows, and no word of them in any body, header or file. Nobody gets a subscriber's full number.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from noc_portal.roles import ROLES
from portalkit.access.domain.roles import Role
from portalkit.guards.permissions import GuardKind
from portalkit.regions.models import Region
from tests.architecture import world
from tests.architecture.expectations import EXPECTED, SCREENS_OWN, Expected
from tests.architecture.requests import FORMATS, Answer, Caller
from tests.architecture.rows import NAME, NUMBER, ROWS
from tests.architecture.urls import Route, routes
from tests.architecture.world import OMEGA, Place, World
from tests.builders import a_token, a_user

pytestmark = pytest.mark.django_db

OK = frozenset({200, 201, 202, 204, 301, 302, 303, 304, 307, 400, 405, 409, 410, 415, 422})
EXPORTS = ("csv", "xlsx")
MOST_POWERFUL = max(ROLES, key=lambda role: len(role.permissions))
UNSAFE_API = ("POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True)
class Target:
    """A route filled in for one place."""

    route: Route
    expected: Expected
    place: Place

    @property
    def url(self) -> str:
        return reverse(self.route.name, kwargs=self.expected.parameters(self.place))

    def __str__(self) -> str:
        return f"{self.route.name} {self.url}"


@pytest.fixture
def two_prefectures() -> World:
    return world.build()


def test_every_route_with_parameters_says_how_to_fill_them() -> None:
    unlisted = [str(route) for route in routes() if route.parameters and route.name not in EXPECTED]
    assert not unlisted, "add to tests/architecture/expectations.py:\n" + "\n".join(unlisted)


def test_every_expectation_belongs_to_a_route() -> None:
    assert not set(EXPECTED) - {route.name for route in routes()}


def test_every_model_with_a_region_has_a_row_in_the_matrix() -> None:
    regional = {
        model._meta.label
        for model in apps.get_models()
        if any(field.is_relation and field.many_to_one and field.related_model is Region for field in model._meta.get_fields())
    }
    missing = sorted(regional - set(ROWS))
    assert not missing, "add to tests/architecture/rows.py a function that makes one"


def test_nobody_gets_past_the_login(two_prefectures: World) -> None:
    caller = Caller(Client())
    problems = []
    for target in _targets(two_prefectures.own):
        for method in ("GET", "POST"):
            answer = caller.send(target.url, method=method)
            if not _answered_as_to_a_stranger(target.route, answer):
                problems.append(f"{method} {target}: {answer.summary}")
    assert not problems, "\n".join(problems)


def test_what_is_for_players_of_screens_opens_to_no_person(two_prefectures: World) -> None:
    for client in (Client(), _signed_in(MOST_POWERFUL, at=two_prefectures.province)):
        for name in SCREENS_OWN:
            assert {Caller(client).send(reverse(name), method=method).status for method in ("GET", "POST")} <= {401, 405}, name


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.code)
def test_a_role_without_the_permission_is_refused(role: Role, two_prefectures: World) -> None:
    caller = Caller(_signed_in(role, at=two_prefectures.province))
    problems = []
    for target in _targets(two_prefectures.own):
        for method in ("GET", *(UNSAFE_API if target.route.is_api else ("POST",))):
            if not _may(role, target.route, method=method):
                answer = caller.send(target.url, method=method, format="json")
                if answer.status != 403:
                    problems.append(f"{method} {target}: {answer.summary}")
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.code)
def test_a_role_in_one_prefecture_reads_its_own_and_nothing_of_the_other(role: Role, two_prefectures: World) -> None:
    caller = Caller(_signed_in(role, at=two_prefectures.own.region))
    problems = []
    for target in _targets(two_prefectures.own):
        if _may(role, target.route, method="GET"):
            problems += _own_page(
                caller, target, foreign=two_prefectures.foreign, welcome=_welcome(role, target), in_full=role is MOST_POWERFUL
            )
    for target in _targets(two_prefectures.foreign):
        if target.expected.row and not target.expected.shared:
            problems += _foreign_page(caller, target, role=role)
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.code)
def test_a_role_in_the_province_opens_the_pages_of_both(role: Role, two_prefectures: World) -> None:
    caller = Caller(_signed_in(role, at=two_prefectures.province))
    problems = []
    foreign = [target for target in _targets(two_prefectures.foreign) if target.expected.row and not target.expected.shared]
    for target in (*_targets(two_prefectures.own), *foreign):
        if _may(role, target.route, method="GET"):
            answer = caller.send(target.url)
            if answer.status not in (OK if _welcome(role, target) else {404, 405}):
                problems.append(f"{target}: {answer.summary}")
    assert not problems, "\n".join(problems)


def test_a_machine_reads_only_its_region(two_prefectures: World) -> None:
    _, secret = a_token(*MOST_POWERFUL.permissions, at=two_prefectures.own.region, by=two_prefectures.own.person)
    caller = Caller(Client(headers={"authorization": f"Bearer {secret}"}))
    problems = []
    for target in _targets(two_prefectures.own):
        if target.route.is_api:
            problems += _own_page(caller, target, foreign=two_prefectures.foreign, welcome=True, in_full=True)
    for target in _targets(two_prefectures.foreign):
        if target.route.is_api and target.expected.row and not target.expected.shared:
            answer = caller.send(target.url)
            if answer.status not in (404, 405) or answer.tells(OMEGA):
                problems.append(f"{target}: {answer.summary}")
    assert not problems, "\n".join(problems)


def _own_page(caller: Caller, target: Target, *, foreign: Place, welcome: bool, in_full: bool) -> Iterator[str]:
    """A page that the caller may read, asked for the other prefecture, its form sent empty, and in the formats that it offers.

    `in_full`: in every format whether offered or not, and asked for the other prefecture even where the address names a row. One
    role finds what is common to all callers; the others differ by what they are shown.
    """
    first = caller.send(target.url)
    wanted = {403, 405} if target.expected.everywhere else OK if welcome else {404, 405}
    if first.status not in wanted:
        yield f"{target}: {first.summary}"
    answers = [("html", first), ("empty form", caller.send(target.url, method="POST"))]
    if target.expected.everywhere and {answer.status for _, answer in answers} - {403, 405}:
        yield f"{target} opens to a grant on one prefecture"
    if first.status == 200:
        formats = FORMATS[1:] if in_full else [name for name in EXPORTS if f"format={name}" in first.text][:1]
        answers += [(name, caller.send(target.url, format=name)) for name in formats]
        if in_full or not target.expected.row:
            answers.append(("foreign region", caller.send(target.url, query={"region": foreign.region.code})))
    for name, answer in answers:
        if answer.status >= 500:
            yield f"{target} as {name}: {answer.summary}"
        if answer.tells(OMEGA) and (name == "html" or not first.tells(OMEGA)):
            yield f"{target} as {name} tells of the other prefecture: …{answer.around(OMEGA)}…"
        for secret in (NUMBER, NAME):
            if answer.tells(secret):
                yield f"{target} as {name} shows a subscriber in full: …{answer.around(secret)}…"


def _foreign_page(caller: Caller, target: Target, *, role: Role) -> Iterator[str]:
    statuses = {}
    for method in ("GET", "POST"):
        if _may(role, target.route, method=method):
            answer = caller.send(target.url, method=method)
            statuses[method] = answer.status
            if answer.status not in ({403, 404, 405} if target.expected.everywhere else {404, 405}) or answer.tells(OMEGA):
                yield f"{method} {target} of the other prefecture: {answer.summary}"
    if set(statuses.values()) == {405}:
        yield f"{target} accepts neither GET nor POST: the matrix cannot try it"


def _targets(place: Place) -> list[Target]:
    known = [
        route for route in routes() if route.name and route.name not in SCREENS_OWN and (not route.parameters or route.name in EXPECTED)
    ]
    return [Target(route, _expected(route), place) for route in known if route.guard]


def _expected(route: Route) -> Expected:
    """What is listed for the route; a guard that asks for every region says so itself."""
    listed = EXPECTED.get(route.name, Expected())
    return replace(listed, everywhere=True) if route.guard and route.guard.everywhere else listed


def _may(role: Role, route: Route, *, method: str) -> bool:
    assert route.guard is not None
    return route.guard.kind is not GuardKind.PERMISSION or route.guard.needed(method) in {str(one) for one in role.permissions}


def _welcome(role: Role, target: Target) -> bool:
    """Whether the page opens for the role in the place of the row."""
    if target.expected.yours:
        return False
    return not target.expected.unless or target.expected.unless in {str(one) for one in role.permissions}


def _answered_as_to_a_stranger(route: Route, answer: Answer) -> bool:
    assert route.guard is not None
    if answer.tells(OMEGA):
        return False
    if route.guard.kind is GuardKind.PUBLIC:
        return answer.status in OK
    return answer.status == 401 if route.is_api else answer.status == 302 and answer.goes_to_login


def _signed_in(role: Role, *, at: Region) -> Client:
    client = Client()
    client.force_login(a_user(role.code, at=at), backend="django.contrib.auth.backends.ModelBackend")
    return client
