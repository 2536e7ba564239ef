"""A ticket that inspection sent back: the opinion, the department's answer, and what the inspector says to it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portalkit.access.selectors import PortalRequest
from portalkit.guards.permissions import requires

from ..forms.inspection import AnswerForm, OpinionForm
from ..models import InspectionResult
from ..panels.inspection import inspection_panel, inspection_tabs
from ..permissions import ComplaintsPermission
from ..selectors.inspection import inspection_of, returned_tickets
from ..services import inspection as services


@requires(ComplaintsPermission.VIEW)
def returned_ticket(request: PortalRequest, pk: int) -> HttpResponse:
    return _shown(request, _result(request, pk, ComplaintsPermission.VIEW))


@require_POST
@requires(ComplaintsPermission.ANSWER_NOTICES)
def answer(request: PortalRequest, pk: int) -> HttpResponse:
    result = _result(request, pk, ComplaintsPermission.ANSWER_NOTICES)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _shown(request, result, form=form, status=422)
    try:
        services.answer_return(result=result, answer=form.cleaned_data["answer"], by=request.access.actor, now=timezone.now())
    except services.NotYours:
        form.add_error(None, _("Somebody else has answered or closed this in the meantime."))
        return _shown(request, result, form=form, status=422)
    messages.success(request, _("The answer is with the inspector."))
    return redirect("complaints:returned_ticket", result.pk)


@require_POST
@requires(ComplaintsPermission.INSPECT)
def accept(request: PortalRequest, pk: int) -> HttpResponse:
    result = _result(request, pk, ComplaintsPermission.INSPECT)
    try:
        services.accept_answer(result=result, by=request.access.actor, now=timezone.now())
    except services.NotYours:
        messages.error(request, _("There is no answer to accept."))
    else:
        messages.success(request, _("The answer is accepted."))
    return redirect("complaints:returned_ticket", result.pk)


@require_POST
@requires(ComplaintsPermission.INSPECT)
def again(request: PortalRequest, pk: int) -> HttpResponse:
    result = _result(request, pk, ComplaintsPermission.INSPECT)
    form = OpinionForm(request.POST)
    if not form.is_valid():
        return _shown(request, result, opinion=form, status=422)
    try:
        following = services.send_again(result=result, opinion=form.cleaned_data["opinion"], by=request.access.actor, now=timezone.now())
    except services.WordsMissing:
        form.add_error("opinion", _("Say what the department is to put right."))
        return _shown(request, result, opinion=form, status=422)
    except services.NotYours:
        messages.error(request, _("There is no answer to send back."))
        return redirect("complaints:returned_ticket", result.pk)
    messages.success(request, _("The ticket is sent back again."))
    return redirect("complaints:returned_ticket", following.pk)


def _result(request: PortalRequest, pk: int, permission: ComplaintsPermission) -> InspectionResult:
    return get_object_or_404(request.access.scope(permission, returned_tickets(request.access)), pk=pk)


def _shown(
    request: PortalRequest,
    result: InspectionResult,
    *,
    form: AnswerForm | None = None,
    opinion: OpinionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    state, region = result.state, result.region
    context = {
        "result": result,
        "ticket": result.ticket,
        "panel": inspection_panel(inspection_of(request.access, result.ticket)),
        "tabs": inspection_tabs(request.access, "returned"),
        "form": form or AnswerForm(),
        "opinion": opinion or OpinionForm(),
        "can_answer": state == InspectionResult.State.RETURNED and request.access.covers(ComplaintsPermission.ANSWER_NOTICES, region),
        "can_close": state == InspectionResult.State.ANSWERED and request.access.covers(ComplaintsPermission.INSPECT, region),
        "can_inspect": request.access.covers(ComplaintsPermission.INSPECT, region),
    }
    return render(request, "complaints/returned_ticket.html", context, status=status)
