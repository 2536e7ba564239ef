"""The ticket list, one matter with both halves, and the reveal of a masked number."""

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from portalkit.access.selectors import PortalRequest
from portalkit.guards.permissions import requires
from portalkit.tables.views import list_page

from ..filters.tickets import TICKET_FILTERS
from ..forms.reveal import RevealForm
from ..models import Ticket
from ..panels import ticket_halves
from ..panels.inspection import inspection_panel
from ..panels.supervision import ticket_supervision
from ..permissions import ComplaintsPermission
from ..selectors import TicketPage, ticket_page
from ..selectors import tickets as all_tickets
from ..selectors.inspection import inspection_of
from ..selectors.repeats import belonging
from ..services.reveal import NothingSealed, ReasonMissing, Revealed, reveal_number
from ..tables.tickets import TICKETS


@requires(ComplaintsPermission.VIEW)
def tickets(request: PortalRequest) -> HttpResponseBase:
    filters = TICKET_FILTERS.bind(request.GET, access=request.access, permission=ComplaintsPermission.VIEW)
    context = {
        "empty_reason": _("Tickets appear here as soon as an export of CRM or EOMS has been imported."),
    }
    return list_page(
        request,
        table=TICKETS,
        rows=all_tickets(request.access).select_related("region__parent"),
        filters=filters,
        context=context,
        permission_to_export=ComplaintsPermission.EXPORT,
    )


@requires(ComplaintsPermission.VIEW)
def ticket(request: PortalRequest, system: str, ticket_id: str) -> HttpResponse:
    page = _page_or_404(request, system, ticket_id)
    return _shown(request, page, RevealForm())


@never_cache
@require_POST
@requires(ComplaintsPermission.REVEAL)
def reveal(request: PortalRequest, system: str, ticket_id: str) -> HttpResponse:
    """Shows one number in full, once, in this response only; the reason goes into the audit trail."""
    page = _page_or_404(request, system, ticket_id)
    if not request.access.covers(ComplaintsPermission.REVEAL, page.ticket.region):
        raise Http404
    form = RevealForm(request.POST)
    if not form.is_valid():
        return _shown(request, page, form, status=422)
    try:
        revealed = reveal_number(ticket=page.ticket, **form.cleaned_data, by=request.access.actor, now=timezone.now())
    except ReasonMissing:
        form.add_error("reason", _("Say why you need the number."))
        return _shown(request, page, form, status=422)
    except NothingSealed:
        form.add_error("field", _("This ticket has no such value."))
        return _shown(request, page, form, status=422)
    return _shown(request, page, RevealForm(), revealed=revealed)


def _page_or_404(request: PortalRequest, system: str, ticket_id: str) -> TicketPage:
    try:
        return ticket_page(request.access, system=system, ticket_id=ticket_id)
    except Ticket.DoesNotExist:
        raise Http404 from None


def _shown(
    request: PortalRequest, page: TicketPage, form: RevealForm, *, revealed: Revealed | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "page": page,
        "ticket": page.ticket,
        "halves": ticket_halves(page),
        "supervision": ticket_supervision(request.access, page.ticket, now=timezone.now()),
        "form": form,
        "revealed": revealed,
        "belonging": belonging(request.access, page.ticket),
        "can_judge": request.access.covers(ComplaintsPermission.SORT_REPEATS, page.ticket.region),
        "quality": inspection_panel(inspection_of(request.access, page.ticket)),
        "can_inspect": request.access.covers(ComplaintsPermission.INSPECT, page.ticket.region),
        "can_reveal": request.access.covers(ComplaintsPermission.REVEAL, page.ticket.region),
    }
    return render(request, "complaints/ticket.html", context, status=status)
