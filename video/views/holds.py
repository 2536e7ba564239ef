"""Legal holds: the list, placing one, one with its release."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from portalkit.access.selectors import PortalRequest
from portalkit.guards.permissions import requires
from portalkit.tables.views import list_page

from ..filters.keeping import hold_filters
from ..forms.keeping import HoldForm, ReleaseForm
from ..permissions import VideoPermission
from ..selectors.cameras import visible_cameras
from ..selectors.evidence import visible_holds
from ..services.holds import HoldIsReleased, place_hold, release_hold
from ..tables.keeping import HOLDS, hold_state, hold_tone


@requires(VideoPermission.VIEW)
def holds(request: PortalRequest) -> HttpResponseBase:
    can_hold = request.access.can(VideoPermission.HOLD)
    context = {
        "can_hold": can_hold,
        "empty_reason": _("Footage under a legal hold is never deleted, whatever its age and however full the disk is. None is placed."),
        **({"empty_url": reverse("video:new_hold"), "empty_label": _("Place a legal hold")} if can_hold else {}),
    }
    return list_page(
        request,
        table=HOLDS,
        rows=visible_holds(request.access),
        filters=hold_filters().bind(request.GET, access=request.access, permission=VideoPermission.VIEW),
        template="video/holds.html",
        context=context,
        permission_to_export=VideoPermission.EXPORT,
    )


@requires(VideoPermission.HOLD)
def new_hold(request: PortalRequest) -> HttpResponse:
    asked = request.GET
    initial = {"gb_id": asked.get("camera", ""), "start": moment_in(asked.get("from")), "end": moment_in(asked.get("to"))}
    form = HoldForm(request.POST or None, cameras=visible_cameras(request.access, VideoPermission.HOLD), initial=initial)
    if form.is_valid():
        values = form.cleaned_data
        hold = place_hold(
            camera=values["gb_id"],
            start=values["start"],
            end=values["end"],
            reason=values["reason"],
            user=request.user,
            by=request.access.actor,
            now=timezone.now(),
        )
        messages.success(request, _("The legal hold is placed."))
        return redirect("video:hold", hold.pk)
    context = {"form": form, "title": _("Place a legal hold"), "verb": _("Place the hold"), "back": reverse("video:holds")}
    return render(request, "video/span.html", context, status=422 if form.is_bound else 200)


@requires(VideoPermission.VIEW, write=VideoPermission.HOLD)
def hold(request: PortalRequest, pk: int) -> HttpResponse:
    """One hold; whoever may place holds lets it go."""
    needed = VideoPermission.HOLD if request.method == "POST" else VideoPermission.VIEW
    found = get_object_or_404(visible_holds(request.access, needed), pk=pk)
    form = ReleaseForm(request.POST or None)
    if form.is_valid():
        try:
            release_hold(hold=found, reason=form.cleaned_data["reason"], user=request.user, by=request.access.actor, now=timezone.now())
        except HoldIsReleased:
            messages.error(request, _("Somebody released this hold meanwhile."))
        else:
            messages.success(request, _("The legal hold is released."))
        return redirect("video:hold", pk)
    may_release = found.released_at is None and request.access.covers(VideoPermission.HOLD, found.camera.hall.region)
    context = {"hold": found, "form": form, "may_release": may_release, "state": hold_state(found), "tone": hold_tone(found)}
    return render(request, "video/hold.html", context, status=422 if form.is_bound else 200)


def moment_in(text: str | None) -> datetime | None:
    """A moment out of an address, for a form that is shown first; None for what is none. Without an offset it is the halls' time."""
    try:
        found = parse_datetime(text or "")
    except ValueError:
        return None
    if found is None:
        return None
    return timezone.localtime(found) if timezone.is_aware(found) else timezone.make_aware(found)
