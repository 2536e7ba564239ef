"""A screen's player in the browser of whoever operates it: for a first look, or where the screen is this machine's own."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portalkit.access.adapters.requests import address_of, browser_of
from portalkit.access.selectors import PortalRequest
from portalkit.guards.permissions import requires

from ..permissions import SignagePermission
from ..selectors.screens import visible_screens
from ..services.pairing import TooManyPairings, open_here


@require_POST
@requires(SignagePermission.OPERATE)
def open_player(request: PortalRequest, pk: int) -> HttpResponse:
    """What the player needs to fetch its token goes behind the #, where no server and no log sees it."""
    screen = get_object_or_404(visible_screens(request.access, SignagePermission.OPERATE).filter(is_enabled=True), pk=pk)
    try:
        begun = open_here(
            screen=screen, about=browser_of(request), address=address_of(request), by=request.access.actor, now=timezone.now()
        )
    except TooManyPairings:
        messages.error(request, _("Too many players wait to be paired from this address. Try again in some minutes."))
        return redirect("signage:screen", pk)
    return HttpResponseRedirect(f"{reverse('signage:player')}?as=screen-{pk}#pair={begun.key}.{begun.poll}")
