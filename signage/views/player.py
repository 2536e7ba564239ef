"""What the player of a screen asks and tells: its manifest, its state, what it has played."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from portalkit.access.adapters.requests import address_of, browser_of
from portalkit.guards.permissions import public

from ..domain.days import milliseconds
from ..domain.proof import MOST_AT_ONCE
from ..domain.reports import BadReport, read_report
from ..middleware import manifest_headers
from ..models import Screen
from ..selectors.media import events_address
from ..services.manifests import manifest_for
from ..services.proving import take_proof
from ..services.reporting import take_report
from ..services.screenshots import BadScreenshot, NotAsked, take_screenshot
from .devices import BadBody, DeviceRequest, answer, body_of, failure, for_screens, json_of

MOST_REPORT, MOST_PROOF, MOST_SCREENSHOT = 1024 * 1024, 512 * 1024, 2 * 1024 * 1024


@require_safe
@public("tells the time, nothing else")
def time(_: HttpRequest) -> HttpResponse:
    """The portal's clock, for players that measure how far theirs is off."""
    return answer({"now": milliseconds(timezone.now())})


@require_safe
@for_screens
def manifest(request: DeviceRequest) -> HttpResponseBase:
    """What the screen is to play. A player that has it already was answered by the middleware."""
    now = timezone.now()
    kept = manifest_for(Screen(pk=request.device.pk), now, etag=request.device.etag(now))
    body = kept.for_player(events=events_address(request.build_absolute_uri("/")))
    return HttpResponse(body, content_type="application/json", headers=manifest_headers(kept.etag))


@require_POST
@for_screens
def report(request: DeviceRequest) -> HttpResponse:
    """How the screen does; answered with what it is to do."""
    now = timezone.now()
    try:
        told = read_report(json_of(request, most=MOST_REPORT))
    except BadBody as bad:
        return failure(bad.code, status=bad.status)
    except BadReport as bad:
        return failure("bad_report", field=bad.field)
    taken = take_report(device=request.device, report=told, address=address_of(request), browser=browser_of(request), now=now)
    commands = [{"id": one.pk, "kind": one.kind, "params": one.params} for one in taken.commands]
    return answer({"now": milliseconds(now), "revision": taken.revision, "commands": commands})


@require_POST
@for_screens
def proof(request: DeviceRequest) -> HttpResponse:
    """Counters of what was played; the answer names those that the player may forget."""
    try:
        told = json_of(request, most=MOST_PROOF)
    except BadBody as bad:
        return failure(bad.code, status=bad.status)
    counts = told.get("counts") if isinstance(told, dict) else None
    if not isinstance(counts, list) or len(counts) > MOST_AT_ONCE:
        return failure("bad_counts", most=MOST_AT_ONCE)
    taken = take_proof(device=request.device, counts=counts, now=timezone.now())
    refused = [{"index": index, "reason": reason} for index, reason in taken.refused]
    return answer({"accepted": taken.accepted, "refused": refused})


@require_POST
@for_screens
def screenshot(request: DeviceRequest) -> HttpResponse:
    """The picture that a command asked for."""
    command = request.headers.get("X-Command", "")
    if not (command.isascii() and command.isdigit() and len(command) <= 18):
        return failure("no_command")
    try:
        data = body_of(request, most=MOST_SCREENSHOT)
        take_screenshot(device=request.device, command=int(command), data=data, now=timezone.now())
    except BadBody as bad:
        return failure(bad.code, status=bad.status)
    except NotAsked:
        return failure("not_asked", status=409)
    except BadScreenshot:
        return failure("no_picture", status=422)
    return HttpResponse(status=204)
