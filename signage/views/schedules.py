"""Schedules: the list, the form, and the page with all that happened to one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portalkit.access.selectors import PortalRequest
from portalkit.guards.permissions import requires
from portalkit.tables.views import list_page

from ..filters.programme import SCHEDULE_FILTERS
from ..forms.schedules import ScheduleForm, initial_of_revision
from ..models import Schedule
from ..panels.revisions import changes_panel, revision_panel
from ..panels.schedules import MeetingPanel, meetings_panel
from ..panels.zones import first_titles, zone_choices
from ..permissions import SignagePermission
from ..selectors import schedules as selectors
from ..selectors.conflicts import Preview, preview
from ..selectors.drafts import draft_preview
from ..selectors.layouts import zone_titles
from ..selectors.playlists import visible_playlists
from ..selectors.rollout import rollouts_of
from ..selectors.screens import screens_to_choose
from ..services.programme import schedules as services
from ..tables.programme import SCHEDULES, state_text

MOST_EVENTS = 50
KINDS = tuple(kind for kind in Schedule.Kind if kind != Schedule.Kind.EMERGENCY)


@requires(SignagePermission.VIEW)
def schedules(request: PortalRequest) -> HttpResponseBase:
    can_author = request.access.can(SignagePermission.AUTHOR)
    empty = {"empty_url": reverse("signage:new_schedule"), "empty_label": _("New schedule")} if can_author else {}
    return list_page(
        request,
        table=SCHEDULES,
        rows=selectors.listed_schedules(request.access, now=timezone.now()),
        filters=SCHEDULE_FILTERS.bind(request.GET, access=request.access, permission=SignagePermission.VIEW),
        template="signage/programme/schedules.html",
        context={"can_author": can_author, "empty_reason": _("A schedule says what plays where and when."), **empty},
        permission_to_export=SignagePermission.EXPORT,
    )


@requires(SignagePermission.AUTHOR)
def new_schedule(request: PortalRequest) -> HttpResponse:
    """`?kind=` says which fields there are; `?playlist=` fills one."""
    kind = request.GET.get("kind") or Schedule.Kind.LOOP
    if kind not in KINDS:
        raise Http404
    initial = {"playlist": request.GET.get("playlist"), "first_day": timezone.localdate(), "title": ""}
    form = _form(request, kind, initial)
    if form.is_valid():
        made = services.add_schedule(kind=kind, values=form.values, by=request.access.actor, user=request.user, now=timezone.now())
        messages.success(request, _("The draft is saved. Hand it in when it is ready."))
        return redirect("signage:schedule", made.pk)
    return _form_page(request, form, kind, None)


@requires(SignagePermission.AUTHOR)
def change_schedule(request: PortalRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(selectors.schedules_to(request.access, SignagePermission.AUTHOR), pk=pk)
    newest = selectors.newest_revision(found)
    if found.kind not in KINDS or newest is None:
        raise Http404
    form = _form(request, found.kind, initial_of_revision(newest))
    if form.is_valid():
        try:
            services.change_schedule(schedule=found, values=form.values, by=request.access.actor, user=request.user, now=timezone.now())
        except services.WaitsForApproval:
            form.add_error(None, _("A revision waits for approval. Take it back first, or wait for the decision."))
        except services.RegionFixed:
            form.add_error("region", _("It is on air: its region stays. Name regions, halls or screens below, or make another schedule."))
        else:
            messages.success(request, _("The draft is saved. What is on air stays until it is approved."))
            return redirect("signage:schedule", pk)
    return _form_page(request, form, found.kind, found)


@requires(SignagePermission.AUTHOR)
@require_POST
def preview_schedule(request: PortalRequest) -> HttpResponse:
    """What the form as it stands would mean: screens, hours, whom it meets. A fragment."""
    kind = request.GET.get("kind", "")
    if kind not in KINDS:
        raise Http404
    form = _form(request, kind, {})
    form.is_valid()
    found = draft_preview(kind, form.cleaned_data, schedule=request.GET.get("schedule"), now=timezone.now())
    context = {"preview": found, "meetings": _meetings(request, found), "unread": form.unread}
    return render(request, "signage/programme/_preview.html", context)


@requires(SignagePermission.VIEW)
def schedule(request: PortalRequest, pk: int) -> HttpResponse:
    access = request.access
    found = get_object_or_404(selectors.visible_schedules(access), pk=pk)
    newest = selectors.newest_revision(found)
    on_air = newest if newest and newest.pk == found.on_air_id else selectors.on_air_revision(found)
    now = timezone.now()
    met = preview(newest, now=now) if newest else None
    zones = first_titles(zone_titles(access))
    context = {
        "schedule": found,
        "newest": revision_panel(newest, zones=zones) if newest else None,
        "newest_state": state_text(newest.state, kind=found.kind) if newest else "",
        "on_air": revision_panel(on_air, zones=zones) if on_air and on_air != newest else None,
        "changes": changes_panel(on_air, newest, zones=zones) if on_air and newest and on_air != newest else [],
        "is_over": selectors.is_over(found, now=now),
        "rollouts": rollouts_of(found),
        "events": selectors.events_of_schedule(found)[:MOST_EVENTS],
        "preview": met,
        "meetings": _meetings(request, met),
        "is_outdated": on_air is not None and newest == on_air and selectors.is_outdated(on_air),
        "may_author": access.covers(SignagePermission.AUTHOR, found.region) and found.kind in KINDS,
        "may_withdraw": access.covers(SignagePermission.APPROVE, found.region) and found.on_air_id is not None,
        "may_decide": newest is not None and selectors.may_decide(newest, access, request.user),
    }
    return render(request, "signage/programme/schedule.html", context)


def _meetings(request: PortalRequest, found: Preview | None) -> list[MeetingPanel]:
    if not found or not found.meetings:
        return []
    return meetings_panel(found, seen=selectors.seen_of(request.access, (one.schedule for one in found.meetings)))


def _form(request: PortalRequest, kind: str, initial: dict[str, Any]) -> ScheduleForm:
    access = request.access
    return ScheduleForm(
        request.POST or None,
        kind=kind,
        initial=initial,
        regions=access.regions(SignagePermission.AUTHOR).order_by("path"),
        screens=screens_to_choose(access, SignagePermission.AUTHOR),
        playlists=visible_playlists(access).order_by("title"),
        zones=zone_choices(zone_titles(access)),
    )


def _form_page(request: PortalRequest, form: ScheduleForm, kind: str, found: Schedule | None) -> HttpResponse:
    query = f"?kind={kind}" + (f"&schedule={found.pk}" if found else "")
    context = {
        "form": form,
        "schedule": found,
        "kind": kind,
        "kinds": [] if found else [(one.label, f"?kind={one.value}", one.value == kind) for one in KINDS],
        "preview_url": reverse("signage:preview_schedule") + query,
        "back": reverse("signage:schedule", args=[found.pk]) if found else reverse("signage:schedules"),
        "has_playlists": "playlist" not in form.fields or visible_playlists(request.access).exists(),
    }
    return render(request, "signage/programme/schedule_form.html", context, status=422 if form.is_bound else 200)
