"""How a player without a screen gets one."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from portalkit.access.adapters.requests import address_of
from portalkit.guards.permissions import public

from ..domain.days import milliseconds
from ..services.pairing import PairingGone, TooManyPairings, begin, fetch
from .devices import BadBody, answer, failure, json_of

MOST_BYTES = 4096


@csrf_exempt
@require_POST
@public("a new player has nothing yet but the code that it shows; it gets something only after somebody signed in typed the code")
def new_pairing(request: HttpRequest) -> HttpResponse:
    """A code to be shown, and the secret to ask with."""
    try:
        about = _texts(request, "about").get("about", "")
        begun = begin(about=about, address=address_of(request), now=timezone.now())
    except BadBody as bad:
        return failure(bad.code, status=bad.status)
    except TooManyPairings:
        return failure("too_many", status=429, headers={"Retry-After": "300"})
    told = {"key": str(begun.key), "code": begun.code, "poll": begun.poll, "expires": milliseconds(begun.expires)}
    return answer(told, status=201)


@csrf_exempt
@require_POST
@public("a player asks with the secret that it got with its code")
def pairing(request: HttpRequest, key: UUID) -> HttpResponse:
    """The token, once, after somebody has typed the code."""
    try:
        poll = _texts(request, "poll").get("poll", "")
        fetched = fetch(key=key, poll=poll, now=timezone.now())
    except BadBody as bad:
        return failure(bad.code, status=bad.status)
    except PairingGone:
        return failure("gone", status=410)
    if fetched.screen is None:
        return answer({"state": "waiting"}, status=202)
    screen = {"id": fetched.screen.pk, "name": fetched.screen.name, "hall": fetched.screen.hall.region.name}
    return answer({"token": fetched.token, "screen": screen})


def _texts(request: HttpRequest, *names: str) -> dict[str, str]:
    told = json_of(request, most=MOST_BYTES)
    if not isinstance(told, dict):
        raise BadBody("no_object")
    found = {name: told[name] for name in names if name in told}
    if not all(isinstance(value, str) for value in found.values()):
        raise BadBody("no_text")
    return {name: "".join(character for character in value if character.isprintable()) for name, value in found.items()}
