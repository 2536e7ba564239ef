"""Emergencies: the form with what it would reach, what is on the screens now, and its end."""

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
from ..permissions import SignagePermission
from ..selectors import schedules as selectors
from ..selectors.targeting import screens_meant
from ..services.programme import emergencies as services


@requires(SignagePermission.VIEW, write=SignagePermission.EMERGENCY)
def emergency(request: PortalRequest) -> HttpResponse:
    """Sent once, the form shows what it would reach; sent with `confirmed`, it is on the screens."""
    access = request.access
    regions = access.regions(SignagePermission.EMERGENCY).order_by("path")
    form = EmergencyForm(request.POST or None, regions=regions)
    reach = None
    if form.is_valid():
        now = timezone.now()
        values = form.values(now)
        reach = screens_meant([Target(paths=frozenset({values.region.path}))])
        if request.POST.get("confirmed") and reach:
            services.announce(values=values, by=access.actor, user=request.user, now=now)
            sent = ngettext("The notice goes to {count} screen.", "The notice goes to {count} screens.", len(reach))
            messages.success(request, sent.format(count=len(reach)))
            return redirect("signage:emergency")
        if not reach:
            form.add_error("region", _("No screen in service stands there."))
    context = {
        "form": form,
        "may_announce": access.can(SignagePermission.EMERGENCY),
        "reach": reach,
        "halls": len({screen.hall_id for screen in reach or ()}),
        "active": [
            (one, selectors.rollouts_of(one)[:1], access.covers(SignagePermission.EMERGENCY, one.region))
            for one in selectors.active_emergencies(access)
        ],
        "waiting": [one for one in selectors.waiting_revisions(access) if one.severity is not None],
    }
    return render(request, "signage/programme/emergency.html", context, status=422 if form.errors else 200)


@require_POST
@requires(SignagePermission.EMERGENCY)
def end_emergency(request: PortalRequest, pk: int) -> HttpResponse:
    rows = selectors.schedules_to(request.access, SignagePermission.EMERGENCY)
    found = get_object_or_404(rows, pk=pk, kind="emergency")
    services.end_emergency(schedule=found, by=request.access.actor, now=timezone.now())
    messages.success(request, _("The emergency is off the screens."))
    return redirect("signage:emergency")
