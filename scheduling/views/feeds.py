"""The address at which an agent's calendar fetches the own shifts: made, replaced, ended."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from portalkit.access.selectors import PortalRequest
from portalkit.guards.permissions import requires

from ..permissions import SchedulingPermission
from ..selectors.own import agent_of
from ..services import feeds


@require_POST
@requires(SchedulingPermission.OWN_SHIFTS)
@never_cache
def own_feed(request: PortalRequest) -> HttpResponse:
    """Shows the secret of a new address this once; ending returns to the own page."""
    agent = agent_of(request.user)
    if agent is None:
        return render(request, "scheduling/mine_none.html")
    try:
        if request.POST.get("step") == "end":
            feeds.end_feed(agent=agent, by=request.access.actor, now=timezone.now())
            messages.success(request, _("The calendar address is ended; calendars that use it get nothing any more."))
            return redirect("scheduling:mine")
        make = feeds.replace_feed if request.POST.get("step") == "replace" else feeds.make_feed
        made = make(agent=agent, by=request.access.actor, now=timezone.now())
    except feeds.FeedThere:
        messages.error(request, _("You have an address already. It cannot be shown again, but replaced."))
    except feeds.NoFeed:
        messages.error(request, _("You have no calendar address."))
    else:
        return render(request, "scheduling/feed_made.html", {"address": _address(request, made.secret)})
    return redirect("scheduling:mine")


def _address(request: PortalRequest, secret: str) -> str:
    path = reverse("scheduling:shift_feed", args=[secret])
    public = settings.NOC_PUBLIC_URL.rstrip("/")
    return f"{public}{path}" if public else request.build_absolute_uri(path)
