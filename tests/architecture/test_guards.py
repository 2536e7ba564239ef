"""Every URL says who may call it; the few that anybody may call are listed here with the reason."""

import pytest

from portalkit.guards.permissions import GuardKind
from tests.architecture.expectations import SCREENS_OWN
from tests.architecture.urls import Route, routes

PUBLIC = {
    "access:login": "nobody is signed in before",
    "access:language": "the login page is read in one's own language",
    "access:set_password": "whoever follows the link has no password yet; the link itself is the proof",
    "ui:theme": "the login page is read in one's own theme",
    "live": "a process supervisor asks whether the process lives",
    "ready": "a load balancer asks whether to send requests",
    "metrics": "read by a collector inside the network; the proxy closes it to the outside",
    "scheduling:shift_feed": "calendars cannot sign in; the secret in the address opens one agent's own shifts and no more",
    **dict.fromkeys(
        ("signage:player", "signage:player_service_worker", "signage:player_app"), "the player's shell holds nothing of anybody"
    ),
    "signage:player_time": "tells the time, nothing else",
    "signage:player_new_pairing": "a new player has nothing yet but the code that it shows",
    "signage:player_pairing": "a player asks with the secret that it got with its code",
    "signage:player_media": "the signature in the address opens one file; caches of halls fetch it without a token",
    "signage:player_media_check": "caches of halls ask whether a signature is good; it tells nothing else",
    "signage:player_bundle": "the signature in the address opens one bundle; sandboxed frames send no token",
    **dict.fromkeys(SCREENS_OWN, "players cannot sign in; the view checks the screen's own token"),
    "api:schema": "describes the interface, holds no data",
}


@pytest.mark.parametrize("route", routes(), ids=str)
def test_every_route_has_a_name_and_a_guard(route: Route) -> None:
    assert route.name, "a route without a name cannot be tested"
    assert route.guard is not None, "say who may call it: @requires(...), @signed_in(...) or @public(...)"


@pytest.mark.parametrize("route", [route for route in routes() if route.guard and route.guard.kind is GuardKind.PUBLIC], ids=str)
def test_public_routes_stand_on_the_list(route: Route) -> None:
    assert route.name in PUBLIC, "a new public route needs its line and reason in PUBLIC"


def test_the_list_of_public_routes_names_no_route_that_is_closed() -> None:
    closed = {route.name for route in routes() if not (route.guard and route.guard.kind is GuardKind.PUBLIC)}
    assert not closed & set(PUBLIC)


def test_reasons_are_given_where_no_permission_is_asked() -> None:
    silent = [str(route) for route in routes() if route.guard and route.guard.kind is not GuardKind.PERMISSION and not route.guard.reason]
    assert not silent


def test_permissions_that_routes_ask_for_are_given_by_some_role() -> None:
    from noc_portal.roles import ROLES

    given = {str(permission) for role in ROLES for permission in role.permissions}
    asked = {needed for route in routes() if route.guard for needed in (route.guard.read, route.guard.write) if needed}
    assert not asked - given
