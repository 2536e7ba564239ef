"""Emergencies: the form with what it would reach, what is on the screens now, and its end."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from portalkit.access.selectors import PortalRequest
from portalkit.guards.permissions import requires

from ..domain.targets import Target
from ..forms.emergency import EmergencyForm
from ..forms.screens import hall_and_name
from ..models import Schedule, Screen
from ..permissions import SignagePermission
from ..selectors import schedules as selectors
from ..selectors.playlists import visible_playlists
from ..selectors.rollout import rollouts_of
from ..selectors.screens import screens_to_choose
from ..selectors.targeting import screens_meant
from ..services.programme import emergencies as services
from ..services.programme.reach import OutOfReach
from ..services.programme.schedules import NothingToShow


@requires(SignagePermission.VIEW, write=SignagePermission.EMERGENCY)
def emergency(request: PortalRequest) -> HttpResponse:
    """Sent once, the form shows what it would reach; sent again unchanged, with the `confirmed` of that page, it is on the screens."""
    form, now = _form(request), timezone.now()
    reach = _reach(form) if form.is_valid() else []
    if reach and request.POST.get("confirmed") == form.fingerprint and _announce(request, form, now=now):
        sent = ngettext("The notice goes to {count} screen.", "The notice goes to {count} screens.", len(reach))
        messages.success(request, sent.format(count=len(reach)))
        return redirect("signage:emergency")
    context = _context(request, form, reach if form.is_valid() else [], now=now)
    return render(request, "signage/programme/emergency.html", context, status=422 if form.errors else 200)


@require_POST
@requires(SignagePermission.EMERGENCY)
def end_emergency(request: PortalRequest, pk: int) -> HttpResponse:
    rows = selectors.schedules_to(request.access, SignagePermission.EMERGENCY)
    found = get_object_or_404(rows, pk=pk, kind="emergency")
    services.end_emergency(schedule=found, by=request.access.actor, now=timezone.now())
    messages.success(request, _("The emergency is off the screens."))
    return redirect("signage:emergency")


def _form(request: PortalRequest) -> EmergencyForm:
    access = request.access
    regions = access.regions(SignagePermission.EMERGENCY).order_by("path")
    return EmergencyForm(
        request.POST or None,
        regions=regions,
        screens=screens_to_choose(access, SignagePermission.EMERGENCY),
        playlists=visible_playlists(access).order_by("title"),
    )


def _reach(form: EmergencyForm) -> Sequence[Screen]:
    """The screens that it would go to; that there are none is said at the field."""
    told = form.cleaned_data
    paths, screens = frozenset(region.path for region in told["regions"]), frozenset(screen.pk for screen in told["screens"])
    reach = screens_meant([Target(paths=paths, screens=screens)])
    if not reach:
        form.add_error("regions", _("No screen in service stands there."))
    return reach


def _announce(request: PortalRequest, form: EmergencyForm, *, now: datetime) -> bool:
    try:
        services.announce(values=form.values(now), by=request.access.actor, user=request.user, now=now)
    except NothingToShow:
        form.add_error("playlist", _("The playlist has nothing that can be shown."))
    except OutOfReach:
        form.add_error("playlist", _("Something in it belongs to another region: content is shown in its own region and below it only."))
    except services.NoScreens:
        form.add_error("regions", _("No screen in service stands there."))
    return not form.errors


def _context(request: PortalRequest, form: EmergencyForm, reach: Sequence[Screen], *, now: datetime) -> dict[str, Any]:
    access = request.access
    return {
        "form": form,
        "may_announce": access.can(SignagePermission.EMERGENCY),
        "reach": reach,
        "fingerprint": form.fingerprint if reach else "",
        "halls": len({screen.hall_id for screen in reach}),
        "active": [
            (one, _where(one), rollouts_of(one)[:1], access.covers(SignagePermission.EMERGENCY, one.region))
            for one in selectors.active_emergencies(access, now=now)
        ],
        "waiting": [one for one in selectors.waiting_revisions(access) if one.severity is not None],
    }


def _where(emergency: Schedule) -> str:
    if emergency.on_air is None or emergency.on_air.is_whole_region:
        return emergency.region.long_name
    halls = [region.long_name for region in emergency.on_air.regions.all()]
    return ", ".join(halls + [hall_and_name(screen) for screen in emergency.on_air.screens.all()])
