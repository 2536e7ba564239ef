"""The pool of long-planned cases: list, proposal, decision."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portalkit.access.selectors import PortalRequest
from portalkit.guards.permissions import requires
from portalkit.tables.views import list_page

from ...domain.supervision.legacy import LegacyState
from ...filters.supervision import LEGACY_FILTERS
from ...forms.supervision import DecideLegacyForm, ProposeLegacyForm
from ...models import LegacyCase, Ticket
from ...models.supervision import STANDING_LABELS
from ...panels.supervision import standing_tone
from ...permissions import ComplaintsPermission
from ...selectors.supervision import LegacyPage, legacy_cases, legacy_page
from ...services import supervision
from ...tables.supervision import LEGACY
from ...tables.tickets import ticket_url


@requires(ComplaintsPermission.VIEW)
def legacy(request: PortalRequest) -> HttpResponseBase:
    filters = LEGACY_FILTERS.bind(request.GET, access=request.access, permission=ComplaintsPermission.VIEW)
    return list_page(
        request,
        table=LEGACY,
        rows=legacy_cases(request.access, now=timezone.now()),
        filters=filters,
        template="complaints/legacy.html",
        context={
            "can_set_rules": request.access.everywhere(ComplaintsPermission.MANAGE_RULES),
            "empty_reason": _("A case that needs a project of its own is proposed on the page of its ticket."),
        },
        permission_to_export=ComplaintsPermission.EXPORT,
    )


@requires(ComplaintsPermission.VIEW)
def legacy_case(request: PortalRequest, pk: int) -> HttpResponse:
    page = _page_or_404(request, pk, ComplaintsPermission.VIEW)
    case = page.case
    may_decide = case.state == LegacyState.PROPOSED and request.access.covers(ComplaintsPermission.SUPERVISE, case.region)
    is_own = case.proposed_by_id == request.user.pk
    context = {
        "case": case,
        "standing": STANDING_LABELS[page.standing],
        "tone": standing_tone(case),
        "ticket_url": ticket_url(case.ticket),
        "form": DecideLegacyForm() if may_decide and not is_own else None,
        "is_own": may_decide and is_own,
    }
    return render(request, "complaints/legacy_case.html", context)


@requires(ComplaintsPermission.ANSWER_NOTICES)
def propose(request: PortalRequest, system: str, ticket_id: str) -> HttpResponse:
    ticket = request.access.scope(ComplaintsPermission.ANSWER_NOTICES, Ticket.objects.select_related("region")).filter(
        system=system, ticket_id=ticket_id
    )
    found = ticket.first()
    if found is None:
        raise Http404
    now = timezone.now()
    form = ProposeLegacyForm(request.POST or None, now=now)
    if form.is_valid():
        try:
            case = supervision.propose_legacy(ticket=found, **form.cleaned_data, by=request.access.actor, now=now)
        except supervision.NotForLegacyPool:
            form.add_error(None, _("This ticket is solved or closed already."))
        except supervision.AlreadyProposed:
            form.add_error(None, _("A proposal for this ticket waits for its decision."))
        else:
            messages.success(request, _("The case is proposed; a supervisor decides on it."))
            return redirect("complaints:legacy_case", case.pk)
    context = {"form": form, "ticket": found, "ticket_url": ticket_url(found)}
    return render(request, "complaints/propose_legacy.html", context, status=422 if form.is_bound else 200)


@require_POST
@requires(ComplaintsPermission.SUPERVISE)
def decide(request: PortalRequest, pk: int) -> HttpResponse:
    """`decision` is "approve" or "refuse"; anything else decides nothing."""
    page = _page_or_404(request, pk, ComplaintsPermission.SUPERVISE)
    decision, form = request.POST.get("decision", ""), DecideLegacyForm(request.POST)
    if decision not in {"approve", "refuse"} or not form.is_valid():
        messages.error(request, _("Approve or refuse the case."))
        return redirect("complaints:legacy_case", pk)
    try:
        supervision.decide_legacy(
            case=page.case,
            is_approved=decision == "approve",
            by=request.access.actor,
            now=timezone.now(),
            opinion=form.cleaned_data["opinion"],
        )
    except supervision.OwnProposal:
        messages.error(request, _("Whoever proposed a case does not decide on it."))
    except supervision.AlreadyDecided:
        messages.error(request, _("Somebody else was faster: this step is no longer possible."))
    except supervision.NotForLegacyPool:
        messages.error(request, _("The expected time has passed; refuse the case and have it proposed anew."))
    else:
        messages.success(request, _("The case is decided on."))
    return redirect("complaints:legacy_case", pk)


def _page_or_404(request: PortalRequest, pk: int, permission: ComplaintsPermission) -> LegacyPage:
    try:
        page = legacy_page(request.access, pk=pk, now=timezone.now())
    except LegacyCase.DoesNotExist:
        raise Http404 from None
    if not request.access.covers(permission, page.case.region):
        raise Http404
    return page
