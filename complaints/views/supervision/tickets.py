"""What is done about one ticket: put on hold, taken off."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portalkit.access.selectors import PortalRequest
from portalkit.guards.permissions import requires

from ...models import Ticket
from ...permissions import ComplaintsPermission
from ...services import supervision
from ...tables.tickets import ticket_url


@require_POST
@requires(ComplaintsPermission.SUPERVISE)
def pause(request: PortalRequest, system: str, ticket_id: str) -> HttpResponse:
    ticket = _ticket_or_404(request, system, ticket_id)
    reason = request.POST.get("reason", "")[:300]
    try:
        supervision.pause_ticket(ticket=ticket, reason=reason, by=request.access.actor, now=timezone.now())
    except supervision.PauseNeedsReason:
        messages.error(request, _("Say why the ticket is put on hold."))
    except supervision.AlreadyOnHold:
        messages.error(request, _("The ticket is on hold already."))
    else:
        messages.success(request, _("The ticket is on hold; its watches stand still."))
    return redirect(ticket_url(ticket))


@require_POST
@requires(ComplaintsPermission.SUPERVISE)
def resume(request: PortalRequest, system: str, ticket_id: str) -> HttpResponse:
    ticket = _ticket_or_404(request, system, ticket_id)
    try:
        supervision.resume_ticket(ticket=ticket, by=request.access.actor, now=timezone.now())
    except supervision.NotOnHold:
        messages.error(request, _("The ticket is not on hold."))
    else:
        messages.success(request, _("The watches of the ticket run again."))
    return redirect(ticket_url(ticket))


def _ticket_or_404(request: PortalRequest, system: str, ticket_id: str) -> Ticket:
    rows = request.access.scope(ComplaintsPermission.SUPERVISE, Ticket.objects.select_related("region"))
    ticket = rows.filter(system=system, ticket_id=ticket_id).first()
    if ticket is None:
        raise Http404
    return ticket
