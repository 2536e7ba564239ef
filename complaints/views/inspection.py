"""What an inspector works with: the queue, a ticket beside its findings, the way of a returned ticket."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portalkit.access.selectors import PortalRequest
from portalkit.guards.permissions import requires
from portalkit.tables.views import list_page

from ..domain.quality.rules import RuleCode
from ..filters.inspection import FINDING_FILTERS, RETURN_FILTERS
from ..forms.inspection import FindingForm, OpinionForm
from ..models import Finding, SampleItem, Ticket
from ..panels.inspection import inspection_panel, inspection_tabs
from ..permissions import ComplaintsPermission
from ..selectors import tickets as all_tickets
from ..selectors.inspection import findings as all_findings
from ..selectors.inspection import inspection_of, queue_of, returned_tickets
from ..services import inspection as services
from ..services.inspection.judging import ByHand
from ..tables.inspection import FINDINGS, RETURNED

INSPECT = ComplaintsPermission.INSPECT


@requires(ComplaintsPermission.VIEW)
def findings(request: PortalRequest) -> HttpResponseBase:
    context = {
        "tabs": inspection_tabs(request.access, "findings"),
        "empty_reason": _("Findings appear as soon as tickets have been imported and inspected, which happens by itself."),
    }
    return list_page(
        request,
        table=FINDINGS,
        rows=all_findings(request.access),
        filters=FINDING_FILTERS.bind(request.GET, access=request.access, permission=ComplaintsPermission.VIEW),
        template="complaints/inspection_list.html",
        context=context,
        permission_to_export=ComplaintsPermission.EXPORT,
    )


@requires(ComplaintsPermission.VIEW)
def returned(request: PortalRequest) -> HttpResponseBase:
    context = {
        "tabs": inspection_tabs(request.access, "returned"),
        "empty_reason": _("A ticket appears here when an inspector sends it back to its department with an opinion."),
    }
    return list_page(
        request,
        table=RETURNED,
        rows=returned_tickets(request.access),
        filters=RETURN_FILTERS.bind(request.GET, access=request.access, permission=ComplaintsPermission.VIEW),
        template="complaints/inspection_list.html",
        context=context,
        permission_to_export=ComplaintsPermission.EXPORT,
    )


@requires(INSPECT)
def inspect(request: PortalRequest, system: str, ticket_id: str) -> HttpResponse:
    return _shown(request, _ticket_or_404(request, system, ticket_id))


@require_POST
@requires(INSPECT)
def judge(request: PortalRequest, pk: int) -> HttpResponse:
    """`verdict` is confirmed or rejected. Answers with the ticket as it stands then."""
    finding = get_object_or_404(_judgeable(request), pk=pk)
    verdict = request.POST.get("verdict", "")
    if verdict not in (Finding.Verdict.CONFIRMED, Finding.Verdict.REJECTED):
        return _answer(request, finding.ticket, status=422)
    try:
        services.judge_finding(
            finding=finding, is_confirmed=verdict == Finding.Verdict.CONFIRMED, by=request.access.actor, now=timezone.now()
        )
    except services.NoFinding:
        raise Http404 from None
    return _answer(request, finding.ticket)


@require_POST
@requires(INSPECT)
def take_back(request: PortalRequest, pk: int) -> HttpResponse:
    finding = get_object_or_404(_judgeable(request), pk=pk)
    try:
        services.take_back_finding(finding=finding, by=request.access.actor, now=timezone.now())
    except services.NoFinding:
        raise Http404 from None
    return _answer(request, finding.ticket)


@require_POST
@requires(INSPECT)
def add_finding(request: PortalRequest, system: str, ticket_id: str) -> HttpResponse:
    ticket = _ticket_or_404(request, system, ticket_id)
    form = FindingForm(request.POST)
    if not form.is_valid():
        return _shown(request, ticket, form=form, status=422)
    values = form.cleaned_data
    seen = ByHand(rule=RuleCode(values["rule"]), field=values["field"], words=values["words"], note=values["note"])
    services.add_finding(ticket=ticket, seen=seen, by=request.access.actor, now=timezone.now())
    return _answer(request, ticket)


@require_POST
@requires(INSPECT)
def conclude(request: PortalRequest, system: str, ticket_id: str) -> HttpResponse:
    """Passed, or returned with an opinion; then on to the next ticket of the caller's queue."""
    ticket = _ticket_or_404(request, system, ticket_id)
    form = OpinionForm(request.POST)
    if not form.is_valid():
        return _shown(request, ticket, opinion=form, status=422)
    following = queue_of(request.access).after(ticket.pk)
    try:
        services.conclude(
            ticket=ticket,
            is_passed=request.POST.get("outcome") == "passed",
            opinion=form.cleaned_data["opinion"],
            by=request.access.actor,
            now=timezone.now(),
        )
    except services.WordsMissing:
        form.add_error("opinion", _("Say what the department is to put right."))
        return _shown(request, ticket, opinion=form, status=422)
    except services.AlreadyReturned:
        form.add_error(None, _("The ticket is with its department already, or its answer waits for you."))
        return _shown(request, ticket, opinion=form, status=422)
    messages.success(request, _("The inspection of {ticket} is finished.").format(ticket=ticket.ticket_id))
    return _onward(following)


