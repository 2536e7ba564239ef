"""Pages under /alarms/: the list, one alarm, who is told, the count in the header."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portalkit.access.selectors import PortalRequest
from portalkit.guards.permissions import requires, signed_in
from portalkit.live.views import fragment
from portalkit.tables.views import list_page

from . import services
from .domain.identity import Severity
from .domain.kinds import find_kind
from .filters import ALARM_FILTERS, OPEN
from .forms import CommentForm, SubscriptionForm
from .models import Alarm
from .panels import header_tone, lines, severity_tone, tiles
from .permissions import AlarmsPermission
from .selectors import alarm_page, open_alarms, subscriptions_of
from .selectors import alarms as alarms_of
from .tables import ALARMS

REFRESH_HEADER = "Alarms-Refresh"


@requires(AlarmsPermission.VIEW)
def alarms(request: PortalRequest) -> HttpResponseBase:
    filters = ALARM_FILTERS.bind(request.GET, access=request.access, permission=AlarmsPermission.VIEW, defaults={"state": OPEN})
    found = open_alarms(request.access)
    context = {
        "tiles": tiles(found),
        "version": found.version,
        "figures_url": reverse("alarms:figures"),
        "empty_reason": _("Nothing is wrong in your regions, as far as the portal watches them."),
    }
    response = list_page(
        request, table=ALARMS, rows=alarms_of(request.access), filters=filters, template="alarms/alarms.html", context=context
    )
    if REFRESH_HEADER in request.headers:
        del response["HX-Push-Url"]
    return response


@requires(AlarmsPermission.VIEW)
def figures(request: PortalRequest) -> HttpResponse:
    """The tiles above the list; when they change, the list is fetched anew as well."""
    found = open_alarms(request.access)
    return fragment(request, version=found.version, template="alarms/_figures.html", context={"tiles": tiles(found), "is_poll": True})


@requires(AlarmsPermission.VIEW)
def alarm(request: PortalRequest, pk: int) -> HttpResponse:
    try:
        page = alarm_page(request.access, pk=pk)
    except Alarm.DoesNotExist:
        raise Http404 from None
    context = {
        "page": page,
        "alarm": page.alarm,
        "tone": severity_tone(page.alarm),
        "lines": lines(page.events),
        "form": CommentForm(),
        "can_acknowledge": page.alarm.is_open and _covers(request, AlarmsPermission.ACKNOWLEDGE, page.alarm),
        "can_clear": page.alarm.is_open and _covers(request, AlarmsPermission.CLEAR, page.alarm),
    }
    return render(request, "alarms/alarm.html", context)


@require_POST
@requires(AlarmsPermission.ACKNOWLEDGE)
def acknowledge(request: PortalRequest, pk: int) -> HttpResponse:
    return _worked(request, pk, AlarmsPermission.ACKNOWLEDGE, services.acknowledge, _("The alarm is acknowledged."))


@require_POST
@requires(AlarmsPermission.ACKNOWLEDGE)
def unacknowledge(request: PortalRequest, pk: int) -> HttpResponse:
    return _worked(request, pk, AlarmsPermission.ACKNOWLEDGE, services.unacknowledge, _("The acknowledgement is taken back."))


@require_POST
@requires(AlarmsPermission.CLEAR)
def clear(request: PortalRequest, pk: int) -> HttpResponse:
    return _worked(request, pk, AlarmsPermission.CLEAR, services.clear_by_hand, _("The alarm is cleared."))


@requires(AlarmsPermission.VIEW)
def subscriptions(request: PortalRequest) -> HttpResponse:
    """Who is told of what: everybody for themselves."""
    form = SubscriptionForm(request.POST or None, regions=request.access.regions(AlarmsPermission.VIEW).select_related("parent"))
    if form.is_valid():
        chosen = form.cleaned_data
        services.subscribe(
            user=request.user,
            region=chosen["region"],
            severity=Severity(chosen["severity"]),
            kinds=chosen["kinds"],
            by=request.access.actor,
            now=timezone.now(),
        )
        messages.success(request, _("You are told of such alarms from now on."))
        return redirect("alarms:subscriptions")
    rows = [(row, [_kind_label(code) for code in row.kinds]) for row in subscriptions_of(request.user)]
    return render(request, "alarms/subscriptions.html", {"form": form, "rows": rows}, status=422 if form.is_bound else 200)


@require_POST
@requires(AlarmsPermission.VIEW)
def unsubscribe(request: PortalRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(subscriptions_of(request.user), pk=pk)
    services.unsubscribe(subscription=found, by=request.access.actor, now=timezone.now())
    messages.success(request, _("You are no longer told of such alarms."))
    return redirect("alarms:subscriptions")


@signed_in("how many alarms are open in one's own regions; nothing without the permission to see them")
def header(request: PortalRequest) -> HttpResponse:
    if not request.access.can(AlarmsPermission.VIEW):
        return HttpResponse("")
    found = open_alarms(request.access)
    return HttpResponse(render_to_string("alarms/_header.html", {"open": found, "tone": header_tone(found)}, request).strip())


def _worked(request: PortalRequest, pk: int, permission: AlarmsPermission, service: Callable[..., Any], done: str) -> HttpResponse:
    found = get_object_or_404(request.access.scope(permission, Alarm.objects.all()), pk=pk)
    form = CommentForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The comment is too long."))
        return redirect("alarms:alarm", pk)
    try:
        service(alarm=found, comment=form.cleaned_data["comment"], by=request.access.actor, now=timezone.now())
    except services.AlarmIsCleared:
        messages.info(request, _("The alarm was cleared meanwhile."))
    else:
        messages.success(request, done)
    return redirect("alarms:alarm", pk)


def _covers(request: PortalRequest, permission: AlarmsPermission, alarm: Alarm) -> bool:
    return request.access.everywhere(permission) or (alarm.region is not None and request.access.covers(permission, alarm.region))


def _kind_label(code: str) -> str:
    kind = find_kind(code)
    return str(kind.label) if kind else code
