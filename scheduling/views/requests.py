"""Requests of agents as supervisors see them."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portalkit.access.selectors import PortalRequest
from portalkit.guards.permissions import requires
from portalkit.tables.views import list_page

from ..filters.requests import REQUEST_FILTERS
from ..models import ShiftRequest
from ..panels.requests import effect_text, refusal_text, tone_of
from ..permissions import SchedulingPermission
from ..selectors.requests import requests_to_decide
from ..services import requests as services
from ..tables.requests import REQUESTS


@requires(SchedulingPermission.APPROVE)
def requests(request: PortalRequest) -> HttpResponseBase:
    return list_page(
        request,
        table=REQUESTS,
        rows=requests_to_decide(request.access),
        filters=REQUEST_FILTERS.bind(request.GET, access=request.access, permission=SchedulingPermission.APPROVE),
        template="scheduling/requests.html",
        context={"empty_reason": _("No agent has asked for leave or a swap.")},
        permission_to_export=SchedulingPermission.EXPORT,
    )


@requires(SchedulingPermission.APPROVE)
def shift_request(request: PortalRequest, pk: int) -> HttpResponse:
    found = _request_or_404(request, pk)
    may_decide = found.state == ShiftRequest.State.OPEN
    context = {"asked": found, "tone": tone_of(found), "effect": effect_text(found), "may_decide": may_decide}
    return render(request, "scheduling/request.html", context)


@require_POST
@requires(SchedulingPermission.APPROVE)
def decide_request(request: PortalRequest, pk: int) -> HttpResponse:
    found = _request_or_404(request, pk)
    decide = services.grant_request if request.POST.get("step") == "grant" else services.refuse_request
    note = request.POST.get("note", "")
    try:
        decide(request=found, user=request.user, note=note, by=request.access.actor, now=timezone.now())
    except services.NotNow:
        messages.error(request, _("Somebody was faster: this step is no longer possible."))
    except services.OwnWork:
        messages.error(request, _("Somebody else decides on your own requests."))
    except services.NoReason:
        messages.error(request, _("Say why, so that the agent knows."))
    except (services.NotPossible, services.BreaksRules) as refused:
        messages.error(request, refusal_text(refused))
    else:
        messages.success(request, _("Done."))
    return redirect("scheduling:request", pk)


def _request_or_404(request: PortalRequest, pk: int) -> ShiftRequest:
    found = requests_to_decide(request.access).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