@require_POST
@requires(INSPECT)
def finish_look(request: PortalRequest, system: str, ticket_id: str) -> HttpResponse:
    """Closes the caller's item of a ticket on which somebody else decides, or has decided."""
    ticket = _ticket_or_404(request, system, ticket_id)
    following = queue_of(request.access).after(ticket.pk)
    try:
        services.finish_look(ticket=ticket, by=request.access.actor, now=timezone.now())
    except services.NothingOpen:
        messages.info(request, _("This ticket lies in no open sample of yours."))
    else:
        messages.success(request, _("The inspection of {ticket} is finished.").format(ticket=ticket.ticket_id))
    return _onward(following)


def _onward(following: SampleItem | None) -> HttpResponse:
    if following is None:
        return redirect("complaints:inspection")
    return redirect("complaints:inspect", following.ticket.system, following.ticket.ticket_id)


def _judgeable(request: PortalRequest) -> QuerySet[Finding]:
    return request.access.scope(INSPECT, Finding.objects.select_related("ticket__region"))


def _ticket_or_404(request: PortalRequest, system: str, ticket_id: str) -> Ticket:
    rows = request.access.scope(INSPECT, all_tickets(request.access))
    return get_object_or_404(rows.select_related("region__parent"), system=system, ticket_id=ticket_id)


def _answer(request: PortalRequest, ticket: Ticket, *, status: int = 200) -> HttpResponse:
    """The changed part for htmx, the whole page otherwise."""
    if request.htmx:
        return render(request, "complaints/_inspect.html", _context(request, ticket), status=status)
    return redirect("complaints:inspect", ticket.system, ticket.ticket_id)


def _shown(
    request: PortalRequest, ticket: Ticket, *, form: FindingForm | None = None, opinion: OpinionForm | None = None, status: int = 200
) -> HttpResponse:
    context = _context(request, ticket)
    context["form"] = form or FindingForm()
    context["opinion"] = opinion or OpinionForm(initial={"opinion": context["panel"].suggestion})
    template = "complaints/_inspect.html" if request.htmx else "complaints/inspect.html"
    return render(request, template, context, status=status)


def _context(request: PortalRequest, ticket: Ticket) -> dict[str, Any]:
    queue = queue_of(request.access)
    panel = inspection_panel(inspection_of(request.access, ticket))
    place = queue.place_of(ticket.pk)
    return {
        "ticket": ticket,
        "panel": panel,
        "queue": queue,
        "item": None if place is None else queue.items[place],
        "place": None if place is None else place + 1,
        "before": queue.before(ticket.pk),
        "after": queue.after(ticket.pk),
        "form": FindingForm(),
        "opinion": OpinionForm(initial={"opinion": panel.suggestion}),
    }
